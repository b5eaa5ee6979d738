"""A document's words in one line that can be said: no bullets, brackets or slashes."""

import re
import unicodedata
from collections.abc import Sequence

from voicecli.interview.papers.work_verbs import is_base, is_past

_BRACKETS = re.compile(r"\s*[(\[{<][^)\]}>]*[)\]}>]")
_BULLET = re.compile(r"^[\s\-–—*•·▪●◦‣►✓✔○■□+>#]+|^\(?\d{1,2}[.)]\s+")
_BESIDE_WORDS = re.compile(r"[|_*`~<>{}\[\]()\\^=•·▪●◦‣►✓✔]+")
_MARKUP = [
    (re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\w+"), " "),
    (re.compile(r"\bw/o(?:ut)?\b", re.IGNORECASE), "without"),
    (re.compile(r"\bw/c\b", re.IGNORECASE), "the week of"),
    (re.compile(r"\bw/\s?(?=\w)", re.IGNORECASE), "with "),
    *(
        (re.compile(rf"(?:\bp|\s?)/\s?{short}(?![\w/])"), f" {whole}")
        for short, whole in (
            ("(?:(?<=p/)a|yr|annum)", "a year"),
            ("(?:(?<=p/)m|mth|mo)", "a month"),
            ("(?:(?<=p/)w|wk)", "a week"),
            ("(?:(?<=p/)d)", "a day"),
            ("(?:(?<=p/)h|hr)", "an hour"),
        )
    ),
    (re.compile(r"(?<=\d(?:st|nd|rd|th))/(?=\d)"), " or "),
    (re.compile(r"\s@\s"), " at "),
    (re.compile(r"\s+-{2,}\s*"), ", "),
    (re.compile(r"\bdoi:\s*\S+"), ""),
    (re.compile(r"\band\s*/\s*or\b", re.IGNORECASE), "or"),
    (re.compile(r"\s?/\s?(?=(?:year|month|week|day|shift)\b)"), " a "),
    (re.compile(r"\s?/\s?(?=hour\b)"), " an "),
    (re.compile(r"\b([A-Z]{1,5})/([A-Z]{1,5})\b"), r"\1 \2"),
    (re.compile(r"\s+/\s+|(?<=[a-z])/(?=[A-Za-z])|(?<=[A-Z])/(?=[A-Z]?[a-z])"), " or "),
    (re.compile(r"(?<=[\d%])/(?=[A-Za-z])"), " per "),
    (re.compile(r"\b(a|our|the|their|your) 24\s?/\s?7\b(?=\s\w)", re.I), r"\1 round-the-clock"),
    (re.compile(r"\b24\s?/\s?7\b"), "around the clock"),
    (re.compile(r"\s*(?:→|➔|➜|⟶|->|=>)\s*"), " to "),
    (re.compile(r"≥\s*(?=[£$€]?\d)"), "at least "),
    (re.compile(r"≤\s*(?=[£$€]?\d)"), "at most "),
    (re.compile(r"±\s*(?=\d)"), "plus or minus "),
    (re.compile(r"[~≈]\s*(?=[£$€]?\d)|\bc(?:a|irca)?\.\s?(?=[£$€]?\d)"), "about "),
    (re.compile(r"(?<=\d)\s?x\s(?=[a-z])"), " "),
    (re.compile(r"/"), " "),
    (re.compile(r"(?<![A-Z])\s*&\s*|\s*&\s*(?![A-Z])|\s+&\s+"), " and "),
    (re.compile(r"(?<=\w)\s+\+\s+(?=\w)"), " and "),
    (re.compile(r"\b1\s?:\s?1\b"), "one-to-one"),
    (re.compile(r"\b(?:e\.?g\.?|i\.?e\.?),?\s.*$"), ""),
    (re.compile(r",?\s*\betc\b\.?"), ""),
    (re.compile(r",?\s+\besp\b\.?(?=\s|$)", re.IGNORECASE), ", especially"),
    (re.compile(r"\bre:\s*(?=\w)", re.IGNORECASE), "about "),
    (re.compile(r"(?<=\d)(?=(?:years?|yrs?|months?|mths?|weeks?|hrs?)\b)", re.IGNORECASE), " "),
    (re.compile(r"\bm(?:th|o)s\b", re.IGNORECASE), "months"),
    (re.compile(r"(?<=\d)(\s)(years?|yrs?|months?)\s?\+", re.IGNORECASE), r" or more \2"),
    (re.compile(r"(?<=\d)\s?\+\s?(?=(?:years?|yrs?)\b)", re.IGNORECASE), " or more "),
    (re.compile(r"(?<=\d)(k|m|bn|%)?\+(?!\w)", re.IGNORECASE), r"\1 or more"),
    (re.compile(r"\byrs(?=\W|$)", re.IGNORECASE), "years"),
    (re.compile(r"\byr(?=\W|$)", re.IGNORECASE), "year"),
    *(
        (re.compile(rf"(?<![\w.])(?:{short})(?![\w.])", re.IGNORECASE), whole)
        for short, whole in (
            (r"exp\.", "experience"),
            (r"min\.?(?=\s\d)", "at least"),
            (r"min\.", "minimum"),
            (r"max\.?(?=\s\d)", "at most"),
            (r"post-reg\.?", "post-registration"),
            (r"post-qual\.?", "post-qualification"),
            ("thru", "through"),
            ("yoy", "year on year"),
            (r"incl\.?", "including"),
            (r"approx\.?", "about"),
            (r"quals?\.", "qualification"),
            (r"certs?\.", "certificate"),
            (r"mgmt\.?", "management"),
            (r"dept\.?", "department"),
            (r"req['’]?d\.?", "required"),
            (r"hrs\.?", "hours"),
            (r"p\.?a\.", "a year"),
            (r"p\.?w\.", "a week"),
            (r"w/o", "without"),
        )
    ),
    (re.compile(r"(?<=\d)\s%"), "%"),
    (re.compile(r"(?<=\d)\s?wpm\b", re.IGNORECASE), " words per minute"),
    (re.compile(r"\s[–—-]\s|;\s|…"), ", "),
    (re.compile(r"[“”„«»\"]"), ""),
]


def as_spoken(text: str) -> str:
    """`text` in one line, without bullets, brackets, slashes, quotation marks and final stops."""
    told = _BULLET.sub("", " ".join("".join(filter(_is_said, text)).split()))
    without = _BRACKETS.sub("", told)
    told = without if without.strip(" .,;:") else told
    for pattern, instead in _MARKUP:
        told = pattern.sub(instead, told)
    told = " ".join(_BESIDE_WORDS.sub(" ", told).split())
    told = re.sub(r"\s+([,.;:!?])", r"\1", told)
    return re.sub(r"[,.;:!?\s]*$|^[,.;:\s]+", "", told).strip(" -–—'")


def _is_said(letter: str) -> bool:
    """Whether a character belongs to words: pictures and their selectors do not."""
    return letter == "°" or not (
        unicodedata.category(letter) in ("So", "Sk", "Co", "Cs", "Cn") or letter in "\ufe0f\u200d"
    )


_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")


def doing_of(verb: str) -> str:
    """A common verb in its -ing form: "handle" as "handling", "plan" as "planning"."""
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return f"{verb[:-2]}ying" if verb.endswith("ie") else f"{verb[:-1]}ing"
    return f"{verb}{verb[-1] if _SHORT.fullmatch(verb) else ''}ing"


_VOWEL_LETTERS = frozenset("AEFHILMNORSX")
_LIKE_U = re.compile(r"(?:uni(?!n|m)|use|usa|usu|uro|eu|ewe|one\b|once|ubi|ut[ei])", re.IGNORECASE)
_SILENT_H = re.compile(r"(?:hon|hour|heir)", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Z]{2}\w*|[A-Z]\d*(?=\W|$)")
_NUMBER = re.compile(r"[£$€]?\s?\d")
_EIGHT = re.compile(r"[£$€]?\s?(?:8|1[18](?!\d))")
"""Numbers that begin with a vowel: 8, 80, 800, 11 and 18, also of thousands."""
_LIKE_A_WORD = re.compile(r"(?:[^AEIOUY]|[BCDFGPT][LR]|S[CKLMNPTW]|[CSTPW]H|QU|TW)?[AEIOUY][A-Z]*")
"""Capitals that can be said as a word: "NASA", "NEBOSH", but not "HCPC" or "SMSTS"."""


def a_or_an(noun: str) -> str:
    """A noun behind its article: "a staff nurse", "an HGV driver", "a university lecturer"."""
    if spelled := _LETTERS.match(noun):
        # Letters that are said one by one begin with the sound of their name. Four and more are
        # taken for a word if they make one, but not where small ones are among them ("MEng").
        letters = spelled[0]
        word = len(letters) > 3 and letters.isupper() and _LIKE_A_WORD.fullmatch(letters)
        vowel = noun[0] in ("AEIO" if word else _VOWEL_LETTERS)
    elif _LIKE_U.match(noun):
        vowel = False
    elif _NUMBER.match(noun):
        vowel = _EIGHT.match(noun) is not None
    else:
        vowel = noun[:1].lower() in "aeiou" or bool(_SILENT_H.match(noun))
    return f"{'an' if vowel else 'a'} {noun}"


def listed(names: Sequence[str], most: int = 2, joint: str = "and") -> str:
    """The first names as a person says them: "Docker and Kubernetes"."""
    kept = [name for name in (as_spoken(one) for one in names) if name][:most]
    return f" {joint} ".join([", ".join(kept[:-1]), kept[-1]] if len(kept) > 1 else kept)


def small_first(text: str) -> str:
    """`text` with a small first letter, unless the first word is a name or an abbreviation."""
    first, _, behind = text.partition(" ")
    first = first.rstrip(",")
    plain = first[1:].islower() or (len(first) == 1 and first != "I") or "-" in first
    plain = plain and not (len(first) > 1 and first[:2].isupper())
    verb = is_base(first) or is_past(first) or first.endswith("ing") or first.lower() in _SMALL
    known = verb or not behind or behind[:1].islower() or _ordinary(behind)
    return (
        text[:1].lower() + text[1:] if plain and known and (verb or not _is_name(first)) else text
    )


def _ordinary(behind: str) -> bool:
    """Whether no word behind the first begins with a capital: then that has one for its place.

    Abbreviations behind it are no names that it could belong to ("Full UK driving licence").
    """
    return not any(word[:1].isupper() and not word.rstrip("s").isupper() for word in behind.split())


_SMALL = frozenset(
    "a an the one two three four five six seven eight nine ten eleven twelve".split()
)

FEWEST_CAPITALS = 3
"""So many words in capitals are a line in capitals; fewer may be abbreviations."""


def in_small_letters(text: str) -> str:
    """A line that is written in capitals in small letters, but for what is no common word."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    if len(words) < FEWEST_CAPITALS or not text.isupper():
        return text
    told = " ".join(_in_small(word) for word in text.split())
    return told[:1].upper() + told[1:]


def _in_small(word: str) -> str:
    bare = re.sub(r"\W+", "", word)
    if len(bare) > 1 and not bare.isdigit() and _is_name(bare):
        return word if len(bare) <= _LONGEST_ABBREVIATION else word.capitalize()
    return word.lower()


_LONGEST_ABBREVIATION = 4


def is_plain(words: str) -> bool:
    """Whether words are a single common one, which names nothing by itself ("people")."""
    return len(words.split()) == 1 and not _is_name(words) and not words.isupper()


def _is_name(word: str) -> bool:
    """Whether a word with a capital is no common one ("Kubernetes", "French")."""
    from voicecli.understanding.words import common_words

    plain = re.sub(r"['’]s$", "", word.lower())
    if plain in _CAPITAL:
        return True
    return plain not in common_words() and not _DERIVED.search(plain)


_DERIVED = re.compile(r"\w{3}(?:ory|ical|ional|ative|ment|ation|ness|ility|ship|able|ible)$")
"""Endings of words that are no names, if not common ("supervisory")."""


_CAPITAL = frozenset(
    """english french german spanish italian portuguese dutch polish russian arabic chinese mandarin
    cantonese japanese korean hindi urdu punjabi bengali turkish greek swedish norwegian danish
    finnish czech hungarian romanian ukrainian hebrew welsh irish latin python java excel word
    windows linux oracle swift ruby perl rust go spark access outlook sage office google microsoft
    apple amazon facebook adobe monday january february march april may june july august september
    october november december british american european canada london britain england scotland
    wales ireland australia india china america africa asia europe canada france germany italy
    spain mexico brazil russia poland greece turkey israel egypt iran iraq pakistan singapore
    sweden norway denmark belgium austria switzerland portugal hungary nigeria kenya ghana
    alabama alaska arizona arkansas california colorado connecticut delaware florida georgia
    hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts
    michigan minnesota mississippi missouri montana nebraska nevada ohio oklahoma oregon
    pennsylvania tennessee texas utah vermont virginia washington wisconsin wyoming""".split()
)
"""Common words that keep their capital: languages, months, countries, states, programs."""
