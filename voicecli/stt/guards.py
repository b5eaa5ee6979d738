"""Is this text what was said? Pure checks of what Whisper wrote.

Whisper's known failures are repeating itself until its budget is spent, writing text where nobody
spoke, and stopping early. Each shows in figures that need no second model.
"""

import re
import zlib
from collections import Counter
from collections.abc import Sequence

from voicecli.stt.scripts import SINGLE

TOKENS_PER_SECOND = 8
SPARE_TOKENS = 8
LONGEST_TEXT = 440
"""Tokens of one window that Whisper's decoder has room for, beside its prompt."""

WORDS_PER_SECOND = 4.5
"""Faster than people talk for longer than a moment."""
CHARACTERS_PER_SECOND = 20.0
"""The same for writing without spaces."""

COMPRESSION_RATIO = 2.4
LOW_LOGPROB = -1.0
NO_SPEECH = 0.6
"""Thresholds of openai-whisper (`transcribe.py`): text above the first is repetitive, below the
second improbable, and improbable text above the third was made from no speech at all."""

HARDLY_LOGPROB = -1.6
"""Text below it is guessed, whatever Whisper takes the sound for: a token has a fifth
of the probability. Speech 5 dB above noise is at -0.9 at worst, synthetic music at -1.8."""

LIKELY_NO_SPEECH = 0.45
"""No real speech in quiet lies above it (benchmarks/wer.py); dogs and kitchens begin at 0.47."""

DOUBTFUL_LOGPROB = -0.7
DOUBTFUL_TIMED_LOGPROB = -0.6
"""Text below these gets a second try, without and with timestamps. openai-whisper waits until -1,
but its window is always whole: on real speech one text of ten to twenty lies between, and there a
second try mends more than it costs (benchmarks/wer.py)."""

LOOP_SECONDS, LOOP_WORDS_PER_SECOND = 8.0, 0.25
"""In sound of so many seconds, a loop that leaves fewer words than that was made from no speech."""
FEW_WORDS, FEW_DIFFERENT = 10, 1 / 3
"""Of so many words of doubtful text, so few different ones are the oh and yeah of music."""
FEW_REPETITIONS = 4
"""Doubtful text that says nothing but one thing so often is the same."""

REPEATED_SHARE = 0.5
"""A text repeats itself as a whole when repetitions are at least so much of it."""
SAME_WORDS = 0.9
"""Two decodings with so many words in common (Dice's coefficient) heard the same."""
SPARSE_WORDS_PER_SECOND = 0.5
"""Fewer words than that are hardly what is said in LOOP_SECONDS of speech and more."""

PHRASE_WORDS = 3
"""Said twice in a short window, so many words in a row are rather Whisper's than the speaker's."""


def token_limit(seconds: float) -> int:
    """How many tokens a sound of this length can hold; a decoder that needs more is in a loop."""
    return min(LONGEST_TEXT, round(seconds * TOKENS_PER_SECOND) + SPARE_TOKENS)


def compression_ratio(text: str) -> float:
    """How well zlib packs the text: far above 2 for text that repeats itself."""
    data = text.encode()
    return len(data) / len(zlib.compress(data))


def is_invented(average_logprob: float, no_speech_probability: float) -> bool:
    """Whether text is guessed, or made from what Whisper itself takes for silence.

    The second is openai-whisper's rule.
    """
    is_silence = no_speech_probability > NO_SPEECH and average_logprob < LOW_LOGPROB
    return is_silence or average_logprob < HARDLY_LOGPROB


def is_nothing(text: str, average_logprob: float, no_speech_probability: float) -> bool:
    """The same for text without timestamps: a stricter rule, for one utterance and no more.

    Of what is likely no speech it takes improbable text and text that ends in repetitions; of what
    Whisper is sure is none, doubtful text too.
    """
    if no_speech_probability <= LIKELY_NO_SPEECH:
        return False
    threshold = DOUBTFUL_LOGPROB if no_speech_probability > NO_SPEECH else LOW_LOGPROB
    ends_in_loop = repeated_tail([unit for unit, _ in _units(text)]) is not None
    return average_logprob < threshold or ends_in_loop


def has_words(text: str) -> bool:
    """Whether there is anything to say in the text: dots, notes and "aaaaaaah" are no words."""
    return any(character.isalnum() for character in _RUN.sub("", text))


def says_only(text: str, names: str) -> bool:
    """Whether a text has words, but none that is not among `names`."""
    known = {unit for unit, _ in _units(names)}
    said = {unit for unit, _ in _units(text)}
    return bool(said) and said <= known


def is_doubtful(text: str, average_logprob: float, threshold: float) -> bool:
    """Whether a second try is worth its time: the text is repetitive or rather improbable."""
    return average_logprob < threshold or compression_ratio(text) > COMPRESSION_RATIO


def repeats_phrase(text: str) -> bool:
    """Whether the text says PHRASE_WORDS words in a row more than once."""
    units = [unit for unit, _ in _units(text)]
    phrases = list(zip(*(units[shift:] for shift in range(PHRASE_WORDS)), strict=False))
    return len(set(phrases)) < len(phrases)


def is_looping(text: str, seconds: float) -> bool:
    """Whether the text repeats itself more often, or faster, than anyone does."""
    units = [unit for unit, _ in _units(text)]
    is_often = compression_ratio(text) > COMPRESSION_RATIO
    return (is_often or is_too_fast(text, seconds)) and repeated_tail(units) is not None


def is_too_fast(text: str, seconds: float) -> bool:
    """Whether nobody says so many words in this time."""
    limit = CHARACTERS_PER_SECOND if _SINGLE.search(text) else WORDS_PER_SECOND
    return len(_units(text)) > limit * seconds


def is_sparse(text: str, seconds: float) -> bool:
    """Whether in so much sound more than these words would be said."""
    return seconds >= LOOP_SECONDS and len(_units(text)) < SPARSE_WORDS_PER_SECOND * seconds


def repetition(text: str) -> float | None:
    """The share of the text that one repetition takes, if it repeats itself as a whole."""
    units = [unit for unit, _ in _units(text)]
    tail = repeated_tail(units)
    if tail is not None and len(units) - tail[0] >= REPEATED_SHARE * len(units):
        return tail[1] / len(units)
    ratio = compression_ratio(text)
    return 1 / ratio if ratio > COMPRESSION_RATIO else None


def is_same(text: str, other: str) -> bool:
    """Whether two texts have nearly all words in common, in whatever order."""
    words, others = (Counter(unit for unit, _ in _units(said)) for said in (text, other))
    return 2 * (words & others).total() >= SAME_WORDS * (words.total() + others.total())


def without_loop(text: str) -> str:
    """The text up to the end of the first of the repetitions that it ends with."""
    units = _units(text)
    tail = repeated_tail([unit for unit, _ in units])
    if tail is None or sum(tail) >= len(units):
        return text
    _, next_begins = units[sum(tail)]
    return text[:next_begins].rstrip()


def repeated_tail(units: Sequence[str]) -> tuple[int, int] | None:
    """Where the repetitions that end the sequence begin, and how long one of them is.

    The last repetition may be cut. Counted are three or more, or two that make up the whole; of
    several the one that begins first.
    """
    count = len(units)
    found: tuple[int, int] | None = None
    for period in range(1, count // 2 + 1):
        start = count - period
        while start > 0 and _is_again(units, start - 1, start - 1 + period):
            start -= 1
        repetitions = (count - start) / period
        is_repeated = repetitions >= 3 or (start == 0 and repetitions >= 2)
        if is_repeated and (found is None or start < found[0]):
            found = start, period
    return found


def _is_again(units: Sequence[str], first: int, again: int) -> bool:
    """Whether a unit is said again; of the last one its beginning, where the text breaks off."""
    if again == len(units) - 1 and len(units[again]) > 1:
        return units[first].startswith(units[again])
    return units[first] == units[again]


def is_empty_loop(kept: str, seconds: float) -> bool:
    """Whether text that repeated itself says next to nothing, once it is cut to one repetition."""
    return seconds >= LOOP_SECONDS and len(_units(kept)) < LOOP_WORDS_PER_SECOND * seconds


def is_refrain(text: str, average_logprob: float) -> bool:
    """Whether doubtful text is few words again and again: one loop as a whole, or several."""
    units = [unit for unit, _ in _units(text)]
    tail = repeated_tail(units)
    is_loop = tail is not None and tail[0] == 0 and len(units) >= FEW_REPETITIONS * tail[1]
    return (is_poor(text) or is_loop) and average_logprob < DOUBTFUL_TIMED_LOGPROB


def is_poor(text: str) -> bool:
    """Whether the text is few words again and again, in whatever order."""
    units = [unit for unit, _ in _units(text)]
    return len(units) >= FEW_WORDS and len(set(units)) < FEW_DIFFERENT * len(units)


def says_again(text: str, neighbour: str) -> bool:
    """Whether a text holds nothing but words that its neighbour ends or begins with."""
    words = [unit for unit, _ in _units(text)]
    others = [unit for unit, _ in _units(neighbour)]
    count = len(words)
    return bool(words) and words in (others[:count], others[-count:])


_SINGLE = re.compile(SINGLE)
_RUN = re.compile(r"[^\W\d_]*?([^\W\d_]{1,4}?)\1{5,}[^\W\d_]*", re.IGNORECASE)
"""A word with the same letters again and again, which Whisper writes for hums, howls and music."""
_UNIT = re.compile(rf"{SINGLE}|\d{{1,3}}(?:,\d{{3}})+|\d+|[^\W\d_]+(?:['’][^\W\d_]+)*")


def _units(text: str) -> list[tuple[str, int]]:
    """The words, numbers and single characters of a text, in small letters, and where each begins.

    Punctuation is none: "3-3-3" repeats itself as "3 3 3" does, and "1,000,000" does not.
    """
    return [(match.group().lower(), match.start()) for match in _UNIT.finditer(text)]
