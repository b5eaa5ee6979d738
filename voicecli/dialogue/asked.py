"""What was asked for, put back into words: the condition of a list, the subject of a refusal."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from voicecli.dialogue.known import Known
from voicecli.dialogue.wording import joined, years_in_words
from voicecli.types import RecordType, Understanding
from voicecli.understanding.normalise import fold, normalise
from voicecli.understanding.numerals import is_number
from voicecli.understanding.words import STOP_WORDS, stem

LONGEST_SUBJECT = 7
"""Words of a question that a refusal repeats at most."""

_YES_NO = re.compile(
    r"^(?:(?:and|so|but|ok|okay|well|hey|hi|please)\W+)*"
    r"(?:(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)(?:n't|n’t| not)?)"
    r"(?! you (?:tell|show|list|give|name|find|explain|say|please)\b)\b",
    re.IGNORECASE,
)
_TURNED = {"my": "your", "your": "my", "mine": "yours", "our": "your"}
_JOINING = re.compile(r"of(?: (?:the|a|an|her|his|their))?|or|and")
"""What holds two words of one subject together."""
_BEFORE_NOUNS = frozenset("a an the her his their its my your our any some".split())
_SUBJECTS = frozenset("i you he she it we they".split())
_BEFORE_OTHERS = frozenset({"who", "how"})
"""Behind these stands a verb ("who sponsored") or an adjective ("how tall")."""
_VERBS = frozenset(
    map(
        stem,
        "answer ask attend began begin begun believe bring build buy call change choose come "
        "contain cost create decide do drink earn eat end feel find finish fly get give go goes "
        "went happen hear help include involve keep know learn leave like live look lose love make "
        "mean mention need pay pick plan prefer put read remember replace run save say see sell "
        "show spend start stay stop study take teach tell think understand use want win work "
        "write cut hurt cannot rid lend composed drew".split(),
    )
)
_ASKING = frozenset(
    "please list name many much long often far old big good badly even earlier later ago yet "
    "exactly really actually next last whole kind sort type lot sooner onwards moment "
    "smaller bigger compare".split()
)
_KINDS = frozenset(
    "project projects job jobs role roles position positions publication publications paper papers "
    "article articles degree degrees qualification qualifications skill skills experience "
    "education".split()
)
"""Words that put a question, or name a kind of record, and are not what it is about."""


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


def subject(
    question: str, missing: Collection[str] = (), declared: Iterable[RecordType] = ()
) -> str:
    """What a question is about, in its own words: "a lathe", "her phone number", "COBOL".

    The longest run of words that say something: of those that hold one of the `missing` words
    (folded) or else of those behind an article or the like. A kind of record, also one that is
    `declared`, is not what a question is about. Empty where nothing can be named.
    """
    tokens = normalise(question).tokens
    folded = [token.text for token in tokens]
    kinds = _KINDS | {word for type_ in declared for word in _words_for(type_)}
    lost = set(missing)
    named: list[tuple[bool, int, range]] = []
    for run in _runs(folded, kinds):
        is_lost = any(folded[index] in lost for index in run)
        before = folded[run.start - 1] if run.start else ""
        is_named = before in _BEFORE_NOUNS or is_lost
        if len(run) <= LONGEST_SUBJECT and is_named and before not in _SUBJECTS:
            named.append((is_lost, len(run), run))
    if not named:
        return ""
    best = max(named, key=lambda entry: entry[:2])[2]
    before = folded[best.start - 1] if best.start else ""
    determiner = _TURNED.get(before, before) if before in _BEFORE_NOUNS - {"any", "some"} else ""
    named_words = [tokens[index].written for index in best]
    return " ".join(filter(None, [determiner, _as_written(named_words, question)]))


def _as_written(words: Sequence[str], question: str) -> str:
    """The words with the hyphens between and behind them: "the Wi-Fi password", "error E-47"."""
    pattern = r"[\s-]+".join(map(re.escape, words)) + r"(?:-\w+)*"
    found = re.search(rf"(?<!\w){pattern}(?!\w)", question)
    return " ".join(found[0].split()) if found else " ".join(words)


def strange_words(question: str, known: Known) -> set[str]:
    """The folded words of a question that stand nowhere in the content, and names of others."""
    words = known.vocabulary.words
    people = {word for name in known.vocabulary.people for word in fold(name).split()}
    tokens = normalise(question).tokens
    strange = set()
    for number, token in enumerate(tokens):
        is_name = number > 0 and token.written != token.written.casefold()
        is_absent = bool(words) and not any(stem(token.text) in held for held in words.values())
        if (is_name or is_absent) and token.text not in people:
            strange.add(token.text)
    return strange


def stands_there(subject: str, known: Known) -> bool:
    """Whether the content holds a word or a name: all words of it that say something.

    Other phrases ("her phone number") may be new though each of their words is there.
    """
    told = [token for token in normalise(subject).tokens if token.text not in STOP_WORDS]
    is_name = all(token.written != token.written.casefold() for token in told)
    words = known.vocabulary.words.values()
    is_held = all(any(stem(token.text) in held for held in words) for token in told)
    return bool(told) and is_held and (is_name or len(told) == 1)


def _words_for(type_: RecordType) -> list[str]:
    return " ".join([type_.name, type_.singular, *type_.synonyms]).casefold().split()


def _runs(folded: Sequence[str], kinds: Collection[str]) -> list[range]:
    """Stretches of words that say something; "of", "or" and "and" hold two of them together."""
    runs: list[range] = []
    for index, word in enumerate(folded):
        if word in kinds and runs and runs[-1].stop == index:
            runs.pop()  # "his professional experience": what is asked for, and not its topic
        if word in STOP_WORDS or word in _ASKING or word in kinds or is_number(word):
            continue
        if stem(word) in _VERBS or (index and folded[index - 1] in _BEFORE_OTHERS):
            continue
        if runs and (
            runs[-1].stop == index or _JOINING.fullmatch(_between(folded, runs[-1], index))
        ):
            runs[-1] = range(runs[-1].start, index + 1)
        else:
            runs.append(range(index, index + 1))
    return runs


def _between(folded: Sequence[str], run: range, index: int) -> str:
    return " ".join(folded[run.stop : index])
