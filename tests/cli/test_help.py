"""`voicecli --help` and what it costs."""

import subprocess
import sys
from pathlib import Path

import pytest

import voicecli
from voicecli.cli.app import run

pytestmark = pytest.mark.cli

ENGINES = {
    "av",
    "charset_normalizer",
    "ctranslate2",
    "faster_whisper",
    "huggingface_hub",
    "llama_cpp",
    "lxml",
    "mammoth",
    "numpy",
    "onnxruntime",
    "piper",
    "pypdfium2",
    "sounddevice",
    "soxr",
    "sqlite_utils",
    "tokenizers",
    "watchfiles",
    "yaml",
}


def test_help_imports_no_engine() -> None:
    script = (
        "import sys; from voicecli.cli.app import run; run(['--help']);"
        "print('modules:', *sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    modules = set(done.stdout.split("modules:")[1].split())
    assert "typer" in modules
    assert not modules & ENGINES


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"voicecli {voicecli.__version__}\n"


def test_every_command_is_documented() -> None:
    documented = Path("docs/commands.md").read_text(encoding="utf-8")
    from typer.main import get_command

    from voicecli.cli.app import app

    for name in get_command(app).commands:  # type: ignore[attr-defined]
        assert f"## voicecli {name}\n" in documented
