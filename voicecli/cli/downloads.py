"""Asking before a download, and showing it."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from voicecli.cli.console import confirm, err, is_interactive, note
from voicecli.config import Config
from voicecli.errors import CatalogError, ExitCode, UsageError

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

    from voicecli.catalog import Model, PullEvent, Role


def size(count: int) -> str:
    """A number of bytes as people read it."""
    return f"{count / 1e9:.2f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def offer_download(
    config: Config,
    roles: "Collection[Role] | None" = None,
    *,
    optional: "Collection[Role]" = (),
    yes: bool = False,
) -> "dict[Role, str]":
    """Make sure that the models for `roles` (None: all) are here; their names.

    What is missing is offered with sizes and licences, and fetched when the person says yes.
    Raises CatalogError("model-missing", exit code 4) when they say no or nobody is there, unless
    only models for `optional` roles are missing.
    """
    from voicecli import assembly, catalog

    folder = config.models_folder
    wanted = roles or catalog.ROLES
    hardware = catalog.examine(folder)
    profile, chosen = config.models.profile, assembly.chosen_models(config)
    names = catalog.resolve(profile, folder, hardware, roles=wanted, chosen=chosen)
    if not catalog.missing(names.values(), folder):
        return names
    names = catalog.plan(
        profile, folder, hardware, roles=wanted, chosen=chosen, can_fetch=catalog.can_fetch
    )
    absent = catalog.missing(names.values(), folder)
    needed = catalog.missing((n for role, n in names.items() if role not in optional), folder)
    if needed and not yes and not is_interactive():
        raise _not_here(needed)
    if absent and (yes or is_interactive()):
        note("These models are missing:")
        announce(absent, folder)
        accept_terms(absent, accepted=False)
        if confirm("Download them now?", yes=yes):
            show_pull(absent, folder)
        elif needed:
            raise _not_here(needed)
    assembly.model_names.cache_clear()
    return names


def announce(models: "Sequence[Model]", folder: Path, origin: Path | None = None) -> None:
    """Say what is about to come: sizes, licences, and whatever a person should know before."""
    from voicecli import catalog
    from voicecli.catalog.disk import free_disk

    width = max(len(model.name) for model in models)
    for model in models:
        note(f"  {model.name:{width}}  {size(model.bytes):>9}  {model.licence}")
    for text in notes(models):
        note(text)
    place = f"{folder} ({size(free_disk(folder))} free)"
    on_disk = size(sum(model.bytes for model in models))
    if origin is None:
        total = sum(catalog.download_bytes(model, folder) for model in models)
        note(f"The download takes {size(total)}, and {on_disk} in {place}.")
    else:
        note(f"{on_disk} from {origin} into {place}.")


def notes(models: "Iterable[Model]") -> list[str]:
    """The remarks on some models; one that several share is said once."""
    about: dict[str, list[str]] = {}
    for model in models:
        if model.note:
            about.setdefault(model.note, []).append(model.name)
    return [f"{', '.join(names)}: {text}" for text, names in about.items()]


def accept_terms(models: "Iterable[Model]", *, accepted: bool) -> None:
    """Show the terms of gated models, which `--yes` does not accept. Raises UsageError."""
    for model in models:
        if not model.gated or accepted:
            continue
        note(f"{model.name}: {model.terms}")
        if is_interactive():
            err.print("Do you accept these terms? [y/N] ", end="", markup=False)
            if input().strip().lower() in ("y", "yes"):
                continue
        raise UsageError(
            "terms-not-accepted",
            f"The terms of {model.name} were not accepted.",
            f"Read them, then run `voicecli models pull {model.name} --accept-terms`.",
        )


def show_pull(models: "Sequence[Model]", folder: Path, origin: Path | None = None) -> None:
    """Fetch models and show how far they are. Raises CatalogError."""
    from voicecli import catalog

    with _view() as view:
        for event in catalog.pull(models, folder, origin):
            view.show(event)


def _not_here(models: "Sequence[Model]") -> CatalogError:
    names = [model.name for model in models]
    verb = "This model is" if len(names) == 1 else "These models are"
    return CatalogError(
        "model-missing",
        f"{verb} missing or damaged: {', '.join(names)}.",
        f"Run `voicecli models pull {' '.join(names)}`.",
        exit_code=ExitCode.MODEL_MISSING,
    )


def _view() -> "_Lines":
    return _Bars() if err.is_terminal else _Lines()


class _Lines:
    """How far models are, in lines: what stands in a log or a pipe."""

    def __init__(self) -> None:
        self._tenths: dict[str, int] = {}
        self._said: set[str] = set()

    def __enter__(self) -> "_Lines":
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def show(self, event: "PullEvent") -> None:
        """Say what is worth a line; that a source does not answer is said once."""
        match event.kind:
            case "waiting":
                self.say(f"{event.model}: another process is fetching it; waiting for that.")
            case "present":
                self.say(f"{event.model}: here")
            case "started":
                self._tenths[event.model] = 0
                self.say(f"{event.model}: {size(event.total)} from {event.text}")
            case "arrived":
                self.advance(event)
            case "failed" if event.text not in self._said:
                self._said.add(event.text)
                self.say(event.text)
            case "done":
                self.say(f"{event.model}: done")

    def advance(self, event: "PullEvent") -> None:
        """Say each tenth of what takes long."""
        tenth = 10 * event.done // event.total if event.total > 10_000_000 else 0
        if self._tenths.get(event.model, 0) < tenth < 10:
            self._tenths[event.model] = tenth
            self.say(f"{event.model}: {10 * tenth} % of {size(event.total)}")

    def say(self, text: str) -> None:
        """One line on stderr."""
        note(text)


class _Bars(_Lines):
    """How far models are, as bars with rate and time left. Drawn when something happens only."""

    def __init__(self) -> None:
        from rich import progress

        super().__init__()
        self._tasks: dict[str, TaskID] = {}
        self._bars: Progress = progress.Progress(
            progress.TextColumn("{task.description}", markup=False),
            progress.BarColumn(),
            progress.DownloadColumn(),
            progress.TransferSpeedColumn(),
            progress.TimeRemainingColumn(),
            console=err,
            auto_refresh=False,
        )

    def __enter__(self) -> "_Bars":
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def show(self, event: "PullEvent") -> None:
        """Draw what can be drawn, say the rest."""
        if event.kind == "started":
            self._task(event, reset=True)
        elif event.kind in ("present", "done"):
            total = self._bars.tasks[self._tasks[event.model]].total if self._known(event) else 0
            self._bars.update(self._task(event), completed=total or event.total)
        else:
            super().show(event)
        self._bars.refresh()

    def advance(self, event: "PullEvent") -> None:
        """Move the bar."""
        self._bars.update(self._task(event), completed=event.done)

    def _known(self, event: "PullEvent") -> bool:
        return event.model in self._tasks

    def _task(self, event: "PullEvent", *, reset: bool = False) -> "TaskID":
        """The bar of the event's model; a new source starts it again."""
        if not self._known(event):
            self._tasks[event.model] = self._bars.add_task(event.model, total=event.total or None)
        elif reset:
            self._bars.reset(self._tasks[event.model], total=event.total)
        return self._tasks[event.model]
