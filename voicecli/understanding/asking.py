"""What kind of answer a question wants: a date, a number, a person, yes or no; now, or the most."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Mapping
from typing import Any

from voicecli.understanding.cues import WHO, WHOSE
from voicecli.understanding.words import common_words, listed

_CLAUSE = (
    r"(?:^|[,;:.!?] ?(?:(?:and|so|then|but|or) )?"
    r"|\b(?:know|tell (?:me|us)|show me|explain|say|remember|wonder(?:ing)?|me|and|but|so|exactly"
    r"|by|at|in|on|for|from|since|until|till|to|with|of) )"
)
"""Where the word of a question stands: at the start of a clause, or behind a preposition."""

_AUXILIARY = (
    r"(?:do|does|did|is|are|am|was|were|has|have|had|can|could|may|might|will|would|should|must)"
)
_MEASURED = (
    r"(?:accurate|fast|slow|quick|big|large|small|high|low|tall|deep|wide|long|heavy|light|hot|warm"
    r"|cold|old|far|loud|strong|precise|reliable|often|well|thick|many|popular|good)"
)
_COUNTED = (
    r"(?:number|percentage|percent|share|score|accuracy|temperature|size|speed|rate|weight|height"
    r"|length|width|depth|distance|amount|capacity|dose|voltage|power|pressure|frequency|limit"
    r"|maximum|minimum|total|result|grade|mark|age|error)"
)
_TIME = r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?|decades?)"
_PLACES = r"(?:city|country|place|town|village|location|building|room|street|region|venue|floor)"
_CONTACT = (
    r"(?:phone(?: number)?|telephone(?: number)?|mobile(?: number)?|e-?mail(?: address)?|address"
    r"|contact(?: details| data)?|linkedin|github|website|home ?page|url|web ?site)"
)

_ASKED: tuple[tuple[str, str], ...] = (
    ("contact", rf"\b(?:{WHOSE}|\w+'s|the|a) {_CONTACT}\b(?! (?:project|app|paper))"),
    ("contact", rf"\b(?:contact|reach|call|email|e-mail|get in touch with|get hold of|write to)"
                rf" (?:{WHO}|her|him|them|you|someone|somebody)\b"),
    ("contact", r"\bhow (?:do|can|could|should|may) (?:i|we) (?:contact|reach|call|ring|phone) \w+"),
    ("duration", rf"{_CLAUSE}how (?:long\b(?! ago)|much (?:longer|time)\b)"),
    ("duration", rf"{_CLAUSE}how many (?:more |full )?{_TIME}\b(?! (?:ago|old))"),
    ("date", rf"{_CLAUSE}(?:when\b|how long ago\b|how (?:recent|early|late)\w*\b"
             r"|(?:what|which) (?:exact )?(?:year|date|day|month|time|weekday|hour|season)\b)"),
    ("date", r"\b(?:what|which) (?:is|was|are|were) (?:the |her |his |their |your |my )?"
             r"(?:\w+ ){0,2}(?:date|deadline|opening hours|birthday|due date)\b"),
    ("number", rf"{_CLAUSE}how much (?:\w+ ){{1,4}}(?:weigh|draw|hold|contain|reduce|improve|drop"
               r"|grow|increase|use|fall|rise|lower|raise|shrink|produce)\b"),
    ("number", rf"\bby how (?:much|many)\b|{_CLAUSE}how many\b"),
    ("money", rf"{_CLAUSE}how (?:much (?:money|does|do|did|is|are|was|were|will|would|can|may"
              r"|should|must|has|have|had|per)\b|(?:expensive|cheap|costly|pricey)\b)"),
    ("money", r"\b(?:what|which) (?:\w+ ){0,6}(?:costs?|prices?|fees?|budget|salary|rent|fares?|tariff"
              r"|wages?|income|deposit|charges?|price tag)\b"),
    ("number", rf"{_CLAUSE}how much\b|{_CLAUSE}how {_MEASURED}\b"),
    ("number", rf"\b(?:what|which) (?:(?:is|was|are|were) )?(?:the |her |his |its |their )?"
               rf"(?:\w+ ){{0,2}}{_COUNTED}\b"),
    ("place", rf"{_CLAUSE}(?:where\b|(?:what|which) {_PLACES}\b)"),
    ("person", rf"{_CLAUSE}(?:who|whom|whose|(?:what|which) (?:person|people|colleague|teacher"
               r"|supervisor|author|customer|client|boss|manager))\b"),
    ("reason", rf"{_CLAUSE}(?:why|how come|for what reason|(?:what|which) (?:is|was|are|were) the "
               r"(?:reason|cause|point|purpose))\b"),
    ("name", r"\b(?:what|which) (?:is|was|are|were) (?:\w+ ){1,5}(?:called|named)\b|\bname of\b"
             r"|\bwhat (?:do|does|did) \w+ call\b"),
    ("name", rf"{_CLAUSE}(?:which|what) (?:university|college|school|company|firm|employer"
             r"|organi[sz]ation|model|tool|brand|journal|conference|magazine|database|language"
             r"|programming language|material|method|degree|title|team|hospital|publisher|festival"
             r"|museum|orchestra|club|label)\b"),
    ("manner", rf"{_CLAUSE}how (?:do|does|did|can|could|to|should|shall|is|are|was|were|will|would)\b"),
    ("yes-no", rf"^(?:(?:and|so|but|ok|okay|then|also|or|well|hey|hi|hello|please) )*{_AUXILIARY}\b"),
    ("yes-no", rf"[,;.!?] ?(?:(?:and|so|but) )?{_AUXILIARY} (?:not )?(?:{WHO}|it|there|this|that)\b"),
)  # fmt: skip
_KINDS = tuple((kind, re.compile(pattern)) for kind, pattern in _ASKED)

_POLITE = re.compile(
    r"^(?:(?:can|could|would|will|may|might) (?:you|i|we|someone)(?: please)?(?: kindly)? )"
    r"(?=(?:tell|show|give|list|name|find|explain|say|see|know|ask|get|have a look|remind|help)\b)"
    r"|^(?:do|does|did) (?:you|she|he|they) (?:happen to )?(?:know|remember|have an idea) "
    r"(?=(?:who|what|when|where|which|why|how)\b)"
)
"""An order or a question inside a polite one: "can you tell me when …" asks when."""

_NOW = re.compile(
    rf"\b(?:where|(?:who|whom)(?: \w+)?|(?:what|which) \w+) (?:do|does) {WHO} "
    r"(?:now |currently |still )?(?:work|live|teach|study|serve|stay)\b"
    rf"|\b(?:who|what) (?:do|does) {WHO} (?:work|do) (?:for|at)\b"
    r"|\b(?:where|what) (?:is|are|am) (?:she|he|they|you|i|we) (?:now |currently |still )?"
    r"(?:work|employ|liv|teach|study|build|mak|writ|do|based|busy)"
    rf"|\b(?:what|which|who) (?:is|are) {WHOSE} (?:job|role|position|title|employer|company|boss"
    r"|occupation|profession|work|address|job title)\b"
    r"|\b(?:currently|right now|at the moment|at present|presently|nowadays|these days|as of today"
    rf"|present(?:-day)?)\b|{WHOSE} (?:current|present)\b|\bcurrent\b"
    r"|\b(?:working|work|works|live|lives|job|doing|does|employed|busy|employer|based) "
    r"(?:\w+ )?(?:now|today)\b"
    rf"|\b(?:is|are|does|do) {WHO} still\b|\bfor a living\b"
)
_NOT_NOW = re.compile(
    r"\b(?:before|until|till|previous(?:ly)?|prior|former(?:ly)?|used to|last|past|so far)\b"
)

_TEMPORAL = listed("recent recently new newest young old oldest early earliest late latest")
_OF_LITTLE = listed("small short low cheap slow light few young thin narrow weak easy simple quiet")
_NO_DEGREE = listed(
    """
    interest forest west east test request honest contest harvest guest modest protest invest nest
    best rest quest chest digest suggest arrest breast latest newest oldest youngest earliest
    manifest pest vest zest priest northwest southwest midwest northeast southeast everest budapest
    conquest inquest crest jest tempest attest detest
    """
)
_IRREGULAR = {"worst": "bad", "farthest": "far", "furthest": "far", "fewest": "few"}
_DEGREE = re.compile(r"\b([a-z]{3,}est)\b")
_MOST = re.compile(r"\b(most|least|fewest) (?!of\b|recent|likely\b|probably\b|people\b)([a-z]+)")
_VERB_MOST = re.compile(
    r"\b([a-z]+ed|[a-z]+s|[a-z]+) (?:the )?(most|least)\b(?! (?!often\b|frequently\b)[a-z])"
)
_CITED = listed("quoted referenced")
"""Other words for what papers are counted by."""
_GLUE = listed(
    "often frequently the a an is are was were has have had at and or of for with in on by than very her"
)


def find_asked(text: str) -> str | None:
    """Return the kind of value that a question's folded text asks for, None where it is unclear.

    One of "contact", "duration", "date", "money", "number", "place", "person", "reason", "name",
    "manner" and "yes-no". Of several the one that is asked first counts; "yes-no" only where a
    question asks for nothing more, and details of contact before everything.
    """
    text = _POLITE.sub("", text)
    found = [(match.start(), kind) for kind, pattern in _KINDS if (match := pattern.search(text))]
    clear = [(start, kind) for start, kind in found if kind not in ("contact", "yes-no")]
    if not clear or any(kind == "contact" for _, kind in found):
        return found[0][1] if found else None
    return min(clear, key=lambda pair: pair[0])[1]


def asks_for_now(masked: str) -> bool:
    """Whether only what goes on today is asked for: "where does she work?", "her current job"."""
    return bool(_NOW.search(masked)) and not _NOT_NOW.search(masked)


def find_superlative(masked: str) -> Mapping[str, Any] | None:
    """Find a superlative that a figure decides: "the fastest", "cited most", "fewest users".

    Returns {"direction": "most" or "least", "of": the word that is compared, in its base form}.
    Superlatives of time ("newest", "first") are an order, not a figure, and are not found here.
    """
    for pattern, place in ((_MOST, 2), (_VERB_MOST, 1)):
        for match in pattern.finditer(masked):
            word = match[place]
            if word not in _TEMPORAL | _GLUE and not word.startswith("x"):
                direction = "most" if match[3 - place] == "most" else "least"
                return {"direction": direction, "of": "cited" if word in _CITED else word}
    for match in _DEGREE.finditer(masked):
        base = _IRREGULAR.get(match[1]) or _base(match[1])
        if base and base not in _TEMPORAL:
            return {"direction": "least" if base in _OF_LITTLE else "most", "of": base}
    return None


def _base(superlative: str) -> str | None:
    """Return the adjective of a superlative in -est; None when the word is none."""
    if superlative in _NO_DEGREE:
        return None
    root = superlative.removesuffix("est")
    forms = [root[:-1] + "y"] if root.endswith("i") else [root, root + "e"]
    if len(root) > 2 and root[-1] == root[-2]:
        forms.insert(0, root[:-1])
    return next((form for form in forms if form in common_words()), None)
