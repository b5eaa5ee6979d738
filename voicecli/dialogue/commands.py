"""What a person says to the assistant about its speaking: "stop", "slower", "switch to detailed".

A command is a whole utterance. A question that merely holds its words is none: whatever stands
around a command beyond politeness makes it something else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from voicecli.config import ModeName
from voicecli.understanding.normalise import expand, fold
from voicecli.understanding.spoken import phonetic_key

CommandName = Literal[
    "stop",
    "repeat",
    "slower",
    "faster",
    "louder",
    "quieter",
    "continue",
    "new-session",
    "switch-mode",
]

LONGEST_COMMAND = 60
"""Characters; commands are short, and a long text is not searched for one."""
LIKENESS = 80.0
"""Percent of the characters that a misheard phrase, and each longer word in it, must share."""
SHORT_WORD = 4
"""Words up to this length must begin and sound the same: one letter makes another word of them."""


@dataclass(frozen=True, slots=True)
class Command:
    """An order to the assistant; `mode` is the one to switch to."""

    name: CommandName
    mode: ModeName | None = None


_SAID: Mapping[CommandName, str] = {
    "stop": """stop|stop it|stop that|stop talking|stop speaking|stop there|stop reading
        |stop now|be quiet|quiet|silence|shut up|shush|hush|hold on|hang on|wait|wait a moment
        |wait a minute|wait a second|one moment|just a moment|pause|enough|that is enough|cancel
        |cancel that|cancel it|never mind|nevermind|forget it|forget that|stop the answer
        |stop answering|stop playing|chet up""",
    "repeat": """repeat|repeat that|repeat it|repeat this|repeat yourself|repeat the answer
        |repeat your answer|repeat the last answer|repeat the last one|repeat what you said
        |say that again|say it again|say again|again|once more|one more time|say that once more
        |say that one more time|say it one more time|repeat that once more|pardon|pardon me
        |i beg your pardon|beg your pardon|come again|what did you say|what did you just say
        |what was that|what was that again|i did not catch that|i did not get that
        |i did not hear that|i did not hear you|i could not hear you|i missed that|repeat not
        |repeat dad
        |say not again|come up again""",
    "slower": """slower|speak slower|talk slower|go slower|say it slower|slow down
        |more slowly|speak more slowly|talk more slowly|speak slowly|slowly|not so fast|too fast
        |that is too fast|you are too fast|you speak too fast|you are speaking too fast
        |you are talking too fast|that was too fast|slow it down|slow her|slow up|flow down
        |so down|it is lower|bit lower""",
    "faster": """faster|speak faster|talk faster|go faster|speed up|speed it up
        |more quickly|speak more quickly|talk more quickly|quicker|speak quicker|hurry up
        |too slow|that is too slow|you are too slow|you speak too slowly
        |you are speaking too slowly|not so slow|vester|speed faster""",
    "louder": """louder|speak louder|talk louder|speak up|turn it up|turn up the volume
        |turn the volume up|volume up|raise the volume|increase the volume|more volume
        |i can not hear you|too quiet|you are too quiet|that is too quiet|turn up|lauder|lauda
        |lowder|value up""",
    "quieter": """quieter|speak quieter|talk quieter|speak more quietly|talk more quietly
        |more quietly|softer|speak softer|speak more softly|lower your voice|turn it down
        |turn down the volume|turn the volume down|volume down|lower the volume
        |reduce the volume|decrease the volume|less volume|not so loud|less loud|too loud
        |you are too loud|that is too loud|that is so loud|so loud|be quieter|to be quieter
        |quiet down|quiter|choiter|quiet her|quiet up|speak wider""",
    "continue": """go on|continue|keep going|carry on|go ahead|proceed|resume|keep talking
        |continue talking|keep on|continue reading|keep reading|continue the answer
        |continue your answer|go on talking|where were you|finish your answer|finish the answer
        |you can go on|you may continue""",
    "new-session": """new session|start a new session|start new session|begin a new session
        |open a new session|new conversation|start a new conversation|begin a new conversation
        |new chat|start a new chat|start over|start again from scratch|start from scratch
        |reset the conversation|reset the session|forget this conversation
        |clear the conversation""",
}
"""At the end of each stands what Whisper (tiny.en, base) made of it in several voices."""

_MODES: Mapping[ModeName, tuple[str, ...]] = {
    "fast": ("fast", "quick"),
    "balanced": ("balanced", "balance", "normal"),
    "detailed": ("detailed", "detail"),
}
_SWITCHES = ("switch to", "switch into", "change to", "go to", "go into", "set", "use", "enter")
_MODES_SAID: Mapping[ModeName, str] = {
    "fast": "be brief|be short|keep it short|keep it brief|short answers|brief answers",
    "balanced": "normal answers",
    "detailed": "be detailed|be more detailed|long answers|longer answers|answer in detail",
}


def _phrases() -> Iterator[tuple[str, Command]]:
    for name, said in _SAID.items():
        for phrase in said.split("|"):
            yield " ".join(phrase.split()), Command(name)
    for mode, forms in _MODES.items():
        switch = Command("switch-mode", mode)
        for form in forms:
            yield f"{form} mode", switch
            yield f"{form} answers", switch
            for verb in _SWITCHES:
                yield f"{verb} {form} mode", switch
                yield f"{verb} the {form} mode", switch
            for verb in _SWITCHES[:3]:
                yield f"{verb} {form}", switch
                yield f"{verb} {form} answers", switch
        for phrase in _MODES_SAID[mode].split("|"):
            yield phrase, switch


_PHRASES = dict(_phrases())
_JOINED = {phrase.replace(" ", ""): command for phrase, command in _PHRASES.items()}

_BEFORE = [
    phrase.split()
    for phrase in (
        "please|hey|hi|hello|okay|ok|alright|all right|right|well|now|um|uh|uhm|oh|ah|hm|no|yes"
        "|yeah|sorry|excuse me|just|so|can you|could you|would you|will you|can we|could we|let us"
        "|thanks|thank you|i said|i want you to|i would like you to|you can|you should|a bit"
        "|a little|a little bit|a lot|much|even|assistant|computer|and|then|do|got it"
    ).split("|")
]
_BEHIND = [
    phrase.split()
    for phrase in (
        "please|now|right now|for me|then|okay|ok|thanks|thank you|a bit|a little|a little bit"
        "|a lot|will you|would you|could you|can you|immediately|at once|assistant|computer"
        "|everyone|if you can|if you could|sorry|already|for a moment|for a second|a moment"
        "|a second|a minute|for now|from now on"
    ).split("|")
]
"""What may stand around a command without making it something else."""


def command(text: str) -> Command | None:
    """The command that a whole transcript is; None when it is anything else.

    A misheard phrase of two words or more is known by its letters (rapidfuzz) and its sound
    (Metaphone); a lone word must be right, because one letter makes another word of it.
    """
    if len(text) > 2 * LONGEST_COMMAND:
        return None
    words = _words(text)
    for reading in _readings(words):
        phrase = " ".join(reading)
        if len(phrase) <= LONGEST_COMMAND and (found := _known(phrase) or _misheard(phrase)):
            return found
    return None


def _words(text: str) -> list[str]:
    text = fold(text).replace("’", "'").replace("n't", " not").replace("ca not", "can not")
    return re.findall(r"[^\W_]+", expand(text))


def _readings(words: list[str]) -> Iterator[list[str]]:
    """The words as they are and with ever less politeness around them, each said once."""
    while words:
        yield _once(words)
        for phrase in _BEFORE:
            if words[: len(phrase)] == phrase:
                words = words[len(phrase) :]
                break
        else:
            for phrase in _BEHIND:
                if words[-len(phrase) :] == phrase:
                    words = words[: -len(phrase)]
                    break
            else:
                return


def _once(words: list[str]) -> list[str]:
    """Said several times over is said once: "stop stop stop"."""
    for length in range(1, len(words) // 2 + 1):
        if len(words) % length == 0 and words == words[:length] * (len(words) // length):
            return words[:length]
    return words


def _known(phrase: str) -> Command | None:
    return _PHRASES.get(phrase) or _JOINED.get(phrase.replace(" ", ""))


def _misheard(phrase: str) -> Command | None:
    if " " not in phrase:
        return None
    near = process.extract(phrase, _PHRASES.keys(), scorer=fuzz.ratio, score_cutoff=65.0, limit=5)
    return next((_PHRASES[known] for known, _, _ in near if _alike(phrase, known)), None)


def _alike(heard: str, known: str) -> bool:
    words, wanted = heard.split(), known.split()
    return len(words) == len(wanted) and all(map(_same_word, words, wanted))


def _same_word(heard: str, known: str) -> bool:
    if heard == known:
        return True
    sound = _sound(heard) == _sound(known)
    if len(known) <= SHORT_WORD:
        return sound and (heard[0], len(heard)) == (known[0], len(known))
    return sound or fuzz.ratio(heard, known) >= LIKENESS


def _sound(word: str) -> str:
    """Its consonants; "th" is as good as "t" after a microphone."""
    return phonetic_key(word).replace("0", "T")
