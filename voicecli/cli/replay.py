"""`voicecli replay`: a recorded conversation held again, and compared turn by turn."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.errors import ExitCode, ReplayError, VoicecliError

if TYPE_CHECKING:
    from voicecli.assembly import Cast
    from voicecli.catalog import Role
    from voicecli.config import Config
    from voicecli.pipeline.comparing import Compared, Outcome
    from voicecli.pipeline.recorded import Recorded

DIFFERENT = ExitCode.ERROR
"""The exit code when a turn is not as it was."""


@dataclass(frozen=True, slots=True)
class _Replayed:
    """A conversation held again; `premises` are what it was not held with now."""

    was: "Sequence[Outcome]"
    now: "Sequence[Outcome]"
    premises: list[dict[str, str]]
    seconds: float


def replay(
    what: Annotated[
        str, typer.Argument(metavar="FILE.vcast|SESSION", help="A recording, or a session's id.")
    ],
    tolerance: Annotated[
        float,
        typer.Option(min=0.0, max=1.0, help="Word error rate up to which words are the same."),
    ] = 0.0,
    current_models: Annotated[
        bool,
        typer.Option("--current-models", help="Your models, where the recording names others."),
    ] = False,
    current_settings: Annotated[
        bool, typer.Option("--current-settings", help="Your settings instead of the recorded ones.")
    ] = False,
    llm: Annotated[
        bool | None, typer.Option("--llm/--no-llm", help="Let the language model add to answers.")
    ] = None,
    speaker: Annotated[
        Path | None, typer.Option(help="A WAV file for what is said now; with recordings.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the comparison as JSON.")] = False,
) -> None:
    """Hold a recorded conversation again on today's code and models, and compare it.

    Nothing of it enters your sessions. The exit code is 0 when every turn is as it was, else 1.
    """
    from voicecli.pipeline.comparing import compare

    config = settings({"dialogue.llm": llm}).config
    file = Path(what)
    is_file = file.suffix == ".vcast" or file.is_file()
    if is_file:
        done = _replay_file(config, file, speaker, current_models, current_settings)
    else:
        done = _replay_session(config, what)
    compared = compare(done.was, done.now, tolerance=tolerance)
    if as_json:
        print_json(_as_json(done, compared))
    else:
        _show(done, compared)
    changed = any(pair.differences for pair in compared)
    raise typer.Exit(DIFFERENT if changed else ExitCode.OK)


def _replay_file(
    config: "Config", file: Path, speaker: Path | None, current_models: bool, current_settings: bool
) -> _Replayed:
    """Hold a recording again, in a copy of the database or over its own content."""
    from voicecli import assembly
    from voicecli.pipeline.comparing import outcomes
    from voicecli.pipeline.recorded import Recorded

    recorded = Recorded(file)
    if not recorded.is_whole:
        note(f"voicecli: {file} was cut off while it was written; all that is whole is replayed.")
    llm = config.dialogue.llm
    if not current_settings:
        config = assembly.with_settings(config, recorded.manifest.settings, str(file))
    if not current_models:
        config = assembly.with_models(config, recorded.manifest.models)
    config = assembly.without_haste(assembly.repeatable(_with_llm(config, llm)))
    began = time.perf_counter()
    with ExitStack() as stack:
        config = stack.enter_context(_place(config, recorded, stack))
        now, premises = _hold(stack, config, recorded, speaker)
    return _Replayed(outcomes(recorded.events), now, premises, time.perf_counter() - began)


def _with_llm(config: "Config", llm: bool) -> "Config":
    wanted = llm and config.dialogue.llm
    return replace(config, dialogue=replace(config.dialogue, llm=wanted, cache=False))


def _place(config: "Config", recorded: "Recorded", stack: ExitStack) -> Any:
    """Where it is held: over the content that came with it, or over a copy of the person's."""
    from tempfile import TemporaryDirectory

    from voicecli import assembly

    if not recorded.manifest.has_content:
        return assembly.private_copy(config)
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="voicecli-content-")))
    recorded.unpack_content(folder)
    return assembly.nothing_yet(config, folder)


def roles_of(config: "Config") -> "set[Role]":
    """The engines that are needed, as far as their models are there. Raises CatalogError."""
    from voicecli import catalog
    from voicecli.assembly import model_names

    roles: set[Role] = {"vad", "stt", "tts", "embedding"}
    name = model_names(config)["llm"]
    if config.dialogue.llm and not catalog.missing([name], config.models_folder):
        roles.add("llm")
    return roles


def _hold(
    stack: ExitStack, config: "Config", recorded: "Recorded", file: Path | None
) -> tuple[list["Outcome"], list[dict[str, str]]]:
    from voicecli import assembly
    from voicecli.cli.content import bring_up_to_date
    from voicecli.pipeline.comparing import outcomes
    from voicecli.pipeline.replaying import pressed_again
    from voicecli.pipeline.simulation import converse

    note("voicecli: loading …")
    day = _day(recorded.manifest.day, recorded.path)
    db = stack.enter_context(assembly.open_store(config))
    if began := _moment(recorded.manifest.began, recorded.path):
        assembly.forget_since(db, began)
    engines = stack.enter_context(assembly.open_engines(config, roles_of(config)))
    bring_up_to_date(db, engines.embedder, config)
    options = recorded.options
    manifest = assembly.make_manifest(config, db, engines, options, day=day)
    premises = list(_premises(asdict(recorded.manifest), asdict(manifest)))
    _tell(premises)
    conversation = assembly.remembered(db, recorded.before, day)
    hears = stack.enter_context(assembly.naming(config, engines.recognizer))
    one = assembly.rehearse(
        config, db, engines, conversation, options, day,
        recorded=recorded, recognizer=hears, who=_who(config), keeping=file is not None,
    )  # fmt: skip
    keys = pressed_again(recorded.moments, one.time, one.microphone, lambda: one.talk.state)
    note("voicecli: replaying …")
    now = outcomes(converse(one.talk, one.time, keys))
    if file is not None:
        _write(file, one.speaker)
    return now, premises


def _who(config: "Config") -> "Cast | None":
    """Who answered, with the settings as they were then; the plain assistant if they are not here.

    What the persona asks for is in the recorded settings already.
    """
    from voicecli.assembly import cast

    if not config.dialogue.persona:
        return None
    try:
        return replace(cast(config), config=config, before=config)
    except VoicecliError as error:
        note(f"voicecli: {error}")
        return None


def _day(written: str, path: Path) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ReplayError(
            "damaged-recording", f"{path} is damaged: {written[:20]!r} is no date."
        ) from error


def _moment(written: object, path: Path) -> datetime | None:
    """When it began; None where that was not written down."""
    if not written:
        return None
    try:
        moment = datetime.fromisoformat(str(written))
    except ValueError as error:
        raise ReplayError(
            "damaged-recording", f"{path} is damaged: {str(written)[:30]!r} is no time."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _write(file: Path, speaker: Any) -> None:
    from voicecli.audio.wav import WavWriter
    from voicecli.pipeline.simulation import RATE

    writer = WavWriter(file, RATE)
    for samples in speaker.played:
        writer.write(samples)
    writer.commit()
    note(f"voicecli: what was said is in {printable(str(file))}")


def _replay_session(config: "Config", session: str) -> _Replayed:
    """Ask the questions of a stored session again: as text, or heard where sound was kept."""
    from voicecli import assembly
    from voicecli.cli.content import bring_up_to_date
    from voicecli.pipeline.comparing import outcomes
    from voicecli.pipeline.stored_replay import (
        as_heard_then,
        ask_again,
        hear_again,
        questions,
        stored_outcomes,
    )
    from voicecli.storage.sounds import Sounds

    began = time.perf_counter()
    config = assembly.without_haste(assembly.repeatable(_with_llm(config, config.dialogue.llm)))
    with ExitStack() as stack:
        own = stack.enter_context(assembly.open_store(config))
        log = assembly.open_sessions(config, own)
        turns = log.turns(log.find(session))
        asked = questions(turns)
        if not asked:
            raise ReplayError("no-session", f"Nothing was asked in {session!r}.")
        if told := len(turns) - len(asked):
            note(
                f"voicecli: told to be remembered, and not told again: {told} of {len(turns)} turns"
            )
        config = stack.enter_context(assembly.private_copy(config))
        db = stack.enter_context(assembly.open_store(config))
        note("voicecli: loading …")
        sounds = Sounds(own)
        kept = sounds.kept(turns[0].session_id)
        spoken = any(one.part == "question" for one in kept)
        roles = roles_of(config) - {"vad", "tts"} - (set() if spoken else {"stt"})
        engines = stack.enter_context(assembly.open_engines(config, roles))
        bring_up_to_date(db, engines.embedder, config)
        then = asked[-1].record.models
        premises = list(_model_premises(then, engines.models))
        _tell(premises)
        days = [turns[0].at.astimezone().date()]
        mind = assembly.make_mind(config, db, engines, lambda: days[-1])
        heard = hear_again(turns, sounds, engines.recognizer) if spoken else {}
        was = stored_outcomes(turns)
        now = as_heard_then(was, outcomes(ask_again(turns, mind, heard, days.append)))
    return _Replayed(was, now, premises, time.perf_counter() - began)


def _model_premises(was: Mapping[str, str], now: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Which of the models that are asked now are not those that were asked then."""
    for role in sorted(was.keys() & now.keys()):
        if was[role] != now[role]:
            yield _premise(f"model {role}", was[role], now[role])


def _premises(was: dict[str, Any], now: dict[str, Any]) -> Iterator[dict[str, str]]:
    """What differs before anything is said: the program, the models, the content, the settings."""
    if was.get("voicecli") != now.get("voicecli"):
        yield _premise("voicecli", was.get("voicecli"), now.get("voicecli"))
    models_was, models_now = was.get("models", {}), now.get("models", {})
    for role in sorted({*models_was, *models_now}):
        if models_was.get(role) != models_now.get(role):
            before, after = _name(models_was.get(role)), _name(models_now.get(role))
            same = before == after
            yield _premise(f"model {role}", before, f"{after} with other files" if same else after)
    content_was, content_now = was.get("content", {}), now.get("content", {})
    if content_was.get("fingerprint") != content_now.get("fingerprint"):
        count = "{} documents".format
        yield _premise(
            "content", count(content_was.get("documents")), count(content_now.get("documents"))
        )
    told, known = was.get("settings", {}), now.get("settings", {})
    for section in sorted(set(told) & set(known)):
        for name in sorted(set(told[section]) & set(known[section]) - UNCOMPARED):
            if told[section][name] != known[section][name]:
                yield _premise(f"{section}.{name}", told[section][name], known[section][name])


UNCOMPARED = frozenset(
    "noise_scale noise_w_scale first_token_seconds stall_seconds balanced_seconds"
    " detailed_seconds cache".split()
)
"""Settings that a replay changes on purpose."""


def _premise(what: str, was: Any, now: Any) -> dict[str, str]:
    return {"what": what, "was": str(was)[:200], "now": str(now)[:200]}


def _name(model: Any) -> str:
    return str(model.get("name")) if isinstance(model, dict) else str(model or "none")


def _tell(premises: list[dict[str, str]]) -> None:
    for one in premises:
        note(f"voicecli: not as then: {one['what']}: {one['was']} → {one['now']}")


def _as_json(done: _Replayed, compared: "Sequence[Compared]") -> dict[str, Any]:
    from voicecli.pipeline.comparing import STAGES, latency_ratio

    return {
        "same": not any(pair.differences for pair in compared),
        "premises": done.premises,
        "seconds": round(done.seconds, 2),
        "latency": {stage: latency_ratio(compared, stage) for stage in STAGES},
        "turns": [
            {
                "was": asdict(pair.was) if pair.was else None,
                "now": asdict(pair.now) if pair.now else None,
                "word_error_rate": round(pair.wer, 4),
                "differences": [asdict(one) for one in pair.differences],
            }
            for pair in compared
        ],
    }


def _show(done: _Replayed, compared: "Sequence[Compared]") -> None:
    """One line for a turn that is as it was; for another, what it was and what it is."""
    from voicecli.pipeline.comparing import STAGES, latency_ratio

    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for number, pair in enumerate(compared, 1):
        words = (pair.now or pair.was).words if pair.now or pair.was else ""  # type: ignore[union-attr]
        mark = Text("differs", "bold red") if pair.differences else Text("same", "green")
        table.add_row(str(number), mark, Text(printable(words) or "(nothing was heard)"))
        for one in pair.differences:
            table.add_row("", Text(one.aspect, "yellow"), Text(f"- {printable(one.was)}", "red"))
            table.add_row("", "", Text(f"+ {printable(one.now)}", "green"))
    out.print(table)
    ratios = {stage: latency_ratio(compared, stage) for stage in STAGES}
    told = ", ".join(f"{stage} ×{ratio:.2f}" for stage, ratio in ratios.items() if ratio)
    if told:
        out.print(f"time now over time then: {told}", markup=False)
    changed = sum(bool(pair.differences) for pair in compared)
    turns = f"{len(compared)} turn" + "s" * (len(compared) != 1)
    if not compared:
        out.print("nothing was asked, neither then nor now", markup=False)
        return
    verdict = f"{changed} of {turns} differ" if changed else f"{turns}: all as it was"
    out.print(verdict, style="bold red" if changed else "bold green", markup=False)
