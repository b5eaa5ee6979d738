"""What `ask --explain` shows of a question and of its passages' scores."""

import io

import pytest
from rich.console import Console

from voicecli.cli import explain
from voicecli.cli.explain import explanation, print_explanation
from voicecli.types import Event

pytestmark = pytest.mark.unit

EVENTS = [
    Event("understanding-end", 0.0, {
        "question": "Rust since 2021?", "intent": "projects", "confidence": 0.93, "guard": None,
        "slots": {"technologies": ("Rust",), "years": {"from": 2021, "to": None},
                  "follow_up": True},
    }),
    Event("retrieval-end", 0.0, {"passages": [], "abstained": False, "scores": {
        "loom": {"keyword": 0.5, "technology": 1.0, "bm25_rank": None, "cosine": 0.0, "fused": 0.4},
        "sieve": {"keyword": 0.25, "technology": 1.0, "bm25_rank": 1, "cosine": 0.0, "fused": 0.9},
    }}),
]  # fmt: skip


def test_it_says_what_was_understood_and_orders_the_scores(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(explain, "err", Console(file=file, width=100, no_color=True))
    print_explanation(explanation(EVENTS))
    lines = file.getvalue().splitlines()
    told = {line.split("  ")[-2].strip(): line.split("  ")[-1] for line in lines[:4]}
    assert told == {
        "intent": "projects (0.93)",
        "technologies": "Rust",
        "years": "from 2021",
        "follow up": "yes",
    }
    header, rows = lines[5], [line for line in lines if line.strip().startswith(("sieve", "loom"))]
    assert header.split() == ["passage", "keyword", "tech", "bm25", "fused"]
    assert rows[0].split() == ["sieve", "0.25", "1.00", "1", "0.90"]
    assert rows[1].split() == ["loom", "0.50", "1.00", "–", "0.40"]


def test_a_narrow_terminal_gets_a_list(monkeypatch: pytest.MonkeyPatch) -> None:
    file = io.StringIO()
    monkeypatch.setattr(explain, "err", Console(file=file, width=40, no_color=True))
    print_explanation(explanation(EVENTS))
    lines = file.getvalue().splitlines()
    assert max(map(len, lines)) <= 40
    assert lines.index("sieve") < lines.index("loom")
    assert "  keyword 0.25 · tech 1.00 · bm25 1" in "\n".join(lines)


def test_small_talk_has_no_scores(capsys: pytest.CaptureFixture[str]) -> None:
    told = explanation([Event("understanding-end", 0.0, {"intent": "greeting", "confidence": 1.0})])
    assert told["scores"] == {}
    print_explanation(told)
