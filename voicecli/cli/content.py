"""`voicecli content`: what answers come from, and its index."""

from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import err, note, out, print_json, printable, settings
from voicecli.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database

    from voicecli.config import Config
    from voicecli.pipeline.index import ContentFolder
    from voicecli.protocols import Embedder
    from voicecli.retrieval.index import IndexProgress

app = typer.Typer(help="The content that answers come from, and its index.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def status(json: Json = False) -> None:
    """Show the content folder, what is indexed, and what is new, stale or failed."""
    from voicecli.assembly import model_names, open_store
    from voicecli.pipeline.index import content_status

    config = settings().config
    folder = tell_folder(config)
    model = model_names(config)["embedding"]
    with open_store(config) as db:
        found = content_status(db, model, folder.path)
    if json:
        documents = [
            {"document": d.document, "state": d.state, "passages": d.passages, "error": d.error}
            for d in found.documents
        ]
        print_json(
            {
                "folder": str(folder.path),
                "sample": folder.is_sample,
                "model": model,
                "passages": found.passages,
                "current": found.is_current,
                "documents": documents,
                "ignored": list(found.ignored),
            }
        )
        return
    _say(f"Content  {folder.path}{' (the sample)' if folder.is_sample else ''}")
    _say(f"Index    {len(found.documents)} documents, {found.passages} passages, model {model}")
    for document in found.documents:
        _say(f"  {document.state:8} {document.passages:4} passages  {document.document}")
        if document.error:
            _say(f"           {document.error}")
    if found.ignored:
        _say(f"Ignored  {', '.join(found.ignored)}")
    if not found.is_current:
        note("Bring the index up to date with `voicecli content reindex`.")


@app.command()
def reindex(
    force: Annotated[bool, typer.Option(help="Read and embed every file again.")] = False,
    json: Json = False,
) -> None:
    """Bring the index up to date; files that cannot be read are named, the rest is indexed."""
    from voicecli.assembly import open_embedder, open_store
    from voicecli.cli.downloads import offer_download
    from voicecli.pipeline.index import index_content

    config = settings().config
    folder = tell_folder(config)
    done: list[IndexProgress] = []
    offer_download(config, {"embedding"})
    with open_store(config) as db, open_embedder(config) as embedder:
        for progress in index_content(db, embedder, folder.path, force=force):
            tell_progress(progress)
            done.append(progress)
    actions = ("added", "changed", "unchanged", "removed", "failed")
    counts = {action: sum(entry.action == action for entry in done) for action in actions}
    passages = sum(entry.passages for entry in done)
    if json:
        failed = [
            {"document": entry.document, "error": entry.error}
            for entry in done
            if entry.action == "failed"
        ]
        print_json({"folder": str(folder.path), "passages": passages, **counts, "errors": failed})
    else:
        told = ", ".join(f"{count} {action}" for action, count in counts.items() if count)
        _say(f"{passages} passages in {folder.path}: {told or 'nothing to index'}")
    if counts["failed"]:
        raise typer.Exit(ExitCode.PARTIAL)


def tell_folder(config: "Config") -> "ContentFolder":
    """The content folder; when it is the sample, the person is told so."""
    from voicecli.pipeline.index import content_folder

    folder = content_folder(config)
    if folder.is_sample:
        note(f"Using the sample content; put your own into {config.content_folder}.")
    return folder


def tell_progress(progress: "IndexProgress") -> None:
    """One line on stderr for every file that is not as it was."""
    if progress.action == "unchanged":
        return
    told = f"[{progress.number}/{progress.total}] {progress.action} {progress.document}"
    if progress.action in ("added", "changed"):
        told += f" ({progress.passages} passages)"
    note(printable(f"{told}: {progress.error}" if progress.error else told))


def bring_up_to_date(db: "Database", embedder: "Embedder", config: "Config") -> None:
    """Index what is new or changed in the content folder before it is searched, saying so."""
    from voicecli.pipeline.index import content_status, index_content

    folder = tell_folder(config)
    found = content_status(db, embedder.name, folder.path)
    if found.is_current:
        return
    if not found.passages:
        note("Building the index of your content first …")
    for progress in _shown(index_content(db, embedder, folder.path)):
        tell_progress(progress)


def _shown(items: "Iterable[IndexProgress]") -> "Iterator[IndexProgress]":
    """Pass progress on under a status line, where a person sits before the terminal."""
    with err.status("indexing …") as line:
        for item in items:
            line.update(f"indexing {item.number}/{item.total}")
            yield item


def _say(text: str) -> None:
    out.print(printable(text), markup=False)
