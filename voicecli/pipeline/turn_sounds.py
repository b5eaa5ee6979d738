"""The sound of turns, encoded and stored in a thread for which nobody waits."""

import logging
import queue
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from voicecli.audio.encoded import encode
from voicecli.errors import VoicecliError
from voicecli.pipeline.heard_speaker import HeardSpeaker
from voicecli.pipeline.running import Asked
from voicecli.protocols import Speaker
from voicecli.storage.sounds import Part, Sounds
from voicecli.types import Samples

log = logging.getLogger(__name__)

_Piece = tuple[int, Samples]
"""Sound with the index of its first sample in the microphone's stream."""

WAITING_TURNS = 8
"""So many may wait to be stored; of one more the sound is not kept. The turn itself is."""
TRIM_SECONDS = 600.0
"""How often the store is trimmed while nothing comes."""
JOIN_SECONDS = 30.0
"""How long leaving may take: all that waits is a few seconds' work."""


@dataclass(slots=True)
class _Followed:
    """A turn that is under way: the pieces of its question, and its answer."""

    question: list[_Piece]
    answer: HeardSpeaker


@dataclass(frozen=True, slots=True)
class _Kept:
    session_id: str
    number: int
    turn: _Followed


class TurnSounds:
    """Follows the turns of a conversation, and keeps the sound of those that are stored.

    A context manager: its thread opens the store by `open_sounds`, trims it to `days` and
    `most_bytes` at once, behind each turn and now and then, and is joined on leaving. Unless it
    `keeps`, trimming is all it does. What cannot be stored is logged; the conversation goes on.
    """

    def __init__(
        self,
        open_sounds: Callable[[], AbstractContextManager[Sounds]],
        days: float,
        most_bytes: int,
        *,
        keeps: bool,
    ) -> None:
        self.dropped = 0
        """Turns whose sound was not kept because too many waited."""
        self._open_sounds = open_sounds
        self._days = days
        self._most_bytes = most_bytes
        self._keeps = keeps
        self._lock = threading.Lock()
        self._followed: dict[int, _Followed] = {}
        self._question: list[_Piece] = []
        """The latest question: the next one may be its second part."""
        self._waiting: queue.Queue[_Kept | None] = queue.Queue(WAITING_TURNS)
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sounds", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._leaving.set()
        with suppress(queue.Full):  # then it looks at `_leaving` when it has stored what waits
            self._waiting.put_nowait(None)
        self._thread.join(JOIN_SECONDS)

    def follow(self, asked: Asked) -> Speaker:
        """The speaker to answer through, so that what leaves it is known. Of the answers' thread.

        The sound of a question is what the recogniser heard of it: of one in two parts, both.
        """
        if not self._keeps:
            return asked.speaker
        speaker = HeardSpeaker(asked.speaker)
        with self._lock:
            self._question = _question(asked, self._question)
            self._followed[asked.turn.id] = _Followed(self._question, speaker)
            for old in list(self._followed)[:-WAITING_TURNS]:
                del self._followed[old]  # drafts that nobody wanted
        return speaker

    def keep(self, turn: int, session_id: str, number: int) -> None:
        """Have the sound of a turn stored, now that its words are. Never waits."""
        with self._lock:
            followed = self._followed.pop(turn, None)
            for old in [one for one in self._followed if one < turn]:
                del self._followed[old]
        if followed is None:
            return
        try:
            self._waiting.put_nowait(_Kept(session_id, number, followed))
        except queue.Full:
            self.dropped += 1
            log.warning("The sound of a turn is not kept: too many wait to be stored.")

    def _run(self) -> None:
        try:
            with self._open_sounds() as sounds:
                self._trim(sounds)
                while not (self._leaving.is_set() and self._waiting.empty()):
                    self._store_next(sounds)
        except VoicecliError as error:
            log.warning("Sound cannot be kept: %s", error)

    def _store_next(self, sounds: Sounds) -> None:
        try:
            kept = self._waiting.get(timeout=TRIM_SECONDS)
        except queue.Empty:
            kept = None
        try:
            if kept is not None:
                _store(sounds, kept)
        except VoicecliError as error:
            log.warning("The sound of a turn cannot be kept: %s", error)
        if not self._leaving.is_set():
            self._trim(sounds)

    def _trim(self, sounds: Sounds) -> None:
        try:
            gone = sounds.trim(self._days, self._most_bytes)
        except VoicecliError as error:
            log.warning("Kept sound cannot be trimmed: %s", error)
        else:
            if gone.count:
                log.info("%d kept sounds (%d bytes) have gone.", gone.count, gone.bytes)


def _question(asked: Asked, before: list[_Piece]) -> list[_Piece]:
    """The pieces of a question that was said; none of one that was typed."""
    if asked.typed:
        return []
    own = [words.what for words in (*asked.parts, asked.words)]
    carried = [piece for piece in before if piece[0] < own[0].start] if asked.carried else []
    return [*carried, *((what.start, what.samples) for what in own)]


def _store(sounds: Sounds, kept: _Kept) -> None:
    """Encode and store what there is of a turn. Raises AudioError and StorageError."""
    parts: tuple[tuple[Part, Iterable[Samples]], ...] = (
        ("question", [samples for _, samples in kept.turn.question]),
        ("answer", kept.turn.answer.sound()),
    )
    for part, chunks in parts:
        sound = encode(chunks)
        if sound.seconds:
            sounds.keep(kept.session_id, kept.number, part, sound)
