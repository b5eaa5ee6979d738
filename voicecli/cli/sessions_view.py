"""Sessions and their turns, for the terminal and as JSON."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from voicecli.cli.aligned import print_aligned
from voicecli.cli.console import out, printable
from voicecli.cli.counted import counted

if TYPE_CHECKING:
    from voicecli.storage.sessions import SessionSummary, StoredTurn
    from voicecli.storage.totals import SessionTotals
    from voicecli.types import Passage, TurnRecord

INTERVIEW = "interview"
"""The intent of turns in which the candidate answers, and then the interviewer asks."""
CANDIDATE, INTERVIEWER = "Candidate", "Interviewer"

_EXCERPT_CHARACTERS = 120


def print_summaries(summaries: "Sequence[SessionSummary]") -> None:
    """Print a line for each session."""
    rows = [
        (
            one.id,
            when(one.last_activity),
            "closed" if one.ended else "open",
            str(one.turns),
            _seconds(one.totals.average_wait),
            one.title or "(no words)",
        )
        for one in summaries
    ]
    print_aligned([("SESSION", "LAST ACTIVE", "STATE", "TURNS", "WAIT", "TITLE"), *rows])


def print_head(summary: "SessionSummary") -> None:
    """Print what a session is as a whole."""
    state = f"closed {when(summary.ended)}" if summary.ended else "open"
    _print(f"Session {summary.id}: {printable(summary.title)}", "bold")
    facts = [f"begun {when(summary.created)}", f"last active {when(summary.last_activity)}", state]
    facts += [f"voice {summary.voice}"] if summary.voice else []
    facts += [f"persona {summary.persona}"] if summary.persona else []
    _print(printable(" · ".join(facts)), "dim")
    _print(" · ".join(told(summary.totals)), "dim")


def told(totals: "SessionTotals") -> list[str]:
    """What turns come to, in words; what there was none of is left out."""
    facts = [counted(totals.turns, "turn")]
    for count, name in (
        (totals.answered, "answered"),
        (totals.abstained, "abstained"),
        (totals.interrupted, "interrupted"),
        (totals.failed, "failed"),
    ):
        facts += [f"{count} {name}"] if count else []
    if totals.average_wait is not None:
        facts.append(f"waited {totals.average_wait:.2f} s on average, {totals.waited:.1f} s in all")
    return facts


def print_turn(turn: "StoredTurn") -> None:
    """Print what was asked and answered, what was heard and shown, and how it was made."""
    record = turn.record
    is_interview = record.intent == INTERVIEW
    by = record.speaker or (CANDIDATE if is_interview and record.question else "")
    asked = f"{by}: {record.question}" if by else record.question
    out.print()
    _print(f"{turn.number}. {printable(asked)}", "bold")
    answer = printable(record.written, lines=True) or "(no answer)"
    _print(f"{INTERVIEWER}: {answer}" if is_interview else answer)
    for line in _what_became_of_it(record):
        _print(f"   {printable(line)}", "dim")
    if record.passages:
        print_aligned([_source_row(number, one) for number, one in enumerate(record.passages, 1)])
    facts = [when(turn.at), "spoken" if record.spoken else "typed", record.intent, record.mode]
    facts += ["abstained"] * record.abstained + ["answered as before"] * record.cached
    facts += [f"persona {record.persona}"] if record.persona else []
    facts += [f"{role} {model}" for role, model in record.models.items()]
    facts += [f"{stage} {seconds:.2f} s" for stage, seconds in record.timings.items()]
    _print("   " + printable(" · ".join(filter(None, facts))), "dim")


def _print(line: str, style: str = "") -> None:
    """Print text, cut between words where it is too long for the terminal."""
    out.print(line, markup=False, style=style, soft_wrap=not out.is_terminal)


def _what_became_of_it(record: "TurnRecord") -> list[str]:
    """How an answer ended that was not heard to its end."""
    lines = []
    if record.heard != record.written:
        words, all_words = len(record.heard.split()), len(record.written.split())
        place = f", {words} of {all_words} words" if all_words else ""
        lines.append(f"heard: {record.heard or 'nothing'} ({record.ended}{place})")
    elif record.ended != "done":
        lines.append(f"ended: {record.ended}")
    if record.component:
        lines.append(f"failed in: {record.component}")
    return lines


def _source_row(number: int, passage: "Passage") -> tuple[str, ...]:
    title = "" if passage.type == "document" else f"{passage.title}: "
    text = title + " ".join(passage.text.split())
    excerpt = text if len(text) <= _EXCERPT_CHARACTERS else text[: _EXCERPT_CHARACTERS - 1] + "…"
    place = passage.source or f"{passage.document}:{passage.locator}"
    return (f"   [{number}]", passage.type, place, excerpt)


def summary_json(summary: "SessionSummary") -> dict[str, Any]:
    """The documented JSON of a session."""
    return {
        "id": summary.id,
        "title": summary.title,
        "created": summary.created.isoformat(),
        "last_activity": summary.last_activity.isoformat(),
        "ended": summary.ended.isoformat() if summary.ended else None,
        "voice": summary.voice,
        "persona": summary.persona,
        **totals_json(summary.totals),
    }


def totals_json(totals: "SessionTotals") -> dict[str, Any]:
    """The documented JSON of what turns come to; seconds are numbers."""
    return {
        "turns": totals.turns,
        "answered": totals.answered,
        "abstained": totals.abstained,
        "interrupted": totals.interrupted,
        "failed": totals.failed,
        "waited_seconds": totals.waited,
        "average_wait_seconds": totals.average_wait,
    }


def turn_json(turn: "StoredTurn") -> dict[str, Any]:
    """The documented JSON of a turn."""
    record = turn.record
    return {
        "number": turn.number,
        "at": turn.at.isoformat(),
        "question": record.question,
        "spoken": record.spoken,
        "speaker": record.speaker,
        "answer": record.written,
        "heard": record.heard,
        "ended": record.ended,
        "interrupted": record.ended != "done" and not record.ended.startswith("error"),
        "words_heard": len(record.heard.split()),
        "abstained": record.abstained,
        "cached": record.cached,
        "failed_in": record.component,
        "intent": record.intent,
        "mode": record.mode,
        "persona": record.persona,
        "models": dict(record.models),
        "timings": dict(record.timings),
        "types": sorted({passage.type for passage in record.passages}),
        "items": [passage.id for passage in record.passages if passage.type != "document"],
        "sources": [
            {
                "id": passage.id,
                "type": passage.type,
                "title": passage.title,
                "document": passage.document,
                "locator": passage.locator,
                "source": passage.source,
                "text": passage.text,
                "score": passage.score,
            }
            for passage in record.passages
        ],
    }


def when(at: datetime) -> str:
    """Write a time as this computer's clock shows it, to the minute."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.2f} s"
