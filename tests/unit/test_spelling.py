"""Names are written as the person writes them, and nothing else is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.pipeline.spelling import LexiconStage, repair
from voicecli.stt.lexicon import Lexicon, Spelling
from voicecli.types import Repair, Segment, Transcript, Word

pytestmark = pytest.mark.unit

LEXICON = Lexicon(
    (
        Spelling("Kubernetes"),
        Spelling("PostgreSQL"),
        Spelling("QGIS"),
        Spelling("Nextcloud"),
        Spelling("Notebook"),
        Spelling("Will"),
        Spelling("Traefik", ("traffic",)),
        Spelling("Siobhan Byrne", ("Shivon Burn",)),
        Spelling("Thorvaldsen"),
        Spelling("Anna"),
        Spelling("Hanna"),
        Spelling("C#", ("C sharp",)),
        Spelling("C++"),
    )
)


def said(text: str, probability: float = 1.0, language: str = "en") -> Transcript:
    """Half a second for every word."""
    words = tuple(
        Word(n / 2, n / 2 + 0.4, f" {word}", probability, "Ben")
        for n, word in enumerate(text.split(" "))
    )
    return Transcript((Segment(0.0, len(words) / 2, f" {text}", words, "Ben"),), language, 9.0)


@pytest.mark.parametrize(
    ("heard", "probability", "right"),
    [
        ("We use kubernetes, mostly.", 1.0, "We use Kubernetes, mostly."),
        ("We use Cooper Nettys now.", 0.3, "We use Kubernetes now."),
        ("The post gre SQL's index", 0.9, "The PostgreSQL's index"),
        ("a Q G I S map", 0.9, "a QGIS map"),
        ("on (next cloud)!", 1.0, "on (Nextcloud)!"),
        ("ask Shivon burn.", 1.0, "ask Siobhan Byrne."),
        ("ask Shiven Byrne.", 0.5, "ask Siobhan Byrne."),
        ("the traffic is", 1.0, "the Traefik is"),
        ("by Thorveltson there", 0.6, "by Thorvaldsen there"),
        ("in c sharp, not", 1.0, "in C#, not"),
    ],
)
def test_a_name_is_repaired(heard: str, probability: float, right: str) -> None:
    transcript = repair(said(heard, probability), LEXICON)
    assert transcript.text == right
    assert "".join(word.text for word in transcript.segments[0].words) == f" {right}"
    assert len(transcript.repairs) == 1


@pytest.mark.parametrize(
    "text",
    [
        "I will write it into a note book, or a notebook.",
        "Anna and Hanna met Anna's friend.",
        "Two Thorvaldsens and one Thorvaldsen came.",
        "Next, cloud by cloud, it went dark.",
        "Cooper. Nettys is another name.",
        "She is a prefect in the next county; there are two hundred of them.",
        "Neither C++ nor C# nor C.",
        "",
        " ... - ",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    transcript = said(text)
    assert repair(transcript, LEXICON) is transcript


def test_times_speakers_and_a_trail_are_kept() -> None:
    transcript = repair(said("So Shivon Burn spoke to kuber netis.", 0.4), LEXICON)
    words = transcript.segments[0].words
    assert [(w.text, w.start, w.end) for w in words] == [
        (" So", 0.0, 0.4),
        (" Siobhan", 0.5, 0.9),
        (" Byrne", 1.0, 1.4),
        (" spoke", 1.5, 1.9),
        (" to", 2.0, 2.4),
        (" Kubernetes.", 2.5, 3.4),
    ]
    assert {word.speaker for word in words} == {"Ben"}
    assert transcript.repairs == (
        Repair(0.5, 1.4, "Shivon Burn", "Siobhan Byrne"),
        Repair(2.5, 3.4, "kuber netis.", "Kubernetes."),
    )


def test_several_words_share_the_time_of_one() -> None:
    (segment,) = repair(said("SiobhanByrne", 0.4), LEXICON).segments
    assert [(w.text, round(w.start, 3), round(w.end, 3)) for w in segment.words] == [
        (" Siobhan", 0.0, 0.233),
        (" Byrne", 0.233, 0.4),
    ]


def test_segments_without_words_are_repaired_by_their_text() -> None:
    transcript = Transcript((Segment(3.0, 5.0, " On kubernetes."),), "en", 9.0)
    repaired = repair(transcript, LEXICON)
    assert repaired.segments == (Segment(3.0, 5.0, " On Kubernetes."),)
    assert repaired.repairs == (Repair(3.0, 5.0, "kubernetes.", "Kubernetes."),)


def test_sounds_are_those_of_english_alone() -> None:
    heard = "wir nehmen Cooper Nettys und kubernetes"
    assert repair(said(heard, 0.3, "de"), LEXICON).text == "wir nehmen Cooper Nettys und Kubernetes"


@given(st.lists(st.text(max_size=8), max_size=12), st.floats(0, 1))
def test_words_and_times_stay_in_order(texts: list[str], probability: float) -> None:
    words = tuple(Word(float(n), n + 1.0, text, probability) for n, text in enumerate(texts))
    transcript = Transcript((Segment(0.0, 99.0, "".join(texts), words),), "en", 99.0)
    stage = LexiconStage(LEXICON)
    (segment,) = stage.finish(transcript).segments
    assert segment.text == "".join(word.text for word in segment.words)
    assert all(a.end <= b.start for a, b in zip(segment.words, segment.words[1:], strict=False))
    assert stage.finish(stage.finish(transcript)) == stage.finish(transcript)
