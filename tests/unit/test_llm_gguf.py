import struct
from pathlib import Path

import pytest

from voicecli.errors import LlmError
from voicecli.llm.gguf import read_scalars

pytestmark = pytest.mark.unit


def text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def head(*pairs: bytes) -> bytes:
    return struct.pack("<4sIQQ", b"GGUF", 3, 0, len(pairs)) + b"".join(pairs)


WHOLE = head(
    text("general.architecture") + struct.pack("<I", 8) + text("llama"),
    text("general.languages") + struct.pack("<IIQ", 9, 8, 2) + text("en") + text("de"),
    text("llama.context_length") + struct.pack("<II", 4, 8192),
    text("general.file_type") + struct.pack("<II", 4, 3),
    text("tokenizer.ggml.tokens") + struct.pack("<IIQ", 9, 8, 2) + text("a") + text("b"),
    text("tokenizer.ggml.scores") + struct.pack("<IIQff", 9, 6, 2, 0.5, 0.25),
    text("tokenizer.chat_template") + struct.pack("<I", 8) + text("{{ messages }}"),
)


def test_all_facts_but_arrays(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(WHOLE)
    assert read_scalars(file) == {
        "general.architecture": "llama",
        "llama.context_length": 8192,
        "general.file_type": 3,
        "tokenizer.chat_template": "{{ messages }}",
    }


def test_nothing_is_read_beyond_what_was_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(WHOLE[: WHOLE.index(b"tokenizer")])
    assert read_scalars(file, "general.file_type") == {"general.file_type": 3}
    with pytest.raises(LlmError):
        read_scalars(file, "missing")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GGUF",
        b"RIFF" + WHOLE[4:],
        WHOLE[:60],
        head(text("key") + struct.pack("<I", 99)),
        head(struct.pack("<Q", 2**60)),
        head(text("key") + struct.pack("<IIQ", 9, 4, 2**50)),
        b"words " * 1000,
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "model.gguf"
    file.write_bytes(data)
    with pytest.raises(LlmError, match=r"model\.gguf") as caught:
        read_scalars(file)
    assert caught.value.hint == "Check it with `voicecli models verify`."
