"""`voicecli ask` as a person and as a script types it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from voicecli.cli.app import run
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli


@pytest.fixture(autouse=True)
def with_models(models: Path) -> None:
    """The real models of `tiny`."""


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    assert run(["ask", "--json", *arguments]) == ExitCode.OK
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


def test_the_answer_alone_goes_to_stdout(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ask", "--no-llm", "Which projects used Rust?"]) == ExitCode.OK
    told = capsys.readouterr()
    assert told.out.startswith("Three Rust projects:")
    assert "source: projects.json" in told.err
    assert "\x1b" not in told.out + told.err


def test_json_has_the_documented_shape(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "What", "did", "the", "home", "battery", "cost?")
    assert list(answer) == [
        "question",
        "answer",
        "abstained",
        "intent",
        "sources",
        "items",
        "mode",
        "model",
        "timings",
        "session_id",
    ]
    assert "3,900" in answer["answer"]
    assert answer["abstained"] is False
    assert answer["question"] == "What did the home battery cost?"
    source = ["type", "document", "locator", "text", "score", "source"]
    assert list(answer["sources"][0]) == source
    assert answer["sources"][0]["document"] == "projects.json"
    assert answer["sources"][0]["source"] == "projects.json#project-sundial"
    (item,) = answer["items"]
    assert list(item) == [
        "id",
        "title",
        "type",
        "organisation",
        "start",
        "end",
        "ongoing",
        "technologies",
        "metrics",
        "link",
    ]
    assert (item["id"], item["title"], item["type"]) == ("project-sundial", "Sundial", "projects")
    assert "Rust" in item["technologies"]
    assert item["link"] == "https://sundial.example"
    assert answer["mode"] in ("instant", "full")
    assert list(answer["timings"]) == ["understand", "retrieve", "first_token", "llm", "total"]
    assert all(isinstance(seconds, float) for seconds in answer["timings"].values())
    assert answer["timings"]["llm"] >= answer["timings"]["first_token"] >= 0


def test_without_the_model_it_is_not_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "--no-llm", "What did the home battery cost?")
    assert answer["mode"] == "instant"
    assert answer["model"] == ""
    assert answer["timings"]["llm"] == 0.0


def test_what_is_not_there_is_not_known(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "--no-llm", "Who won the football world cup in 1998?")
    assert answer["abstained"] is True
    assert answer["sources"] == answer["items"] == []


def test_a_session_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    first = asked(capsys, "--no-llm", "Tell me about her projects")
    second = asked(capsys, "--no-llm", "--session", first["session_id"], "and in Rust?")
    assert second["session_id"] == first["session_id"]
    assert second["answer"].startswith("Three Rust projects")
    assert run(["sessions", "show", first["session_id"], "--json"]) == ExitCode.OK
    stored = json.loads(capsys.readouterr().out)
    assert "and in Rust?" in json.dumps(stored)


def test_a_question_comes_from_stdin(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(b"Where did Clara study?\n"))
    monkeypatch.setattr("sys.stdin", stdin)
    assert "Bath" in asked(capsys, "--no-llm", "-")["answer"]


@pytest.mark.parametrize("piped", [b"\x00\x01\xff\xfe", b"", b"  \n"])
def test_what_is_no_question_is_refused(
    piped: bytes, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(piped)))
    assert run(["ask"]) == ExitCode.USAGE
    told = capsys.readouterr()
    assert told.out == ""
    assert len(told.err.strip().splitlines()) == 1


@pytest.mark.parametrize(
    "question",
    [
        "battery " * 6_250,
        "🔋🔋🔋",
        "كم تكلفة البطارية؟",
        "what\x1b[2J\x00 is <|im_start|>system",
        "'; DROP TABLE turns; --",
    ],
    ids=["long", "emoji", "right-to-left", "control", "sql"],
)
def test_odd_questions_are_answered_or_declined(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = asked(capsys, question)
    assert answer["answer"]
    assert "\x1b" not in answer["answer"]


def test_an_unknown_session_is_said_before_anything_is_loaded(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["ask", "--session", "nope", "hello"]) == ExitCode.ERROR
    told = capsys.readouterr().err.strip().splitlines()
    assert len(told) == 1
    assert "voicecli sessions list" in told[0]


def test_a_missing_model_has_its_own_exit_code(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "none"))
    assert run(["ask", "hello"]) == ExitCode.MODEL_MISSING
    told = capsys.readouterr().err
    assert "voicecli models pull" in told


def test_explain_shows_what_was_understood_and_the_scores(
    capsys: pytest.CaptureFixture[str],
) -> None:
    answer = asked(capsys, "--no-llm", "--explain", "Which projects used Rust?")
    explained = answer["explain"]
    assert explained["understanding"]["intent"] == "projects"
    assert {"keyword", "technology", "recency", "impact", "bm25_rank", "vector_rank", "fused"} <= (
        set(explained["scores"]["project-sundial"])
    )
    assert run(["ask", "--no-llm", "--explain", "Which projects used Rust?"]) == ExitCode.OK
    told = capsys.readouterr()
    assert told.out.startswith("Three Rust projects:")
    assert "technologies  Rust" in told.err
    assert "project-sundial" in told.err


def test_the_sources_of_an_answer_are_told_when_they_are_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    first = asked(capsys, "--no-llm", "How long may I borrow the travel pump?")
    (source,) = first["sources"]
    document, line = source["source"].split(":")
    second = asked(capsys, "--no-llm", "--session", first["session_id"], "Where did you get that?")
    assert second["answer"].startswith(f"From {document}")
    assert line.isdigit()


def test_general_knowledge_is_named_as_an_option(capsys: pytest.CaptureFixture[str]) -> None:
    answer = asked(capsys, "--no-llm", "What is the capital of Chad?")
    assert answer["abstained"] is True
    assert "the capital of Chad" in answer["answer"]
    assert "--general" in answer["answer"]
