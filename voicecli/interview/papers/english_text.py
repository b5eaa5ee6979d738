"""Whether a document is in English, by its plainest words: nothing else can be read for a plan."""

import re
from collections import Counter

from voicecli.understanding.words import common_words

_PLAIN = {
    "en": "the and of to in for with on at by from as is are was were be has have had you your"
    " we our this that an or not will can must which who their its i my",
    "de": "der die das und von zu mit für auf den dem des im ist sind wir sie ihre eine einen"
    " einer als bei nicht auch oder aus zum zur sowie ich",
    "fr": "le la les des du et en un une pour dans avec sur au aux est sont vous nous votre nos"
    " ou par qui que ce cette je notre",
    "es": "el los las y en un una para con por del al es son su sus nuestro como que se o de la más"
    " experiencia años",
    "it": "il lo gli e di un una per con del della dei delle nel nella sono è che si anche come da"
    " al",
    "pt": "o os e em um uma para com por do da dos das no na é são que se ao como sua mais anos",
    "nl": "de het een en van voor met op in te is zijn wij je jouw bij als ook naar niet of aan",
    "pl": "i w z na do oraz się jest dla od przez jako lub nie pracy o po za",
    "sv": "och att det som en på är av för med till den vi du har om inte ett eller i",
}  # fmt: skip
_WORDS = {language: frozenset(words.split()) for language, words in _PLAIN.items()}
LEAST_WORDS = 20
"""In fewer words a language cannot be told: they pass for English."""
_OTHER_LETTERS = 0.3
_PLAIN_OF_ANOTHER = 3
"""Plain words that names leave in an English text: "Los Angeles", "El Paso"."""
_TELLING = 4
"""Letters of words that are rarely alike in two languages by chance."""
_MOSTLY = 0.55
"""Résumés in English have from 0.64 on, those in other languages up to 0.42."""


def is_english(text: str) -> bool:
    """Whether most of a text's plain words are English ones, or else most of the others."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    if len(words) < LEAST_WORDS:
        latin = sum(1 for word in words if word[0] < "ɐ")
        return latin >= len(words) / 2
    if sum(1 for word in words if word[0] > "ɐ") > _OTHER_LETTERS * len(words):
        return False
    count = Counter(words)
    told = {
        language: sum(count[word] for word in known - (_WORDS["en"] if language != "en" else set()))
        for language, known in _WORDS.items()
    }
    if told["en"] >= max(told.values()):
        return True
    others = (known - _WORDS["en"] for language, known in _WORDS.items() if language != "en")
    told_words = {word for word in count if len(word) > 1}  # "O'Dowd" is no Spanish
    few = all(len(known & told_words) < _PLAIN_OF_ANOTHER for known in others)
    return few and _is_of_english_words(words)


def _is_of_english_words(words: list[str]) -> bool:
    """Whether most words with a meaning are English ones: a list of posts has few plain words."""
    telling = [word for word in words if len(word) >= _TELLING]
    known = sum(word in common_words() for word in telling)
    return bool(telling) and known >= _MOSTLY * len(telling)
