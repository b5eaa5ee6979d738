import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.vad.turn_words import reading
from voicecli.vad.whole import is_whole

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("my name is...", "breaks off"),
        ("Go somewhere and...", "breaks off"),
        ("For the twentieth time that…", "breaks off"),
        ("I wanted to go to the-", "breaks off"),
        ("My number is", "open word"),
        ("My favourite colour is.", "open word"),
        ("Well, I think.", "open word"),
        ("I was there and", "open word"),
        ("I was there and.", "open word"),
        ("I did not go, because", "open word"),
        ("Well, um", "open word"),
        ("Show me the", "open word"),
        ("I'd like a latte with a little bit of", "open word"),
        ("Can you", "open word"),
        ("Can you?", "open word"),
        ("It’s", "open word"),
        ("What did she do in 2021 and?", "open word"),
        ("Can you tell me whether?", "open word"),
        ("Which of the?", "open word"),
        ("A cup of tea with", "open word"),
        ("Tell me about.", "open word"),
        ("0 1 7 2", "figures"),
        ("Zero, one, seven.", "figures"),
        ("Which of the projects", "no mark"),
        ("Stop!", "closed"),
        ("yes", "closed"),
        ("Thank you.", "closed"),
        ("No, thanks.", "closed"),
        ("That’s all.", "closed"),
        ("Go on.", "closed"),
        ("What has she built?", "short"),
        ("So who was here?", "short"),
        ("Who is it for?", "short"),
        ("And who pays for it?", "question"),
        ("Which of them is the one that he works with?", "whole"),
        ("Okay. How do I open the boot of the car?", "whole"),
        ("A cup of tea, please.", "whole"),
        ("Can I get a pot of tea?", "sentence"),
        ("I'd like to know the price.", "sentence"),
        ("Get me a small ladder.", "sentence"),
        ("Can I get a pot of tea, please?", "whole"),
        ("In the spring.", "beginning"),
        ("What I meant was the green one.", "sentence"),
        ("How the engine works.", "sentence"),
        ("If the filter is wet.", "beginning"),
        ("If the filter is wet, it drips.", "sentence"),
        ("How many people?", "question"),
        ("Don't stop the music.", "short"),
        ("I like to say yes to people.", "sentence"),
        ("Go forward ten meters.", "sentence"),
        ("I need milk, sugar,", "none"),
        ("", "none"),
        ("...", "none"),
    ],
)
def test_what_the_words_show(text: str, sign: str) -> None:
    assert reading(text) == sign


@pytest.mark.parametrize(
    "said",
    [
        "who wrote it",
        "what is the price of the ladder",
        "in which drawer is the key",
        "how many people work there",
        "so when does the shop open",
        "what's the matter",
        "why is the door red",
        "is there a bus in the evening",
        "did they sell the house",
        "has the roof been mended",
        "could you please read that again",
        "tell me about the harbour",
        "okay find the letter from may",
        "stop talking",
        "find it",
        "can you hear me",
        "how about the other one",
        "what is the garden like",
        "who was elected",
        "how expensive is the call",
    ],
)
def test_these_are_whole(said: str) -> None:
    assert is_whole(said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "please",
        "and so",
        "what",
        "why is the door",
        "what is the price",
        "who was the author",
        "what did she",
        "what did the",
        "when did she build",
        "do you need",
        "is the house",
        "how many people",
        "which of the houses",
        "can you explain",
        "explain the difference",
        "tell me",
        "show them",
        "has never been seen",
        "when the shop was open",
        "and who came late that day",
        "the roof has been mended",
        "i saw the letter from may",
    ],
)
def test_these_are_not(said: str) -> None:
    assert not is_whole(said)


@given(st.text(max_size=60))
def test_any_text_shows_something(text: str) -> None:
    assert reading(text)


ANY = "so and what who how's how which is the did she in of please can you show me tea".split()


@given(st.lists(st.sampled_from(ANY), max_size=6), st.booleans())
def test_words_in_any_order_are_judged(words: list[str], is_asked: bool) -> None:
    said = " ".join(words)
    assert is_whole(said, is_asked=is_asked) <= is_whole(said, is_asked=True)
