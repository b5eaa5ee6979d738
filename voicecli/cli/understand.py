"""`voicecli understand`: what a question is taken to ask for, before anything answers it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.console import out, print_json, printable, settings
from voicecli.cli.question import read_question

if TYPE_CHECKING:
    from voicecli.retrieval.search import Searcher
    from voicecli.types import Understanding
    from voicecli.understanding import Meanings, Vocabulary

_NOT_TOLD = {"resolved_question", "topic", "command", "every_technology", "items", "intents"}


def understand(
    questions: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUESTION",
            help="What to understand, several each in quotes; `-` reads one a line from stdin.",
        ),
    ] = None,
    previous: Annotated[
        list[str] | None,
        typer.Option(help="A question asked before, oldest first; may be given several times."),
    ] = None,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day to take for today."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object; a list for several questions.")
    ] = False,
) -> None:
    """Show what a question asks for: its kind, filters, names, years and commands."""
    asked = _asked(questions)
    with _reader(today.date() if today else date.today()) as reader:
        told = [reader.read(question, previous or ()) for question in asked]
    if as_json:
        print_json(told if len(told) > 1 else told[0])
        return
    for number, one in enumerate(told):
        if number:
            out.print()
        _show(one)


def _asked(words: Sequence[str] | None) -> list[str]:
    """Return the questions: each argument is one, but the words of an unquoted one stay together.

    Raises UsageError when there is none.
    """
    if words and words != ["-"] and any(" " in word.strip() for word in words):
        return [read_question([word], "understand") for word in words]
    text = read_question(words, "understand")
    lines = text.splitlines() if not words or words == ["-"] else [text]
    return [line.strip() for line in lines if line.strip()]


class _Reader:
    """Understanding over one index; the search settles what the words leave open."""

    def __init__(
        self, known: "Vocabulary", searcher: "Searcher", meanings: "Meanings", today: date
    ) -> None:
        self._known = known
        self._searcher = searcher
        self._meanings = meanings
        self._today = today

    def read(self, utterance: str, before: Sequence[str]) -> dict[str, Any]:
        """Return the documented JSON of an utterance, asked behind the questions `before`."""
        from voicecli.dialogue.commands import command
        from voicecli.understanding import split_questions

        previous: Understanding | None = None
        for question in before:
            _, previous = self._understood(question, previous)
        questions = split_questions(utterance) or (utterance,)
        found: list[Understanding] = []
        for question in questions:
            one, previous = self._understood(question, previous)
            found.append(one)
        order = command(utterance)
        entry = _entry(found[0], order.name if order else "")
        if len(found) > 1:
            entry["questions"] = [_entry(one, "") for one in found]
        return entry

    def _understood(
        self, question: str, previous: "Understanding | None"
    ) -> "tuple[Understanding, Understanding | None]":
        """Return what a question asks for, and what the next one may lean on."""
        from voicecli.retrieval.filters import Filters
        from voicecli.understanding import SOCIAL_INTENTS, settle_intent, understand

        found = understand(question, self._known, self._today, previous, self._meanings)
        if "intents" in found.slots:
            resolved = found.slots["resolved_question"]
            best = self._searcher.search(resolved, Filters.from_slots(found.slots), 5).passages
            found = settle_intent(found, [(passage.type, passage.score) for passage in best])
        return found, previous if found.intent in SOCIAL_INTENTS or found.guard else found


@contextmanager
def _reader(today: date) -> Iterator[_Reader]:
    """Open the index as `ask` does, brought up to date."""
    from voicecli.assembly import open_embedder, open_store, read_vocabulary
    from voicecli.cli.content import bring_up_to_date
    from voicecli.cli.downloads import offer_download
    from voicecli.retrieval.search import Searcher
    from voicecli.understanding import Meanings

    config = settings().config
    offer_download(config, {"embedding"})
    with open_store(config) as db, open_embedder(config) as embedder:
        bring_up_to_date(db, embedder, config)
        meanings = Meanings(embedder, config.state_folder)
        yield _Reader(read_vocabulary(db), Searcher(db, embedder), meanings, today)


def _entry(found: "Understanding", order: str) -> dict[str, Any]:
    """Return the documented fields, then every further slot that was found."""
    slots = found.slots
    commands = [name for name in (order or slots.get("command"),) if name]
    entry = {
        "intent": "command" if order and found.intent in ("off_topic", "unknown") else found.intent,
        "confidence": found.confidence,
        "types": list(slots.get("types", ())),
        "technologies": list(slots.get("technologies", ())),
        "years": slots.get("years"),
        "entities": list(slots.get("entities", ())),
        "follow_up": bool(slots.get("follow_up")),
        "commands": commands,
        "resolved_question": slots.get("resolved_question", found.question),
    }
    further = {name: value for name, value in slots.items() if name not in {*entry, *_NOT_TOLD}}
    if found.guard:
        further["guard"] = found.guard
    return entry | {name: _plain(value) for name, value in further.items()}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _show(entry: Mapping[str, Any]) -> None:
    """Print a table of one question, and of each when it holds several."""
    for number, one in enumerate(entry.get("questions", [entry])):
        if number:
            out.print()
        for name, value in one.items():
            if value not in ([], None, False, "") and name != "confidence":
                sure = f"  ({one['confidence']:.2f})" if name == "intent" else ""
                out.print(f"{name.replace('_', ' '):22}{_told(name, value)}{sure}", markup=False)


def _told(name: str, value: Any) -> str:
    if name == "years":
        first, last = value["from"], value["to"]
        return str(first) if first == last else f"{first or '…'} to {last or 'today'}"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {printable(str(part))}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(printable(str(part)) for part in value)
    return "yes" if value is True else printable(str(value))
