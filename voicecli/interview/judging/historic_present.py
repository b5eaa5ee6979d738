"""Stories that are told in the present tense, as people do aloud: "So I walk in and it's on fire".

What is always done so, or would be, stands in the present, too; a story is known by its scene:
something is just happening, at one time, to somebody who was not there before. English.
"""

import re
from collections.abc import Sequence

from voicecli.analysis.english import words
from voicecli.interview.judging.clauses import Clause
from voicecli.interview.judging.past import is_past, is_past_verb

_SCENE = re.compile(
    r"\b(?:(?:so|okay|right|and|well|then) (?:so )?(?:it's|we're|i'm|there's|we have|i've got)\b"
    r"|(?:so|and) (?:then )?i (?:walk|come|go|get|run|drive|open|turn|pick up|arrive)\b"
    r"|(?:this|that|a|one|the) (?:\w+ ){1,2}(?:comes|stands|walks|calls|rings|shouts|starts|turns"
    r"|goes|runs|stops|drops|falls|breaks|bursts|takes|gets|grabs|collapses|faints)\b"
    r"|(?:we have|there's|i have|i've got|it's) this\b|it's \w+(?: \w+)? (?:in the (?:morning"
    r"|evening|night)|at night|o'clock|minutes)\b|all of a sudden|suddenly"
    r"|last (?:year|month|week|summer|winter|spring|autumn|night|\w+day) (?:i'm|we're|i|we|there's"
    r"|it's|this)\b|one (?:day|night|morning|evening|time)\b"
    r"|(?:i'm|we're) (?:on|in|at|halfway|already) (?:the|a|my|our) \w+)"
)
_JUST_NOW = re.compile(r"\b(?:is|are|\w+'s|\w+'re) (?!going to\b|being\b)(?:\w+ )?[a-z]{2,}ing\b")
"""What is just happening: "the pump is leaking"."""
_ANY_TIME = re.compile(
    r"\b(?:usually|generally|normally|typically|always|in general|as a rule|tend to|every|whenever"
    r"|if|when|most(?:ly)?|sometimes|often|daily|weekly|on (?:a|an) \w+ day|you|would|will|'ll)\b"
)
"""What is so at any time, or would be."""
_STATES = frozenset(
    """am are was were have do does don't can can't could should must need want like love think know
    feel see hear hope mean guess believe remember understand wish look seem work live study hold
    use come walk arrive prefer enjoy find just""".split()
)
"""Verbs of what somebody is, has, knows or wants, of coming there; and those of any day's work."""
_SAME = frozenset("bet cast cut hit hurt let put quit read set shut split spread".split())
"""Verbs whose past is like their present."""
_BETWEEN = frozenset("then just also first quickly immediately finally straight still only".split())
_LEAST_DEEDS = 2


def is_told_in_present(parts: Sequence[Clause]) -> bool:
    """Whether clauses tell a story in the present tense."""
    plain = [" ".join(words(one.text)) for one in parts]
    told = [one for one in plain if not is_past(one)]
    if len(told) * 2 < len(plain) or sum(bool(_ANY_TIME.search(one)) for one in told) * 4 > len(
        told
    ):
        return False
    deeds = sum(is_deed_in_present(one) for one in plain)
    whole = " ".join(plain)
    scenes = bool(_SCENE.search(whole)) + bool(_JUST_NOW.search(whole))
    return scenes > 0 and deeds >= _LEAST_DEEDS


def is_deed_in_present(text: str) -> bool:
    """Whether a clause tells a deed of the speaker in the present tense."""
    said = words(text)
    for at, word in enumerate(said):
        if word not in ("i", "we"):
            continue
        behind = [one for one in said[at + 1 :] if one not in _BETWEEN and not one.endswith("ly")]
        verb = behind[0] if behind else ""
        is_over = is_past_verb(verb) and verb not in _SAME
        if len(behind) > 1 and verb.isalpha() and verb not in _STATES and not is_over:
            return True
    return False
