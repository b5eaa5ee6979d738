from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicecli.errors import ExitCode, ReplayError
from voicecli.pipeline.acting import Played, Turned, judge
from voicecli.pipeline.comparing import Outcome
from voicecli.pipeline.scenarios import Expected, Step, read_scenario

pytestmark = pytest.mark.unit

SCENARIOS = Path(__file__).parents[1] / "scenarios"


def read(tmp_path: Path, text: str) -> object:
    (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
    return read_scenario(tmp_path / "s.yaml")


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_examples_are_scenarios(path: Path) -> None:
    assert read_scenario(path).steps


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "a scenario: must be a table"),
        ("steps: []", ":1: steps: must be a list"),
        ("name: a\nsteps:\n  - say: hi\n    loud: true", ":4: loud: is no key of say"),
        ("steps:\n  - say: hi\n    expect: {intnet: facts}", ":3: intnet: is no key of expect"),
        ("steps:\n  - say: hi\n    type: ho", ":2: a step: must have one of"),
        ("steps:\n  - hello", ":2: a step: begins with one of"),
        (
            "steps:\n  - say: hi\n    expect: {nothing: true, contains: x}",
            ":3: nothing: stands alone",
        ),
        (
            "steps:\n  - interrupt: {say: stop, after: 1, after_words: 2}",
            ":2: interrupt: has after and after_words",
        ),
        ("steps:\n  - wait: soon", ":2: wait: must be seconds, or answered"),
        ("steps:\n  - wait: -1", ":2: wait: must be seconds"),
        ("steps:\n  - silence: .nan", ":2: silence: must be a number"),
        ("steps:\n  - key: launch", ":2: key: must be one of talk"),
        ("steps:\n  - say: ''", ":2: say: must not be empty"),
        ("steps:\n  - say: [a]", ":2: say: must be text"),
        ("steps:\n  - interrupt: {after: 1}", ":2: interrupt: needs `say`"),
        ("steps:\n  - say: a\n    speed: 9", ":3: speed: must lie between"),
        ("steps:\n  - say: a\n    expect: {matches: '('}", "is no regular expression"),
        ("steps:\n  - say: a\n    expect: {abstains: maybe}", "must be true or false"),
        ("steps:\n  - audio: missing.wav", ":2: audio: is no file"),
        ("setup: {content: nowhere}\nsteps: [{say: a}]", ":1: content: is no folder"),
        ("setup: {day: someday}\nsteps: [{say: a}]", ":1: day: must be a date"),
        ("setup: {person: ../x}\nsteps: [{say: a}]", ":1: person: must be"),
        ("setup: {documents: {../x.md: a}}\nsteps: [{say: a}]", "is no name of a file"),
        ("setup: {documents: {/x.md: a}}\nsteps: [{say: a}]", "is no name of a file"),
        ("steps: [{say: a}]\nsteps: [{say: b}]", ":2: steps: stands there twice"),
        ("steps: [{say: !!python/object/apply:os.system [ls]}]", "YAML"),
        ("steps: [", ":1: YAML"),
        ("1: 2", "is no key"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_key(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ReplayError) as raised:
        read(tmp_path, text)
    assert told in str(raised.value)
    assert raised.value.exit_code == ExitCode.USAGE


def test_aliases_cannot_grow_without_bound(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(ReplayError, match="too large"):
        read(tmp_path, "\n".join(lines))


def test_an_alias_to_itself_ends(tmp_path: Path) -> None:
    with pytest.raises(ReplayError):
        read(tmp_path, "steps: &a [*a]")


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80))
def test_any_text_is_read_or_refused(tmp_path: Path, text: str) -> None:
    told = ""
    try:
        read(tmp_path, text.encode("utf-8", "replace").decode())
    except ReplayError as error:
        told = str(error)
    assert "\n" not in told


def played(expect: Expected) -> Played:
    return Played(Step("say", "hi", 1, expect=expect), 0.0, said=1.0)


OUTCOME = Outcome(
    1,
    "What is new?",
    intent="facts",
    sources=("faq.md:3",),
    answer="A pond.",
    shown="The speed is 1.5 now.",
    heard="A pond.",
)


@pytest.mark.parametrize(
    "expected",
    [
        Expected(contains=("POND",), source=("FAQ.md",), intent="facts", abstains=False),
        Expected(matches="^a .ond", not_contains=("lake",), words="what is new"),
        Expected(heard_less_than=3, stopped=False, mode="fast", persona=""),
        Expected(within=2.0),
        Expected(contains=("is 1.5 now",)),
    ],
)
def test_what_is_expected_passes(expected: Expected) -> None:
    turn = Turned(OUTCOME, 1.2, 1.5, 0.5, "fast", "")
    assert judge(expected, turn, played(expected)) == ((), ())


@pytest.mark.parametrize(
    "expected",
    [
        Expected(contains=("lake",)),
        Expected(not_contains=("pond",)),
        Expected(matches="^pond"),
        Expected(source=("cv.pdf",)),
        Expected(intent="projects"),
        Expected(abstains=True),
        Expected(mode="fast"),
        Expected(command="stop"),
        Expected(persona="pirate"),
        Expected(words="what is blue"),
        Expected(heard_less_than=2),
        Expected(stopped=True),
        Expected(nothing=True),
    ],
)
def test_what_is_not_as_expected_is_told(expected: Expected) -> None:
    turn = Turned(OUTCOME, 1.2, 1.5, 0.5)
    failures, timing = judge(expected, turn, played(expected))
    assert len(failures) == 1
    assert timing == ()


def test_time_that_the_computer_worked_counts_as_time() -> None:
    expected = Expected(within=0.8)
    turn = Turned(OUTCOME, 1.2, 1.5, 0.5)
    assert judge(expected, turn, played(expected))[1] == (
        "the first sound came after 1.00 s, not within 0.8 s",
    )


def test_no_turn_is_a_failure_unless_nothing_was_expected() -> None:
    assert judge(Expected(intent="facts"), None, played(Expected()))[0] == ("nothing was answered",)
    assert judge(Expected(nothing=True), None, played(Expected()))[0] == ()
