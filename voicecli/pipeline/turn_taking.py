"""What follows from what is heard: who has the turn, and when it ends.

While somebody speaks, their words are recognised as they come. In each pause an answer is drafted:
the end of the turn confirms the draft, which is then heard at once, and further speech gives it up
without a trace. Speech over an answer holds it; the words that come decide whether it goes on.
"""

from collections.abc import Callable, Iterator

from voicecli import clock
from voicecli.config import VadConfig
from voicecli.dialogue.interruptions import judge
from voicecli.pipeline.answer import error_event
from voicecli.pipeline.answering import Answering, TalkOptions
from voicecli.pipeline.inbox import Letter
from voicecli.pipeline.listening import MakeCues
from voicecli.pipeline.running import Running
from voicecli.pipeline.scribe import Transcribed
from voicecli.protocols import Recognizer, VoiceActivity
from voicecli.types import SAMPLE_RATE, Event, SoFar, Utterance


class TurnTaking(Answering):
    """Decides what becomes of an utterance, from its first sound to its last word."""

    def __init__(
        self,
        vad: VoiceActivity,
        recognizer: Recognizer,
        finished: Callable[[list[Event]], None],
        config: VadConfig,
        options: TalkOptions,
        cues: MakeCues | None,
        leaves: Callable[[], bool],
    ) -> None:
        super().__init__(vad, recognizer, finished, config, options, cues, leaves)
        self._waved: Transcribed | None = None
        """What was said over an answer and was no interruption."""
        self._goes_on = False
        """Whether this utterance began before they could have reacted to an answer."""
        self._speaks = False
        """Whether somebody is in the midst of an utterance."""
        self._drops = False
        """Whether the recording that ends now is not to be answered."""
        self._limit_at = float("-inf")
        self._barge_in = False

    @property
    def _is_speaking(self) -> bool:
        """Whether somebody is in the midst of an utterance, be it one that waits in line."""
        later = [letter.item for letter in self._later if isinstance(letter, Letter)]
        return not isinstance(later[-1], Utterance) if later else self._speaks

    def _speech_began(self, at: int) -> Iterator[Event]:
        running = self._running
        self._speaks = True
        self.on_busy()
        self._goes_on = bool(running and running.sounded_before(at) < self._options.went_on_seconds)
        is_heard = running is not None and running.wanted and self._devices.speaker.sounding
        self._sounded = running.said() if running and is_heard else []
        yield from self._hold()

    def _so_far(self, so_far: SoFar) -> Iterator[Event]:
        if self._drops:
            return
        self._hearing.hear(so_far)
        if not so_far.is_pause:
            self._give_up_draft()
            yield from self._hold()

    def _ended(self, utterance: Utterance) -> Iterator[Event]:
        is_piece = utterance.ended == "pause"
        self._speaks = is_piece
        if self._listener.keys.recording and not is_piece:
            return  # they are saying it anew
        if self._drops:
            self._drops = is_piece
            self._hearing.forget()
            yield Event("cancelled", utterance.end / SAMPLE_RATE, {"reason": "dropped"})
            return
        if utterance.ended == "limit":
            self._limit_at = clock.now()
        self._hearing.hear(utterance)
        if words := self._hearing.words:
            yield from self._consider(words)

    def _hold(self) -> Iterator[Event]:
        """Silence the answer until it is known what was said over it."""
        running = self._running
        if running and running.may_go_on and not running.turn.held and self._listens:
            running.turn.hold()
            yield Event("speech-held", running.turn.now())

    @property
    def _listens(self) -> bool:
        """Whether the microphone is open now."""
        return self._barge_in or not self._devices.speaker.sounding

    def _told(self, words: Transcribed) -> Iterator[Event]:
        """Words that may be shown already."""
        partial = self._hearing.partial
        if not self._hearing.is_over and (partial.committed or partial.tentative):
            told = {"committed": partial.committed_text, "tentative": partial.tentative_text}
            told |= {"carried": self._carried} if self._carried else {}
            yield Event("stt-partial", words.what.end / SAMPLE_RATE, told)

    def _consider(self, words: Transcribed) -> Iterator[Event]:
        """Decide what follows from the words of what is being said."""
        is_all = words is self._hearing.words
        running = self._running
        if running and running.may_go_on:
            if self._interrupts(words, running):
                running.turn.cancel("barge-in")
            elif is_all:
                self._waved = words
                if running.turn.held:
                    running.turn.resume()
                    yield Event("speech-resumed", running.turn.now())
                if self._hearing.is_over:
                    self._hearing.forget()
                return
        if not is_all:
            return
        if self._hearing.is_over and words is self._waved:
            self._hearing.forget()
            self._gate.open()
        elif self._hearing.is_over:
            yield from self._settle(words)
        elif words.text and self._devices.microphone.paced:
            self._ask(words)

    def _interrupts(self, words: Transcribed, running: Running) -> bool:
        """Whether these words end that answer. One that is not heard yet waits for more to say."""
        if words.error is not None:
            return False
        verdict = judge(words.text, self._sounded, asked=running.turn.asks)
        if verdict == "echo":
            self._devices.heard_itself()
        is_early = self._goes_on or not running.speaking
        if verdict == "words" and is_early and not running.asked.typed:
            asked = running.asked.text
            is_question = judge(asked, (), asked=True) == "words" and not self.is_order(asked)
            self._carried = asked if is_question else ""
            self._cut_offs += bool(self._carried) and not self.is_order(words.text)
        return verdict in ("command", "words")

    def _settle(self, words: Transcribed) -> Iterator[Event]:
        """They have finished, and these are their words: answer.

        Who is cut by the longest length of an utterance, or at a pause in a long one, still
        speaks: that is no end. Of a piece that was not recognised only this is told.
        """
        utterance = self._hearing.finish()
        running = self._running
        is_cut = utterance.ended == "limit" and self._options.hands_free
        if utterance.ended == "pause" or (is_cut and words.error is None):
            self._give_up_draft()
            if words.error is not None:
                yield error_event(words.error, utterance.end / SAMPLE_RATE)
            elif words.text:
                self._carry(words, f"{self._carried} {words.text}".strip())
            self._gate.open()
            return
        if running and not running.wanted and running.asked.words.covers(utterance):
            yield from running.confirm(*self._zero(utterance))
            self._carry_nothing()
            if running.over:
                self._end_turn()
            return
        self._give_up_draft()
        self._ask(words, utterance)

    def _listener_ended(self) -> None:
        """The file is over: leave, after the turn in hand."""
        if self._running or self._pending or self._hearing.is_over:
            self._turns_left = 1
        else:
            self._leaving = True
