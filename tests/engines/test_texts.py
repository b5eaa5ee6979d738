"""Which text answers, with the real embedding model over a small content without records."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from voicecli.pipeline.index import index_content
from voicecli.retrieval.choice import Choice, Shown
from voicecli.retrieval.choosing import Chooser
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.scores import Weights
from voicecli.retrieval.search import Searcher
from voicecli.storage.database import open_database
from voicecli.types import Understanding

pytestmark = pytest.mark.engines

CV = """# Tove Lind

Glass blower, Kalmar
tove@lind-glass.example | +46 480 55 01 22

## Profile

Glass blower with twenty years at the furnace. I make lamps and bowls for small hotels.

## Employment

### Master blower, Lind Glass

March 2015 – present. Runs a studio of three people.

### Apprentice, Boda Works

June 2004 – August 2009. Learned to cut and polish.

## Education

Diploma in glass making, Orrefors School, 2004.

## Interests

Rowing, bread and old maps.
"""
TOOLS = """tool,place,price,lent to
Blowpipe,studio,90,
Diamond saw,cellar,1400,Ola Berg
Kiln,studio,5200,
"""
HANDBOOK = """# Studio handbook

## Furnace

The furnace is lit at five in the morning. If the panel says F-31, close the gas and call Tove.

## Annealing

Annealing is the slow cooling that takes the stress out of glass.

© 2024

## Bills

Invoice 1043 was paid in June. Invoice 1044 is still open.
"""


@pytest.fixture(scope="module")
def chooser(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chooser]:
    folder = tmp_path_factory.mktemp("content")
    for name, text in (("cv.md", CV), ("tools.csv", TOOLS), ("handbook.md", HANDBOOK)):
        (folder / name).write_text(text, encoding="utf-8")
    with (
        MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1) as embedder,
        open_database(tmp_path_factory.mktemp("index") / "index.db") as db,
    ):
        prepare(db)
        assert all(one.action == "added" for one in index_content(db, embedder, folder))
        yield Chooser(Searcher(db, embedder), Weights(40, 30, 20, 10))


def chosen(chooser: Chooser, question: str, intent: str = "document", **slots: Any) -> Choice:
    asked = Understanding(question, intent, 1.0, slots)
    return chooser.choose(asked, Shown(), date(2025, 6, 1))


def said(choice: Choice) -> str:
    return " ".join(sentence for sentence, _ in choice.sentences)


@pytest.mark.parametrize(
    ("question", "type_", "answer"),
    [
        ("Where did she study?", "education", "Orrefors School"),
        ("What was her job at Boda Works?", "experience", "Apprentice, Boda Works."),
        ("What did she learn at Orrefors?", "education", "Diploma in glass making"),
    ],
)
def test_a_kind_without_records_is_told_by_the_part_that_is_called_so(
    chooser: Chooser, question: str, type_: str, answer: str
) -> None:
    choice = chosen(chooser, question, type_, types=(type_,))
    assert choice.kind == "passage"
    assert answer in said(choice)


def test_what_goes_on_now_goes_first(chooser: Chooser) -> None:
    choice = chosen(chooser, "Her job now?", "experience", types=("experience",), current=True)
    assert said(choice).startswith("Master blower, Lind Glass.")


def test_a_field_of_the_person_is_told_by_its_part(chooser: Chooser) -> None:
    assert said(chosen(chooser, "What are her hobbies?", "person")) == "Rowing, bread and old maps."


def test_a_word_that_the_content_explains_is_no_general_knowledge(chooser: Chooser) -> None:
    assert "slow cooling" in said(chosen(chooser, "What is annealing?", "general"))
    assert chosen(chooser, "What is the capital of Mongolia?", "general").kind == "nothing"


@pytest.mark.parametrize(
    ("question", "answer"),
    [("What does F-31 mean?", "close the gas"), ("Is invoice 1044 paid?", "Invoice 1044")],
)
def test_only_what_holds_a_code_answers(chooser: Chooser, question: str, answer: str) -> None:
    assert answer in said(chosen(chooser, question))


@pytest.mark.parametrize("question", ["What does F-32 mean?", "Is invoice 1045 paid?"])
def test_a_code_that_stands_nowhere_is_refused(chooser: Chooser, question: str) -> None:
    choice = chosen(chooser, question)
    assert choice.kind == "nothing"
    assert choice.passages, "the nearest is offered"


@pytest.mark.parametrize(
    ("question", "answer", "source"),
    [
        ("How much did the diamond saw cost?", "Diamond saw", "tools.csv:3"),
        ("Where is the kiln?", "Kiln", "tools.csv:4"),
    ],
)
def test_of_a_table_the_row_answers_with_its_line(
    chooser: Chooser, question: str, answer: str, source: str
) -> None:
    choice = chosen(chooser, question)
    assert [one.source for one in choice.passages] == [source]
    assert answer in said(choice)
    assert "Blowpipe" not in said(choice)


def test_all_rows_that_hold_what_is_asked_answer(chooser: Chooser) -> None:
    choice = chosen(chooser, "Which tools are in the studio?")
    assert {one.source for one in choice.passages} == {"tools.csv:2", "tools.csv:4"}


def test_a_way_to_reach_somebody_is_told_by_its_shape(chooser: Chooser) -> None:
    assert "+46 480" in said(chosen(chooser, "What is her phone number?", asks="contact"))
    assert chosen(chooser, "What is her homepage?", asks="contact").passages


@pytest.mark.parametrize(
    ("question", "name", "beginning"),
    [
        ("Tell me about Tove Lind", "cv.md", "Glass blower with twenty years"),
        ("Summarise the studio handbook", "handbook.md", "The furnace is lit at five"),
    ],
)
def test_a_document_as_a_whole_is_told_by_how_it_begins(
    chooser: Chooser, question: str, name: str, beginning: str
) -> None:
    choice = chosen(chooser, question, items=(name,))
    assert said(choice).startswith(beginning)


def test_a_mark_of_ownership_is_told_beside_nothing(chooser: Chooser) -> None:
    assert "©" not in said(chosen(chooser, "How is stress taken out of glass?"))


def test_rows_are_compared_by_their_cells(chooser: Chooser) -> None:
    choice = chosen(chooser, "Which tools cost more than 1,000 pounds?", asks="money")
    assert [one.source for one in choice.passages] == ["tools.csv:3", "tools.csv:4"]
    assert "Blowpipe" not in said(choice)
