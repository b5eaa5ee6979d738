"""Columns in the terminal: all where there is room, the needed ones where there is little."""

import io

import pytest
from rich.console import Console

from voicecli.cli.aligned import print_aligned, print_columns

pytestmark = pytest.mark.unit

COLUMNS = {
    "ID": ["2H0A", "2H0B"],
    "LAST HELD": ["2026-03-01 10:00", "2026-03-02 10:00"],
    "STATE": ["over", "left"],
    "TITLE": ["Interview: Lead Solar Installer", "Interview: 日本語の先生"],
}


def shown(width: int, *, terminal: bool = True) -> list[str]:
    file = io.StringIO()
    console = Console(
        file=file, width=width, soft_wrap=True, force_terminal=terminal, color_system=None
    )
    print_columns(COLUMNS, ("STATE", "LAST HELD"), console, is_last_wrapped=True)
    return file.getvalue().splitlines()


@pytest.mark.parametrize(
    ("width", "names"),
    [
        (80, "ID LAST HELD STATE TITLE"),
        (50, "ID LAST HELD TITLE"),
        (40, "ID TITLE"),
        (24, "ID TITLE"),
    ],
)
def test_a_narrow_terminal_goes_without_some_columns(width: int, names: str) -> None:
    lines = shown(width)
    assert " ".join(lines[0].split()) == names
    assert max(map(len, lines)) <= width
    assert "2H0B" in lines[-2] + lines[-1]


def test_elsewhere_all_columns_stand_in_one_line_a_row() -> None:
    assert len(shown(24, terminal=False)) == 3
    assert "2026-03-02 10:00  left   Interview: 日本語の先生" in shown(24, terminal=False)[2]


def test_rows_without_cells_print_nothing() -> None:
    file = io.StringIO()
    print_aligned([], Console(file=file))
    assert not file.getvalue()
