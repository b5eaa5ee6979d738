"""The commands: the only room that prints."""

import sys


def main() -> None:
    """Run the program and leave with its exit code."""
    from voicecli.cli.app import run

    sys.exit(run(sys.argv[1:]))
