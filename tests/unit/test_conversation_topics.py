"""Keywords, topics, telling sentences and written summaries, without a model."""

from collections.abc import Iterable, Sequence

import numpy as np
import pytest

from tests.unit.test_turn_taking import conversation
from voicecli.analysis.keywords import keywords
from voicecli.analysis.said import Said, sentences
from voicecli.analysis.summary import quotes
from voicecli.analysis.topics import borders, topics
from voicecli.pipeline.analyze import Analysts, analyze
from voicecli.pipeline.written_summary import Writer
from voicecli.types import Message, Transcript

pytestmark = pytest.mark.unit

GARDEN = (
    "The roses in the garden need a lot of water in summer.",
    "My neighbour gives her roses coffee grounds and water.",
    "The garden soil is dry and the roses look tired.",
    "We should cut the roses before the garden party begins.",
    "The garden hose leaks water near the roses again.",
    "Nobody waters the garden when the roses bloom in July.",
    "The old roses climb over the wall of the garden shed.",
    "A gardener told me to water roses only in the morning.",
    "This garden had yellow roses before the frost came in May.",
    "The water in the garden barrel is enough for the roses.",
)
MONEY = (
    "The bank changed the interest rate for our loan again.",
    "Our loan at the bank costs more interest every year.",
    "The interest of the second loan is even higher.",
    "I asked the bank whether we can repay the loan early.",
    "The bank wants a fee when a loan ends too soon.",
    "Another bank offers a loan with half the interest.",
    "The loan runs for ten years and the bank keeps the deed.",
    "My sister works at a bank and knows every kind of loan.",
    "Without interest the loan would have been paid in spring.",
    "Our bank wrote that the interest on loans will rise.",
)


def talk(*texts: str) -> tuple[Said, ...]:
    return sentences(spoken(*texts))


def spoken(*texts: str) -> Transcript:
    return conversation(*((5.0 * n, "AB"[n % 2], text) for n, text in enumerate(texts)))


def test_keywords_are_what_is_said_often_and_means_something() -> None:
    found = [one.text for one in keywords([*GARDEN], None)]
    assert found[0] == "roses"
    assert {"garden", "water"} <= set(found)
    assert not {"the", "again", "need"} & set(found)


def test_a_phrase_stands_for_its_words() -> None:
    found = keywords(
        ["The login bug is old.", "Fix the login bug.", "Is the login bug gone?"], None
    )
    assert [one.text for one in found] == ["login bug"]
    assert found[0].count == 3


def test_once_is_no_keyword_and_nothing_has_none() -> None:
    assert keywords(["A zebra."], None) == ()
    assert keywords([], None) == ()


def test_two_topics_are_parted_where_they_change() -> None:
    first, second = topics(talk(*GARDEN, *MONEY), None)
    assert second.start == pytest.approx(50.0, abs=5.0)  # pieces are two sentences long
    assert "roses" in first.title
    assert "loan" in second.title


def test_one_topic_stays_one() -> None:
    assert len(topics(talk(*GARDEN), None)) == 1
    assert topics((), None) == ()


def test_chance_makes_no_border() -> None:
    random = np.random.default_rng(3)
    counts = []
    for _ in range(20):
        vectors = random.standard_normal((60, 32)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        counts.append(len(borders(vectors)))
    assert float(np.mean(counts)) < 1


def test_borders_of_clear_parts_are_exact() -> None:
    random = np.random.default_rng(5)
    middles = random.standard_normal((3, 32))
    rows = np.repeat(middles, (20, 15, 25), axis=0) + 0.5 * random.standard_normal((60, 32))
    unit = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    assert borders(unit) == [20, 35]


def test_telling_sentences_are_quotes_from_each_topic() -> None:
    said = talk(*GARDEN, "Okay.", "Where is it?", *MONEY)
    parts = topics(said, None)
    found = quotes(said, parts, None, "en")
    assert {quote.text for quote in found} <= {*GARDEN, *MONEY}
    assert {quote.text in GARDEN for quote in found} == {True, False}
    assert [quote.start for quote in found] == sorted(quote.start for quote in found)


def test_nothing_of_any_length_gives_no_quotes() -> None:
    assert quotes(talk("Okay.", "Yeah."), (), None, "en") == ()


def writer(*written: str) -> Writer:
    def write(messages: Sequence[Message]) -> Iterable[str]:
        assert "roses" in messages[-1].text
        return written

    return Writer("a model", write)


def test_a_written_sentence_that_the_words_do_not_hold_is_cut() -> None:
    by = Analysts(
        writer=writer(
            "The roses in the garden need a lot of water in summer.",
            "The tulips in the garden died in 1987.",
            "B says that the roses in the garden need a lot of water in summer.",
        )
    )
    summary = analyze(spoken(*GARDEN), "x", by).analysis.summary
    assert [one.text for one in summary.written] == [GARDEN[0]]
    assert summary.written[0].support.start == 0.0
    assert (summary.model, summary.cut) == ("a model", 2)


def test_limits_say_what_cannot_be_known() -> None:
    alone = analyze(conversation((0.0, None, "Guten Morgen zusammen.")), "x", Analysts()).analysis
    told = " ".join(alone.limits)
    assert "not known who spoke" in told
    assert "no recording" in told
    several = analyze(spoken(*GARDEN), "x", Analysts()).analysis
    assert several.overlap_seconds is None
    assert "known from the words alone" in " ".join(several.limits)


def test_other_languages_get_figures_and_no_english_rules() -> None:
    transcript = conversation((0.0, "A", "Ich werde dich morgen anrufen."), (4.0, "B", "Gut."))
    german = Transcript(transcript.segments, "de", 5.0)
    found = analyze(german, "x", Analysts()).analysis
    assert found.speakers[0].words == 5
    assert (found.actions, found.keywords, found.topics) == ((), (), ())
    assert "'de'" in " ".join(found.limits)
