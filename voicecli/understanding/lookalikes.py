"""Letters of other alphabets that look like Latin ones, and words written with them."""

import re

_LIKE_LATIN = dict(
    zip(
        "аеорсухіјѕԁһӏոսοαερτυνικβ" + "АВЕКМНОРСТХІЅЈУ" + "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ" + "ɑɡıǀ",
        "aeopcyxijsdhlnuoaeptuvikb" + "ABEKMHOPCTXISJY" + "ABEZHIKMNOPTYX" + "agil",
        strict=True,
    )
)
_TO_LATIN = str.maketrans(_LIKE_LATIN)
_WORD = re.compile(r"[^\W\d_]+")


def in_latin(text: str) -> str:
    """`text` with the words that only look Latin in Latin letters.

    A word is changed when all of its letters are Latin or look so; one that has a letter of
    another alphabet ("программа", "λόγος") is what it seems.
    """
    return text if text.isascii() else _WORD.sub(_respelled, text)


def _respelled(word: re.Match[str]) -> str:
    letters = word[0]
    if letters.isascii():
        return letters
    respelled = letters.translate(_TO_LATIN)
    return respelled if respelled.isascii() else letters
