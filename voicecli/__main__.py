"""Entry point: `python -m voicecli`."""

from voicecli.cli import main

if __name__ == "__main__":
    main()
