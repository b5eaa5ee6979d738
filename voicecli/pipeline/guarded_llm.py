"""A language model that can be slow, fail or hang without the conversation hanging with it."""

import queue
import threading
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager

from voicecli.config import LlmConfig
from voicecli.errors import LlmError, VoicecliError
from voicecli.log import failed
from voicecli.pipeline.breaker import Breaker
from voicecli.protocols import CountsTokens, LanguageModel
from voicecli.tts.sentences import split_sentences
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Message

STOP_SECONDS = 1.0
"""How long an engine may take to stop; llama.cpp needs some 10 ms. After it the engine is stuck."""

_POLL_SECONDS = 0.02

_ALONE = "Answers come from the search alone meanwhile; see `voicecli doctor`."


class TextCut(Exception):
    """Ends a text that has no more time, or no more tokens. It is never an error."""


class GuardedLlm:
    """A LanguageModel around another one, with time-outs and a circuit breaker.

    The engine runs in a thread of its own for each text; one call at a time. While it is left alone
    after failures, or hangs, `available` is False and `generate` raises LlmError("llm-resting").
    """

    def __init__(
        self,
        llm: LanguageModel,
        config: LlmConfig,
        *,
        load: Callable[[], object] = lambda: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Guard `llm`. `load` is waited for before each text, outside of the text's time."""
        self._llm = llm
        self._config = config
        self._load = load
        self._loading: _Loading | None = None
        self._clock = clock
        self._breaker = Breaker(config.failures, config.rest_seconds, clock)
        self._stuck: _Writing | None = None

    @property
    def available(self) -> bool:
        """Whether a call would be tried."""
        return self._resting() is None

    def count_tokens(self, text: str) -> int | None:
        """How many tokens a text has; None while the engine is not loaded, or cannot tell."""
        return self._llm.count_tokens(text) if isinstance(self._llm, CountsTokens) else None

    def generate(
        self,
        messages: Sequence[Message],
        turn: Turn,
        *,
        tokens: int | None = None,
        seconds: float | None = None,
    ) -> Generator[str, None, None]:
        """Yield pieces of the answer for `seconds` at most; while the turn rests none are counted.

        Raises TextCut where the seconds or the tokens end the text: `whole_sentences` reads it so
        that nothing half is left. Raises TurnCancelled, and LlmError: "llm-slow" when nothing comes
        for too long, "llm-stuck" when the engine does not even stop then, "llm-crashed" for what is
        no known failure, "llm-resting"; beside them what the engine itself raises.
        """
        if resting := self._resting():
            raise resting
        begun = False
        try:
            self._wait_for_engine(turn)
            for piece in self._written(_Writing(self._llm, messages, tokens), turn, seconds):
                begun = True
                yield piece
        except VoicecliError:
            self._breaker.failed()
            raise
        except TextCut:
            # Nothing at all in all that time: the computer is too slow for this model.
            (self._breaker.succeeded if begun else self._breaker.failed)()
            raise
        except GeneratorExit:  # the reader has had enough
            if begun:
                self._breaker.succeeded()
            raise
        self._breaker.succeeded()

    def generate_in_rest(
        self, messages: Sequence[Message], turn: Turn, *, tokens: int, seconds: float
    ) -> Generator[str, None, None]:
        """As `generate`, for what nobody waits for: that it was slow is no failure."""
        if resting := self._resting():
            raise resting
        self._wait_for_engine(turn)
        yield from self._written(_Writing(self._llm, messages, tokens), turn, seconds)

    def _wait_for_engine(self, turn: Turn) -> None:
        """Load the engine, or wait for whoever does. A cancelled turn leaves it to the next one."""
        if self._loading is None:
            self._loading = _Loading(self._load)
        try:
            self._loading.wait(turn)
        finally:
            if self._loading.is_over:
                self._loading = None

    def _written(self, writing: "_Writing", turn: Turn, seconds: float | None) -> Iterator[str]:
        try:
            with writing.following(turn):
                yield from self._timed(writing, turn, seconds)
        finally:
            if not writing.stop():
                self._stuck = writing

    def _timed(self, writing: "_Writing", turn: Turn, seconds: float | None) -> Iterator[str]:
        """The pieces of a text, each within its time."""
        patience = self._config.first_token_seconds
        left = patience if seconds is None else seconds
        while True:
            limit = patience if seconds is None else min(patience, left)
            asked = self._clock()
            try:
                piece = writing.next(limit)
            except queue.Empty:
                if not writing.stop():
                    raise _error("stuck", "hangs and does not stop") from None
                if limit < patience:
                    raise TextCut from None
                raise _error("slow", f"wrote nothing for {patience:g} seconds") from None
            except _Interrupted:
                turn.rest()
                writing.go_on(turn)
                continue
            if piece is None:
                return
            left = max(0.0, left - (self._clock() - asked))
            patience = self._config.stall_seconds
            yield piece

    def _resting(self) -> LlmError | None:
        """Why the engine is left alone, if it is."""
        if self._stuck is not None and self._stuck.running:
            return _error("resting", "still hangs in an earlier answer")
        self._stuck = None
        if left := self._breaker.rest_left:
            return _error("resting", f"failed too often and rests for {left:.0f} seconds")
        return None


def whole_sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Yield the sentences of a text; of one that TextCut ends only those that are whole."""
    try:
        yield from split_sentences(_until_cut(pieces))
    except TextCut:
        return


def _until_cut(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces; raises TextCut only when it fell inside a sentence."""
    text = ""
    try:
        for piece in pieces:
            text += piece
            yield piece
    except TextCut:
        *_, after = split_sentences([f"{text} Then"])
        if after != "Then":
            raise


class _Loading:
    """The engine's loading, which cannot be stopped, in a thread of its own."""

    def __init__(self, load: Callable[[], object]) -> None:
        self._load = load
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="llm loading", daemon=True)
        self._thread.start()

    @property
    def is_over(self) -> bool:
        """Whether it is loaded, or never will be."""
        return not self._thread.is_alive()

    def wait(self, turn: Turn) -> None:
        """Wait until it is done. Raises TurnCancelled, and what the loading raised."""
        while not self.is_over:
            turn.check()
            self._thread.join(_POLL_SECONDS)
        if self._error is not None:
            raise self._error

    def _run(self) -> None:
        try:
            self._load()
        except BaseException as error:  # noqa: BLE001  # this place owns the thread
            self._error = error


class _Interrupted(Exception):
    """Raised instead of a piece when the turn was held or cancelled."""


class _Writing:
    """One text that the engine writes in a thread of its own.

    It has a turn of its own too, so that the text can be stopped while the conversation's turn goes
    on. What is written waits in a box without a bound: the engine ends at its limit of tokens.
    """

    def __init__(self, llm: LanguageModel, messages: Sequence[Message], tokens: int | None) -> None:
        self._turn = Turn()
        self._box: queue.SimpleQueue[str | BaseException | None] = queue.SimpleQueue()
        self._thread = threading.Thread(
            target=self._run, args=(llm, messages, tokens), name="llm engine", daemon=True
        )

    @property
    def running(self) -> bool:
        """Whether the engine is still at it."""
        return self._thread.is_alive()

    @contextmanager
    def following(self, turn: Turn) -> Iterator[None]:
        """Let the engine write; inside, a hold and a cancel of `turn` reach it at once."""

        def cancel() -> None:
            self._turn.cancel(turn.reason or "")
            self._box.put(_Interrupted())

        def hold() -> None:
            self._turn.hold()
            self._box.put(_Interrupted())

        with turn.stopping(cancel), turn.stopping(hold, on_hold=True):
            self._thread.start()
            yield

    def next(self, seconds: float) -> str | None:
        """The next piece; None after the last one. Raises queue.Empty, _Interrupted, LlmError."""
        item = self._box.get(timeout=seconds)
        if isinstance(item, BaseException):
            raise item
        return item

    def go_on(self, turn: Turn) -> None:
        """Let the engine go on after a rest, unless `turn` was held again meanwhile."""
        self._turn.resume()
        if turn.held:
            self._turn.hold()

    def stop(self) -> bool:
        """Stop the engine; False if it did not stop in STOP_SECONDS."""
        self._turn.cancel("over")
        if self._thread.ident is not None:
            self._thread.join(STOP_SECONDS)
        return not self.running

    def _run(self, llm: LanguageModel, messages: Sequence[Message], tokens: int | None) -> None:
        end: BaseException | None
        try:
            end = self._write(llm.generate(messages, self._turn, tokens=tokens))
        except (VoicecliError, TurnCancelled) as error:
            end = error
        except Exception as error:  # noqa: BLE001  # this place owns the thread
            failed(error)
            end = _error("crashed", f"failed: {error or type(error).__name__}")
        self._box.put(end)

    def _write(self, pieces: Iterator[str]) -> TextCut | None:
        """Put the pieces into the box; TextCut if the engine says that its limit ended them."""
        while True:
            try:
                self._box.put(next(pieces))
            except StopIteration as end:
                return TextCut() if end.value else None


def _error(what: str, told: str) -> LlmError:
    return LlmError(f"llm-{what}", f"The language model {told}.", _ALONE)
