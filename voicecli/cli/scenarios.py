"""`voicecli test`: scenarios are played in simulated time, and judged."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any

import typer

from voicecli.cli.console import note, out, print_json, printable, settings
from voicecli.cli.replay import roles_of
from voicecli.errors import ExitCode, ReplayError, VoicecliError

if TYPE_CHECKING:
    from voicecli.assembly import Engines
    from voicecli.config import Config
    from voicecli.pipeline.acting import Verdict
    from voicecli.pipeline.scenarios import Scenario

ENDINGS = ("*.yaml", "*.yml")
NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML has no place for."""


@dataclass(frozen=True, slots=True)
class _Result:
    """How a scenario went; `error` is why it could not be played."""

    scenario: "Scenario"
    verdicts: "Sequence[Verdict]"
    seconds: float
    error: str = ""

    @property
    def passed(self) -> bool:
        return not self.error and not any(one.failures or one.timing for one in self.verdicts)


def play_scenarios(
    files: Annotated[
        list[Path], typer.Argument(metavar="SCENARIO…", help="Scenario files, or folders of them.")
    ],
    name: Annotated[
        str | None, typer.Option("-k", help="Only scenarios with this in their name.")
    ] = None,
    timing: Annotated[
        bool, typer.Option("--timing/--no-timing", help="Judge `within`: computers differ.")
    ] = True,
    junit: Annotated[
        Path | None, typer.Option(help="Write a JUnit XML report, as build servers read it.")
    ] = None,
    record: Annotated[
        Path | None, typer.Option(help="A folder for a .vcast recording of each scenario.")
    ] = None,
    llm: Annotated[
        bool | None, typer.Option("--llm/--no-llm", help="Let the language model add to answers.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the results as JSON.")] = False,
) -> None:
    """Play scenarios through the whole of a conversation, and say what was not as expected.

    Each is played in folders of its own: none of your sessions, memory or content is seen or
    changed. The exit code is 0 when all is as expected, 1 when not, 2 for a file that cannot be
    used.
    """
    scenarios = [one for one in _read(files) if name is None or name in one.name]
    if not scenarios:
        raise ReplayError("no-scenario", "There is no such scenario.", exit_code=ExitCode.USAGE)
    if record is not None:
        record.mkdir(parents=True, exist_ok=True)
    config = settings({"dialogue.llm": llm}).config
    show = (lambda result: None) if as_json else _show
    results = list(_play_all(config, scenarios, record, timing=timing, show=show))
    if junit is not None:
        junit.write_bytes(_junit(results))
    if as_json:
        print_json([_as_json(result) for result in results])
    else:
        failed = sum(not result.passed for result in results)
        told = f"{len(results) - failed} of {len(results)} passed"
        out.print(told, style="bold red" if failed else "bold green", markup=False)
    raise typer.Exit(ExitCode.OK if all(one.passed for one in results) else ExitCode.ERROR)


def _read(files: Sequence[Path]) -> "Iterator[Scenario]":
    """All scenarios, before any is played. Raises ReplayError for the first that is wrong."""
    from voicecli.pipeline.scenarios import read_scenario

    for file in files:
        inside = sorted(one for ending in ENDINGS for one in file.glob(ending))
        if file.is_dir() and not inside:
            raise ReplayError("no-scenario", f"{file} holds no scenario.", exit_code=ExitCode.USAGE)
        for one in inside if file.is_dir() else [file]:
            yield read_scenario(one)


def _play_all(
    config: "Config",
    scenarios: "Sequence[Scenario]",
    record: Path | None,
    *,
    timing: bool,
    show: Callable[[_Result], None],
) -> Iterator[_Result]:
    """Play one after the other; engines stay open as long as the settings are the same."""
    from voicecli import assembly

    with ExitStack() as opened:
        engines: Engines | None = None
        known: tuple[Any, ...] = ()
        for scenario in scenarios:
            place = str(scenario.path)
            chosen = assembly.with_settings(config, settings_of(scenario), place)
            chosen = assembly.without_haste(assembly.repeatable(chosen))
            chosen = replace(chosen, dialogue=replace(chosen.dialogue, cache=False))
            needed = (chosen.stt, chosen.llm, chosen.tts, chosen.dialogue.llm)
            if engines is None or needed != known:
                opened.close()
                note("voicecli: loading …")
                engines = opened.enter_context(assembly.open_engines(chosen, roles_of(chosen)))
                known = needed
            result = _play(chosen, engines, scenario, record, timing=timing)
            show(result)
            yield result


def settings_of(scenario: "Scenario") -> dict[str, dict[str, Any]]:
    """The settings of a scenario by section. Raises ReplayError for one that cannot be told."""
    from voicecli.assembly.rehearsals import DECIDING, OF_THE_MACHINE
    from voicecli.config.loading import keys

    told: dict[str, dict[str, Any]] = {}
    for key, value in scenario.setup.settings.items():
        section, _, name = key.partition(".")
        if section not in DECIDING or name in OF_THE_MACHINE or key not in keys():
            raise ReplayError(
                "bad-scenario",
                f"{scenario.path}: settings: {key[:60]} is no setting that a scenario may change.",
                "Sections are " + ", ".join(DECIDING) + ".",
                exit_code=ExitCode.USAGE,
            )
        told.setdefault(section, {})[name] = value
    if scenario.setup.persona:
        told.setdefault("dialogue", {})["persona"] = scenario.setup.persona
    return told


def _play(
    config: "Config", engines: "Engines", scenario: "Scenario", record: Path | None, *, timing: bool
) -> _Result:
    began = time.perf_counter()
    voice = engines.synthesizer
    before = voice.name, voice.speed, voice.volume
    try:
        with ExitStack() as stack:
            verdicts = _hold(stack, config, engines, scenario, record, timing=timing)
    except VoicecliError as error:
        return _Result(scenario, (), time.perf_counter() - began, str(error))
    finally:
        name, voice.speed, voice.volume = before
        if voice.name != name:
            voice.change(name)
    return _Result(scenario, verdicts, time.perf_counter() - began)


def _hold(
    stack: ExitStack,
    config: "Config",
    engines: "Engines",
    scenario: "Scenario",
    record: Path | None,
    *,
    timing: bool,
) -> "Sequence[Verdict]":
    """Hold the conversation of a scenario in folders of its own."""
    from functools import cache

    from voicecli import assembly
    from voicecli.dialogue.conversation import Conversation
    from voicecli.pipeline.acting import Actor
    from voicecli.pipeline.index import index_all
    from voicecli.pipeline.recording import Recording, record_content
    from voicecli.pipeline.simulation import SimulatedStage, converse
    from voicecli.pipeline.sources import gather
    from voicecli.pipeline.spoken_steps import room_noise, speech_of

    setup = scenario.setup
    content = _content(stack, scenario)
    config = stack.enter_context(assembly.nothing_yet(config, content))
    config = replace(config, paths=replace(config.paths, person=setup.person))
    voices = cache(lambda name: stack.enter_context(assembly.open_voice(config, name)))
    speech = speech_of(scenario.steps, lambda name: voices(name) if name else engines.synthesizer)
    db = stack.enter_context(assembly.open_store(config))
    for _ in index_all(db, engines.embedder, gather(db, config)):
        pass
    day = setup.day or date.today()
    options = {
        "hands_free": setup.hands_free, "barge_in": setup.barge_in, "full_duplex": setup.barge_in,
    }  # fmt: skip
    who = assembly.cast(config) if setup.persona else None
    recording = None
    if record is not None:
        manifest = assembly.make_manifest(
            config, db, engines, options, day=day, has_content=bool(content)
        )
        file = record / f"{scenario.path.stem}.vcast"
        file.unlink(missing_ok=True)
        recording = stack.enter_context(Recording(file, manifest))
        recording.opened(full_duplex=setup.barge_in)
        record_content(recording, gather(db, config).files)
    one = assembly.rehearse(
        who.config if who else config, db, engines, Conversation(), options, day,
        room=room_noise(setup.noise), who=who, recording=recording,
    )  # fmt: skip
    state = one.session.state
    stage = SimulatedStage(one.time, one.microphone)
    actor = Actor(scenario.steps, stage, speech, lambda: (state.mode, state.persona.shown))
    if recording:
        one.talk.on_pressed = recording.press
    for event in converse(one.talk, one.time, actor.keys):
        actor.see(event)
        if recording:
            recording.see(event)
    return actor.verdicts(timing=timing)


def _content(stack: ExitStack, scenario: "Scenario") -> Path | None:
    """The folder that answers come from: that of the scenario, and the texts in it."""
    setup = scenario.setup
    if not setup.documents:
        return setup.content
    import shutil

    folder = Path(stack.enter_context(TemporaryDirectory(prefix="voicecli-documents-")))
    if setup.content:
        shutil.copytree(setup.content, folder, dirs_exist_ok=True)
    for name, text in setup.documents.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def _show(result: _Result) -> None:
    """A line for a scenario, and one for everything in it that was not as expected."""
    scenario = result.scenario
    mark, style = ("ok", "green") if result.passed else ("FAILED", "bold red")
    told = f"{mark:6} {printable(scenario.name)} ({result.seconds:.1f} s)"
    out.print(told, style=style, markup=False)
    if result.error:
        out.print(
            f"  {printable(str(scenario.path))}: {printable(result.error)}",
            style="red",
            markup=False,
        )
    for one in result.verdicts:
        failures = (*one.failures, *one.timing)
        if not failures:
            continue
        place = f"{scenario.path}:{one.step.line}"
        out.print(f"  {printable(place)}: {printable(one.step.name)}", markup=False)
        for told in failures:
            out.print(f"    {printable(told)}", style="red", markup=False)
        if one.outcome:
            for what in ("words", "answer", "shown"):
                if text := printable(getattr(one.outcome, what)):
                    out.print(f"    {what:6}  {text}", markup=False)


def _as_json(result: _Result) -> dict[str, Any]:
    return {
        "file": str(result.scenario.path),
        "name": result.scenario.name,
        "passed": result.passed,
        "seconds": round(result.seconds, 2),
        "error": result.error,
        "steps": [
            {
                "line": one.step.line,
                "step": one.step.name,
                "failures": [*one.failures, *one.timing],
                "turn": asdict(one.outcome) if one.outcome else None,
            }
            for one in result.verdicts
        ],
    }


def _junit(results: Sequence[_Result]) -> bytes:
    """A test suite of all scenarios: one case for each."""
    from xml.etree import ElementTree as Xml

    failed = sum(not one.passed and not one.error for one in results)
    suite = Xml.Element(
        "testsuite",
        name="voicecli",
        tests=str(len(results)),
        failures=str(failed),
        errors=str(sum(bool(one.error) for one in results)),
        time=f"{sum(one.seconds for one in results):.3f}",
    )
    for one in results:
        case = Xml.SubElement(
            suite,
            "testcase",
            classname=_xml(str(one.scenario.path)),
            name=_xml(one.scenario.name),
            time=f"{one.seconds:.3f}",
        )
        lines = [
            f"line {verdict.step.line}, {verdict.step.name}: {told}"
            for verdict in one.verdicts
            for told in (*verdict.failures, *verdict.timing)
        ]
        if one.error or lines:
            kind = "error" if one.error else "failure"
            told = Xml.SubElement(case, kind, message=_xml(one.error or lines[0]))
            told.text = _xml("\n".join(lines))
    written: bytes = Xml.tostring(suite, encoding="utf-8", xml_declaration=True)
    return written


def _xml(text: str) -> str:
    return NO_XML.sub("�", text)
