"""The words of a reply as they are said: recognisers write "1,215" for four words."""

import re

_ENGLISH_FIGURE = re.compile(
    r"(?<!\d)(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<ordinal>(?:st|nd|rd|th)\b)?"
)
_FIGURE = re.compile(r"(?P<figure>\d+)")
_WORD = re.compile(r"[^\W_]")
LONGEST = 9
"""Digits of a figure that is said as one; a longer one is told digit by digit."""


def spoken_words(text: str, language: str = "en") -> list[str]:
    """The words of a text with its figures in words, where they are known in the language."""
    if any(letter.isdigit() for letter in text):
        pattern = _FIGURE
        if language == "en":
            from voicecli.tts.numbers import numbers_in_words

            text, pattern = numbers_in_words(text).replace("%", " percent"), _ENGLISH_FIGURE
        text = pattern.sub(lambda found: f" {_in_words(found, language)} ", text)
    return [word for word in text.split() if _WORD.search(word)]


def _in_words(found: re.Match[str], language: str) -> str:
    from num2words import num2words

    figure = found["figure"].replace(",", "")
    if len(figure) > LONGEST or re.match(r"0\d", figure):
        return " ".join(figure)
    kind = "ordinal" if found.groupdict().get("ordinal") else "cardinal"
    try:
        return str(num2words(figure, lang=language, to=kind))
    except (NotImplementedError, TypeError, ValueError, ArithmeticError):
        return found[0]
