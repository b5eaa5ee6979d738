"""The skills, tools, degrees and languages that a requirement names."""

import re
from collections.abc import Iterator

from voicecli.interview.papers.tongues import tongues_in

_STARTS_LIST = re.compile(
    r"\b(?:such as|including|e\.g\.,?|i\.e\.,?|like|for example|namely)\s+"
    r"|[(:]\s*(?:e\.g\.,?\s*|such as\s+|ideally\s+|including\s+)?",
    re.IGNORECASE,
)
_OF = re.compile(
    r"\b(?:experience|experienced|knowledge|understanding|skills?|skilled|proficien(?:t|cy)"
    r"|familiar(?:ity)?|expertise|competen(?:t|ce)|trained|training|fluent|fluency|degree"
    r"|diploma|bachelor(?:'s|’s)?|master(?:'s|’s)?|certificate|certification|certified"
    r"|qualification|qualified|background|command|confident|passion|interest|grasp|exposure"
    r"|track record|registration|registered|licen[cs]ed?|worked|specialist|expert"
    r"|comfortable|adept)\b"
    r"(?:\s+(?:degree|working|hands-on|or equivalent))?\s+(?:of|in|with|using|on|as|to|for"
    r"|from)\s+(?:using |working (?:in|with|as) |the use of |the )?",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"((?:[\w+#&/.'’-]+\s+){1,4})(?:skills?|experience|knowledge|training)\b", re.IGNORECASE
)
_PAPER = re.compile(
    r"((?:[\w+#&/.'’-]+\s+){1,4}(?:certificates?|certification|licen[cs]es?|qualifications?"
    r"|diploma|registration|card|permit|ticket|accreditation|apprenticeship|entitlement))\b",
    re.IGNORECASE,
)
"""What one has in writing is called by its whole name."""
_JOINS = re.compile(
    r"^.*\b(?:of|in|with|for|to|as|on|at|by|from|including|such as|like|using)\s+", re.IGNORECASE
)
_CUT = re.compile(
    r"\s*(?:\bthat\b|\bwhich\b|\bwho\b|\bwhere\b|\bwithin\b|\bto ensure\b|\bfrom\b"
    r"|\bin order\b|\bso that\b|\bsuch as\b|\bincluding\b|\be\.g\b|\bso much\b|\bfor\b"
    r"|\bdon't\b|\bbut\b|\bis\b|\bare\b|\bat\b|\bpreferably\b|\bideally\b|\bas well\b"
    r"|[.;:(){}\[\]]|\s[–—-]\s).*$",
    re.IGNORECASE | re.DOTALL,
)
_SEPARATORS = re.compile(
    r"\s*(?:,\s*(?:and/or|and|or)?|;|\band/or\b|\band\b|\bor\b|(?<=\w{3})/(?=\w{3})"
    r"|\s&\s(?=[a-z]))\s*",
    re.IGNORECASE,
)
_LOOSE = frozenset(
    """
    a an the at least of in with and or for to as on your our own their its this that these
    those any some all both either strong good excellent great proven solid sound basic advanced
    working full valid current clean relevant previous prior recent related similar equivalent
    least minimum years year months yrs demonstrable demonstrated extensive significant hands-on
    practical thorough deep broad high outstanding exceptional other various etc more plus one
    min min. max
    two three four five six seven eight nine ten level you we experience experienced knowledge
    skills skill ability fluent current full valid year's years' written verbal spoken
    understanding you'll have must should need desirable essential preferred required new wide
    range different field area subject discipline university college general professional
    recognised recognized appropriate suitable formal additional own qualification
    qualifications certificate certificates certification degree
    local specialist reading up-to-date detailed in-depth expert theoretical be not
""".split()
)
_PROPER = re.compile(
    r"(?<![\w.])(?:[A-Z][\w+#.&’'-]*[\w+#]|[A-Z]|[a-z]+[A-Z][\w+#]*"
    r"|\w+(?:\.js|\+\+|#))(?:\s+(?:[A-Z0-9][\w+#.&-]*[\w+#]"
    r"|\d{1,2}(?!\s*(?:\+|years|months|yrs))))*"
)
_SCHEME = re.compile(r"^\W*(?:C&G |City (?:&|and) Guilds )?(\d{4})(?=\s+[A-Z][a-z])")
"""The number by which a trade calls a qualification: "2391 Inspection and Testing"."""
_MOST_NAME_WORDS = 4
_LEVEL_WORDS = 2
"""What the level of an award adds to the words of its name."""
_MOST_NAMES = 12
_PAPERS = {"certificate", "certificates", "certification", "qualification", "degree"}
_ONE_LETTER = ("C", "R")
"""Languages to program in."""


_LESS = re.compile(
    r"\b(?:more(?:\s+\w+){1,4}?|(?:matters?|counts?)\s+more|rather)\s+than\b.*", re.IGNORECASE
)
"""What something else is set above ("matters more to us than stars on your CV")."""


def names_in(text: str) -> tuple[str, ...]:
    """Skills, tools, degrees and languages that a requirement names, in its words and order."""
    found: list[str] = list(tongues_in(text))
    for piece in _named(_LESS.sub("", text)):
        name = piece.strip(" \t\n,;:.!?-–—*\"'“”‘’")
        words = name.split()
        while words and words[0].lower() in _LOOSE and not _is_level(words):
            words.pop(0)
        while words and words[-1].lower() in _LOOSE - _PAPERS:
            words.pop()
        name = " ".join(words)
        if name in _ONE_LETTER or _is_name(name):
            found.append(name)
    return tuple(sorted(_without_parts(found), key=text.find))[:_MOST_NAMES]


def _is_level(words: list[str]) -> bool:
    """Whether words begin with the level of an award: "Level 3 Diploma"."""
    return words[0].lower() == "level" and len(words) > 1 and words[1].isdigit()


def _is_name(name: str) -> bool:
    is_code = _SCHEME.match(f"{name} Aa") is not None and not name.startswith(("19", "20"))
    is_figure = (not any(map(str.isalpha, name)) and not is_code) or re.search(
        r"\byears?\b|^\d+\+|\byrs\b|^(?:willing|able|exceeding|under|over|between)\b", name
    )
    return (
        len(name) > 1
        and name[0].isalnum()
        and not is_figure
        and len(name.split()) <= _MOST_NAME_WORDS + _LEVEL_WORDS * _is_level(name.split())
    )


def _named(text: str) -> Iterator[str]:
    """Candidates: lists, what experience is of, what a certificate is for, proper names."""
    for match in _STARTS_LIST.finditer(text):
        rest = text[match.end() :]
        rest = rest.split(")")[0] if "(" in match[0] else _CUT.sub("", rest)
        yield from _SEPARATORS.split(rest)
    for match in _OF.finditer(text):
        rest = _CUT.sub("", text[match.end() :])
        inner = _OF.search(rest)
        yield from _SEPARATORS.split(rest[: inner.start()] if inner else rest)
    for match in (*_BEFORE.finditer(text), *_PAPER.finditer(text)):
        yield from _SEPARATORS.split(_JOINS.sub("", match[1]))
    yield from _SCHEME.findall(text)
    for number, match in enumerate(_PROPER.finditer(text)):
        is_first = number == 0 and not text[: match.start()].strip()
        plain = match[0].isalpha() and match[0].istitle()
        if not (is_first and plain and len(match[0].split()) == 1):
            yield match[0]


def _without_parts(names: list[str]) -> Iterator[str]:
    """Each name once; one that is only a part of another is left out."""
    seen: set[str] = set()
    for name in names:
        plain = name.lower()
        if plain in seen or plain in _LOOSE:
            continue
        if any(
            plain != other.lower() and re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", other.lower())
            for other in names
        ):
            continue
        seen.add(plain)
        yield name
