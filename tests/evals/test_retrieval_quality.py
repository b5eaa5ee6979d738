"""Figures of search and abstention over the sample content, with what each may fall to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from voicecli.pipeline.index import index_content
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.retrieval.evidence import Query
from voicecli.retrieval.schema import prepare
from voicecli.retrieval.search import Searcher
from voicecli.retrieval.windows import nearest_sentences
from voicecli.shipped import shipped
from voicecli.storage.database import open_database

pytestmark = pytest.mark.evals

ANSWERED = [
    ("What did the battery cost?", "3,900 pounds"),
    ("How long may I borrow the travel pump?", "borrowed for one week"),
    ("Where may I charge the battery of my electric bicycle?", "Charging inside"),
    ("How much do I get for a hotel in London?", "135 pounds a night in London"),
    ("When is the money paid back?", "on the 28th"),
    ("What is the mileage for my own car?", "45 pence"),
    ("How accurate is Hedgerow?", "94 percent"),
    ("What did she do at Tallow and Reed?", "weeding robot"),
    ("How many tunes does Tin Whistle know?", "6,400 tunes"),
    ("Has she built something for deaf people?", "hard of hearing"),
    ("Who do I tell about an injury?", "Tell Otto about every injury"),
    ("Can carbon rims be repaired?", "Carbon rims are not repaired"),
    ("How long does the paint have to dry?", "dry for 48 hours"),
    ("How big is the team she leads?", "team of six"),
    ("Does she speak Dutch?", "English, Dutch"),
    ("May I charge an e-bike inside?", "Charging inside the building is forbidden"),
    ("What does a punch card cost?", "punch card cost 24 pounds"),
    ("Is there a deposit for the pump?", "deposit of 15 pounds"),
    ("When is the workshop open on Sundays?", "on Sunday from 11:00 to 17:00"),
    ("What happens to abandoned bikes?", "red ribbon after four weeks"),
    ("I lost my company card, what now?", "Report a lost card"),
    ("Can I get a rental car?", "A hire car is allowed"),
    ("When do I start work after coming home at night?", "starts work at noon"),
    ("Which tools are locked away?", "stay in the locked drawer"),
    ("How precise is the kiln thermometer?", "error of two degrees"),
    ("Who answers questions about travel?", "Questions go to Priya"),
    ("What is her email address?", "clara@fennimore.example"),
    ("In which city does Clara live?", "Bristol, England"),
    ("How far did the rowing robot go?", "12.6 kilometres"),
    ("Where was the paper about weeds published?", "wet leaves confuse"),
    ("What was the final project of the bachelor?", "a hearing aid from spare parts"),
    ("What do I get for breakfast?", "9 pounds"),
    ("How quickly does Door Knock react?", "Reacts in 0.4 seconds"),
    ("How much may I withdraw in cash?", "60 euros a week"),
]
"""Questions and a part of the text that answers."""

UNANSWERABLE = [
    "Is there a lathe in the workshop?",
    "What is Clara's salary?",
    "Does she know COBOL?",
    "How many calories does a loaf have?",
    "Did she ever work at Google?",
    "Does the company pay for a gym membership?",
    "How tall is Clara?",
    "What is the wifi password of the workshop?",
    "Can I bring my dog to the workshop?",
    "What is her phone number?",
    "Is Clara married?",
    "How many wheels does Row Row have?",
    "What colour is the Sundial case?",
    "Who founded Halcyon Grid?",
    "What is the parental leave policy?",
    "Does the workshop sell helmets online?",
    "Which football team does Clara support?",
    "What is the pension contribution?",
    "Do you repair scooters?",
    "What does a helicopter cost?",
    "What is the capital of Mongolia?",
    "When was Clara born?",
]


@pytest.fixture(scope="module")
def embedder(models: Path) -> MiniLmEmbedder:
    return MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1)


@pytest.fixture(scope="module")
def searcher(
    embedder: MiniLmEmbedder, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    with open_database(tmp_path_factory.mktemp("index") / "index.db") as db:
        prepare(db)
        list(index_content(db, embedder, shipped("content")))
        yield Searcher(db, embedder)


def share(values: list[bool]) -> float:
    return sum(values) / len(values)


def test_the_right_passage_comes_first(searcher: Searcher) -> None:
    found = [(searcher.search(question).passages, gold) for question, gold in ANSWERED]
    assert share([gold in passages[0].text for passages, gold in found]) >= 0.85
    assert share([any(gold in p.text for p in passages[:3]) for passages, gold in found]) >= 0.94


def test_the_best_sentences_hold_the_answer(searcher: Searcher) -> None:
    held = []
    for question, gold in ANSWERED:
        best = nearest_sentences(
            searcher, Query.of(question), searcher.search(question).passages, 2
        )
        held.append(any(gold in sentence for sentence, _ in best))
    assert share(held) >= 0.8


def test_what_is_not_there_is_refused_and_what_is_there_answered(searcher: Searcher) -> None:
    def refused(question: str) -> bool:
        return not searcher.search(question).evidence.answers

    assert share([refused(question) for question in UNANSWERABLE]) >= 0.65
    assert share([refused(question) for question, _ in ANSWERED]) <= 0.09
