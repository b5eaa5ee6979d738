"""`voicecli memory`: what the assistant was asked to remember."""

from contextlib import ExitStack
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import confirm_loss, note, out, print_json, printable, settings
from voicecli.cli.question import read_question
from voicecli.errors import CatalogError, ExitCode, StorageError, UsageError

if TYPE_CHECKING:
    from sqlite_utils import Database

    from voicecli.config import Config
    from voicecli.protocols import Embedder
    from voicecli.storage.memories import Memory, MemoryKind

app = typer.Typer(help="What the assistant was asked to remember.", no_args_is_help=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command("list")
def list_memories(
    about: Annotated[
        list[str] | None, typer.Argument(metavar="TEXT", help="Only what has to do with this.")
    ] = None,
    json: Json = False,
) -> None:
    """List the facts and notes, oldest first, each with the turn in which it was told."""
    with ExitStack() as stack:
        config = settings().config
        db = _open(stack, config)
        memories = _about(stack, db, config, " ".join(about)) if about else _all(db)
    if json:
        print_json([as_json(memory) for memory in memories])
        return
    if not memories:
        note('Nothing. Tell me something: `voicecli memory add "my flight is on Friday"`.')
        return
    rows = [_row(memory) for memory in memories]
    print_aligned([("ID", "TOLD", "KIND", "TURN", "TEXT"), *rows])


@app.command()
def add(
    text: Annotated[
        list[str] | None,
        typer.Argument(metavar="TEXT", help="What to remember; - or nothing reads stdin."),
    ] = None,
    json: Json = False,
) -> None:
    """Remember a fact; it answers questions from now on."""
    memory = keep(settings().config, read_question(text, "memory add", "fact"), "fact")
    tell_kept(memory, json=json)


@app.command()
def forget(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID…", help="As listed.")] = None,
    matching: Annotated[
        str | None, typer.Option(metavar="TEXT", help="All that have these words in them.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> int:
    """Forget facts and notes, with all that the index has of them.

    The turns in which they were told stay in their sessions; `voicecli forget` removes those.
    """
    if bool(ids) == bool(matching and matching.strip()):
        raise UsageError(
            "what-to-forget", "Name memories, or --matching words.", "See `voicecli memory list`."
        )
    from voicecli.pipeline.remembered import remove_memory
    from voicecli.storage.memories import Memories
    from voicecli.storage.purging import empty_log, merge_words

    with ExitStack() as stack:
        config = settings().config
        db = _open(stack, config)
        memories = Memories(db)
        chosen = [memories.find(one) for one in ids or ()] or _matching(_all(db), matching or "")
        if not chosen:
            raise StorageError(
                "no-memory",
                f"No memory has the words {printable(matching or '')!r}.",
                "See `voicecli memory list`.",
            )
        if not _agreed(chosen, yes=yes):
            note("Nothing was removed; --yes does not ask.")
            return ExitCode.ERROR
        for memory in chosen:
            remove_memory(db, memory.id)
        merge_words(db)
        empty_log(db)
    if json:
        print_json({"forgotten": [as_json(memory) for memory in chosen]})
        return ExitCode.OK
    for memory in chosen:
        out.print(printable(f"Forgotten: {memory.text}"), markup=False)
    if turns := sorted({_turn(memory) for memory in chosen} - {""}):
        note(f"The words still stand in {', '.join(turns)}; `voicecli forget` removes turns.")
    return ExitCode.OK


def keep(config: "Config", text: str, kind: "MemoryKind") -> "Memory":
    """Keep something that was told now. Raises StorageError."""
    from datetime import date

    from voicecli.pipeline.remembered import remember

    if not config.sessions.keep:
        raise StorageError(
            "off-the-record",
            "Nothing is kept: the settings say so.",
            "Allow it with `voicecli config set sessions.keep true`.",
        )
    with ExitStack() as stack:
        db = _open(stack, config)
        return remember(db, _embedder(stack, config), text, kind, date.today())


def tell_kept(memory: "Memory", *, json: bool) -> None:
    """Show what was kept."""
    from voicecli.pipeline.remembered import meaning_of

    if json:
        print_json(as_json(memory))
        return
    out.print(printable(meaning_of(memory), lines=True), markup=False)
    note(f"Kept as {memory.id}; `voicecli memory forget {memory.id}` lets go of it.")


def as_json(memory: "Memory") -> dict[str, Any]:
    """A memory as the documented JSON; `dates` are the days that its words meant."""
    days = [
        {
            "words": memory.text[one.start : one.end],
            "first": one.first.isoformat(),
            "last": one.last.isoformat(),
        }
        for one in memory.dates
    ]
    return {
        "id": memory.id,
        "at": memory.at.isoformat(),
        "kind": memory.kind,
        "text": memory.text,
        "dates": days,
        "speaker": memory.speaker,
        "session": memory.session,
        "turn": memory.turn,
    }


def _open(stack: ExitStack, config: "Config") -> "Database":
    from voicecli.assembly import open_store

    return stack.enter_context(open_store(config))


def _embedder(stack: ExitStack, config: "Config") -> "Embedder | None":
    """The embedding model, if it is there: without it the next question brings the index up."""
    from voicecli.assembly import open_embedder

    try:
        return stack.enter_context(open_embedder(config))
    except CatalogError:
        return None


def _all(db: "Database") -> "tuple[Memory, ...]":
    from voicecli.storage.memories import Memories

    return Memories(db).list()


def _about(stack: ExitStack, db: "Database", config: "Config", words: str) -> "tuple[Memory, ...]":
    from voicecli.pipeline.matching import meant_by

    return meant_by(db, _embedder(stack, config), words, _all(db)).memories


def _matching(memories: "tuple[Memory, ...]", words: str) -> "list[Memory]":
    wanted = words.casefold().split()
    return [one for one in memories if " ".join(wanted) in " ".join(one.text.casefold().split())]


def _agreed(chosen: "list[Memory]", *, yes: bool) -> bool:
    if not yes:
        for memory in chosen:
            note(f"{memory.id}  {memory.text}")
    return confirm_loss(f"Forget {'it' if len(chosen) == 1 else f'all {len(chosen)}'}?", yes=yes)


def _row(memory: "Memory") -> tuple[str, ...]:
    from voicecli.pipeline.remembered import meaning_of

    told = " ".join(meaning_of(memory).split())
    return (memory.id, _when(memory.at), memory.kind, _turn(memory), told)


def _turn(memory: "Memory") -> str:
    """Where it was told: "0QK2M4T7ZX@3"; empty where that is not known."""
    return f"{memory.session}@{memory.turn}" if memory.session and memory.turn else ""


def _when(at: datetime) -> str:
    return at.astimezone().strftime("%Y-%m-%d %H:%M")
