import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.stt import guards

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (" Stop. Stop. Stop. Stop. Stop. Stop. Stop. Stop.", 1.0),
        (" Turn on the lights. Turn on the lights.", 1.2),
        (" Turn on the lights. Turn on the lights. Turn on", 1.2),
        (" I said: no, no, no, no, no, no, no, no, no, no, no, no", 2.0),
        (" Again and again. " * 12, 20.0),
        (" 2.9.6.9.9.9.9.9.9.9.9.9.9.9.9.9.9.", 3.0),
        (" 3-3-3-3-3-3-3-3-3-3-3-3-3-3-3-3", 3.0),
        ("はいはいはいはいはいはいはいはいはいはいはいはい", 1.0),
    ],
)
def test_a_loop_is_seen(text: str, seconds: float) -> None:
    assert guards.is_looping(text, seconds)
    assert not guards.is_looping(guards.without_loop(text), seconds)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (" No, no, no.", 1.5),
        (" two two two two", 2.0),
        (" 1,000,000,000", 0.8),
        (" 2000000", 0.8),
        (" Row, row, row your boat gently down the stream.", 3.0),
        (" It was the best of times, it was the worst of times.", 2.0),
        ("", 1.0),
        (" ", 1.0),
        ("今日はいい天気ですね", 2.0),
    ],
)
def test_what_people_say_is_no_loop(text: str, seconds: float) -> None:
    assert not guards.is_looping(text, seconds)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Stop. Stop. Stop. Stop.", " Stop."),
        (" Turn on the lights. Turn on the lights. Turn", " Turn on the lights."),
        (" Please stop, stop, stop, stop", " Please stop,"),
        (" 2.9.6.9.9.9.9.9", " 2.9.6.9."),
        ("ははははは", "は"),
        (" one two three", " one two three"),
    ],
)
def test_a_loop_is_cut_to_one_repetition(text: str, expected: str) -> None:
    assert guards.without_loop(text) == expected


@given(
    st.lists(st.sampled_from("abc"), max_size=6),
    st.lists(st.sampled_from("xyz"), min_size=1, max_size=5),
    st.integers(3, 6),
)
def test_every_repetition_is_found(front: list[str], period: list[str], times: int) -> None:
    units = front + period * times
    tail = guards.repeated_tail(units)
    assert tail is not None
    start, length = tail
    assert start <= len(front) + len(period)
    assert all(units[i] == units[i - length] for i in range(start + length, len(units)))


@given(st.lists(st.integers(), unique=True))
def test_what_does_not_repeat_has_no_repetition(items: list[int]) -> None:
    assert guards.repeated_tail([str(item) for item in items]) is None


@given(st.floats(0, 1e4))
def test_the_limit_of_tokens_always_fits_the_decoder(seconds: float) -> None:
    assert guards.SPARE_TOKENS <= guards.token_limit(seconds) <= guards.LONGEST_TEXT


@pytest.mark.parametrize(
    ("text", "neighbour", "expected"),
    [
        (" of London.", " the tower of London", True),
        (" The tower", "the tower of London.", True),
        (" in London", "the tower of London.", False),
        ("", "the tower", False),
        (" a b c", "b c", False),
    ],
)
def test_a_repeated_end_or_beginning_is_known(text: str, neighbour: str, expected: bool) -> None:
    assert guards.says_again(text, neighbour) is expected


def test_improbable_text_from_no_speech_is_invented() -> None:
    assert guards.is_invented(-1.5, 0.9)
    assert not guards.is_invented(-0.5, 0.9)
    assert not guards.is_invented(-1.5, 0.1)


@pytest.mark.parametrize(
    ("text", "logprob", "no_speech", "expected"),
    [
        (" Yes.", -0.2, 0.9, False),
        (" Yes.", -0.8, 0.9, True),
        (" Yes.", -0.8, 0.5, False),
        (" Yes.", -1.1, 0.5, True),
        (" 1,5,5,5,5,5", -0.3, 0.9, True),
        (" 1,5,5,5,5,5", -0.3, 0.3, False),
        (" Yes.", -1.5, 0.3, False),
    ],
)
def test_nothing_was_said_where_speech_and_text_are_both_unlikely(
    text: str, logprob: float, no_speech: float, expected: bool
) -> None:
    assert guards.is_nothing(text, logprob, no_speech) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" not only by chauffeur, not only by chauff", True),
        (" Hold on, hold fast, hold out.", False),
        ("", False),
    ],
)
def test_a_phrase_said_twice_is_seen(text: str, expected: bool) -> None:
    assert guards.repeats_phrase(text) is expected


def test_text_of_names_alone_is_seen() -> None:
    assert guards.says_only(" TideWatch, BirdCall", "BirdCall, TideWatch, Helmsman")
    assert not guards.says_only(" Tell me about TideWatch", "TideWatch")
    assert not guards.says_only("...", "TideWatch")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" Aaaaaahhhhhhh!", False),
        (" ahhhhhhhhhh", False),
        (" 7", True),
        (" お", True),
        (" . . .", False),
        ("♪", False),
        (" Shazazazazazazazaza", False),
        (" Mississippi", True),
        (" hahaha", True),
    ],
)
def test_dots_and_notes_are_no_words(text: str, expected: bool) -> None:
    assert guards.has_words(text) is expected


def test_text_of_hardly_probable_tokens_is_guessed() -> None:
    assert guards.is_invented(-1.8, no_speech_probability=0.1)
    assert not guards.is_invented(-1.0, no_speech_probability=0.1)


def test_a_loop_that_leaves_nothing_was_made_from_no_speech() -> None:
    assert guards.is_empty_loop(" Bye. Don't cry,", 26.0)
    assert not guards.is_empty_loop(" Bye. Don't cry,", 3.0)
    assert not guards.is_empty_loop(" No, it was the best of times, it was", 26.0)


def test_a_refrain_is_doubtful_text_of_few_words() -> None:
    oh = " Oh, oh yeah. Oh, oh, oh. Yes, yes, yes, yes. Oh, oh"
    assert guards.is_refrain(oh, -0.68)
    assert not guards.is_refrain(oh, -0.2)
    assert guards.is_refrain(" Oh, oh, oh, oh, oh, oh, oh, oh.", -0.68)
    assert not guards.is_refrain(" Yes, yes, yes, yes, yes.", -0.3)
    assert not guards.is_refrain(" No, no, no.", -0.9)
    assert not guards.is_refrain(" He who recited the first time had recited a second time", -0.9)


def test_a_loop_may_break_off_inside_a_word() -> None:
    assert guards.is_looping(" Shhh," + " shhh," * 40 + " sh", 20.0)


@pytest.mark.parametrize(
    ("text", "share"),
    [
        (" My river is the Danube." * 4, 1 / 4),
        (" Thank you. Thank you. Thank you.", 1 / 3),
        (" We met on Tuesday, and everybody agreed to the plan.", None),
        (" She looked at the door and the long stair and she said no, no, no.", None),
    ],
)
def test_a_text_repeats_itself_as_a_whole(text: str, share: float | None) -> None:
    assert guards.repetition(text) == share


def test_two_decodings_heard_the_same() -> None:
    said = " Who are we? We are the lions." * 6
    assert guards.is_same(said, said.replace("lions", "lyons", 1))
    assert not guards.is_same(said, " Who are we? We are the lions." * 4)
    assert not guards.is_same(said, "")
