"""`voicecli models`: which model files exist, and bringing them here."""

import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import confirm, is_interactive, note, print_json, settings
from voicecli.cli.downloads import (
    accept_terms,
    announce,
    notes,
    offer_download,
    show_pull,
    size,
)
from voicecli.errors import CatalogError, ExitCode, UsageError

if TYPE_CHECKING:
    from voicecli.catalog import Model
    from voicecli.config import Config

__all__ = ["app", "offer_download"]

app = typer.Typer(
    help="The model files: what there is, what is here, and fetching it.", no_args_is_help=True
)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Profile = Annotated[
    str | None, typer.Option(help="The models of a profile: auto, tiny, light, balanced, …")
]
Names = Annotated[list[str] | None, typer.Argument(help="Names of models.", metavar="NAME")]


@app.command("list")
def list_models(
    everything: Annotated[
        bool, typer.Option("--all", help="Also models that no profile names.")
    ] = False,
    json: Json = False,
) -> None:
    """Show the models: sizes, licences, and which are here."""
    from voicecli import catalog

    folder = settings().config.models_folder
    entries = catalog.load()
    named = _profiles_by_model()
    models = [
        model
        for model in entries.models.values()
        if everything or model.name in named or catalog.has_folder(model, folder)
    ]
    if json:
        print_json([_as_json(model, folder, named.get(model.name, [])) for model in models])
        return
    rows = [("NAME", "KIND", "HERE", "DISK", "MEMORY", "LANGUAGES", "PROFILES", "LICENCE")]
    rows += [
        (
            model.name,
            model.kind,
            {"present": "yes", "missing": "", "damaged": "damaged"}[_state(model, folder)],
            size(model.bytes),
            size(model.ram_bytes),
            " ".join(model.languages),
            " ".join(named.get(model.name, [])),
            model.licence + (" (terms to accept)" if model.gated else ""),
        )
        for model in models
    ]
    print_aligned(rows)
    for text in notes(models):
        note(text)


@app.command()
def recommend(json: Json = False) -> None:
    """Say which profile fits this computer, and why."""
    from voicecli import catalog

    config = settings().config
    folder = config.models_folder
    hardware = catalog.examine(folder)
    advice = catalog.recommend(hardware)
    names = catalog.plan(advice.profile, folder, hardware, can_fetch=catalog.can_fetch)
    absent = catalog.missing(names.values(), folder)
    download = sum(catalog.download_bytes(model, folder) for model in absent)
    if json:
        print_json(
            {
                "profile": advice.profile,
                "reasons": list(advice.reasons),
                "models": names,
                "missing": [model.name for model in absent],
                "download_bytes": download,
            }
        )
        return
    print_aligned([("profile", advice.profile), *(("", reason) for reason in advice.reasons)])
    print_aligned([(role, _with_size(name)) for role, name in names.items()])
    if absent:
        note(f"{size(download)} to download: `voicecli models pull --profile {advice.profile}`.")


@app.command()
def pull(
    names: Names = None,
    profile: Profile = None,
    origin: Annotated[
        Path | None,
        typer.Option(
            "--from", help="A folder or archive to look in first.", metavar="PATH", exists=True
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Download without asking.")] = False,
    accept: Annotated[
        bool, typer.Option("--accept-terms", help="Accept the terms of models that have some.")
    ] = False,
) -> None:
    """Fetch models: those named, or those of the profile. Asks before it downloads."""
    from voicecli import catalog

    config = settings({"models.profile": profile}).config
    folder = config.models_folder
    models = catalog.missing(names or _planned(config, origin), folder)
    if not models:
        note("Nothing to fetch: the models are here.")
        return
    announce(models, folder, origin)
    accept_terms(models, accepted=accept)
    if not yes and not is_interactive():
        raise UsageError(
            "not-confirmed",
            "Nothing was downloaded, as nobody is here to say yes.",
            "Add `--yes` to download without being asked.",
        )
    if not confirm("Download them now?" if origin is None else "Fetch them now?", yes=yes):
        note("Nothing was downloaded.")
        raise typer.Exit(ExitCode.ERROR)
    show_pull(models, folder, origin)


@app.command()
def verify(names: Names = None, json: Json = False) -> None:
    """Read every file of the models again (those named, or all that are here) and check it."""
    from voicecli import catalog

    folder = settings().config.models_folder
    rows = [
        {
            "model": model.name,
            "file": item.file.name,
            "state": item.state,
            "algorithm": item.file.algorithm,
            "digest": item.file.digest,
        }
        for model in _named_or_here(names, folder)
        for item in catalog.states(model, folder, afresh=True)
    ]
    if json:
        print_json(rows)
    else:
        print_aligned([(row["model"], row["state"], row["file"]) for row in rows])
    for state, code in (("damaged", ExitCode.ERROR), ("missing", ExitCode.MODEL_MISSING)):
        bad = sorted({row["model"] for row in rows if row["state"] == state})
        if bad:
            raise CatalogError(
                f"model-{state}",
                f"With {state} files: {', '.join(bad)}.",
                f"Run `voicecli models pull {' '.join(bad)}`.",
                exit_code=code,
            )


@app.command()
def path(name: Annotated[str, typer.Argument(help="Name of a model.")]) -> None:
    """Print the folder of a model's files."""
    from voicecli import catalog

    print(catalog.require(name, settings().config.models_folder))


@app.command()
def remove(names: Annotated[list[str], typer.Argument(help="Names of models.")]) -> None:
    """Delete models from this computer."""
    from voicecli import catalog

    folder = settings().config.models_folder
    for model in [catalog.load().find(name) for name in names]:
        freed = catalog.remove(model, folder)
        note(f"{model.name}: {size(freed)} freed" if freed else f"{model.name} was not here")


@app.command("import")
def import_models(
    archive: Annotated[Path, typer.Argument(help="An archive of `models export`; - is stdin.")],
) -> None:
    """Take models out of an archive, checking every file."""
    from voicecli.catalog.archive import unpack

    folder = settings().config.models_folder
    taken: dict[str, None] = {}
    with closing(sys.stdin.buffer if str(archive) == "-" else _open(archive)) as stream:
        for step in unpack(stream, folder):
            if step.done == step.total:
                taken[step.model] = None
                note(f"{step.model}: {step.file}")
    if not taken:
        note("Nothing was taken: the models in the archive are here already.")


@app.command()
def export(
    output: Annotated[
        str, typer.Option("--output", "-o", help="The archive; - is stdout.", metavar="FILE.tar")
    ],
    names: Names = None,
    profile: Profile = None,
) -> None:
    """Put models (those named, or those of the profile) into one archive."""
    from voicecli import catalog
    from voicecli.catalog.archive import pack, pack_file

    config = settings({"models.profile": profile}).config
    folder = config.models_folder
    models = [catalog.load().find(name) for name in names or _in_use(config)]
    if output == "":
        raise UsageError("no-name", "The archive's name is empty.", "Use `-o FILE.tar`.")
    if output != "-":
        steps = pack_file(models, folder, Path(output))
    elif sys.stdout.isatty():
        raise UsageError("terminal", "An archive cannot be shown on a terminal.", "Redirect it.")
    else:
        steps = pack(models, folder, sys.stdout.buffer)
    for step in steps:
        note(f"{step.model}: {step.file}")


def _open(archive: Path) -> Any:
    try:
        return archive.open("rb")
    except OSError as error:
        raise CatalogError(
            "no-such-archive",
            f"{archive} cannot be read: {str(error.strerror).lower()}.",
            "Archives are made with `voicecli models export`.",
        ) from error


def _planned(config: "Config", origin: Path | None) -> Sequence[str]:
    """The models of the profile that are worth fetching."""
    from voicecli import assembly, catalog

    folder = config.models_folder
    hardware = catalog.examine(folder)
    if config.models.profile == "auto":
        advice = catalog.recommend(hardware)
        note(" ".join([f"Profile {advice.profile}.", *advice.reasons]))
    names = catalog.plan(
        config.models.profile,
        folder,
        hardware,
        chosen=assembly.chosen_models(config),
        can_fetch=lambda model: catalog.can_fetch(model, origin),
    )
    return list(names.values())


def _in_use(config: "Config") -> Sequence[str]:
    """The models of the profile as they are on this disk."""
    from voicecli.assembly import model_names

    return list(model_names(config).values())


def _named_or_here(names: Sequence[str] | None, folder: Path) -> "list[Model]":
    from voicecli import catalog

    entries = catalog.load()
    if names:
        return [entries.find(name) for name in names]
    return [model for model in entries.models.values() if catalog.has_folder(model, folder)]


def _profiles_by_model() -> dict[str, list[str]]:
    """Which profiles name a model first."""
    from voicecli import catalog

    named: dict[str, list[str]] = {}
    for profile in catalog.load().profiles.values():
        for choice in profile.roles.values():
            for name in choice.names:
                named.setdefault(name, []).append(profile.name)
    return named


def _state(model: "Model", folder: Path) -> str:
    from voicecli import catalog

    found = {item.state for item in catalog.states(model, folder)}
    return next(state for state in ("damaged", "missing", "present") if state in found)


def _with_size(name: str) -> str:
    from voicecli import catalog

    model = catalog.load().find(name)
    return f"{name} ({size(model.bytes)}, {model.licence})"


def _as_json(model: "Model", folder: Path, profiles: list[str]) -> dict[str, Any]:
    return {
        "name": model.name,
        "kind": model.kind,
        "state": _state(model, folder),
        "bytes": model.bytes,
        "ram_bytes": model.ram_bytes,
        "languages": list(model.languages),
        "profiles": profiles,
        "licence": model.licence,
        "upstream": model.upstream,
        "note": model.note,
        "terms": model.terms,
        "sources": [source.label for source in model.sources],
        "files": [
            {"name": file.name, "bytes": file.bytes, file.algorithm: file.digest}
            for file in model.files
        ],
    }
