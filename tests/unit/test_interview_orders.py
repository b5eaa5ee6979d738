"""What surrounds an order, what makes it an answer, and what a yes means after an offer."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.interview.steps.orders import Order, interview_order

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("skip", "skip"),
        ("SKIP!", "skip"),
        ("Um, okay, could we maybe skip this one, please? Thanks.", "skip"),
        ("I don’t know. Next question.", "skip"),
        ("What? Sorry, could you repeat that?", "repeat"),
        ("Okay, I'm back, what was the question?", "go-on"),
        ("Wait. I need a short break.", "pause"),
        ("Sorry?", "repeat"),
        ("Sorry.", None),
        ("My cat jumped on the keyboard, could you repeat the question?", "repeat"),
        ("Parents often ask me, could you repeat the question?", None),
        ("Would you mind refraising that?", "rephrase"),
        ("We skip the meeting.", None),
        ("", None),
        ("...", None),
        ("Could you repeat the question? " * 12, None),
    ],
)
def test_an_order_is_a_whole_utterance(said: str, meant: str | None) -> None:
    assert interview_order(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Sorry, I no understand well.", "rephrase"),
        ("I not understand this question.", "rephrase"),
        ("What means that, please?", "rephrase"),
        ("My English is not so good. Can you say with other words?", "rephrase"),
        ("I have not heard you good, sorry.", "repeat"),
        ("Is possible you repeat the question?", "repeat"),
        ("Please speak more slow.", "repeat"),
        ("I no understand well the plans, so I ask the foreman.", None),
        ("My English is good.", None),
        ("We no have that machine.", None),
        ("I not know Excel.", None),
    ],
)
def test_learners_of_english_are_understood(said: str, meant: str | None) -> None:
    assert interview_order(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I'm how much time is left.", "time"),
        ("I'm pause.", "pause"),
        ("So, dumb, let's stop here.", "stop"),
        ("Come, go back, please.", "back"),
        ("AHM, could you put it differently?", "rephrase"),
        ("When can we stop?", None),
        ("They give me a moment.", None),
        ("We take a short break.", None),
        ("Never give me a moment.", None),
        ("I am enough.", None),
        ("I'm next in line.", None),
        ("Work with what you have, please.", None),
        ("Most patients ask for a break, please.", None),
    ],
)
def test_a_hesitation_that_was_heard_as_a_word_is_none(said: str, meant: str | None) -> None:
    assert interview_order(said) == meant


@pytest.mark.parametrize(
    ("said", "offered", "meant"),
    [
        ("Yes.", "stop", "stop"),
        ("Yes, please.", "stop", "stop"),
        ("Yeah, sure", "pause", "pause"),
        ("No.", "stop", "go-on"),
        ("No, thank you", "stop", "go-on"),
        ("Skip it.", "stop", "skip"),
        ("Yes, I led the team.", "stop", None),
        ("Yes.", "", None),
        ("No.", "", None),
        ("Yes.", "anything", None),
    ],
)
def test_a_bare_yes_takes_up_an_offer(said: str, offered: str, meant: str | None) -> None:
    assert interview_order(said, offered) == meant


@given(st.text(max_size=300))
def test_any_text_is_an_order_or_none(text: str) -> None:
    assert interview_order(text) in (None, *get_args(Order))


@given(st.lists(st.sampled_from("please um can you i we let us think the question a so".split())))
def test_words_of_orders_in_any_order_take_no_time(words: list[str]) -> None:
    interview_order(" ".join(words))
