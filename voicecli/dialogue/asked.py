"""What was asked for, put back into words: the condition of a list, the subject of a refusal."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from voicecli.dialogue.wording import joined, years_in_words
from voicecli.types import Understanding
from voicecli.understanding.normalise import normalise
from voicecli.understanding.words import STOP_WORDS

LONGEST_SUBJECT = 7
"""Words of a question that a refusal repeats at most."""

_YES_NO = re.compile(
    r"^(?:(?:and|so|but|ok|okay|well|hey|hi|please)\W+)*"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)(?:n't|n’t| not)?)"
    r"(?! you (?:tell|show|list|give|name|find|explain|say|please)\b)\b",
    re.IGNORECASE,
)
_TURNED = {"my": "your", "your": "my", "mine": "yours", "our": "your"}
_OF = re.compile(r"of(?: (?:the|a|an|her|his|their))?")
_BEFORE_NOUNS = frozenset("a an the her his their its my your our any some".split())
_ASKING = frozenset(
    "please tell show list give name find explain describe say know knows knew remember mention "
    "want need like many much long often far old big good come came happen happened mean means "
    "said called work works worked use uses used".split()
)
"""Words that put a question and are not what it is about."""


def asks_yes_no(understanding: Understanding) -> bool:
    """Whether "yes" or "no" would answer."""
    if asks := understanding.slots.get("asks"):
        return bool(asks == "yes-no")
    return bool(_YES_NO.match(understanding.question.strip()))


def asks_about_speaker(understanding: Understanding) -> bool:
    """Whether the person speaks of their own content: "my latest project"."""
    return bool(re.search(r"\b(?:my|i|mine|me)\b(?! (?:about|see|hear|know))",
                          _without_request(understanding.question.casefold())))  # fmt: skip


def _without_request(question: str) -> str:
    return re.sub(r"\b(?:tell|show|give|find|remind) me\b|\b(?:can|may|could) i\b", " ", question)


def condition(slots: Mapping[str, Any], *, technologies: bool = True) -> str:
    """What was asked for, behind the noun: " with Rust since 2021"; the technologies may go."""
    wanted = list(slots.get("technologies") or ()) if technologies else []
    both = "both " if len(wanted) == 2 and slots.get("every_technology", True) else ""
    link = "and" if slots.get("every_technology", True) else "or"
    with_ = f" with {both}{joined(wanted, link)}" if wanted else ""
    excluded = [*(slots.get("exclude_technologies") or ()), *(slots.get("exclude_words") or ())]
    without = f" without {joined(excluded, 'or')}" if excluded else ""
    years = slots.get("years") or {}
    return with_ + without + years_in_words(years.get("from"), years.get("to"))


def subject(question: str, missing: Collection[str] = ()) -> str:
    """What a question is about, in its own words: "a lathe", "her phone number", "COBOL".

    The longest run of words that say something and, where there is one, its article; a run that
    holds one of the `missing` words (folded) goes first. Empty where nothing can be named.
    """
    tokens = normalise(question).tokens
    folded = [token.text for token in tokens]
    runs = [run for run in _runs(folded) if len(run) <= LONGEST_SUBJECT]
    if not runs:
        return ""
    lost = set(missing)
    best = max(runs, key=lambda run: (any(folded[i] in lost for i in run), len(run)))
    first = best[0]
    named = [tokens[index].written for index in best]
    if first and folded[first - 1] in _BEFORE_NOUNS:
        word = folded[first - 1]
        named.insert(0, {"any": "", "some": ""}.get(word, _TURNED.get(word, word)))
    return " ".join(filter(None, named))


def _runs(folded: Sequence[str]) -> list[range]:
    """Stretches of words that say something; "of" holds two of them together."""
    says = [word not in STOP_WORDS and word not in _ASKING for word in folded]
    runs: list[range] = []
    for index in range(len(folded)):
        if not says[index]:
            continue
        if runs and (runs[-1].stop == index or _OF.fullmatch(_between(folded, runs[-1], index))):
            runs[-1] = range(runs[-1].start, index + 1)
        else:
            runs.append(range(index, index + 1))
    return runs


def _between(folded: Sequence[str], run: range, index: int) -> str:
    return " ".join(folded[run.stop : index])
