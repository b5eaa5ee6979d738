"""An interview as a session: drafts, joined answers, orders, silence, what is kept and timed."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.fakes import InstantSpeaker, LoudnessVad, ScriptedRecognizer, ToneSynthesizer
from tests.flow.test_working_ahead import CONFIG, END, SPEECH, SteppedMicrophone, until
from voicecli.errors import SttError
from voicecli.interview.course import (
    Assessment,
    Delivery,
    Interview,
    Limits,
    Progress,
    Reply,
    State,
)
from voicecli.interview.plan import Job, Plan, Question, Resume, Topic
from voicecli.pipeline.delivery import ReplySound
from voicecli.pipeline.follow_up_writing import FollowUpWriter
from voicecli.pipeline.interview_keeping import InterviewKeeper
from voicecli.pipeline.interview_steps import Judge
from voicecli.pipeline.interview_talk import interview_talk
from voicecli.pipeline.interviewing import Aloud, InterviewSession
from voicecli.pipeline.measuring import Measuring
from voicecli.pipeline.running import Asked
from voicecli.pipeline.scribe import Transcribed
from voicecli.pipeline.talk import Devices
from voicecli.pipeline.written_turns import take_written, unasked, written
from voicecli.protocols import AdjustableVoice
from voicecli.storage.database import open_database
from voicecli.storage.interviews import Interviews
from voicecli.storage.sessions import Sessions
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Event, Segment, Transcript, Utterance

pytestmark = pytest.mark.flow


def topic(number: int, title: str, *questions: str) -> Topic:
    ready = tuple(Question(text, "behavioural", ("the result",)) for text in questions)
    return Topic(f"t{number}", title, "strength", "", 1.0 - number / 10, ready)


PLAN = Plan(
    Job("Welder", "Steel Ltd", ()),
    Resume("Ben", ()),
    (),
    (
        topic(1, "welding", "Which seam was the hardest?", "How do you test a seam?"),
        topic(2, "safety", "What do you do before you weld?", "When did you last stop a job?"),
        topic(3, "teaching", "Whom did you teach to weld?", "What did they find hard?"),
        topic(4, "this job", "Why do you want this job?", "What would you change here?"),
    ),
)
LIMITS = Limits(minutes=45.0, questions=16, follow_ups=2)


def assess(question: str, seeks: Sequence[str], topic: Topic, reply: str) -> Assessment:
    return Assessment("good" if "because" in reply else "vague", missing=tuple(seeks))


def follow_up(
    topic: Topic,
    question: str,
    reply: str,
    judged: Assessment,
    asked: Sequence[str],
    earlier: Sequence[str],
) -> Question | None:
    if judged.verdict == "good":
        return None
    return Question(f"What came of it, number {len(asked)}?", "behavioural", ("the result",))


class Voice(ToneSynthesizer):
    speed = 1.0
    volume = 1.0


def session(
    keeper: InterviewKeeper | None = None,
    voice: AdjustableVoice | None = None,
    *,
    measuring: Measuring | None = None,
    writer: FollowUpWriter | None = None,
    progress: Progress | None = None,
) -> InterviewSession:
    return InterviewSession(
        Interview(PLAN, LIMITS, progress or Progress()),
        Judge(assess, follow_up),
        keeper or InterviewKeeper(None),
        Aloud(voice, measuring=measuring) if voice else None,
        writer=writer,
    )


def texts(events: Sequence[Event]) -> list[str]:
    return [event.data["text"] for event in events if event.kind == "llm-text"]


def spoken(
    text: str,
    start: float,
    end: float,
    *,
    carried: str = "",
    draft: bool = False,
    parts: tuple[Transcribed, ...] = (),
) -> Asked:
    """What was said between two seconds of the conversation."""
    words = heard(text.removeprefix(carried).strip(), start, end)
    turn = Turn(end, draft=draft)
    return Asked(words, text, turn, InstantSpeaker(), carried, parts=parts)


def heard(text: str, start: float, end: float) -> Transcribed:
    first, last = round(start * SAMPLE_RATE), round(end * SAMPLE_RATE)
    what = Utterance(np.zeros(last - first, np.float32), first, last, "silence", last)
    segments = (Segment(0.1, end - start, text),)
    return Transcribed(what, Transcript(segments, "en", end - start), 0.1)


def aloud(one: InterviewSession, asked: Asked) -> list[Event]:
    events = list(one.turn(asked))
    one.finished(events)
    return events


def begun(
    keeper: InterviewKeeper | None = None, measuring: Measuring | None = None
) -> InterviewSession:
    one = session(keeper, Voice(), measuring=measuring)
    aloud(one, Asked(heard("", 0.0, 0.0), "", Turn(0.0), InstantSpeaker(), unasked="begin"))
    return one


def cut(events: list[Event], heard_of: Callable[[int], float], why: str) -> list[Event]:
    """The events of a turn that was stopped when so much of each sentence had been heard."""
    told = [
        Event("speech-end", one.at, {**one.data, "fraction": heard_of(one.data["index"])})
        if one.kind == "speech-end"
        else one
        for one in events
    ]
    return [*told[:-1], Event("cancelled", told[-1].at, {"reason": why}), told[-1]]


class Speaking:
    """A spoken interview over a microphone that plays a picture; `turns` are those that ended.

    The interviewer begins; each step is waited for at a `|` of the picture.
    """

    def __init__(
        self,
        one: InterviewSession,
        picture: str,
        steps: Sequence[Callable[[], bool]],
        *words: str,
        silence_seconds: float = 0.6,
    ) -> None:
        self.turns = 0
        microphone = SteppedMicrophone("|" + picture, lambda: self.turns == 1, *steps)

        @contextmanager
        def devices() -> Iterator[Devices]:
            yield Devices(microphone, InstantSpeaker())

        def finished() -> None:
            self.turns += 1

        one.on_finished = finished
        config = replace(CONFIG, piece_seconds=0.3, silence_seconds=silence_seconds)
        recognizer = ScriptedRecognizer(*words)
        self.talk = interview_talk(one, devices, LoudnessVad(), recognizer, config)


def test_it_begins_with_a_welcome_and_the_first_question() -> None:
    one = session()
    assert one.opens == "begin"
    events = take_written(one, unasked("begin"))
    assert "stt-end" not in [event.kind for event in events]
    assert texts(events)[-1] == "Which seam was the hardest?"
    assert one.progress.state is State.ANSWER
    assert one.speaks_after() is not None


def test_an_answer_leads_to_a_follow_up_and_then_to_the_next_topic() -> None:
    one = session()
    take_written(one, unasked("begin"))
    assert texts(take_written(one, written("It was fine.")))[-1].startswith("What came of it")
    events = take_written(one, written("The root, because it was narrow."))
    assert texts(events)[-1] == "What do you do before you weld?"
    told = next(event.data for event in events if event.kind == "interview")
    assert (told["happened"], told["verdict"], told["state"]) == ("answered", "good", "answer")


def test_a_draft_that_is_given_up_leaves_no_trace() -> None:
    one = begun()
    before = one.progress
    draft = spoken("It was fine", 5.0, 6.0, draft=True)
    answering = one.turn(draft)
    assert any(event.kind == "interview" for event in iter(lambda: next(answering), None) if event)
    draft.turn.cancel("went-on")
    list(answering)
    assert one.progress is before
    aloud(one, spoken("It was fine because we had time.", 5.0, 7.0))
    (exchange,) = one.progress.exchanges
    assert exchange.reply
    assert exchange.reply.text == "It was fine because we had time."


def test_who_goes_on_soon_has_given_one_answer() -> None:
    one = begun()
    aloud(one, spoken("It was fine.", 5.0, 6.0))
    assert one.progress.number == 2
    more = spoken("It was fine. We did it because we had to.", 8.0, 10.0, carried="It was fine.")
    aloud(one, more)
    (exchange,) = one.progress.exchanges
    assert exchange.reply is not None
    assert exchange.reply.text == "It was fine. We did it because we had to."
    assert [part.text for part in exchange.reply.parts] == [
        "It was fine.",
        "We did it because we had to.",
    ]
    assert exchange.assessment
    assert exchange.assessment.verdict == "good"
    assert one.progress.asked == ("Which seam was the hardest?", "What do you do before you weld?")


def test_what_was_said_before_the_next_question_was_heard_belongs_to_the_answer() -> None:
    one = begun()
    answer = spoken("It was fine.", 5.0, 6.0)
    one.finished(cut(list(one.turn(answer)), lambda index: 0.5 * (index == 0), "barge-in"))
    aloud(one, spoken("We did it because we had to.", 9.0, 11.0))
    (exchange,) = one.progress.exchanges
    assert exchange.reply
    assert exchange.reply.text == "It was fine. We did it because we had to."


def test_the_pieces_of_a_long_answer_have_their_own_times() -> None:
    one = begun()
    first = heard("First we cut,", 10.0, 20.0)
    asked = spoken(
        "First we cut, because it was long.", 21.0, 24.0, carried="First we cut,", parts=(first,)
    )
    aloud(one, asked)
    reply = one.progress.exchanges[0].reply
    assert reply is not None
    times = [time for part in reply.parts for time in (part.start, part.end)]
    assert times == pytest.approx([10.1, 20.0, 21.1, 24.0], abs=0.5)
    assert [part.text for part in reply.parts] == ["First we cut,", "because it was long."]
    assert one.progress.seconds == pytest.approx(24.0, abs=0.5)


def test_time_stands_still_while_it_is_paused() -> None:
    one = begun()
    aloud(one, spoken("Can we pause?", 9.0, 10.0))
    assert one.standing()["state"] == "paused"
    assert one.speaks_after() is None
    aloud(one, spoken("Go on.", 599.0, 600.0))
    assert one.standing()["state"] == "answer"
    assert one.progress.seconds == pytest.approx(10.0, abs=0.5)
    aloud(one, spoken("The root, because it was narrow.", 602.0, 605.0))
    assert one.progress.seconds == pytest.approx(15.0, abs=0.5)


def test_the_clock_does_not_go_back_when_a_turn_ends() -> None:
    """The interviewer's own words take time, too."""
    one = begun()
    asked = spoken("It was fine.", 5.0, 6.0)
    events = list(one.turn(asked))
    asked.turn._began -= 4.0  # so long it sounded
    one.finished(events)
    assert one.seconds == pytest.approx(10.0, abs=0.5)


def test_orders_about_speaking_change_the_voice_and_not_the_interview() -> None:
    one = begun()
    before, voice = one.progress, one.state.voice
    events = aloud(one, spoken("Louder.", 5.0, 6.0))
    assert voice is not None
    assert voice.volume == 1.5
    assert one.progress is before
    assert ("command", {"name": "louder"}) in [(event.kind, event.data) for event in events]


def test_the_modes_of_talk_are_refused_and_an_unknown_slash_is_named() -> None:
    one = session()
    take_written(one, unasked("begin"))
    before = one.progress
    assert "cannot be changed" in texts(take_written(one, written("switch to detailed")))[0]
    assert "/skip" in texts(take_written(one, written("/skipp")))[0]
    assert one.progress is before


@pytest.mark.parametrize("line", ["/skip", "skip this question"])
def test_orders_are_typed_or_said(line: str) -> None:
    one = session()
    take_written(one, unasked("begin"))
    take_written(one, written(line))
    assert one.progress.exchanges[0].outcome == "skipped"


def test_the_question_is_repeated_and_counts_once() -> None:
    one = begun()
    assert one.is_order("Can you repeat the question?")
    events = aloud(one, spoken("Can you repeat the question?", 5.0, 6.0))
    assert texts(events)[-1] == "Which seam was the hardest?"
    assert len(one.progress.asked) == 1


def test_noise_without_words_is_nothing() -> None:
    one = begun()
    before = one.progress
    assert texts(aloud(one, spoken("", 5.0, 6.0))) == []
    assert one.progress is before


def test_silence_is_spoken_to_and_the_third_time_it_goes_on() -> None:
    one = session()
    take_written(one, unasked("begin"))
    for _ in range(3):
        assert texts(take_written(one, unasked("silence")))
    assert one.progress.exchanges[0].outcome == "silent"


def test_a_failed_recognition_changes_nothing_and_is_told() -> None:
    one = begun()
    before = one.progress
    failed = heard("", 5.0, 6.0)
    failed = Transcribed(failed.what, failed.transcript, 0.1, SttError("broken", "It broke."))
    events = aloud(one, Asked(failed, "", Turn(6.0), InstantSpeaker()))
    assert "error" in [event.kind for event in events]
    assert one.progress is before


def test_it_ends_when_it_is_asked_to() -> None:
    one = session()
    take_written(one, unasked("begin"))
    take_written(one, written("/stop"))
    assert one.over
    assert one.state.leaving


def test_every_turn_is_kept_and_it_goes_on_where_it_was(tmp_path: Path) -> None:
    with open_database(tmp_path / "one.db") as db:
        with InterviewKeeper(Interviews(db)) as keeper:
            session_id = keeper.begin(PLAN, LIMITS)
            one = session(keeper)
            take_written(one, unasked("begin"))
            take_written(one, written("It was fine."))
        with InterviewKeeper(Interviews(db)) as keeper:
            stored = keeper.resume(session_id)
            assert stored.progress == one.progress
            other = session(keeper, progress=stored.progress)
            assert other.opens == "resumed"
            told = texts(take_written(other, unasked("resumed")))
            assert told[-1] == one.progress.question
            take_written(other, written("/stop"))
        turns = Sessions(db).turns(session_id)
        assert [turn.record.question for turn in turns] == ["", "It was fine.", "", "/stop"]
        assert turns[0].record.written.endswith("Which seam was the hardest?")


def test_delivery_is_measured_beside_and_kept_at_the_end(tmp_path: Path) -> None:
    def measure(sound: tuple[ReplySound, ...], reply: Reply, asked_until: float | None) -> Delivery:
        assert asked_until is not None
        return Delivery(speech_seconds=sum(piece.samples.size for piece in sound) / SAMPLE_RATE)

    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        session_id = keeper.begin(PLAN, LIMITS)
        with Measuring(measure) as measuring:
            one = begun(keeper, measuring=measuring)
            aloud(one, spoken("The root, because it was narrow.", 5.0, 8.0))
            aloud(one, spoken("It was fine.", 15.0, 16.0))
            one.finish()
        kept = [exchange.reply for exchange in one.progress.exchanges]
        assert [reply and reply.delivery for reply in kept] == [Delivery(3.0), Delivery(1.0)]
    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        assert keeper.resume(session_id).progress.exchanges == one.progress.exchanges


def test_a_reply_that_cannot_be_measured_leaves_the_others_measured() -> None:
    def measure(sound: tuple[ReplySound, ...], reply: Reply, asked_until: float | None) -> Delivery:
        if "root" in reply.text:
            raise ValueError("a bug")
        return Delivery(1.0)

    with Measuring(measure) as measuring:
        one = begun(measuring=measuring)
        aloud(one, spoken("The root, because it was narrow.", 5.0, 8.0))
        aloud(one, spoken("It was fine.", 15.0, 16.0))
        one.finish()
    replies = [exchange.reply for exchange in one.progress.exchanges]
    assert [reply and reply.delivery for reply in replies] == [None, Delivery(1.0)]


@pytest.mark.parametrize("goes_on", ["", SPEECH])
def test_who_leaves_in_the_midst_of_an_answer_has_given_what_was_heard(goes_on: str) -> None:
    """In a pause all of it, and while they speak the pieces before."""
    one = session(voice=Voice())

    def is_heard() -> bool:
        """Whether the first piece was taken, or a draft is under way."""
        return bool(talk._carried) if goes_on else talk._running is not None

    def leave() -> bool:
        talk.press("quit")
        return True

    speaking = Speaking(
        one,
        SPEECH + "." * 11 + goes_on + "|" + "|." * 2 + "." * 4,
        [is_heard, leave, lambda: speaking.turns == 2],
        "The root, because it was narrow.",
        "and then",
        silence_seconds=2.0,
    )
    talk = speaking.talk
    list(talk.run())
    (exchange,) = one.progress.exchanges
    assert exchange.reply
    assert exchange.reply.text == "The root, because it was narrow."
    assert exchange.outcome == "answered"


def test_a_whole_interview_through_the_conversation() -> None:
    one = session(voice=Voice())
    speaking = Speaking(
        one,
        SPEECH + END * 2 + "|" + SPEECH + END * 2,
        [lambda: speaking.turns == 2],
        "The root, because it was narrow.",
        "Let us stop here.",
    )
    events = list(speaking.talk.run())
    until(lambda: speaking.turns == 3)
    passed = [event.data["happened"] for event in events if event.kind == "interview"]
    assert passed == ["begun", "answered", "ordered"]
    assert one.over
    assert one.progress.exchanges[0].outcome == "answered"


def cut_before_its_question(one: InterviewSession, asked: Asked) -> None:
    """A turn over which somebody speaks before the first sound of the question at its end."""
    one.finished(cut(list(one.turn(asked)), lambda index: 0.5 * (index == 0), "barge-in"))


def unasked_turn(why: str) -> Asked:
    return Asked(heard("", 0.0, 0.0), "", Turn(0.0), InstantSpeaker(), unasked=why)  # type: ignore[arg-type]


def test_a_reply_that_fits_a_question_not_heard_yet_is_an_answer() -> None:
    """Who reads the screen knows the question before it sounds."""
    one = session(voice=Voice())
    cut_before_its_question(one, unasked_turn("begin"))
    aloud(one, spoken("The root, because it was narrow.", 5.0, 8.0))
    (exchange,) = one.progress.exchanges
    assert (exchange.outcome, exchange.question) == ("answered", "Which seam was the hardest?")


def test_words_over_a_question_not_heard_yet_are_answered_with_the_question_once() -> None:
    one = session(voice=Voice())
    cut_before_its_question(one, unasked_turn("begin"))
    cut_before_its_question(one, spoken("Hello, thank you for having me.", 5.0, 8.0))
    assert not one.progress.exchanges
    aloud(one, spoken("It was the root, deep inside.", 10.0, 12.0))
    (exchange,) = one.progress.exchanges
    assert exchange.outcome == "answered"


def test_what_is_typed_over_a_question_is_an_answer() -> None:
    one = session(voice=Voice())
    cut_before_its_question(one, unasked_turn("begin"))
    typed = replace(spoken("It was the root.", 5.0, 8.0), typed=True)
    aloud(one, typed)
    assert one.progress.exchanges[0].outcome == "answered"


def test_a_late_answer_belongs_to_the_question_that_was_left_for_silence() -> None:
    one = begun()
    for _ in range(2):
        aloud(one, unasked_turn("silence"))
    cut_before_its_question(one, unasked_turn("silence"))
    assert one.progress.number == 2
    aloud(one, spoken("The root, because it was narrow.", 60.0, 63.0))
    (exchange,) = one.progress.exchanges
    assert (exchange.outcome, exchange.question) == ("answered", "Which seam was the hardest?")
