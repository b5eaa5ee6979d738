"""The guest book as a page of Markdown or as JSON, with its sounds beside it."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from voicecli.cli.console import note, print_json, printable
from voicecli.errors import StorageError
from voicecli.types import EncodedSound

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")


def write_export(
    entries: Sequence[dict[str, Any]],
    sounds: Mapping[str, EncodedSound],
    folder: Path | None,
    output: str,
    is_json: bool,
) -> None:
    """Write the entries to `output` and the sounds into `folder`, named by their ids.

    Raises StorageError when something cannot be written.
    """
    try:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
        for entry_id, sound in sounds.items():
            _write((folder or Path()) / f"{entry_id}.{sound.codec}", sound.data)
        named = [
            entry | ({"sound": f"{entry['id']}.{entry['codec']}"} if entry["id"] in sounds else {})
            for entry in entries
        ]
        if output == "-" and is_json:
            print_json(named)
            return
        text = json.dumps(named, ensure_ascii=False, indent=2) if is_json else _markdown(named)
        if output == "-":
            print(text)
            return
        _write(Path(output), f"{text}\n".encode("utf-8", "replace"))
    except OSError as error:
        why = str(error.strerror or error).lower()
        raise StorageError(
            "cannot-write",
            f"{error.filename or output} cannot be written: {why}.",
            "Name a file in a folder that exists and may be written.",
        ) from error
    note(f"voicecli: {len(entries)} messages in {output}")


def _write(path: Path, data: bytes) -> None:
    from voicecli.storage.whole_files import write_whole

    write_whole(path, data)


def _markdown(entries: Sequence[dict[str, Any]]) -> str:
    lines = ["# Guest book", ""]
    for entry in entries:
        who = _plain(entry["name"]) or "A guest"
        who += f" for {_plain(entry['for'])}" if entry["for"] else ""
        lines += [f"## {who}, {entry['at'][:16].replace('T', ' ')}", ""]
        lines += [f"> {_plain(line)}" for line in entry["text"].splitlines()]
        lines += ["", f"[sound]({entry['sound']})"] if "sound" in entry else []
        lines += [""]
    return "\n".join(lines).rstrip()


def _plain(text: str) -> str:
    """A stranger's words as words, whatever Markdown would make of them."""
    return _MARKUP.sub(r"\\\1", printable(text))
