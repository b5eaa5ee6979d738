"""Nothing that was said in an interview is lost or told twice, whatever happens to a turn."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.fakes import InstantSpeaker, LoudnessVad, ScriptedRecognizer
from tests.flow.test_interviewing import (
    LIMITS,
    PLAN,
    Speaking,
    Voice,
    aloud,
    begun,
    cut,
    heard,
    session,
    spoken,
    texts,
)
from tests.flow.test_unasked import asked, interrupted, talk
from tests.flow.test_working_ahead import (
    CONFIG,
    END,
    SPEECH,
    SteppedMicrophone,
    until,
)
from voicecli.errors import AudioError, StorageError, SttError, TtsError
from voicecli.interview.course import Progress, Reply, State
from voicecli.pipeline.interview_keeping import InterviewKeeper, read_kept
from voicecli.pipeline.interview_talk import interview_talk
from voicecli.pipeline.interviewing import InterviewSession
from voicecli.pipeline.running import Asked
from voicecli.pipeline.talk import Devices
from voicecli.pipeline.turn_sounds import _Piece, _question
from voicecli.storage.database import open_database
from voicecli.storage.interviews import Interviews
from voicecli.turn import Turn
from voicecli.types import (
    SAMPLE_RATE,
    AudioBlock,
    Event,
    Sentence,
    SpeechChunk,
    Transcript,
    TurnRecord,
)

pytestmark = pytest.mark.flow

LONG = SPEECH + "." * 11
"""A piece of an answer and the pause behind it."""


def reply_of(one: InterviewSession, number: int = 0) -> Reply:
    reply = one.progress.exchanges[number].reply
    assert reply is not None
    return reply


def test_a_draft_that_was_given_up_is_not_where_it_stands() -> None:
    one = begun()
    draft = spoken("It was fine", 5.0, 6.0, draft=True)
    answering = one.turn(draft)
    for event in answering:
        if event.kind == "interview":
            break
    assert one.standing()["question"] == 1
    draft.turn.cancel("went-on")
    list(answering)
    assert one.standing()["question"] == 1


def test_words_of_an_order_are_no_part_of_the_answer_behind_it() -> None:
    """Who answers as soon as a question is repeated has not said the order as an answer."""
    answers = interrupted()
    microphone = SteppedMicrophone(SPEECH + END + "|" + SPEECH + END, lambda: answers.speaking)
    one = talk(microphone, answers, "I led a team.", "It had five people.", went_on_seconds=2.0)
    one.is_order = lambda text: text == "I led a team."
    list(one.run())
    assert asked(answers)[-1] == "It had five people."


@pytest.mark.parametrize(
    ("order", "outcome"), [("Let me think.", "answered"), ("Skip this question.", "skipped")]
)
def test_what_was_said_before_an_order_is_kept(order: str, outcome: str) -> None:
    """The first piece of a long answer; who goes on behind the order goes on with it."""
    one = session(voice=Voice())
    said = ("The root was narrow,", order, "and we did it because we had to.")
    speaking = Speaking(
        one,
        LONG + SPEECH + END * 3 + "|" + SPEECH + END * 3,
        [lambda: speaking.turns == 2],
        *said,
    )
    list(speaking.talk.run())
    first = one.progress.exchanges[0]
    assert first.outcome == outcome
    if outcome == "answered":
        assert reply_of(one).text == f"{said[0]} {said[2]}"
        assert [part.text for part in reply_of(one).parts] == [said[0], said[2]]
    else:
        assert [reply.text for reply in first.earlier] == [said[0]]
        assert reply_of(one, 1).text == said[2]


def test_what_was_begun_before_an_order_is_kept_when_they_leave(tmp_path: Path) -> None:
    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        session_id = keeper.begin(PLAN, LIMITS)
        one = begun(keeper)
        piece = heard("The root was narrow,", 5.0, 10.0)
        asking = spoken("Let me think.", 10.5, 11.0, parts=(piece,))
        aloud(one, asking)
        one.finish()
    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        stored = keeper.resume(session_id).progress
    assert [reply.text for reply in stored.earlier] == ["The root was narrow,"]
    assert stored.state is State.ANSWER


def test_what_was_begun_before_a_pause_is_part_of_the_answer_behind_it() -> None:
    one = begun()
    piece = heard("The root was narrow,", 5.0, 10.0)
    aloud(one, spoken("Can we pause?", 10.5, 11.0, parts=(piece,)))
    aloud(one, spoken("My phone was ringing.", 15.0, 16.0))
    aloud(one, spoken("Go on.", 20.0, 21.0))
    aloud(one, spoken("so we cut it because we had to.", 25.0, 28.0))
    assert reply_of(one).text == "The root was narrow, so we cut it because we had to."


def test_pieces_are_told_once_though_nothing_was_heard_behind_them() -> None:
    """A cough behind a long answer, and then more of it as soon as the next question sounds."""
    one = begun()
    piece = heard("The root was narrow,", 5.0, 10.0)
    aloud(one, spoken("The root was narrow,", 10.5, 11.0, carried=piece.text, parts=(piece,)))
    more = spoken("The root was narrow, so we cut it.", 13.0, 15.0, carried=piece.text)
    aloud(one, more)
    assert [part.text for part in reply_of(one).parts] == [piece.text, "so we cut it."]


def test_pieces_that_were_asked_are_not_handed_over_again() -> None:
    answers = interrupted()
    picture = LONG + SPEECH + END * 3 + "|" + SPEECH + END * 3

    def answers_them() -> bool:
        """Whether the pieces were asked; a draft that was begun before them may sound, too."""
        return (
            answers.speaking and answers.asked[-1].parts != () and not answers.asked[-1].turn.draft
        )

    microphone = SteppedMicrophone(picture, answers_them)
    one = talk(microphone, answers, "I led a team.", "", "It had five.", went_on_seconds=2.0)
    one._listener._config = replace(CONFIG, piece_seconds=0.3, silence_seconds=0.6)
    list(one.run())
    last = answers.asked[-1]
    assert last.text == "I led a team. It had five."
    assert last.parts == ()


def test_a_piece_that_is_not_recognised_does_not_take_the_others_with_it() -> None:
    one = session(voice=Voice())
    said = ("The root was narrow,", "", "because it was late.")
    speaking = Speaking(one, LONG + LONG + SPEECH + END * 3, [], *said)
    transcribe = speaking.talk._scribe._recognizer.transcribe
    heard_so_far: list[int] = []

    def failing(utterance: object, turn: Turn) -> Transcript:
        heard_so_far.append(len(heard_so_far))
        if len(heard_so_far) == 2:
            raise SttError("broken", "It broke.")
        return transcribe(utterance, turn)  # type: ignore[arg-type]

    speaking.talk._scribe._recognizer.transcribe = failing  # type: ignore[method-assign]
    events = list(speaking.talk.run())
    assert "error" in [event.kind for event in events]
    assert reply_of(one).text.startswith("The root was narrow,")


def test_who_leaves_while_a_piece_is_recognised_has_said_those_before() -> None:
    one = session(voice=Voice())
    busy = threading.Event()
    speaking = Speaking(
        one,
        LONG + LONG + SPEECH + "|" + END,
        [busy.is_set],
        "The root was narrow,",
        "so we cut it,",
    )
    transcribe = speaking.talk._scribe._recognizer.transcribe
    heard_so_far: list[int] = []

    def slow(utterance: object, turn: Turn) -> Transcript:
        heard_so_far.append(len(heard_so_far))
        if len(heard_so_far) == 2:
            until(lambda: speaking.talk._hearing.is_over)
            speaking.talk.press("interrupt")
            speaking.talk.press("interrupt")
            until(lambda: speaking.talk.leaving)
            busy.set()
        return transcribe(utterance, turn)  # type: ignore[arg-type]

    speaking.talk._scribe._recognizer.transcribe = slow  # type: ignore[method-assign]
    list(speaking.talk.run())
    assert reply_of(one).text == "The root was narrow,"


def test_kept_sound_of_a_long_answer_is_not_told_twice() -> None:
    first, second = heard("One,", 0.0, 4.0), heard("two,", 4.0, 8.0)
    drafts = [
        spoken("One, two", 4.0, 6.0, carried="One,", parts=(first,)),
        spoken("One, two, three", 8.0, 9.0, carried="One, two,", parts=(first, second)),
        spoken("One, two, three.", 8.0, 10.0, carried="One, two,", parts=(first, second)),
    ]
    kept: list[_Piece] = []
    for draft in drafts:
        kept = _question(draft, kept)
    assert sum(samples.size for _, samples in kept) == 10 * SAMPLE_RATE


def test_the_rest_of_a_question_is_said_in_the_other_voice() -> None:
    """Who wants it louder has not heard it."""
    one = session(voice=Voice())
    opening = Asked(heard("", 0.0, 0.0), "", Turn(0.0), InstantSpeaker(), unasked="begin")
    events = list(one.turn(opening))
    one.finished(cut(events, lambda index: float(index == 0), "barge-in"))
    told = texts(aloud(one, spoken("Louder.", 5.0, 6.0)))
    assert told == texts(events)[1:]
    assert told[-1] == "Which seam was the hardest?"
    assert texts(aloud(one, spoken("Louder.", 9.0, 10.0))) == ["Like this?"]


@pytest.mark.parametrize("heard_of_it", [0.0, 0.5])
def test_who_asks_for_the_time_over_a_question_hears_its_rest(heard_of_it: float) -> None:
    one = session(voice=Voice())
    opening = Asked(heard("", 0.0, 0.0), "", Turn(0.0), InstantSpeaker(), unasked="begin")
    events = list(one.turn(opening))
    last = len(texts(events)) - 1
    one.finished(cut(events, lambda index: heard_of_it if index == last else 1.0, "barge-in"))
    for at in (5.0, 9.0):  # the second time nothing is left of it
        told = texts(aloud(one, spoken("How much time is left?", at, at + 1.0)))
        assert "minutes" in told[0]
        assert told[1:] == (["Which seam was the hardest?"] if at < 9.0 else [])


@pytest.mark.parametrize(
    ("words", "louder", "slower"),
    [
        ("Can you speak louder, please?", True, False),
        ("I can barely hear you, could you say that again a bit louder?", True, False),
        ("You are too fast.", False, True),
        ("Could you repeat the question more slowly?", False, True),
        ("Could you repeat the question?", False, False),
    ],
)
def test_a_question_is_repeated_in_the_voice_that_is_asked_for(
    words: str, louder: bool, slower: bool
) -> None:
    voice = Voice()
    one = session(voice=voice)
    opening = Asked(heard("", 0.0, 0.0), "", Turn(0.0), InstantSpeaker(), unasked="begin")
    aloud(one, opening)
    assert texts(aloud(one, spoken(words, 5.0, 7.0)))[-1] == "Which seam was the hardest?"
    assert (voice.volume > 1.0, voice.speed < 1.0) == (louder, slower)


def test_silence_to_a_question_that_was_not_heard_brings_it_again() -> None:
    one = begun()
    events = list(one.turn(spoken("It was fine.", 5.0, 6.0)))
    one.finished(cut(events, lambda index: 0.0, "barge-in"))
    quiet = Asked(heard("", 20.0, 20.0), "", Turn(20.0), InstantSpeaker(), unasked="silence")
    assert texts(aloud(one, quiet))[-1] == one.progress.question
    assert one.progress.silences == 0


class Hoarse(Voice):
    """Fails at its second sentence of a turn."""

    def synthesize(self, sentence: Sentence, turn: Turn) -> Iterator[SpeechChunk]:
        if sentence.index:
            raise TtsError("synthesis-failed", "The voice broke.")
        yield from super().synthesize(sentence, turn)


def test_what_cannot_be_said_is_shown_and_the_interview_goes_on() -> None:
    one = session(voice=Hoarse())
    opening = Asked(heard("", 0.0, 0.0), "", Turn(0.0), InstantSpeaker(), unasked="begin")
    events = aloud(one, opening)
    assert "error" in [event.kind for event in events]
    assert texts(events)[-1] == "Which seam was the hardest?"
    assert len(set(texts(events))) == len(texts(events))
    aloud(one, spoken("The root, because it was narrow.", 5.0, 8.0))
    assert reply_of(one).text == "The root, because it was narrow."
    assert one.progress.number == 2


class Busy(InterviewKeeper):
    """A database that is locked for a while."""

    fails = False

    def keep(
        self, record: TurnRecord | None, progress: Progress, *, over: bool = False
    ) -> int | None:
        if self.fails:
            raise StorageError("database-busy", "It is locked.")
        return super().keep(record, progress, over=over)


def test_what_could_not_be_stored_is_stored_at_the_end(tmp_path: Path) -> None:
    with open_database(tmp_path / "one.db") as db, Busy(Interviews(db)) as keeper:
        session_id = keeper.begin(PLAN, LIMITS)
        one = begun(keeper)
        keeper.fails = True
        with pytest.raises(StorageError):
            aloud(one, spoken("The root, because it was narrow.", 5.0, 8.0))
        keeper.fails = False
        one.finish()
    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        assert keeper.resume(session_id).progress == one.progress
    assert one.progress.exchanges
    assert one.progress.state is State.ANSWER


class Vanishing(SteppedMicrophone):
    """A device that is pulled out behind its picture."""

    def blocks(self) -> Iterator[AudioBlock]:
        yield from super().blocks()
        raise AudioError("device-lost", "Gone.", "Plug it in.")


class Replugged:
    """An interview whose microphone vanishes in an answer and comes back; `turns` have ended."""

    def __init__(self, one: InterviewSession, first: str, second: str, *words: str) -> None:
        self.turns: list[list[Event]] = []
        self.waited: list[float] = []
        welcomed, back = (lambda: len(self.turns) == 1), (lambda: len(self.turns) >= 2)
        answered: Callable[[], bool] = lambda: len(self.turns) > count  # noqa: E731
        count = 2
        microphones = iter(
            (
                Vanishing("|" + first, welcomed),
                SteppedMicrophone("|" + second + "|", back, answered),
            )
        )
        finished = one.finished

        def finish(events: list[Event]) -> None:
            finished(events)
            self.turns.append(events)

        one.finished = finish  # type: ignore[method-assign]

        @contextmanager
        def devices() -> Iterator[Devices]:
            yield Devices(next(microphones), InstantSpeaker())

        config = replace(CONFIG, piece_seconds=0.3, silence_seconds=0.6)
        recognizer = ScriptedRecognizer(*words)
        self.talk = interview_talk(one, devices, LoudnessVad(), recognizer, config)
        lost = self.talk.on_lost

        def told(begun: object) -> None:
            lost(begun)  # type: ignore[arg-type]
            self.waited.append(one.seconds)
            time.sleep(0.05)
            self.waited.append(one.seconds)

        self.talk.on_lost = told


def test_what_was_said_before_the_microphone_vanished_is_part_of_the_answer() -> None:
    """A piece of it, and the words that it vanished in."""
    one = session(voice=Voice())
    said = ("The root was narrow,", "so we cut", "because we had to.")
    replugged = Replugged(one, LONG + SPEECH, "." * 7 + SPEECH + END * 3, *said)
    list(replugged.talk.run())
    assert reply_of(one).text == " ".join(said)
    assert texts(replugged.turns[1])[-1] == "Which seam was the hardest?"


def test_time_stands_still_while_the_microphone_is_gone_and_counts_on_behind_it() -> None:
    one = session(voice=Voice())
    replugged = Replugged(
        one, "." * 100 + LONG, "." * 7 + SPEECH + END * 3, "The root,", "because it was narrow."
    )
    list(replugged.talk.run())
    assert replugged.waited[0] == replugged.waited[1]
    before = replugged.waited[0]
    assert one.progress.seconds > before + len(SPEECH) * 512 / SAMPLE_RATE * 0.9


def test_what_was_begun_is_kept_when_the_microphone_does_not_come_back(tmp_path: Path) -> None:
    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        session_id = keeper.begin(PLAN, LIMITS)
        one = begun(keeper)
        one.devices_lost((heard("The root was narrow,", 5.0, 10.0),))
        outside = read_kept(Interviews(db), Interviews(db).load(session_id)).progress
        assert (outside.state, outside.question) == (State.PAUSED, one.progress.question)
        one.finish()
    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        stored = keeper.resume(session_id).progress
    assert [reply.text for reply in stored.earlier] == ["The root was narrow,"]


def test_an_answer_is_kept_before_what_follows_is_said(tmp_path: Path) -> None:
    """A crash while the next question sounds loses the record of its turn, and no answer."""
    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        session_id = keeper.begin(PLAN, LIMITS)
        one = begun(keeper)
        events: list[Event] = []
        for event in one.turn(spoken("The root, because it was narrow.", 5.0, 8.0)):
            events.append(event)
            one.see(event)
            if event.kind == "speech-start":
                stored = read_kept(Interviews(db), Interviews(db).load(session_id)).progress
                assert [done.outcome for done in stored.exchanges] == ["answered"]
                assert stored.number == 2
        one.finished(events)
        turns = db.execute("SELECT turn FROM exchanges").fetchall()
    assert [type(turn) for (turn,) in turns] == [int]


def test_an_interview_that_crashes_while_its_last_words_sound_is_over(tmp_path: Path) -> None:
    with open_database(tmp_path / "one.db") as db, InterviewKeeper(Interviews(db)) as keeper:
        session_id = keeper.begin(PLAN, LIMITS)
        one = begun(keeper)
        for event in one.turn(spoken("Let us stop here.", 5.0, 8.0)):
            one.see(event)
        assert Interviews(db).load(session_id).ended is not None
