"""Answers kept for the same question asked again."""

from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from voicecli.pipeline.cached import keep_answer
from voicecli.storage import answers
from voicecli.storage.answers import AnswerCache
from voicecli.storage.database import open_database
from voicecli.types import Event, Passage, as_json

pytestmark = pytest.mark.storage

ANSWER = {"sentences": [["It cost 3,900 pounds – “all in”.", "extract"]], "abstained": False}


def test_an_answer_is_found_again_as_it_was(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        AnswerCache(db).keep("k", 3, ANSWER)
    with open_database(tmp_path / "v.db", read_only=True) as db:
        assert AnswerCache(db).find("k") == ANSWER
        assert AnswerCache(db).find("other") is None


def test_answers_of_other_content_go(tmp_path: Path) -> None:
    with open_database(tmp_path / "v.db") as db:
        cache = AnswerCache(db)
        cache.keep("old", 3, ANSWER)
        cache.keep("new", 4, ANSWER)
        assert cache.find("old") is None
        assert cache.find("new") == ANSWER


def test_the_oldest_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "MOST", 2)
    seconds = count()
    start = datetime(2026, 1, 1, tzinfo=UTC)
    with open_database(tmp_path / "v.db") as db:
        cache = AnswerCache(db, now=lambda: start + timedelta(seconds=next(seconds)))
        for key in ("a", "b", "c"):
            cache.keep(key, 1, ANSWER)
        assert [cache.find(key) is not None for key in ("a", "b", "c")] == [False, True, True]


def passage(key: str) -> dict[str, Any]:
    return as_json(
        Passage(key, "document", key, f"{key}.md", "line 1", "Text.", 0.5, f"{key}.md:1")
    )


def test_the_source_of_what_a_model_added_is_kept_with_it(tmp_path: Path) -> None:
    found: dict[str, Any] = {"passages": [passage("a")], "abstained": False, "cached": False}
    said: list[dict[str, Any]] = [
        {"text": "One.", "source": "extract"},
        {"text": "Two.", "source": "llm", "passage": passage("b")},
        {"text": "Three.", "source": "llm", "passage": passage("a")},
    ]
    events = [
        Event("understanding-end", 0.0, {"question": "Why?"}),
        Event("retrieval-end", 0.1, {**found, "answer_key": "k", "content_version": 1}),
        *(Event("llm-text", 0.2, {"index": index, **one}) for index, one in enumerate(said)),
    ]
    with open_database(tmp_path / "v.db") as db:
        cache = AnswerCache(db)
        keep_answer(cache, events)
        kept = cache.find("k")
    assert kept is not None
    assert [one["id"] for one in kept["passages"]] == ["a", "b"]
