"""What a person says to the assistant about the conversation: the voice, the speed, leaving.

Like the commands about speaking it is a whole utterance, and whatever else stands in it makes it a
question. A number or a voice must be named exactly: half of an order is none.
"""

import re
from collections.abc import Iterable, Sequence

from voicecli.dialogue.orders import Order

_VOICE = re.compile(
    r"(?:please )?(?:switch|change|go) (?:in)?to (?:the )?voice (?:of |called |named )?(?P<name>.+)"
    r"|(?:please )?(?:change|switch|set) (?:the|your) voice (?:in)?to (?P<changed>.+)"
    r"|(?:please )?(?:use|take|speak with|talk with) the voice (?:of |called |named )?(?P<named>.+)"
)
_LEVEL = re.compile(
    r"(?:please )?(?:set|change|turn|put) (?:the |your )?(?P<what>speed|volume) "
    r"(?:in)?to (?P<value>\d+(?:[.,]\d+)?) ?(?P<percent>%|percent|per cent)?"
)
_PLAIN = {
    name: re.compile(rf"(?:please )?(?:{said})(?: please)?")
    for name, said in (
        (
            "save",
            "(?:save|export) (?:this|the|our) (?:conversation|session)"
            "|write (?:this|the|our) (?:conversation|session) (?:in)?to a file",
        ),
        ("quit", "(?:end|leave|close|quit|exit) (?:this|the) (?:conversation|program|app)"),
        (
            "help",
            "(?:show|tell|list) (?:me )?(?:all )?(?:the |your )?commands"
            "|(?:what|which) commands"
            " (?:are there|do you (?:know|understand)|can i (?:use|say|give))",
        ),
    )
}
_FACTOR = re.compile(r"[x×]? ?(\d{1,6}(?:[.,]\d{1,6})?) ?(%|percent|x|×|times)?")
_HUNDRED = 100.0


def conversation_order(text: str, voices: Iterable[str]) -> Order | None:
    """The order that a whole utterance is; None for anything else."""
    said = " ".join(re.sub(r"[^\w\s%.,-]|[.,](?!\d)", " ", text.lower()).split())
    for name, pattern in _PLAIN.items():
        if pattern.fullmatch(said):
            return Order(name)
    if level := _LEVEL.fullmatch(said):
        return Order(level["what"], level["value"] + ("%" if level["percent"] else ""))
    if voice := _VOICE.fullmatch(said):
        found = named_voices(voice["name"] or voice["changed"] or voice["named"], voices)
        return Order("voice", found[0]) if len(found) == 1 else None
    return None


def named_voices(name: str, voices: Iterable[str]) -> Sequence[str]:
    """The voices that a name means: the one that is called so, or all that have its words."""
    voices = list(voices)
    words = _words(name.removesuffix(" please"))
    if same := [voice for voice in voices if _words(voice) == words]:
        return same
    return [voice for voice in voices if words and set(words) <= set(_words(voice))]


def read_level(text: str, most: float) -> float | None:
    """A factor as people write it: "1.2", "1,2", "x1.2", "120%", or "120" where that is too much.

    None for anything else.
    """
    found = _FACTOR.fullmatch(text.strip().lower())
    if not found:
        return None
    value = float(found[1].replace(",", "."))
    if found[2] in ("%", "percent") or (value > most and not found[2]):
        value /= _HUNDRED
    return value


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())
