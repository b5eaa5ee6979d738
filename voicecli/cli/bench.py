"""`voicecli bench`: how fast this computer answers."""

from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voicecli.cli.console import note, print_json, printable, settings
from voicecli.config import Config, ModeName
from voicecli.errors import UsageError

if TYPE_CHECKING:
    from voicecli.bench.asking import Asking, Manner
    from voicecli.bench.conversation import Run
    from voicecli.bench.interrupting import Trial
    from voicecli.bench.questions import Question
    from voicecli.bench.report import Report
    from voicecli.bench.stopping import BargeIn
    from voicecli.catalog import Role

app = typer.Typer(help="Measure how fast this computer answers.", no_args_is_help=True)

MODES: tuple[ModeName, ...] = ("fast", "balanced", "detailed")
SHORTEST_SOAK = 10
SOAK_STOP_SECONDS = 1.0
"""Long answers tell no more of a soak than their first second."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for on the command line."""

    recordings: list[Path]
    count: int | None
    modes: list[ModeName]
    manners: "list[Manner]"
    naive: bool
    trials: int
    """Interruptions in each mode; 0: none."""
    seed: int
    soak: int
    """Turns in a row in each mode; 0: each question is asked once."""


@app.callback()
def everything() -> None:
    """Measure how fast this computer answers."""


@app.command()
def talk(
    recordings: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE|FOLDER]...", help="Recorded questions; none: sample ones."),
    ] = None,
    count: Annotated[
        int | None, typer.Option("--count", "-n", min=1, help="Ask only so many questions.")
    ] = None,
    mode: Annotated[
        list[str] | None,
        typer.Option(help="fast, balanced or detailed; may be repeated. None: the configured one."),
    ] = None,
    hands_free: Annotated[
        bool, typer.Option("--hands-free", help="Only without a key: speech starts and ends turns.")
    ] = False,
    push_to_talk: Annotated[bool, typer.Option("--push-to-talk", help="Only with a key.")] = False,
    release_after: Annotated[
        float, typer.Option(min=0.0, max=5.0, help="Seconds from the end of speech to key release.")
    ] = 0.2,
    stop_after: Annotated[
        float | None, typer.Option(min=0.0, help="Stop answers so many seconds after they sound.")
    ] = None,
    naive: Annotated[
        bool, typer.Option("--naive", help="Measure the straightforward pipeline beside it.")
    ] = False,
    barge_in: Annotated[
        bool, typer.Option("--barge-in", help="Interrupt the answers instead, at random moments.")
    ] = False,
    trials: Annotated[int, typer.Option(min=1, help="How many answers are interrupted.")] = 20,
    seed: Annotated[int, typer.Option(help="Of the random moments.")] = 0,
    soak: Annotated[
        int, typer.Option(min=0, help="Ask so many in a row; compare the last tenth to the first.")
    ] = 0,
    target: Annotated[
        str | None,
        typer.Option(help="Instead find models, beam and threads that answer within, say, 700ms."),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Keep what --target found in the settings.")
    ] = False,
    html: Annotated[
        Path | None, typer.Option(help="Also write the figures as a page to this file.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON value.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Download missing models without asking.")
    ] = False,
) -> None:
    """Ask recorded questions in a real conversation, in real time, and time every stage."""
    from voicecli.bench.asking import Manner

    config = settings().config
    modes = _modes(mode, config)
    _refuse(barge_in=barge_in, soak=soak, push_to_talk=push_to_talk)
    if naive and not config.dialogue.llm:
        raise UsageError("no-model", "--naive needs the language model, which is switched off.")
    if write and target is None:
        raise UsageError("no-target", "--write keeps what --target found: name a target.")
    if html is not None:
        _need_folder(html)
    if soak and stop_after is None:
        stop_after = SOAK_STOP_SECONDS
    ways = _ways(hands_free=hands_free, push_to_talk=push_to_talk, soak=soak)
    manners = [Manner(way, release_after, stop_after) for way in ways]
    asked = recordings or []
    if target is not None:
        from voicecli.cli.bench_target import find_settings

        raise typer.Exit(
            find_settings(config, target, modes, manners[0], asked, write=write, as_json=as_json)
        )
    interruptions = trials if barge_in else 0
    request = Request(asked, count, modes, manners, naive, interruptions, seed, soak)
    report = _measure(config, request, yes=yes)
    if html is not None:
        _write_page(report, html)
    if as_json:
        print_json(report.as_json())
    else:
        from voicecli.cli.bench_view import show

        show(report)


def _ways(*, hands_free: bool, push_to_talk: bool, soak: int) -> list[bool]:
    """For each conversation, whether it is hands-free; a soak is one conversation."""
    if hands_free == push_to_talk:
        return [True] if soak else [True, False]
    return [hands_free]


def _refuse(*, barge_in: bool, soak: int, push_to_talk: bool) -> None:
    """Raise UsageError for what does not go together."""
    if barge_in and soak:
        raise UsageError("two-benchmarks", "Choose one of --barge-in and --soak.")
    if barge_in and push_to_talk:
        raise UsageError("key-barge-in", "--barge-in speaks over answers: it needs no key.")
    if 0 < soak < SHORTEST_SOAK:
        raise UsageError("short-soak", f"--soak needs {SHORTEST_SOAK} turns or more.")


def _modes(named: list[str] | None, config: Config) -> list[ModeName]:
    """The modes by their names. Raises UsageError for an unknown one."""
    for name in named or ():
        if name not in MODES:
            raise UsageError(
                "unknown-mode", f"There is no mode {name[:60]!r}.", f"Choose {', '.join(MODES)}."
            )
    return [mode for mode in MODES if mode in named] if named else [config.dialogue.mode]


def _measure(config: Config, request: Request, *, yes: bool) -> "Report":
    """Hold the conversations, and sum them up."""
    from voicecli import assembly
    from voicecli.assembly import private_copy
    from voicecli.bench.machine import examine_machine, load_average
    from voicecli.bench.questions import read_questions
    from voicecli.bench.report import make_report
    from voicecli.cli.downloads import offer_download

    # Files are looked at before anything slow begins.
    questions = read_questions(request.recordings, request.count) if request.recordings else []
    roles = {role for mode in request.modes for role in _roles(config, mode, request)}
    offer_download(config, roles, yes=yes)
    before = load_average()
    runs: list[Run] = []
    barge_ins: list[BargeIn] = []
    with private_copy(config) as own:
        for mode in request.modes:
            held, interrupted = _run_mode(own, mode, request, questions)
            runs += held
            barge_ins += interrupted
    names = assembly.model_names(config)
    models = {str(role): names[role] for role in names if role in roles}
    machine = examine_machine(config.threads.total)
    load = (before, load_average())
    is_soak = request.soak > 0
    return make_report(machine, load, models, runs, barge_ins, is_soak=is_soak)


def _roles(config: Config, mode: ModeName, request: Request) -> "set[Role]":
    """The engines that a conversation in that mode needs."""
    roles: set[Role] = {"vad", "stt", "tts", "embedding"}
    has_model = request.naive or (mode != "fast" and config.dialogue.llm)
    return roles | {"llm"} if has_model else roles


def _run_mode(
    config: Config, mode: ModeName, request: Request, questions: "list[Question]"
) -> "tuple[list[Run], list[BargeIn]]":
    """All manners in one mode, or its interruptions, with engines opened for it."""
    from voicecli import assembly
    from voicecli.bench.conversation import (
        bring_up_to_date,
        converse,
        in_mode,
        interrupt,
        wait_until_loaded,
    )
    from voicecli.bench.naive import NaivePath
    from voicecli.bench.questions import sample_questions

    roles = _roles(config, mode, request)
    config = in_mode(config, mode)
    note(f"voicecli: loading for {mode} …")
    with assembly.open_engines(config, roles) as engines:
        bring_up_to_date(config, engines)
        wait_until_loaded(engines)
        asked = questions or sample_questions(engines.synthesizer, count=request.count)
        if request.trials:
            note(f"voicecli: {request.trials} interruptions, {mode} …")
            tell = _Progress(request.trials).trial
            return [], [interrupt(config, engines, asked, request.trials, request.seed, tell)]
        asked = list(islice(cycle(asked), request.soak)) if request.soak else asked
        beside = NaivePath(config, engines).ask if request.naive else None
        runs = []
        for manner in request.manners:
            note(f"voicecli: {len(asked)} questions, {mode}, {manner.name} …")
            tell_asking = _Progress(len(asked)).asking
            runs.append(converse(config, engines, asked, manner, tell_asking, beside))
    return runs, []


class _Progress:
    """Tells on stderr how far the questions are."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def asking(self, asking: "Asking") -> None:
        """A question was answered, or given up."""
        self._tell(asking.question.name, " (not heard)" if asking.given_up else "")

    def trial(self, trial: "Trial") -> None:
        """An answer was interrupted, or not."""
        self._tell(trial.question, f" ({trial.ended})")

    def _tell(self, name: str, how: str) -> None:
        self._done += 1
        note(printable(f"[{self._done}/{self._total}] {name}{how}"))


def _need_folder(file: Path) -> None:
    """Raise UsageError where the page could not be written, before anything slow begins."""
    if file.is_dir() or not file.absolute().parent.is_dir():
        raise UsageError("page-not-written", f"{file} cannot be written: no such folder.")


def _write_page(report: "Report", file: Path) -> None:
    """Write the page. Raises UsageError where it cannot be written."""
    from voicecli.bench.page import page

    try:
        file.write_text(page(report), encoding="utf-8")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UsageError("page-not-written", f"{file} cannot be written: {why}.") from error
    note(f"voicecli: the page is in {printable(str(file))}")
