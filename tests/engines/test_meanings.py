"""What questions mean, by the real embedding model: for those that no cue knows."""

from pathlib import Path

import pytest

from tests.unit.understanding_world import TODAY, VOCABULARY
from voicecli.retrieval.embedder import MiniLmEmbedder
from voicecli.types import RecordType
from voicecli.understanding import Meanings, understand

pytestmark = pytest.mark.engines

ASKED = {
    "Is there an invention for people who ride to work?": "projects",
    "Has she ever calmed an angry crowd?": "experience",
    "Was she ever sent to another continent?": "experience",
    "Is she allowed to steer a ship?": "education",
    "an essay about the loneliness of nurses": "publications",
    "Does she own a boat?": "person",
    "the heating is broken, whom do I tell": "document",
    "may I leave my suitcase here": "document",
    "why did the miller hide the sack": "document",
    "who could not come to the assembly": "document",
    "how do I get wine out of a carpet": "off_topic",
    "which film should we watch on Friday": "off_topic",
    "could you tell me what entropy is": "general",
    "tell me what sort of questions you can answer": "help",
    "lovely, you have been very helpful": "thanks",
}
"""None of them stands among the examples."""


@pytest.fixture(scope="module")
def meanings(models: Path, tmp_path_factory: pytest.TempPathFactory) -> Meanings:
    embedder = MiniLmEmbedder(models / "all-minilm-l6-v2-int8", 1)
    return Meanings(embedder, tmp_path_factory.mktemp("meanings"))


def test_the_meaning_tells_what_is_asked_for(meanings: Meanings) -> None:
    near = {question: meanings.shares(question) for question in ASKED}
    wrong = {
        question: max(shares, key=lambda intent: shares[intent])
        for question, shares in near.items()
        if max(shares, key=lambda intent: shares[intent]) != ASKED[question]
    }
    assert len(wrong) <= 4, wrong


def test_it_helps_where_cues_are_silent(meanings: Meanings) -> None:
    """Cues and meaning together, and cues alone, over content that speaks of none of it."""
    both = sum(
        understand(question, VOCABULARY, TODAY, None, meanings).intent == intent
        for question, intent in ASKED.items()
    )
    alone = sum(
        understand(question, VOCABULARY, TODAY).intent == intent
        for question, intent in ASKED.items()
    )
    assert both >= max(11, alone)


def test_a_declared_type_is_near_to_what_it_says(meanings: Meanings) -> None:
    brews = RecordType("brews", "brew", ("beer",), ("what can I drink *",))
    shares = meanings.shares("I am thirsty, is there a dark beer", [brews])
    assert shares["brews"] == max(shares.values())
