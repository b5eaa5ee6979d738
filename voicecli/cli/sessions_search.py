"""`voicecli sessions search`: what was asked, answered or said in recordings."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.text import Text

from voicecli.cli.console import note, out, print_json, printable
from voicecli.cli.question import read_question
from voicecli.cli.sessions_store import LimitOption, SinceOption, UntilOption, moment, open_kept
from voicecli.cli.sessions_view import when
from voicecli.clock_time import clock_time

if TYPE_CHECKING:
    from voicecli.storage.session_search import LineHit, Snippet, TurnHit


def search(
    words: Annotated[
        list[str] | None,
        typer.Argument(help='Words, and "phrases" between quotes; `-` reads them from stdin.'),
    ] = None,
    limit: LimitOption = 10,
    since: SinceOption = None,
    until: UntilOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Search all turns and all transcripts for words, best first.

    All words must be there, in any of their forms; the last one may be only begun. Where nothing
    has them all, what has some of them is shown.
    """
    from voicecli.storage.session_search import Found, search_sessions

    written = read_question(words, "sessions search")
    bounds = moment(since, "--since"), moment(until, "--until")
    with open_kept() as store:
        found = search_sessions(store.db, written, limit, *bounds) if store else Found(())
    if json:
        hits = [_hit_json(hit) for hit in found.hits]
        print_json({"query": written, "all_words": found.all_words, "hits": hits})
        return
    if not found.hits:
        note("Nothing was found.")
    elif not found.all_words:
        note("Nothing holds all of these words; this holds some of them.")
    for hit in found.hits:
        _print_hit(hit)


def _print_hit(hit: "TurnHit | LineHit") -> None:
    from voicecli.storage.session_search import TurnHit

    out.print(Text(_place(hit), style="cyan"))
    if isinstance(hit, TurnHit):
        question = " ".join(hit.question.split())
        if hit.snippet.text.strip("…") not in question:
            out.print(Text(f"   {_shortened(printable(question))}", style="bold"))
    out.print(Text("   ") + marked(hit.snippet))


def _place(hit: "TurnHit | LineHit") -> str:
    """Where it was found: a session and its turn, or a recording and its minute."""
    from voicecli.storage.session_search import TurnHit

    if isinstance(hit, TurnHit):
        return f"{hit.session}@{hit.number}  {when(hit.at)}"
    speaker = f"  {hit.speaker}" if hit.speaker else ""
    return printable(f"{hit.file or '(a recording)'} {clock_time(hit.start)}{speaker}")


def marked(snippet: "Snippet") -> Text:
    """A snippet with the words that were found in bold; between asterisks without a terminal."""
    shown = Text()
    done = 0
    for first, last in snippet.marked:
        word = printable(snippet.text[first:last])
        shown.append(printable(snippet.text[done:first]))
        shown.append(word if out.is_terminal else f"*{word}*", style="bold yellow")
        done = last
    shown.append(printable(snippet.text[done:]))
    return shown


def _shortened(text: str) -> str:
    return text if len(text) <= 100 else text[:99] + "…"


def _hit_json(hit: "TurnHit | LineHit") -> dict[str, Any]:
    from voicecli.storage.session_search import TurnHit

    snippet = {"snippet": hit.snippet.text, "marked": [list(one) for one in hit.snippet.marked]}
    if isinstance(hit, TurnHit):
        return {
            "kind": "turn",
            "session": hit.session,
            "turn": hit.number,
            "at": hit.at.isoformat(),
            "question": hit.question,
            **snippet,
            "score": hit.score,
        }
    return {
        "kind": "recording",
        "file": hit.file,
        "start": hit.start,
        "end": hit.end,
        "speaker": hit.speaker,
        **snippet,
        "score": hit.score,
    }
