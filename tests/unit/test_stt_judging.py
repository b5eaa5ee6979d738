from dataclasses import dataclass

import pytest

from voicecli.stt.decoding import Decoding
from voicecli.stt.judging import Judge
from voicecli.stt.tries import recording_tries

pytestmark = pytest.mark.unit


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    average_logprob: float = -0.2
    no_speech_probability: float = 0.02
    tokens: tuple[int, ...] = (1, 2, 3)
    is_cut: bool = False


QUICK, CAREFUL = recording_tries(8.0, 10.0, 5)
JUDGE = Judge(Decoding(hotwords="Okafor, TideWatch", initial_prompt="Minutes of the board."))
SENTENCE = " We met on Tuesday, and everybody agreed to the plan."
LOOP = " and so" * 40


def test_a_plain_sentence_is_believed_at_once() -> None:
    assert not JUDGE.needs_another_try(Text(SENTENCE), 8.0, QUICK)
    assert JUDGE.believable_text(Text(SENTENCE), 8.0, QUICK) == SENTENCE


@pytest.mark.parametrize(
    "written",
    [
        Text(""),
        Text(" ..."),
        Text(LOOP),
        Text(SENTENCE, average_logprob=-0.9),
        Text(SENTENCE, tokens=tuple(range(400))),
        Text(SENTENCE, is_cut=True),
        Text(" Okafor."),
        Text(" Minutes of the board."),
    ],
    ids=["empty", "dots", "loop", "improbable", "too long", "cut", "a name alone", "the prompt"],
)
def test_what_is_doubtful_is_decoded_again(written: Text) -> None:
    assert JUDGE.needs_another_try(written, 8.0, QUICK)


def test_the_prompt_may_be_said_to_a_decoder_that_was_not_told() -> None:
    assert JUDGE.believable_text(Text(" Okafor."), 8.0, QUICK) == ""
    assert JUDGE.believable_text(Text(" Okafor."), 8.0, CAREFUL) == " Okafor."


def test_a_loop_is_cut_to_one_turn() -> None:
    assert JUDGE.believable_text(Text(LOOP), 8.0, QUICK).strip() == "and so"


def test_the_second_text_is_taken_if_it_is_sound() -> None:
    better = Text(SENTENCE, average_logprob=-0.5)
    assert JUDGE.is_better(better, Text(LOOP, average_logprob=-0.1), 8.0, CAREFUL)
    worse = Text(SENTENCE, average_logprob=-1.2)
    assert not JUDGE.is_better(worse, Text(SENTENCE, average_logprob=-0.9), 8.0, CAREFUL)


MUCH = SENTENCE * 2 + " The next meeting is in March."


@pytest.mark.parametrize(
    ("seconds", "said", "believed"),
    [(3.0, " Thank you.", ""), (25.0, " Thank you.", ""), (25.0, MUCH, MUCH)],
    ids=["short", "few words of a long sound", "much speech"],
)
def test_one_figure_does_not_drop_much_speech(seconds: float, said: str, believed: str) -> None:
    written = Text(said, average_logprob=-0.8, no_speech_probability=0.7)
    assert JUDGE.believable_text(written, seconds, QUICK) == believed


def test_a_name_that_was_told_is_believed_of_a_decoder_that_was_not() -> None:
    first, second = Text(" Okafor.", -0.3), Text(" Okafor.", -0.9)
    assert JUDGE.is_better(second, first, 3.0, CAREFUL)


@pytest.mark.parametrize(
    ("text", "seconds", "believed"),
    [
        (" No, no, no, no, no, no, no, no, no, no, no, no.", 3.2, True),
        (" We want bread." * 5, 6.0, True),
        (" We want bread." * 12, 6.0, False),
    ],
    ids=["no", "a chant", "faster than anyone"],
)
def test_a_short_sound_may_repeat_itself(text: str, seconds: float, believed: bool) -> None:
    assert (JUDGE.believable_text(Text(text), seconds, QUICK) == text) is believed


def test_what_may_be_said_again_is_told_from_what_cannot() -> None:
    twice = Text(" Who are we? We are the lions." * 4)
    assert JUDGE.is_said_again(twice, 17.0)
    assert not JUDGE.is_said_again(Text(" and so" * 100), 17.0)
    assert not JUDGE.is_said_again(Text(SENTENCE), 17.0)


def test_thresholds_are_the_askers() -> None:
    strict = Judge(Decoding(logprob_threshold=-0.1, no_speech_threshold=0.01))
    assert strict.needs_another_try(Text(SENTENCE), 8.0, QUICK)
    invented = Text(SENTENCE, average_logprob=-1.1)
    assert strict.believable_text(invented, 25.0, QUICK) == ""
    assert JUDGE.believable_text(invented, 25.0, QUICK) == SENTENCE


@pytest.mark.parametrize(
    ("field", "value"), [("beam_size", 0), ("temperature", -0.1), ("batch_size", 1000)]
)
def test_what_the_decoder_cannot_do_is_refused(field: str, value: float) -> None:
    with pytest.raises(ValueError, match=field):
        Decoding(**{field: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "logprob", "no_speech", "seconds"),
    [
        (" Subtitles by the community", -0.47, 0.58, 14.0),
        (" Thank you. Thank you. Thank you.", -0.8, 0.52, 17.0),
        (" Gah," + " gah," * 80 + " gee.", -0.06, 0.26, 19.0),
    ],
    ids=["few words of a long sound", "thanks of a long sound", "one word without a pause"],
)
def test_what_music_is_taken_for_is_no_text(
    text: str, logprob: float, no_speech: float, seconds: float
) -> None:
    assert JUDGE.believable_text(Text(text, logprob, no_speech), seconds, QUICK) == ""


def test_parts_of_a_doubtful_refrain_need_more() -> None:
    written = Text(" Wow.", -0.68, 0.62)
    assert JUDGE.believable_part(written, 0.6, CAREFUL, doubted=True) == ""
    assert JUDGE.believable_part(written, 0.6, CAREFUL, doubted=False) == " Wow."
    assert JUDGE.believable_part(Text(" Yeah.", -1.1, 0.1), 2.0, CAREFUL, doubted=False) == ""
