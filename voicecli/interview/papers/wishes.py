"""How much a thing is wanted: whether it is needed, or only welcome."""

import re

from voicecli.interview.papers.patterns import finds, typed

_NICE = (
    r"(?:nice[- ]to[- ]haves?"
    r"|(?:a |an |as an? "
    r"|of )?(?:(?:strong|big|real|definite|distinct|huge|significant|great|added|clear|major"
    r"|useful|further|nice) )?"
    r"(?:plus(?:es)?|bonus(?: points?)?|advantages?|assets?|advantageous|desirable|desired"
    r"|preferred|preferable|beneficial|welcome|helpful|useful|optional|nice|ideal|valued"
    r"|extra|adv|pref|appreciated|great to have|good to have|handy|lovely|fantastic"
    r"|brilliant|wonderful|awesome|cool|ideal"
    r"|(?:highly|well) regarded|(?:looked|viewed) (?:up)?on favou?rably|viewed favou?rably)"
    r"(?:,? (?:but|though|although) not (?:essential|required|necessary|mandatory|a must"
    r"|an? deal-?breaker))?)"
)
_NICE_TAIL = re.compile(
    rf"[\s,;:–—(\[-]*\b(?:(?:is|are|would be|will be|considered|seen as|is considered"
    rf"|are considered|would also be|is also|also|highly|strongly|very|most"
    rf"|but)\s+)*{_NICE}[\s)\].!]*$",
    re.IGNORECASE,
)
_NICE_BEFORE = re.compile(
    r"^\W*(?:(?:and |but |it (?:would|will|is|'s|'d) (?:be )?)?(?:ideally|preferably"
    r"|preferred|desirable|desired|optional(?:ly)?|bonus(?: points)?(?: (?:for|if))?"
    r"|so would|nice to have|(?:as )?(?:a|an) (?:plus|bonus|advantage|asset)|extra points?(?: for)?"
    r"|advantageous|(?:great|good|nice|helpful|useful|lovely|fantastic) if)\b"
    r"|we(?:'d| would) (?:also )?(?:love|like|prefer"
    r"|be (?:delighted|happy|pleased|thrilled))"
    r"|you (?:may|might|could|can) (?:also )?(?:have|bring|be|hold)\b"
    r"|not (?:essential|required)|it (?:would|will|'d)? ?(?:also )?helps?\b"
    r"|if you (?:also |already )?(?:have|know|hold|speak|can)\b)",
    re.IGNORECASE,
)
_NICE_ANYWHERE = re.compile(
    r"\b(?:not (?:essential|required|a (?:must|requirement)|necessary|mandatory)"
    r"|(?:would|will) be (?:an? )?(?:\w+ )?(?:advantage|advantageous|plus|bonus|asset"
    r"|desirable|beneficial|preferred|helpful|useful|handy|lovely|brilliant|fantastic|awesome"
    r"|wonderful|welcome|ideal|great|nice|appreciated)\b"
    r"|(?:would|will) be (?:highly|well|favou?rably) (?:regarded|viewed|looked upon)"
    r"|is (?:an? )?(?:\w+ )?(?:plus|bonus|advantage|asset|desirable|preferred)\b"
    r"|are (?:an? )?(?:\w+ )?(?:plus|bonus|advantage|asset|desirable|preferred"
    r"|advantageous)\b|nice to have|\bhelps?[.!]?$)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"\s*\(([^()]+)\)[\s.!]*$")
_MUST = re.compile(
    r"\b(?:must|essential|mandatory|required|necessary|prerequisite|non-negotiable"
    r"|need(?:s|ed)?|have to)\b(?! not)",
    re.IGNORECASE,
)
_NEEDED_TAIL = re.compile(
    r"[\s,;:–—(\[-]*\b(?:(?:is|are|will be|absolutely|strictly|also)\s+)*"
    r"(?<!when )(?<!as )(?<!if )(?<!where )(?:required"
    r"|essential|ess|reqd?|mandatory|necessary|needed|a must|a requirement|expected"
    r"|non-negotiable"
    r"|a prerequisite)(?: (?:for this (?:role|post|position)|here))?[\s)\].!]*$",
    re.IGNORECASE,
)


def is_wish(text: str) -> bool:
    """Whether what is asked for is only welcome; not by an aside: "sales (SaaS a plus)"."""
    aside = _ASIDE.search(text)
    if aside and aside.start() and len(without_wish(aside[1]).split()) and is_wish(aside[1]):
        return is_wish(text[: aside.start()])
    return any(finds(p, text) for p in (_NICE_TAIL, _NICE_BEFORE, _NICE_ANYWHERE))


def is_must(text: str) -> bool:
    """Whether it says itself that it is needed."""
    return finds(_MUST, text) and not is_wish(text)


def is_needed(text: str) -> bool:
    """Whether it ends with the words for that."""
    return finds(_NEEDED_TAIL, text)


def without_wish(text: str) -> str:
    """A requirement without the words that say how much it is wanted."""
    for tail in (_NICE_TAIL, _NEEDED_TAIL):
        found = tail.search(typed(text))
        text = text[: found.start()] + text[found.end() :] if found else text
    return text
