import hashlib
import os
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from voicecli.config import LlmConfig
from voicecli.llm import requantise
from voicecli.llm.gguf import read_scalars
from voicecli.llm.llama import LlamaModel
from voicecli.llm.requantise import fast_file
from voicecli.turn import Turn
from voicecli.types import Message

pytestmark = pytest.mark.engines

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def original(models: Path, tmp_path: Path) -> Path:
    link = tmp_path / "llm" / "small.Q4_1.gguf"
    link.parent.mkdir()
    link.symlink_to(models / "smollm2-135m-instruct-q4_1" / "SmolLM2-135M-Instruct.Q4_1.gguf")
    return link


def test_the_copy_answers_and_the_original_stays(original: Path) -> None:
    before = hashlib.sha256(original.read_bytes()).hexdigest()
    copy = fast_file(original)
    assert copy.parent == original.parent
    assert read_scalars(copy)["general.file_type"] == 2
    assert sorted(original.parent.iterdir()) == sorted([original, copy])
    assert hashlib.sha256(original.read_bytes()).hexdigest() == before
    with LlamaModel(copy, LlmConfig(context_tokens=512, answer_tokens=16), threads=2) as llm:
        question = Message("user", "What is the capital of France?")
        assert "Paris" in "".join(llm.generate([question], Turn()))


def test_the_copy_is_made_once(original: Path) -> None:
    made = fast_file(original).stat()
    assert fast_file(original).stat().st_ino == made.st_ino
    assert fast_file(original).stat().st_mtime_ns == made.st_mtime_ns


def test_a_copy_older_than_its_original_is_made_again(original: Path) -> None:
    copy = original.with_name(f"{original.name}.q4_0")
    copy.write_bytes(b"of an older model")
    os.utime(copy, (1, 1))
    assert fast_file(original) == copy
    assert read_scalars(copy)["general.file_type"] == 2


def test_what_a_killed_process_left_is_cleared_away(original: Path) -> None:
    part = original.with_name(f"{original.name}.part")
    part.write_bytes(b"half")
    assert fast_file(original) != original
    assert not part.exists()


def test_two_processes_may_ask_at_once(original: Path) -> None:
    code = "import sys; from pathlib import Path; from voicecli.llm.requantise import fast_file; "
    code += "print(fast_file(Path(sys.argv[1])))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(original)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    answers = {process.communicate()[0].strip() for process in running}
    assert answers == {f"{original}.q4_0"}
    assert len(list(original.parent.iterdir())) == 2


def test_without_room_the_original_is_used(original: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requantise.shutil, "disk_usage", lambda _: Usage(1, 1, 0))
    assert fast_file(original) == original
    assert list(original.parent.iterdir()) == [original]


def test_a_folder_that_cannot_be_written_keeps_the_original(
    original: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Read-only file system", str(self))

    monkeypatch.setattr(Path, "touch", refuse)
    assert fast_file(original) == original
    assert list(original.parent.iterdir()) == [original]


def test_other_formats_are_used_as_they_are(models: Path, tmp_path: Path) -> None:
    qwen = models / "qwen2.5-coder-0.5b-instruct-q4_k_m" / "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf"
    if not qwen.is_file():
        pytest.skip("Qwen 0.5B is not here")
    assert fast_file(qwen) == qwen


def test_a_damaged_file_is_left_to_the_loader(tmp_path: Path) -> None:
    damaged = tmp_path / "model.gguf"
    damaged.write_bytes(b"GGUF but no model")
    assert fast_file(damaged) == damaged
    assert fast_file(tmp_path / "missing.gguf") == tmp_path / "missing.gguf"
