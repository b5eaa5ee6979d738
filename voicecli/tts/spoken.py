"""Text as it is said aloud.

Piper's espeak reads letters, plain numbers and most punctuation well. What it reads wrongly was
found by listening (speech recognised by Whisper) and is rewritten; the rest is left alone.
"""

import re
from collections.abc import Iterable

from voicecli.tts.markup import plain, without_pictures
from voicecli.tts.numbers import numbers_in_words

_WORDS = {
    "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Dr": "Doctor", "Prof": "Professor",
    "St": "Saint", "Gen": "General", "Capt": "Captain", "Lt": "Lieutenant", "Col": "Colonel",
    "Sgt": "Sergeant", "Rev": "Reverend", "Gov": "Governor", "Sen": "Senator",
    "vs": "versus", "approx": "approximately", "incl": "including", "excl": "excluding",
    "e.g": "for example", "i.e": "that is", "cf": "compare", "resp": "respectively",
    "dept": "department", "est": "established", "Jr": "Junior", "Sr": "Senior",
    "Ph.D": "P H D", "M.Sc": "M S C", "B.Sc": "B S C", "a.k.a": "also known as",
    "et al": "and others", "Mt": "Mount",
}  # fmt: skip
_BEFORE_A_NUMBER = {
    "No": "number", "no": "number", "Nr": "number", "Nos": "numbers", "nos": "numbers",
    "Vol": "volume", "vol": "volume",
    "p": "page", "pp": "pages", "Fig": "figure", "fig": "figure", "Figs": "figures",
    "Eq": "equation", "Sec": "section", "Ch": "chapter", "ch": "chapter", "Art": "article",
}  # fmt: skip
_ROMAN = {
    "II": 2, "III": 3, "IV": 4, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "XI": 11, "XII": 12,
    "XIII": 13, "XIV": 14, "XV": 15, "XVI": 16, "XVII": 17, "XVIII": 18, "XIX": 19, "XX": 20,
    "XXI": 21,
}  # fmt: skip


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_STOPPED = re.compile(rf"\b({_alternatives(_WORDS)})\.")
_VERSUS = re.compile(r"\bvs\b")
_STREET = re.compile(r"(?<=[a-z] )St\.(?! [A-Z])")
_NUMBERED = re.compile(rf"\b({_alternatives(_BEFORE_A_NUMBER)})\. ?(?=\d)")
_ROMAN_NUMBER = re.compile(rf"(?<=[A-Za-z] )({_alternatives(_ROMAN)})\b(?!['’.]\w)")
_INITIALS = re.compile(r"\b([A-Z])\.(?=(?: ?[A-Z]\.)* [A-Z][a-z])")
_ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,}")

_SYMBOLS: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern), words)
    for pattern, words in [
        (r"\bw/o\b", "without"),
        (r"\bw/(?=\s)", "with"),
        (r"(?<=[a-z]{2})/s\b", " per second"),
        (r"(?<=[a-z]{2})/h\b", " per hour"),
        (r"(?<=[a-z]{2})/(?=(?:min|minute|day|week|month|year)\b)", " per "),
        (r"(?<=\d) ?‰", " per mille"),
        (r"\b([CF])#(?!\w)", r"\1 sharp"),
        (r"#(?=\d)", "number "),
        (r"[~≈] ?(?=[\d$€£])", "about "),
        (r"(?<=[\w)]) ?(?:->|=>|→|⇒|➜|➔) ?(?=\w)", " to "),
        (r"<=|≤", " at most "),
        (r">=|≥", " at least "),
        (r"(?<!\S)<(?= ?\d)", " less than "),
        (r"(?<!\S)>(?= ?\d)", " more than "),
        (r"(?<=\w) < (?=\w)", " is less than "),
        (r"(?<=\w) > (?=\w)", " is more than "),
        (r"!=|≠", " is not "),
        (r"(?<=\d) ?[×*] ?(?=\d)", " times "),
        (r"(?<=\w) ?={1,2} ?(?=[\w-])", " equals "),
        (r"±", " plus or minus "),
        (r"\s&\s", " and "),
        (r"(?<=\w)-(?=,)", ""),
        (r"(?<![\w/.~])([A-Za-z]{1,12})/(?=[A-Za-z]{1,12}(?![\w/.]))", r"\1 "),
        (r"°", " degrees "),
        (r"№ ?", "number "),
        (r"[©®]", " "),
        (r"§ ?(?=\d)", "section "),
        (r"@(?=\w)", "at "),
        (r"(?<=\w)_(?=\w)", " "),
        (r"(?<=\w)::(?=\w)", " "),
    ]
]
_LEFT_OVER = re.compile(r"[*_`#|~^<>\\{}\[\]=©®←-⇿]+")
_BEFORE_THE_FIRST_WORD = re.compile(r"^(?:[ ,;:–—]|-(?!\d))+")
_SPACED_STOP = re.compile(r"\s+([,.;:!?])(?=\s|$)")
_MANY = re.compile(r"([,;:])(?:\s*[,;:])+")


def spoken(text: str, language: str = "en") -> str:
    """`text` as a voice should say it; empty when there is nothing to say.

    Markup, addresses and pictures are taken out for every language; words for numbers, symbols and
    abbreviations are put in for English (`language` "en", "en-us", …).
    """
    text = plain(text)
    if language.split("-")[0].split("_")[0] == "en":
        text = _english(text)
    text = _LEFT_OVER.sub(" ", without_pictures(text))
    text = " ".join(_SPACED_STOP.sub(r"\1", text).split())
    text = _MANY.sub(r"\1", text).rstrip(" ,;:-–—")
    text = _BEFORE_THE_FIRST_WORD.sub("", text)
    return text if any(character.isalnum() for character in text) else ""


def _english(text: str) -> str:
    text = _NUMBERED.sub(lambda found: _BEFORE_A_NUMBER[found[1]] + " ", text)
    text = _STREET.sub(lambda found: "Street" + _last_stop(found, text), text)
    text = _STOPPED.sub(lambda found: _stopped(found, text), text)
    text = _VERSUS.sub("versus", text)
    text = _ROMAN_NUMBER.sub(lambda found: str(_ROMAN[found[1]]), text)
    text = _ACRONYM.sub(_letters, text)
    text = _INITIALS.sub(r"\1", text)
    text = numbers_in_words(text)
    for pattern, words in _SYMBOLS:
        text = pattern.sub(words, text)
    return text


def _stopped(found: re.Match[str], text: str) -> str:
    """The whole word; at the end of the text its stop ends the sentence, too."""
    return _WORDS[found[1]] + _last_stop(found, text)


def _last_stop(found: re.Match[str], text: str) -> str:
    return "" if text[found.end() :].strip() else "."


def _letters(found: re.Match[str]) -> str:
    """Spell "U.S." as "U S": each stop would end a sentence, and only the text's last one does."""
    letters = found[0].replace(".", " ").strip()
    return letters + ("." if found.end() == len(found.string) else "")
