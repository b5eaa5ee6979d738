"""Interviews with the synthetic candidate aloud, in real time, over the devices of the benchmark.

The candidate speaks with a Piper voice into a microphone that is open all the time; what the
interviewer says is read from the recording of the speaker, so no stage's own account is believed.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from voicecli import assembly
from voicecli.audio.file_devices import FileSpeaker
from voicecli.bench.acoustic import find_speech
from voicecli.bench.candidate import Candidate, Saying
from voicecli.bench.microphone import LiveMicrophone, closing
from voicecli.bench.questions import say
from voicecli.bench.sound import Played, read_played
from voicecli.config import Config
from voicecli.interview.course import Interview, Limits, Progress
from voicecli.interview.plan import Plan
from voicecli.pipeline.interview_talk import interview_talk
from voicecli.pipeline.interviewing import Aloud, InterviewSession
from voicecli.pipeline.talk import Devices, Key, Talk
from voicecli.protocols import Synthesizer
from voicecli.tts.sentences import split_sentences
from voicecli.types import SAMPLE_RATE, Event, Samples

SENTENCE_PAUSES = (0.25, 0.4, 0.3, 0.5)
"""Seconds between two sentences of an answer, in turns."""
LEAD_SECONDS = 0.5
"""From the end of a question to the first word of its answer."""
UNANSWERED_SECONDS = 30.0
"""An answer that nothing follows for so long was not heard."""
LOADING_SECONDS = 120.0
AFTER_SECONDS = 0.3
"""Sound that leaves the speaker so long after the turn's last event is still of that turn."""

_LOOK_SECONDS = 0.02


@dataclass(slots=True)
class SpokenReply:
    """Something the candidate said aloud; times are on `time.perf_counter`'s clock.

    `wait` is how long it took from its last sound to the interviewer's first one, None where none
    came; `cut_off` whether the interviewer spoke before it was over; `gap` the longest silence in
    what the interviewer then said. `noticed` is when its end was, and `timings` are those of the
    turn that followed.
    """

    saying: Saying
    began: float
    ended: float
    over: float = 0.0
    heard: str = ""
    wait: float | None = None
    cut_off: bool = False
    gap: float | None = None
    noticed: float = 0.0
    timings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SpokenInterview:
    """An interview that was held aloud."""

    session: str
    progress: Progress
    replies: tuple[SpokenReply, ...]
    faults: tuple[str, ...]
    kept_ready: tuple[str, ...] = ()
    """Why follow-ups were asked in their ready words, where a model might have worded them."""


@dataclass(slots=True)
class _Now:
    """What goes on, as told by the events."""

    turns: int = 0
    speaking: bool = False
    answered: float = float("-inf")
    heard: str = ""
    noticed: float = 0.0
    timings: Mapping[str, float] = field(default_factory=dict)


class SpokenCandidate:
    """Sits before the devices: listens to the end, then says what the candidate replies."""

    def __init__(
        self,
        candidate: Candidate,
        session: InterviewSession,
        microphone: LiveMicrophone,
        voice: Synthesizer,
    ) -> None:
        self.replies: list[SpokenReply] = []
        self.faults: list[str] = []
        self._candidate = candidate
        self._session = session
        self._microphone = microphone
        self._voice = voice
        self._lock = threading.Lock()
        self._now = _Now()

    def see(self, event: Event) -> None:
        """Take note of an event."""
        with self._lock:
            now, kind = self._now, event.kind
            if kind in ("vad-start", "vad-end"):
                now.speaking, now.noticed = kind == "vad-start", time.perf_counter()
            elif kind == "run-start" and "turn" in event.data:
                now.turns += 1
            elif kind == "run-end":
                now.turns, now.answered = max(0, now.turns - 1), time.perf_counter()
                now.timings = event.data["timings"]
            elif kind == "stt-end":
                now.heard = event.data["text"]
            elif kind == "error":
                self.faults.append(f"error: {event.data['message']}")

    def keys(self, closed: threading.Event) -> Iterator[Key]:
        """Speak until the interview is over, then quit."""
        last = float("-inf")
        while self._until_quiet(last, closed) and not self._session.over:
            saying = self._candidate.reply(self._session.progress)
            last = time.perf_counter()
            if saying.text:
                reply = self._say(saying)
                last = reply.ended
                if not self._until_quiet(last, closed):
                    self.faults.append(f"nothing follows: {saying.text}")
                    last = float("-inf")
                reply.over = time.perf_counter()
                with self._lock:
                    reply.heard, reply.noticed = self._now.heard, self._now.noticed
                    reply.timings = self._now.timings
        yield "quit"

    def _say(self, saying: Saying) -> SpokenReply:
        samples = spoken(self._voice, saying.text)
        found = find_speech(samples)
        end = found.end if found else samples.size / SAMPLE_RATE
        start = self._microphone.say(samples, after=LEAD_SECONDS)
        time_of = self._microphone.time_of
        reply = SpokenReply(saying, time_of(start), time_of(start + round(end * SAMPLE_RATE)))
        self.replies.append(reply)
        return reply

    def _until_quiet(self, since: float, closed: threading.Event) -> bool:
        """Wait until a turn that ended after `since` was the last one; whether there was one."""
        patience = max(since, time.perf_counter()) + UNANSWERED_SECONDS
        while not closed.wait(_LOOK_SECONDS):
            with self._lock:
                resting = not self._now.turns and not self._now.speaking
                answered = self._now.answered > since
            if resting and answered:
                return True
            if resting and time.perf_counter() > patience:
                return False
        return False


def spoken(voice: Synthesizer, text: str) -> Samples:
    """A text as 16 kHz speech, with pauses between its sentences."""
    pieces: list[Samples] = []
    for number, sentence in enumerate(split_sentences([text])):
        pause = SENTENCE_PAUSES[number % len(SENTENCE_PAUSES)]
        if pieces:
            pieces.append(np.zeros(round(pause * SAMPLE_RATE), np.float32))
        pieces.append(_trimmed(say(voice, sentence)))
    return np.concatenate(pieces)


def hold_aloud(
    config: Config,
    engines: assembly.Engines,
    voice: Synthesizer,
    plan: Plan,
    limits: Limits,
    candidate: Candidate,
) -> SpokenInterview:
    """Hold one in real time. `voice` is the candidate's; `config` one of `for_answers`."""
    microphone = LiveMicrophone()
    with TemporaryDirectory(prefix="voicecli-bench-") as folder, ExitStack() as stack:
        file = Path(folder) / "played.wav"
        db = stack.enter_context(assembly.open_conversation_store(config))
        keeper = stack.enter_context(assembly.open_interview_keeper(config, db))
        keeper.begin(plan, limits)
        measuring = stack.enter_context(assembly.open_measuring(config))
        writer = stack.enter_context(
            assembly.open_follow_up_writer(config, engines, plan, aloud=True)
        )
        if writer:
            writer.wait(LOADING_SECONDS)
        interview = Interview(plan, limits)
        spoken_with = Aloud(engines.synthesizer, measuring=measuring)
        session = assembly.make_interview(
            config, engines, keeper, interview, spoken_with, writer=writer
        )
        person = SpokenCandidate(candidate, session, microphone, voice)
        with FileSpeaker(file, with_pauses=True) as speaker:
            talk = _talk(config, engines, session, Devices(microphone, speaker))
            for event in talk.run(person.keys):
                session.see(event)
                person.see(event)
        session.finish()
        played = read_played(file, speaker.zero or 0.0)
    for reply in person.replies:
        _measure(reply, played)
    if not session.over:
        person.faults.append("it does not end")
    return SpokenInterview(
        keeper.session_id,
        session.progress,
        tuple(person.replies),
        tuple(person.faults),
        tuple(writer.dropped) if writer else (),
    )


def _talk(
    config: Config, engines: assembly.Engines, session: InterviewSession, devices: Devices
) -> Talk:
    """The conversation as `voicecli interview` puts it together, over these devices."""
    opened = partial(closing, devices)
    talk = interview_talk(
        session,
        opened,
        engines.vad,
        engines.recognizer,
        config.vad,
        cues=assembly.cues_if_there(assembly.answer_cues, config),
    )
    talk.on_busy = session.watched()
    return talk


def _measure(reply: SpokenReply, played: Played) -> None:
    """What the recording of the speaker says of a reply."""
    first = played.first(reply.began, reply.over + AFTER_SECONDS)
    reply.cut_off = first is not None and first < reply.ended
    behind = played.first(reply.ended, reply.over + AFTER_SECONDS)
    reply.wait = None if behind is None or reply.cut_off else behind - reply.ended
    reply.gap = played.longest_gap(reply.ended, reply.over + AFTER_SECONDS)


def _trimmed(samples: Samples) -> Samples:
    found = find_speech(samples)
    if found is None:
        return samples
    return samples[round(found.start * SAMPLE_RATE) : round(found.end * SAMPLE_RATE)]
