"""A reply that is about another topic of its interview, told by which topic it is nearest to."""

import pytest

from tests.fakes import WordEmbedder
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.judging.likeness import Comparer
from voicecli.interview.judging.other_topics import NEARER, OtherTopics
from voicecli.interview.plan import Question, QuestionKind, Topic, TopicKind

pytestmark = pytest.mark.unit

ORCHARD = "Which pruning of old apple trees in an orchard are you proudest of, and what did you do?"
CIDER = "How do you press, ferment and bottle cider when sugar is low and yeast is slow?"
PRESSED = (
    "We press in a rack press, ferment the cider slow with a wild yeast, and bottle when the sugar "
    "is low. In 2021 I racked nine hundred litres twice, and it was dry by Easter."
)


def topic(name: str, question: str, kind: TopicKind, asks: QuestionKind) -> Topic:
    seeks = ("the situation", "what you did yourself", "the result")
    return Topic(name, name, kind, "", 0.5, (Question(question, asks, seeks),))


def plan(kind: TopicKind = "strength", asks: QuestionKind = "behavioural") -> tuple[Topic, Topic]:
    return topic("orchard", ORCHARD, kind, asks), topic("cider", CIDER, "strength", "technical")


def verdict(prepared: tuple[Topic, ...], asked: Topic, reply: str = PRESSED) -> str:
    assessor = Assessor(WordEmbedder())
    assessor.prepare(prepared)
    question = asked.questions[0]
    return assessor.assess(question.text, question.seeks, asked, reply).verdict


def test_a_reply_is_nearer_to_the_topic_that_it_is_about() -> None:
    comparer = Comparer(WordEmbedder())
    orchard, cider = plan()
    others = OtherTopics(comparer)
    others.prepare((orchard, cider))
    whole = comparer.embed([PRESSED])[0]
    away, at_home = others.nearer(whole, orchard), others.nearer(whole, cider)
    assert away is not None
    assert away > NEARER
    assert at_home == pytest.approx(-away)


def test_nothing_is_nearer_where_no_other_topic_is_known() -> None:
    comparer = Comparer(WordEmbedder())
    orchard, _ = plan()
    others = OtherTopics(comparer)
    whole = comparer.embed([PRESSED])[0]
    assert others.nearer(whole, orchard) is None
    others.prepare((orchard,))
    assert others.nearer(whole, orchard) is None


def test_a_concrete_answer_to_another_topic_is_off_the_topic() -> None:
    orchard, cider = plan()
    assert verdict((orchard, cider), orchard) == "off-topic"
    assert verdict((orchard, cider), cider) != "off-topic"


def test_what_was_done_elsewhere_may_come_near_to_a_gap() -> None:
    orchard, cider = plan("gap")
    assert verdict((orchard, cider), orchard) == "partial"


def test_who_says_yes_or_no_has_answered() -> None:
    orchard, cider = plan()
    assert verdict((orchard, cider), orchard, "No, never. " + PRESSED) != "off-topic"
