"""Sessions as Markdown, which shows what was said as it was, whatever characters it has."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from voicecli.cli.console import printable
from voicecli.cli.sessions_view import CANDIDATE, INTERVIEW, INTERVIEWER, when
from voicecli.stt.formats_markdown import escaped

if TYPE_CHECKING:
    from voicecli.storage.session_copy import SessionCopy, TurnCopy

_EXCERPT_CHARACTERS = 300


def as_markdown(sessions: "tuple[SessionCopy, ...]") -> str:
    """A chapter for each session, a section for each turn."""
    return "\n\n".join(part for session in sessions for part in _session(session)) + "\n"


def _session(session: "SessionCopy") -> Iterator[str]:
    yield f"# {_text(session.title) or session.id}"
    facts = [f"Session {session.id}", f"begun {when(session.created)}"]
    facts += [f"last active {when(session.last_activity)}"]
    facts += [f"voice {_text(session.voice)}"] if session.voice else []
    facts += [f"persona {_text(session.persona)}"] if session.persona else []
    yield " · ".join(facts)
    for turn in session.turns:
        yield from _turn(turn)
    if session.memories:
        yield "## Remembered"
        yield "\n".join(f"- {_text(memory.text)}" for memory in session.memories)


def _turn(turn: "TurnCopy") -> Iterator[str]:
    said = "spoken" if turn.spoken else "typed"
    by = f" by {_text(turn.speaker)}" if turn.speaker else ""
    if turn.intent == INTERVIEW:
        if turn.question.strip():
            yield f"**{CANDIDATE}** *({when(turn.at)}, {said}{by})*"
            yield _text(turn.question)
        yield f"**{INTERVIEWER}**"
    else:
        yield f"## {turn.number}. {_text(turn.question)}"
        yield f"*{when(turn.at)}, {said}{by}*"
    answer = printable(turn.answer, lines=True).split("\n")
    yield "\n\n".join(_text(line) for line in answer if line.strip()) or "*(no answer)*"
    if turn.heard != turn.answer:
        yield f"*Heard:* {_text(turn.heard) or 'nothing'} *({_text(turn.ended)})*"
    if turn.sources:
        yield "\n".join(
            f"{number}. {_text(one.source or f'{one.document}:{one.locator}')}: "
            f"{_text(_excerpt(one.text))}"
            for number, one in enumerate(turn.sources, start=1)
        )


def _excerpt(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EXCERPT_CHARACTERS else line[: _EXCERPT_CHARACTERS - 1] + "…"


def _text(text: str) -> str:
    return escaped(printable(text))
