"""`voicecli content`: what answers come from, and its index."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.cli.counted import counted
from voicecli.errors import DocumentError, ExitCode

if TYPE_CHECKING:
    from sqlite_utils import Database

    from voicecli.config import Config
    from voicecli.pipeline.sources import Gathered
    from voicecli.protocols import Embedder
    from voicecli.retrieval.index import IndexProgress

app = typer.Typer(help="The content that answers come from, and its index.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]

_NAMED = 5
"""So many of the files that are not read are named."""
_ACTIONS = ("added", "changed", "unchanged", "removed", "failed")


@app.command()
def add(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH…", help="Files and folders; they stay in place.")
    ],
    json: Json = False,
) -> None:
    """Add files and folders to the content, and index them."""
    from voicecli.assembly import open_store
    from voicecli.pipeline import sources

    config = settings().config
    added: list[str] = []
    refused: list[DocumentError] = []
    with open_store(config) as db:
        for path in paths:
            try:
                if sources.add(db, config, path):
                    added.append(str(sources.absolute(path)))
                    _tell_ignored(path)
                else:
                    note(f"{path} is part of the content already.")
            except DocumentError as error:
                refused.append(error)
    is_none = len(refused) == len(paths)
    for refusal in refused[is_none:]:
        note(f"voicecli: {refusal}")
    if is_none:
        raise refused[0]
    _index(config, json=json, more={"roots": added})
    if refused:
        raise typer.Exit(ExitCode.PARTIAL)


@app.command()
def remove(
    names: Annotated[
        list[str], typer.Argument(metavar="PATH|NAME…", help="As `voicecli content list` has it.")
    ],
    json: Json = False,
) -> None:
    """Let go of files and folders that were added; the files themselves are left alone."""
    from voicecli.assembly import open_store
    from voicecli.pipeline import sources

    config = settings().config
    with open_store(config) as db:
        removed = [str(sources.remove(db, config, name)) for name in names]
    _index(config, json=json, more={"roots": removed})


@app.command(name="list")
def list_roots(json: Json = False) -> None:
    """List the folder, and the files and folders that were added, that answers come from."""
    from voicecli.assembly import model_names, open_store
    from voicecli.pipeline.index import status_of
    from voicecli.pipeline.sources import gather

    config = settings().config
    with open_store(config) as db:
        gathered = gather(db, config)
        found = status_of(db, model_names(config)["embedding"], gathered.sources)
    roots = _roots(gathered, {entry.document: entry.passages for entry in found.documents})
    if json:
        print_json(roots)
        return
    tell_sample(config, gathered)
    for root in roots:
        counts = f"{root['documents']} documents, {root['passages']} passages"
        _say(f"{root['path']}  {root['kind']}, {counts}")
        if root["error"]:
            _say(f"    {_lost(root)}")


@app.command()
def status(json: Json = False) -> None:
    """Show where content comes from, what is indexed, and what is new, stale or failed."""
    from voicecli.assembly import model_names, open_store
    from voicecli.pipeline.index import status_of
    from voicecli.pipeline.sources import content_folder, gather

    config = settings().config
    model = model_names(config)["embedding"]
    with open_store(config) as db:
        gathered = gather(db, config)
        found = status_of(db, model, gathered.sources, gathered.ignored)
    roots = _roots(gathered, {entry.document: entry.passages for entry in found.documents})
    if json:
        documents = [
            {"document": d.document, "state": d.state, "passages": d.passages, "error": d.error}
            for d in found.documents
        ]
        print_json(
            {
                "folder": str(content_folder(config).path),
                "sample": gathered.is_sample,
                "model": model,
                "passages": found.passages,
                "current": found.is_current,
                "roots": roots,
                "documents": documents,
                "ignored": list(found.ignored),
            }
        )
        return
    tell_sample(config, gathered)
    for root in roots:
        _say(f"Content  {root['path']}{' (the sample)' if root['kind'] == 'sample' else ''}")
        if root["error"]:
            _say(f"           {_lost(root)}")
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
    _index(settings().config, force=force, json=json)


@app.command()
def watch() -> None:
    """Keep the index in step with the files while they change, until Ctrl-C."""
    from voicecli.assembly import open_embedder, open_store
    from voicecli.cli.content_view import told_of
    from voicecli.cli.downloads import offer_download
    from voicecli.pipeline.sources import gather
    from voicecli.pipeline.watching import watch_content

    config = settings().config
    offer_download(config, {"embedding"})
    with open_store(config) as db, open_embedder(config) as embedder:
        gathered = gather(db, config)
        tell_sample(config, gathered)
        note(f"Watching {_places(gathered)}; Ctrl-C ends it.")
        try:
            for progress in watch_content(db, embedder, config):
                print(printable(told_of(progress)), flush=True)
        except KeyboardInterrupt:  # how it ends, and no accident
            note("No longer watching.")


@app.command()
def show(
    name: Annotated[
        str, typer.Argument(metavar="ID", help="A document, or a passage's or record's id.")
    ],
    json: Json = False,
) -> None:
    """Show the whole text of a document, a passage or a record, with its source."""
    from voicecli.assembly import open_store
    from voicecli.pipeline.shown import find_text

    with open_store(settings().config) as db:
        found = find_text(db, name)
    if json:
        print_json(found.as_json())
        return
    _say(f"{found.title}  [{found.source}]")
    title = found.title
    for passage in found.passages:
        _say("")
        if passage.title != title:
            _say(f"{passage.title}  [{passage.source}]")
            title = passage.title
        out.print(printable(passage.text, lines=True), markup=False)


def _tell_ignored(path: Path) -> None:
    """Say which files of a folder are of no kind that is read."""
    from voicecli.documents.folder import find_ignored

    if path.is_dir() and (names := find_ignored(path)):
        shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
        note(f"{len(names)} files in {path} are of no kind that is read: {shown}")


def tell_sample(config: "Config", gathered: "Gathered") -> None:
    """Say that answers come from the sample, where there is nothing else."""
    if gathered.is_sample:
        note(
            f"Using the sample content; put your own into {config.content_folder}, or add it where "
            "it is: `voicecli content add PATH`."
        )


def bring_up_to_date(db: "Database", embedder: "Embedder", config: "Config") -> None:
    """Index what is new or changed in the content before it is searched, saying so.

    That it is only the sample is said when that is indexed, and not at every question. While
    another process indexes, what is indexed so far answers.
    """
    from voicecli.cli.content_view import shown
    from voicecli.pipeline.index import index_all, status_of
    from voicecli.pipeline.sources import gather
    from voicecli.storage.indexing import indexing

    gathered = gather(db, config)
    found = status_of(db, embedder.name, gathered.sources)
    if found.is_current:
        return
    if not found.passages:
        tell_sample(config, gathered)
        note("Building the index of your content first …")
    with indexing(db, wait=not found.passages) as alone:
        if not alone:
            note("Your content is being indexed elsewhere; this answers from what is there.")
            return
        for _ in shown(index_all(db, embedder, gather(db, config))):
            pass


def _index(
    config: "Config", *, json: bool, force: bool = False, more: dict[str, Any] | None = None
) -> None:
    """Bring the index up to date, tell what was done, and leave with 3 when a file failed."""
    from voicecli.assembly import open_embedder, open_store
    from voicecli.cli.content_view import shown
    from voicecli.cli.downloads import offer_download
    from voicecli.pipeline.index import index_all
    from voicecli.pipeline.sources import gather
    from voicecli.storage.indexing import indexing

    offer_download(config, {"embedding"})
    with (
        open_store(config) as db,
        open_embedder(config) as embedder,
        indexing(db, wait=True),
    ):
        gathered = gather(db, config)  # not before: what others add meanwhile would be deleted
        tell_sample(config, gathered)
        for root in gathered.roots:
            if root.error:
                note(f"voicecli: {_lost({'error': root.error})}")
        done = list(shown(index_all(db, embedder, gathered, force=force)))
    _tell_done(gathered, done, json=json, more=more or {})


def _tell_done(
    gathered: "Gathered", done: "list[IndexProgress]", *, json: bool, more: dict[str, Any]
) -> None:
    counts = {action: sum(entry.action == action for entry in done) for action in _ACTIONS}
    passages = sum(entry.passages for entry in done)
    if json:
        failed = [
            {"document": entry.document, "error": entry.error}
            for entry in done
            if entry.action == "failed"
        ]
        folder = str(gathered.roots[0].path)
        print_json({"folder": folder, "passages": passages, **counts, "errors": failed, **more})
    else:
        told = ", ".join(f"{count} {action}" for action, count in counts.items() if count)
        found = counted(passages, "passage")
        _say(f"{found} in {_places(gathered)}: {told or 'nothing to index'}")
    if counts["failed"]:
        raise typer.Exit(ExitCode.PARTIAL)


def _roots(gathered: "Gathered", passages: dict[str, int]) -> list[dict[str, Any]]:
    """The roots as they are listed, with how many documents and passages each has."""
    rows = []
    for root in gathered.roots:
        names = [source.name for source in gathered.files if source.root == root.path]
        rows.append(
            {
                "path": str(root.path),
                "kind": "sample" if root.is_sample else "added" if root.is_added else "folder",
                "documents": len(names),
                "passages": sum(passages.get(name, 0) for name in names),
                "error": root.error,
            }
        )
    return rows


def _lost(root: dict[str, Any]) -> str:
    """What became of a root that cannot be read."""
    return (
        f"{root['error']} What is indexed of it is kept until it is back, or until "
        "`voicecli content remove`."
    )


def _places(gathered: "Gathered") -> str:
    """The roots in a sentence."""
    first, *rest = (str(root.path) for root in gathered.roots)
    if not rest:
        return first
    return f"{first} and {len(rest)} more" if len(rest) > 1 else f"{first} and {rest[0]}"


def _say(text: str) -> None:
    out.print(printable(text), markup=False)
