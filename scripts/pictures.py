"""Pictures of the terminal for the docs: runs the commands and draws what they print as SVG."""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.text import Text

DOCS = Path(__file__).resolve().parent.parent / "docs"
WIDTH = 96
PROGRAM = [sys.executable, "-m", "voicecli", "--profile", "tiny"]
PICTURES = {
    "ask": ["ask", "--no-llm", "Which projects used Rust?"],
    "search": ["search", "-n", "2", "travelling by train"],
    "talk": ["talk", "--demo"],
    "transcribe": ["transcribe", "question.wav", "-f", "srt", "-o", "-"],
}


def main() -> None:
    """Draw each picture from a fresh folder, so that it shows what a new user sees."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "COLUMNS": str(WIDTH),
            "FORCE_COLOR": "1",
            "VOICECLI_PATHS_DATABASE": str(Path(folder, "voicecli.db")),
            "VOICECLI_PATHS_STATE": folder,
        }
        sample = [*PROGRAM, "say", "What did the home battery cost?", "-o", "question.wav"]
        subprocess.run(sample, check=True, cwd=folder, env=environment)
        subprocess.run([*PROGRAM, "content", "reindex"], check=True, cwd=folder, env=environment)
        for name, arguments in PICTURES.items():
            done = subprocess.run(
                [*PROGRAM, *arguments],
                check=True,
                cwd=folder,
                env=environment,
                stdout=subprocess.PIPE,
                text=True,
            )
            draw(name, arguments, done.stdout)


def draw(name: str, arguments: list[str], printed: str) -> None:
    """Write docs/NAME.svg with the command line and what it printed.

    Rich's SVG would fetch its font from the web; the reader's own monospaced font will do.
    """
    console = Console(record=True, width=WIDTH, file=open(os.devnull, "w"))  # noqa: SIM115
    words = " ".join(f'"{word}"' if " " in word else word for word in arguments)
    console.print(Text.assemble(("$ ", "green"), f"voicecli {words}"))
    console.print(Text.from_ansi(printed))
    svg = re.sub(
        r"@font-face \{.*?\}\s*", "", console.export_svg(title="voicecli"), flags=re.DOTALL
    )
    (DOCS / f"{name}.svg").write_text(svg.replace("Fira Code, ", ""), encoding="utf-8")


if __name__ == "__main__":
    main()
