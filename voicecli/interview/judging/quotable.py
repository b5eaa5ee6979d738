"""What of a candidate's words the interviewer says back: whole phrases that can do no harm."""

import re

from voicecli.interview.judging.refusals import is_hostile

_LONGEST_QUOTE = 8
_LONGEST_BROKEN_QUOTE = 6
"""Words of a quote, and of one that had to be broken off in the midst of a phrase."""
_SHORTEST_QUOTE = 2
_TRAILING = frozenset(
    """a an the and or but so to of in on at for with from by that which who because my our their
    his her its this these those is was were are be as if when then very really also about into
    over up down out it i we""".split()
)
_CLAUSE_BEGINS = frozenset(
    "that which who whom whose where when while because until unless if although though".split()
)
_PHRASE_BEGINS = _CLAUSE_BEGINS | frozenset(
    """of in on at for with from by to into onto over under about across through between during
    without within against along around per behind towards as so since before after and but or
    then""".split()
)
_UNQUOTED = re.compile(
    r"\b(?:i|me|my|mine|myself|you|your|yours|ignore|disregard|forget|instructions?|prompts?"
    r"|system|assistant|pretend|repeat|says?|said|reveal|print|passwords?|secrets?|execute"
    r"|sudo|delete|kill\w*|die[ds]?|hell|damn\w*|(?:bull)?shit\w*|\w*fuck\w*|crap\w*"
    r"|bitch\w*|bastard\w*|ass|\w*asses|ass?hole\w*|arse\w*|piss\w*|idiot\w*|stupid\w*"
    r"|moron\w*|dumb\w*|cunt\w*|dick\w*|nazis?|sex\w*|rap(?:e[ds]?|ist\w*)|whore\w*|slut\w*"
    r"|fag\w*|retard\w*|nigg\w*|porn\w*|suicide|murder\w*|hate[ds]?|https?|www|suck\w*"
    r"|screw(?:ed)? (?:him|her|them|it|off|over)|gay|lesbian|jews?|muslims?|blacks?|drunk"
    r"|raped|naked)\b",
    re.IGNORECASE,
)
_PLAIN_WORDS = re.compile(r"[^\W\d_][\w'’-]*(?:,? [\w'’%-]+)*")


def quotable(text: str) -> str:
    """The first words of a literal piece that may be said back; "" where none may."""
    words = _whole_phrases(text.split(" "))
    kept = " ".join(words).rstrip(",.;:!? ")
    if len(words) < _SHORTEST_QUOTE or not _PLAIN_WORDS.fullmatch(kept):
        return ""
    return "" if _UNQUOTED.search(text) or is_hostile(kept) else kept


def _whole_phrases(words: list[str]) -> list[str]:
    """The first words, to where a phrase ends; no clause is begun that is not told to its end."""
    if len(words) <= _LONGEST_QUOTE:
        return _without_trailing(words)
    begins = [word.lower().strip(",;") for word in words]
    places = range(_SHORTEST_QUOTE, _LONGEST_QUOTE + 1)
    last = next((at for at in places if begins[at] in _CLAUSE_BEGINS), _LONGEST_QUOTE)
    for at in range(last, _SHORTEST_QUOTE - 1, -1):
        if begins[at] in _PHRASE_BEGINS or words[at - 1].endswith((",", ";")):
            kept = _without_trailing(words[:at])
            if len(kept) >= _SHORTEST_QUOTE:
                return kept
    return _without_trailing(words[:_LONGEST_BROKEN_QUOTE])


def _without_trailing(words: list[str]) -> list[str]:
    """Words without those at their end that something has to follow."""
    kept = len(words)
    while kept and (words[kept - 1].lower().strip(",.;") in _TRAILING or not words[kept - 1]):
        kept -= 1
    return words[:kept]
