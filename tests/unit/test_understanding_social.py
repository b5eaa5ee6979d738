"""Small talk, code and other scripts, and who "you" and "I" are, each beside its traps."""

import pytest

from tests.unit.understanding_world import TODAY, VOCABULARY
from voicecli.understanding import SOCIAL_INTENTS, understand
from voicecli.understanding.reference import in_third_person
from voicecli.understanding.social import possible_socials

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("hey, good to meet you", "greeting"),
        ("It is a pleasure to meet you", "greeting"),
        ("lovely to see you", "greeting"),
        ("what was that again?", "repeat"),
        ("what was it you said again", "repeat"),
        ("say that again", "repeat"),
        # traps
        ("Is it nice to meet her?", None),
        ("what was the project again", None),
        ("Good work experience", None),
    ],
)
def test_small_talk(question: str, intent: str | None) -> None:
    found = understand(question, VOCABULARY, TODAY).intent
    assert found == intent if intent else found not in SOCIAL_INTENTS


@pytest.mark.parametrize(
    ("words", "intents"),
    [
        ("thanks that was helpful", {"thanks"}),
        ("see you tomorrow", {"goodbye", "greeting"}),
        ("what can you answer for me", {"help"}),
        ("how do you say thanks in welsh to an aunt", set()),
        ("everything i played is gone", set()),
        ("can i stay overnight", set()),
        ("select from passages where 1 1", set()),
        ("https example com q 1", set()),
    ],
)
def test_small_talk_needs_words_of_small_talk(words: str, intents: set[str]) -> None:
    found = possible_socials(words)
    assert intents <= found if intents else not found


@pytest.mark.parametrize(
    "question",
    ["Где она работает?", "彼女はどこで働いていますか", "F# VB# J++", "{{7*7}} {%zz%}", "<qq/>=zz"],
)
def test_what_is_no_sentence_is_unknown(question: str) -> None:
    found = understand(question, VOCABULARY, TODAY)
    assert (found.intent, found.confidence) == ("unknown", 0.0)


@pytest.mark.parametrize("question", ["MossMap", "greenhouse", "Où a-t-elle étudié la MossMap?"])
def test_names_and_words_of_the_content_are_readable(question: str) -> None:
    assert understand(question, VOCABULARY, TODAY).intent != "unknown"


@pytest.mark.parametrize(
    ("asked", "third"),
    [
        ("did i publish anything", "did she publish anything"),
        ("have you ever taught", "has she ever taught"),
        ("where do you live", "where does she live"),
        ("do i know xtech", "does she know xtech"),
        ("what is my telephone number", "what is her telephone number"),
        ("my jobs", "her jobs"),
        ("things i built in wood", "things she built in wood"),
        ("what are your hobbies", "what are her hobbies"),
        # what happens to who asks
        ("may i bring a guest", None),
        ("am i allowed to smoke", None),
        ("do i have to wear a helmet", None),
        ("i lost my ticket what now", None),
        ("my lamp is blinking", None),
        ("how do i reset the machine", None),
        ("when do i know that it is done", None),
        ("what can i give my mother for her birthday", None),
        ("everything i played is gone", None),
        ("my seven year old wants to play", None),
    ],
)
def test_the_person_is_she_you_or_i(asked: str, third: str | None) -> None:
    assert in_third_person(asked) == (third or asked)


@pytest.mark.parametrize(
    "question",
    [
        "What did {} study?", "Where did {} work before?", "{}r papers", "{}r jobs",
        "Which projects did {} build?", "What degrees has {} got?",
    ],
)  # fmt: skip
def test_all_persons_are_asked_alike(question: str) -> None:
    def intent(who: str) -> str:
        whose = {"she": "her", "you": "your", "I": "my"}[who]
        asked = question.replace("{}r ", f"{whose} ").format(who)
        return understand(asked, VOCABULARY, TODAY).intent

    assert intent("she") == intent("you") == intent("I")
