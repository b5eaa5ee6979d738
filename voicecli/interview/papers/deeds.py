"""Lines that begin with what somebody would do: "Prepare the sauces", "Leading a team"."""

import re

from voicecli.interview.papers.patterns import HEAD
from voicecli.interview.papers.work_verbs import is_base

_SHORTEST_ING = 5
"""Letters; shorter words with this end are no verbs' ("king")."""
_PLAIN_DEEDS = frozenset(
    """
    bake brew catch chase check choose climb count cultivate decide dig do dress explain fix follow
    fly forge go harvest have iron lay link listen look make mix mow paint pour prune pull push
    rewire scan ship sort spray stack steer stitch sweep switch talk taste tell tend think tidy trim
    walk wash weed weigh wire wrap
    """.split()
)
"""Beside the verbs of work, plain ones that head a duty."""
_QUALIFIES = re.compile(
    rf"(?!(?:building|checking|delivering|developing|enhancing|gaining|giving|improving|increasing"
    rf"|issuing|keeping|maintaining|managing|obtaining|offering|passing|providing|renewing|sharing"
    rf"|teaching|updating|using)\b)[a-z]+ing\s+{HEAD}\b|(?:understanding|willing|outstanding"
    rf"|existing|knowing|being|having|during|according|regarding|including|training in)\b",
    re.IGNORECASE,
)
"""Words with this end that are no deeds: "working knowledge", "driving licence"."""
_CHARGED = re.compile(
    r"\W*(?:(?:be )?(?:responsible|accountable) for|in charge of|to take charge)\b", re.IGNORECASE
)


def is_deed(sentence: str) -> bool:
    """Whether a line begins with what somebody would do ("Prepare the sauces")."""
    if _CHARGED.match(sentence):
        return True
    first = re.match(r"\W*(?:to\s+)?([A-Za-z-]+)", sentence)
    if first is None:
        return False
    verb = first[1].lower()
    third = (verb.removesuffix("s"), verb.removesuffix("es"), re.sub("ies$", "y", verb))
    is_verb = any(is_base(form) or form in _PLAIN_DEEDS for form in (verb, *third))
    if _QUALIFIES.match(sentence[first.start(1) :]):
        return False
    return is_verb or (verb.endswith("ing") and len(verb) > _SHORTEST_ING)
