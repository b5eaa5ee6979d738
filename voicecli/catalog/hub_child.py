"""The process that speaks to the model hub: `probe`, or `get REPO REVISION PATH DESTINATION`.

It exists because huggingface_hub reads HF_HUB_OFFLINE once, when it is imported, and because a
process can be ended at any moment. What has arrived stays in DESTINATION, and `get` goes on from
there: huggingface_hub's own download starts again from nothing.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

_CONNECT_SECONDS = 6.0
_READ_SECONDS = 30.0
_TRIES = 5
_BLOCK = 1 << 20


def main(arguments: Sequence[str]) -> int:
    """Run one request; the last line on stderr says what went wrong."""
    try:
        from huggingface_hub import constants, get_session, hf_hub_url
    except ModuleNotFoundError:
        print("huggingface_hub is not installed", file=sys.stderr)
        return 1
    if arguments[0] == "probe":
        answer = get_session().head(constants.ENDPOINT, timeout=_CONNECT_SECONDS)
        return 0 if answer.status_code < 400 else 1
    repo, revision, path, destination = arguments[1:]
    get(hf_hub_url(repo, path, revision=revision), Path(destination))
    return 0


def get(url: str, destination: Path) -> None:
    """Download into `destination`, from its end on; a broken connection is taken up again."""
    for attempt in range(_TRIES):
        before = destination.stat().st_size if destination.exists() else 0
        try:
            _stream(url, destination, before)
            return
        except OSError:
            raise  # the disk
        except Exception as error:  # noqa: BLE001  # whichever HTTP client the hub's library uses
            grown = destination.exists() and destination.stat().st_size > before
            if attempt + 1 == _TRIES or (attempt and not grown):
                sys.exit(f"{type(error).__name__}: {error}".splitlines()[0])
            time.sleep(attempt)


def _stream(url: str, destination: Path, before: int) -> None:
    from huggingface_hub import get_session
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined]

    headers = {**build_hf_headers(), "Accept-Encoding": "identity"}
    if before:
        headers["Range"] = f"bytes={before}-"
    with get_session().stream(
        "GET", url, headers=headers, timeout=_READ_SECONDS, follow_redirects=True
    ) as answer:
        if answer.status_code == 416:  # everything had arrived
            return
        answer.raise_for_status()
        with destination.open("ab" if answer.status_code == 206 else "wb") as out:
            for block in answer.iter_raw(_BLOCK):
                out.write(block)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
