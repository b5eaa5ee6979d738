"""How a sound is decoded: first quickly, then, when that is doubtful, carefully. Pure.

Measured on real speech (benchmarks/wer.py). Beside faster-whisper's default call (a window of 30
seconds, beam 5) a greedy pass without timestamps over 15 seconds makes fewer errors, at every
length of speech. 10 seconds are enough for speech that fills half of them; in longer speech they
lose words, and below 10 seconds the decoder says short phrases and figures twice.
"""

from dataclasses import dataclass

import numpy as np

from voicecli.stt import guards
from voicecli.types import SAMPLE_RATE, Samples

WHOLE_WINDOW_SECONDS = 30.0
"""What Whisper was trained on, and the longest it can look at in one piece."""
USUAL_WINDOW_SECONDS = 15.0
"""The shortest window that costs no accuracy at any length."""
SHORT_WINDOW_SECONDS = 10.0
"""The shortest window that costs none in speech of up to SHORT_SPEECH_SECONDS."""
SHORT_SPEECH_SECONDS = 5.0
LONG_SPEECH_SECONDS = 14.0
"""Longer speech gets the whole window: a shorter one saves less time there than it loses words."""
CUT_SECONDS = 1.5
"""Within so much sound a long one is cut at its quietest moment, that no word be cut in two."""
CUT_SAMPLES = 1600
"""Length of that moment: 0.1 s, the gap between two words."""
SPARE_SECONDS = 0.5
"""Silence that the encoder sees behind the sound; without it Whisper tends to repeat the end."""
UNTIMED_SPARE_SECONDS = 3.0
"""The same where no timestamps tell the decoder how much of the sound is left."""
DRAFT_SECONDS = SHORT_WINDOW_SECONDS - SPARE_SECONDS
"""The longest sound of which a draft is made."""
CAREFUL_WINDOW_SECONDS = 20.0
"""In the second try: as accurate as the whole window for speech that it holds, at half the time."""
CAREFUL_BEAM_SIZE = 5
"""Width of the search in the second try."""


@dataclass(frozen=True, slots=True)
class Try:
    """One way to decode a sound; `timed` into phrases with times, which takes longer."""

    window_seconds: float
    beam_size: int
    token_limit: int
    timed: bool
    names: bool = False
    """Whether the decoder is told the hot-words."""

    @property
    def is_short(self) -> bool:
        """Whether the window is one in which the decoder may say a phrase twice."""
        return self.window_seconds < USUAL_WINDOW_SECONDS

    @property
    def doubtful_logprob(self) -> float:
        """The average log-probability below which a second try is worth its time."""
        return guards.DOUBTFUL_TIMED_LOGPROB if self.timed else guards.DOUBTFUL_LOGPROB


def tries(seconds: float, shortest: float, beam_size: int, *, timed: bool) -> tuple[Try, Try]:
    """First quick, then careful and with room for text twice as dense.

    `shortest` is the shortest window to be used; with `timed` it is never a short one, because
    times are less exact there. Names are told to the first try alone: where nobody speaks,
    Whisper writes them down, and the second try shows that.
    """
    usual, careful = max(USUAL_WINDOW_SECONDS, shortest), max(CAREFUL_WINDOW_SECONDS, shortest)
    spare = SPARE_SECONDS if timed else UNTIMED_SPARE_SECONDS
    if timed:
        careful = WHOLE_WINDOW_SECONDS
    elif seconds <= SHORT_SPEECH_SECONDS:
        usual = max(SHORT_WINDOW_SECONDS, shortest)
    elif seconds > LONG_SPEECH_SECONDS:
        usual = careful = WHOLE_WINDOW_SECONDS
    limit = guards.token_limit(min(seconds, WHOLE_WINDOW_SECONDS))
    return (
        Try(_window(usual, seconds + spare), beam_size, limit, timed, names=True),
        Try(
            _window(careful, seconds + spare),
            max(CAREFUL_BEAM_SIZE, beam_size),
            min(2 * limit, guards.LONGEST_TEXT),
            timed,
        ),
    )


RECORDING_WINDOWS = (SHORT_WINDOW_SECONDS, USUAL_WINDOW_SECONDS, 17.0, WHOLE_WINDOW_SECONDS)
"""Encoder windows for recordings: few, so that many sounds are decoded together."""


def recording_tries(seconds: float, shortest: float, beam_size: int) -> tuple[Try, Try]:
    """The same for a window of a recording: both tries search widely.

    Of the two ways to decode, without and with timestamps, long speech is first decoded with them,
    because they make the decoder account for all of the sound: without, passages at the beginning
    are skipped. Short speech has fewer errors without. The second try takes the other way.
    """
    is_long = seconds > LONG_SPEECH_SECONDS
    if is_long:
        usual = WHOLE_WINDOW_SECONDS
    else:
        usual = SHORT_WINDOW_SECONDS if seconds <= SHORT_SPEECH_SECONDS else USUAL_WINDOW_SECONDS
    needed = max(usual, shortest, seconds + UNTIMED_SPARE_SECONDS)
    quick = next((size for size in RECORDING_WINDOWS if size >= needed), WHOLE_WINDOW_SECONDS)
    limit = guards.token_limit(quick)
    return (
        Try(quick, beam_size, limit, timed=is_long, names=True),
        Try(
            max(CAREFUL_WINDOW_SECONDS, quick),
            max(CAREFUL_BEAM_SIZE, beam_size),
            min(2 * limit, guards.LONGEST_TEXT),
            timed=not is_long,
        ),
    )


def _window(at_least: float, needed: float) -> float:
    return min(max(at_least, needed), WHOLE_WINDOW_SECONDS)


def draft_try(seconds: float) -> Try:
    """The only try of a draft: greedy, in a short window."""
    return Try(SHORT_WINDOW_SECONDS, 1, guards.token_limit(seconds), timed=False)


def last_seconds(samples: Samples, seconds: float) -> Samples:
    """At most the last `seconds` of a sound, from the quietest moment near their beginning."""
    tail = samples[-round(seconds * SAMPLE_RATE) :]
    if len(tail) == len(samples):
        return samples
    moments = tail[: round(CUT_SECONDS * SAMPLE_RATE)].reshape(-1, CUT_SAMPLES)
    quietest = int(np.square(moments).sum(axis=1).argmin())
    return tail[quietest * CUT_SAMPLES + CUT_SAMPLES // 2 :]
