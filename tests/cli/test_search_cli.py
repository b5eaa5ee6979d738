"""`voicecli search` as a person types it."""

import json
from pathlib import Path

import pytest

from voicecli.cli.app import run
from voicecli.errors import ExitCode

pytestmark = pytest.mark.cli

FIELDS = ["id", "type", "title", "document", "locator", "text", "score", "source", "scores"]
SCORES = {"keyword", "technology", "recency", "impact", "bm25_rank", "vector_rank", "cosine"}


def test_the_first_search_builds_the_index_and_prints_the_contract(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(["search", "What did the battery cost?", "-n", "3", "--json"]) == ExitCode.OK
    captured = capsys.readouterr()
    found = json.loads(captured.out)
    assert [list(entry) for entry in found] == [FIELDS] * 3
    assert found[0]["id"] == "project-sundial"
    assert "3,900 pounds" in found[0]["text"]
    assert isinstance(found[0]["score"], float)
    assert found[0]["source"] == "projects.json#project-sundial"
    assert set(found[0]["scores"]) >= SCORES
    assert "Using the sample content" in captured.err
    assert "Building the index" in captured.err
    assert run(["search", "battery", "--json"]) == ExitCode.OK
    assert "Building the index" not in capsys.readouterr().err


def test_a_person_sees_title_text_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "hotel in London", "-n", "1"]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1. Halcyon Grid: travelling for work › Hotels  document · 0.")
    assert "135 pounds a night in London" in lines[1]
    assert lines[-1] == "   travel-policy.md:19"
    assert "\x1b" not in "".join(lines)


def test_a_type_is_kept_and_an_unknown_one_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "Rust", "--type", "projects", "-n", "9", "--json"]) == ExitCode.OK
    assert {entry["type"] for entry in json.loads(capsys.readouterr().out)} == {"projects"}
    assert run(["search", "Rust", "--type", "poems"]) == ExitCode.USAGE
    assert "document, education, experience" in capsys.readouterr().err


def test_brackets_in_content_are_no_markup(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.txt").write_text("Notes\n\nWrite [bold] and [/x] as they are.\n")
    monkeypatch.setenv("VOICECLI_PATHS_CONTENT", str(tmp_path / "mine"))
    assert run(["search", "write"]) == ExitCode.OK
    captured = capsys.readouterr()
    assert "Write [bold] and [/x] as they are." in captured.out
    assert "sample" not in captured.err


def test_content_cannot_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.json").write_text(
        '{"title": "Red \\u001b[31m", "summary": "a\\u0007b"}'
    )
    monkeypatch.setenv("VOICECLI_PATHS_CONTENT", str(tmp_path / "mine"))
    assert run(["search", "red"]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "ab" in shown
    assert not {"\x1b", "\x07"} & set(shown)


@pytest.mark.parametrize("question", ["", "   ", "\n"])
def test_an_empty_question_is_a_usage_error(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", question]) == ExitCode.USAGE
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1


@pytest.mark.parametrize("question", ['" OR *', "🙂", "שלום", "x" * 50_000, "--", "'; DROP TABLE"])
def test_hostile_questions_find_something(
    question: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["search", "--json", "--", question]) == ExitCode.OK
    assert len(json.loads(capsys.readouterr().out)) == 5


def test_a_missing_model_has_its_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICECLI_PATHS_MODELS", str(tmp_path / "no-models"))
    assert run(["search", "Rust"]) == ExitCode.MODEL_MISSING
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "voicecli models pull" in captured.err


def test_a_named_folder_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VOICECLI_PATHS_CONTENT", str(tmp_path / "nowhere"))
    assert run(["search", "Rust"]) == ExitCode.ERROR
    assert "nowhere is not there" in capsys.readouterr().err


def test_an_empty_folder_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("VOICECLI_PATHS_CONTENT", str(tmp_path / "empty"))
    assert run(["search", "Rust", "--json"]) == ExitCode.OK
    assert capsys.readouterr().out == "[]\n"


def test_a_question_names_its_filters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["search", "Rust projects since 2023", "--json", "-n", "9"]) == ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert found
    assert {entry["type"] for entry in found} == {"projects"}
    assert all("Rust" in entry["text"] for entry in found)
    assert run(["search", "Rust projects since 2023"]) == ExitCode.OK
    assert "Only: projects, Rust, 2023 to today." in capsys.readouterr().err
    assert run(["search", "Rust projects since 2023", "--as-written"]) == ExitCode.OK
    assert "Only" not in capsys.readouterr().err
