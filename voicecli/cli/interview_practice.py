"""`voicecli interview progress`: how the interviews about one job went, one after the other."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.aligned import print_columns
from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.cli.sessions_view import when

if TYPE_CHECKING:
    from voicecli.interview.reporting.progress import Attempt, TopicAttempt

MOST_ATTEMPTS = 6
"""So many of the last attempts at a topic are shown."""
LEAST_PLOTTED = 2
BESIDE_PLOT = 9
_NONE = "–"


def progress(
    interview: Annotated[
        str,
        typer.Argument(
            metavar="ID", help='Any interview about the job: an id, a piece of it, or "latest".'
        ),
    ] = "latest",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    plot: Annotated[
        bool | None,
        typer.Option("--plot/--no-plot", help="Draw a plot, too; in a terminal it is drawn."),
    ] = None,
) -> None:
    """Show all interviews about one job over time: points told, stories, pace, fillers."""
    from voicecli.assembly.interviews_store import held_interviews, load_interview
    from voicecli.interview.reporting.progress import attempts, of_one_job

    config = settings().config
    stored = load_interview(config, interview)
    held, unread = held_interviews(config)
    for error in unread:
        note(f"voicecli: {error}")
    found = attempts(of_one_job(held, stored.id))
    if json:
        job = stored.plan.job
        print_json(
            {"job": job.title, "company": job.company, "attempts": [*map(_attempt_json, found)]}
        )
        return
    if not found:
        note(f"No question was asked yet: voicecli interview --resume-session {stored.id}")
        return
    out.print(printable(stored.title), markup=False, style="bold")
    _print_attempts(found)
    _print_topics(found)
    if plot or (plot is None and out.is_terminal):
        _print_plot(found)
    _print_limits(found)


def _print_attempts(found: "Sequence[Attempt]") -> None:
    columns = {
        "": [f"#{number}" for number, _ in enumerate(found, start=1)],
        "INTERVIEW": [one.id for one in found],
        "BEGUN": [when(one.begun) for one in found],
        "ANSWERED": [f"{one.answered} of {one.asked}" for one in found],
        **({"SO FAR": [_percent(one.so_far) for one in found]} if _differ(found) else {}),
        **_figures(found),
    }
    dispensable = ("BEGUN", "INTERVIEW", "FILLERS/100", "WORDS/MIN", "ANSWERED")
    print_columns(columns, dispensable, out)


def _print_topics(found: "Sequence[Attempt]") -> None:
    """What the last attempts at each topic came to, one below the other."""
    answered = [
        (number, topic)
        for number, one in list(enumerate(found, start=1))[-MOST_ATTEMPTS:]
        for topic in one.topics
        if topic.answered
    ]
    titles = list(dict.fromkeys(topic.title for _, topic in answered))
    answered.sort(key=lambda each: titles.index(each[1].title))
    if not answered:
        return
    columns = {
        "": [f"#{number}" for number, _ in answered],
        **_figures([topic for _, topic in answered]),
        "TOPIC": [topic.title for _, topic in answered],
    }
    out.print()
    print_columns(columns, ("FILLERS/100", "WORDS/MIN", "STORY"), out, is_last_wrapped=True)


def _figures(found: "Sequence[Attempt | TopicAttempt]") -> dict[str, list[str]]:
    """The columns of figures, but for those that are known of none."""
    columns = {
        "POINTS": [_percent(one.coverage) for one in found],
        "STORY": [_percent(one.structure) for one in found],
        "WORDS/MIN": [_figure(one.words_a_minute, "{:.0f}") for one in found],
        "FILLERS/100": [_figure(one.fillers_per_100_words, "{:.1f}") for one in found],
    }
    return {name: cells for name, cells in columns.items() if {*cells} != {_NONE}}


def _print_plot(found: "Sequence[Attempt]") -> None:
    """The share of points told so far, after the last attempts that there is room for."""
    from voicecli.cli.stats_view import print_bars

    told = [
        (f"#{number}", round(100 * one.so_far))
        for number, one in enumerate(found, start=1)
        if one.so_far is not None
    ]
    told = told[-max(LEAST_PLOTTED, (out.width - BESIDE_PLOT) // 2) :]
    if len(told) >= LEAST_PLOTTED:
        names, values = [name for name, _ in told], [value for _, value in told]
        width = min(out.width, 20 + 8 * len(told))
        title = "points told so far, in %" if _differ(found) else "points told, in %"
        print_bars(out, title, names, values, width, 100)


def _print_limits(found: "Sequence[Attempt]") -> None:
    """Say what these figures cannot tell."""
    if len(found) == 1:
        note(f"One interview shows no progress yet: voicecli interview again {found[0].id}")
    elif sum(one.coverage is not None for one in found) < LEAST_PLOTTED:
        note("Too few answers could be judged to compare the interviews.")
    if all(one.words_a_minute is None for one in found):
        note("Pace is known of spoken answers alone, and there were none, or too short ones.")
    if _differ(found):
        note(
            "The interviews asked about different topics, so their points cannot be compared: "
            "SO FAR counts each topic as it was answered last."
        )


def _differ(found: "Sequence[Attempt]") -> bool:
    """Whether the interviews asked about different topics."""
    return len({frozenset(topic.title for topic in one.topics) for one in found}) > 1


def _attempt_json(one: "Attempt") -> dict[str, Any]:
    return {
        "id": one.id,
        "repeats": one.parent or None,
        "begun": one.begun.isoformat(),
        "asked": one.asked,
        "answered": one.answered,
        "points_told_so_far": one.so_far,
        **_figures_json(one),
        "topics": [
            {"title": topic.title, "answered": topic.answered, **_figures_json(topic)}
            for topic in one.topics
        ],
    }


def _figures_json(one: "Attempt | TopicAttempt") -> dict[str, Any]:
    return {
        "points_told": one.coverage,
        "story_told": one.structure,
        "words_a_minute": one.words_a_minute,
        "fillers_per_100_words": one.fillers_per_100_words,
    }


def _percent(share: float | None) -> str:
    return _told(share, lambda value: f"{value:.0%}")


def _figure(value: float | None, form: str) -> str:
    return _told(value, form.format)


def _told(value: float | None, write: Callable[[float], str]) -> str:
    return _NONE if value is None else write(value)
