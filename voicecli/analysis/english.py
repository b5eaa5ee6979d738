"""What English needs: words that carry no meaning of their own, and how words are told apart."""

# a pattern that is broken over lines is harder to read than a long one

import re
from functools import cache, lru_cache
from typing import Any

WORD = re.compile(r"[^\W_]+(?:['’\-.][^\W_]+)*", re.UNICODE)
"""A word with what joins its parts ("don't", "follow-up", "3.5")."""

_FUNCTION = """
    a about above across after again against ago all almost alone along already also although
    always am among an and another any anybody anyone anything anyway anywhere are aren't around as
    at away back be became because become been before behind being below beside besides best better
    between beyond both but by came can can't cannot certain certainly clear clearly come comes
    coming could couldn't did didn't do does doesn't doing don't done down during each either
    else enough especially even ever every everybody everyone everything exactly far few fine first
    for from further gave get gets getting give given gives giving go goes going gone gonna good got
    gotta great had hadn't happen happened happens hardly has hasn't have haven't having he he'd
    he'll he's hello her here here's hers herself hey hi him himself his how how's however i i'd
    i'll i'm i've if in indeed instead into is isn't it it'd it'll it's its itself just keep kind
    knew know known knows last lately least less let let's like likely little long look looked
    looking looks lot lots made make makes making many may maybe me mean means might mine more most
    mostly much must my myself near nearly need needs never next nice no nobody none nor not
    nothing now nowhere of off often oh ok okay on once one ones only onto or other others
    our ours ourselves out over own perhaps please pretty probably put quite rather real really
    right said same saw say saying says see seem seemed seems seen several shall she she'd she'll
    she's should shouldn't since so some somebody somehow someone something sometimes somewhere soon
    sort still stuff such sure take taken takes taking talk talking tell than thank thanks that
    that'd that'll that's the their theirs them themselves then there there's these they they'd
    they'll they're they've thing things think thinking this those though thought three through thus
    till to today together told tomorrow too took toward tried tries true try trying turn twice two
    um under unless until up upon us use used uses using usually very wanna want wanted wants was
    wasn't way ways we we'd we'll we're we've well went were weren't what what's whatever when
    when's whenever where where's whether which while who who's whoever whole whom whose why will
    with within without won't wonder wondered word words work worked working works would wouldn't
    yeah yep yes yesterday yet you you'd you'll you're you've your yours yourself yourselves
    uh er erm hmm mm mhm ah alright absolutely actually agree agreed basically bit bye definitely
    guess guys honestly hope literally obviously start started starting sorry feel feels felt wow
    morning afternoon evening monday tuesday wednesday thursday friday saturday sunday week month
    year day minute hour days weeks months years hours minutes time moment ask asked asking call
    called idea question point end couple four five six seven eight nine ten half
    new old big small bad easy hard whole early late later sounds sound send sent bring brought
    check done leave left find found show showed shown help happy glad everyone's else's
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""Function words, and what any conversation says: no topic is known by them."""


def words(text: str) -> list[str]:
    """The words of a text in lower case, with straight apostrophes."""
    return [match[0].lower().replace("’", "'") for match in WORD.finditer(text)]


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of an English word in lower case (Snowball's English stemmer)."""
    return str(_stemmer().stemWord(word.removesuffix("'s")))


def content_stems(text: str) -> list[str]:
    """The stems of the words that say what a text is about, in order."""
    return [stem(word) for word in words(text) if is_content(word)]


def is_content(word: str) -> bool:
    """Whether a word in lower case may say what a text is about."""
    return len(word) > 2 and word not in FUNCTION_WORDS and not word[0].isdigit()


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")
