"""What words spoken over an answer mean for it: go on, or stop."""

import re
from collections.abc import Sequence
from typing import Literal

from voicecli.dialogue.commands import command
from voicecli.dialogue.own_voice import is_own_voice
from voicecli.understanding.normalise import fold

Meaning = Literal["nothing", "echo", "backchannel", "command", "words"]

LONGEST_BACKCHANNEL = 6
"""Words; who says more has something to say."""

_NOISE = re.compile(r"\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|<[^>]*>|[♪♫]+")
"""How Whisper writes sound that is no speech: "[BLANK_AUDIO]", "(coughing)", "*sighs*"."""

_NO_WORDS = frozenset(
    "ahem achoo atchoo hem khm kh shh sh tsk pff psst brr ugh you thanks for watching".split()
)
"""Noises written as words, and what Whisper writes where it hears noise alone."""

_LISTENING = frozenset(
    "uhhuh aha ahh ah oh ohh ooh hm hmm hmmm mm mmm mhm mmhm mmhmm mhmm um uh huh hah ha haha "
    "hahaha heh hehe wow whoa m mhn nmm mmmm er erm".split()
)
"""Sounds of somebody who listens; never an answer to a question."""

_AGREEING = frozenset(
    "yeah yep yup yes ya yah ok okay k right alright sure exactly indeed absolutely definitely "
    "totally true correct agreed fine good great nice cool neat awesome amazing perfect excellent "
    "fantastic wonderful interesting fascinating really thanks so very".split()
)
_PHRASES = re.compile(
    r"\b(?:i see|i know|i understand|i get it|got it|gotcha|of course|all right|no doubt"
    r"|that(?:s| is) (?:right|true|good|great|nice|cool|interesting|amazing)|(?:that )?makes sense"
    r"|fair enough|thank you|how interesting|good to know|very well|oh my|my god|oh boy|uh huh"
    r"|mm hmm)\b"
)
"""Agreement in several words."""


def judge(text: str, sounded: Sequence[str], *, asked: bool = False) -> Meaning:
    """Tell what was said over an answer.

    "nothing" is a noise without words, "echo" the answer itself, "backchannel" the "uh-huh" of a
    listener: after these the answer goes on. A "command" and other "words" end it. `sounded` is
    the text that may have reached the microphone; with `asked` it held a question, so that "yes"
    and "okay" are words.
    """
    said = _words(text)
    if not said or set(said) <= _NO_WORDS:
        return "nothing"
    if is_own_voice(text, sounded):
        return "echo"
    if command(text):
        return "command"
    return "backchannel" if _is_backchannel(said, asked) else "words"


def _words(text: str) -> list[str]:
    """The words without descriptions of sounds; "uh-huh" and "mm-hmm" are one word each."""
    plain = fold(_NOISE.sub(" ", text)).replace("-", "").replace("'", "").replace("’", "")
    return re.findall(r"[^\W_]+", plain)


def _is_backchannel(words: list[str], asked: bool) -> bool:
    if len(words) > LONGEST_BACKCHANNEL:
        return False
    if asked:
        return set(words) <= _LISTENING | _NO_WORDS
    rest = _PHRASES.sub(" ", " ".join(words)).split()
    return set(rest) <= _LISTENING | _AGREEING | _NO_WORDS
