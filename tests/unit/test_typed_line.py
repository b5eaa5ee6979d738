"""The line that is typed in a conversation: editing, history, completion, and how it looks."""

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from voicecli.cli.talk_help import keys_that_fit
from voicecli.cli.typing_completion import SlashCompleter
from voicecli.cli.typing_history import KEPT, TypedHistory
from voicecli.cli.typing_line import LONGEST_LINE, TypedLine
from voicecli.cli.typing_view import Written, choices_row, typed_rows
from voicecli.errors import StorageError
from voicecli.pipeline.orders import Choice

pytestmark = pytest.mark.unit

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"


RARE_KEYS = [
    *("\t", "\x1b[Z", "/mode ", "\x1b/", "\x1b*", "\x1b.", "\x1b#", "\x1b!", "\x1b\r", "\x1bOP"),
    *("\x1b[M abc", "\x1b[<0;1;1M", "\x1b[1;5R", "\x1b[6n", "\x1b[200~", "\x1b[201~"),
    *("\x11\x1b", "\x12", "\x13", "\x18(", "\x18)", "\x18e", "\x1b9\x1b9x", "\x0c", "\x1f", "\x00"),
]
"""Completion, macros, an editor, searching, counting, a mouse, a cursor's place, pastes."""


def choices(name: str) -> list[Choice]:
    if name == "session":
        raise StorageError("damaged", "It cannot be read.", "Repair it.")
    return [Choice("fast"), Choice("balanced", "as usual"), Choice("detailed")]


class Typist:
    """Types into a line and remembers what came of it."""

    def __init__(self, history: Path | None = None) -> None:
        self.shown: list[Written | None] = []
        slash = {"mode": "how much", "more": "the rest", "speed": "how fast", "session": "which"}
        self.line = TypedLine(
            TypedHistory(history), SlashCompleter(slash, choices), self.shown.append
        )

    def type(self, *keys: str) -> list[str]:
        sent: list[str] = []
        for key in keys:
            if not self.line.is_open:
                self.line.open()
            sent += self.line.type(key)
        return sent

    @property
    def text(self) -> str:
        return self.line.shown.text


@pytest.fixture
def typist() -> Typist:
    return Typist()


def test_enter_sends_the_line_and_closes_it(typist: Typist) -> None:
    assert typist.type("Hello", " there ", "\r") == ["Hello there"]
    assert not typist.line.is_open
    assert typist.shown[-1] is None


@pytest.mark.parametrize("close", ["\x03", "\x07", "\r", "   \r"])
def test_a_line_is_closed_and_nothing_is_sent(typist: Typist, close: str) -> None:
    assert typist.type(close) == []
    assert not typist.line.is_open


def test_end_of_input_closes_an_empty_line_alone(typist: Typist) -> None:
    typist.type("ab", LEFT, "\x04")
    assert typist.text == "a"
    typist.type("\x7f", "\x04")
    assert not typist.line.is_open


def test_keys_edit_it_as_in_a_shell(typist: Typist) -> None:
    typist.type("one two", "\x1bb", "and ", "\x05", "!", "\x01", "\x0b", "\x19", "\x19")
    assert typist.text == "one and two!" * 2


@pytest.mark.parametrize("breaks", ["\r", "\n", "\r\n", "\n\n", "\u2028"])
def test_several_lines_that_are_pasted_are_one_question(typist: Typist, breaks: str) -> None:
    pasted = f"\x1b[200~  What is{breaks}  Sundial{breaks}about? \x1b[201~"
    assert typist.type(pasted) == []
    assert typist.type("\r") == ["What is Sundial about?"]


def test_a_paste_steers_no_terminal_and_has_an_end(typist: Typist) -> None:
    typist.type("\x1b[200~a\x07\x9b31mb" + "x" * (LONGEST_LINE + 1) + "\x1b[201~", "y" * 9)
    assert typist.text.startswith("a31mbxxx")
    assert len(typist.text) == LONGEST_LINE


def test_what_comes_behind_a_line_is_the_next_one(typist: Typist) -> None:
    assert typist.type("one\rtwo\rthr") == ["one", "two"]
    assert typist.text == "thr"


def test_earlier_lines_come_back_and_what_was_typed_too(typist: Typist) -> None:
    typist.type("one\r", "two\r", "two\r", "thr")
    seen = [typist.type(key) or typist.text for key in (UP, UP, UP, DOWN, DOWN, DOWN)]
    assert seen == ["two", "one", "one", "two", "thr", "thr"]


def test_an_earlier_line_is_suggested_and_taken(typist: Typist) -> None:
    typist.type("What is Sundial?\r", "What")
    assert typist.line.shown.suggestion == " is Sundial?"
    typist.type(RIGHT)
    assert typist.text == "What is Sundial?"


def test_tab_completes_names_and_values_in_turn(typist: Typist) -> None:
    typist.type("/sp\t")
    assert typist.text == "/speed "
    typist.type("\x15/mo\t")
    assert typist.text == "/mode "
    assert [name for name, _ in typist.line.shown.choices] == ["/mode", "/more"]
    typist.type("\t")
    assert typist.text == "/more "
    typist.type("\x15/mode \t\x1b[Z")
    assert typist.text == "/mode detailed"
    typist.type("\x15/mode usual\t")
    assert typist.text == "/mode balanced"


def test_what_cannot_be_completed_stays(typist: Typist) -> None:
    for text in ("Hello", "/zzz", "/session 2", "/mode zzz"):
        typist.type("\x15", text, "\t")
        assert typist.text == text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.text(max_size=8), st.sampled_from([UP, DOWN, "\r", *RARE_KEYS]))))
def test_no_key_breaks_it(keys: list[str]) -> None:
    typist = Typist()
    for sent in typist.type(*keys):
        assert sent == sent.strip()
        assert sent.isprintable() or "\u200d" in sent or "\u200c" in sent
    shown = typist.line.shown
    assert 0 <= shown.cursor <= len(shown.text)
    typed_rows(shown, 20)
    choices_row(shown, 20)


def test_lines_are_kept_for_the_next_conversation_and_for_nobody_else(tmp_path: Path) -> None:
    file = tmp_path / "state" / "typed_history"
    Typist(file).type("My secret?\r", "/mode fast\r")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = Typist(file)
    again.type("My")
    assert again.line.shown.suggestion == " secret?"


def test_the_oldest_lines_go(tmp_path: Path) -> None:
    file = tmp_path / "typed_history"
    file.write_text("".join(f"{number}\n" for number in range(KEPT + 5)))
    assert TypedHistory(file).get_strings()[0] == "5"
    assert len(file.read_text().splitlines()) == KEPT
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_history_that_cannot_be_written_is_kept_in_mind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    typist = Typist(tmp_path / "file" / "typed_history")
    typist.type("One\r", "O")
    assert typist.line.shown.suggestion == "ne"


def test_off_the_record_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Typist(None).type("My secret?\r")
    assert not list(tmp_path.iterdir())


@given(st.text(st.characters(categories=["L", "So", "Zs"])), st.integers(2, 30), st.data())
def test_a_long_line_is_shown_in_rows_around_its_cursor(
    text: str, width: int, data: st.DataObject
) -> None:
    cursor = data.draw(st.integers(0, len(text)))
    rows = typed_rows(Written(text, cursor), width, most=3)
    lines = rows.plain.split("\n")
    assert len(lines) <= 3
    assert all(cell_len(line) <= width for line in lines)
    assert [span.style for span in rows.spans if "reverse" in str(span.style)] == ["reverse"]


def test_choices_fit_into_one_row() -> None:
    choices = tuple((f"2H0DZBA42{number}", "What about it? " * 9) for number in range(9))
    for width in (10, 40, 80):
        row = choices_row(Written("/session ", 9, choices=choices, chosen=8), width)
        assert cell_len(row.plain) <= width


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (80, "? keys · m mode · type or Space talk · q leave"),
        (30, "type or Space talk · q leave"),
        (26, "Space talk · q leave"),
        (10, "q leave"),
        (3, "q leave"),
    ],
)
def test_the_most_important_keys_are_shown(room: int, shown: str) -> None:
    assert keys_that_fit(["? keys", "m mode", "type or Space talk", "q leave"], room) == shown
