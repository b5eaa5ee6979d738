"""What a question names although no document does: names, figures, tools, companies."""

import re
from functools import lru_cache

from voicecli.analysis.english import content_stems
from voicecli.interview.papers.work_verbs import BASE
from voicecli.interview.planning.spoken_words import as_spoken

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_][\w'’&+#./-]*[\w+#]|[A-Z]")
_SENTENCE_START = re.compile(r"(?:^|[.?!:]\s+|[“\"])$")
_NUMBER_WORDS = frozenset(
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion percent"
    " dozen double triple".split()
)
_PREFIX = re.compile(r"^(?:mis|un|re|over|under|non|pre|out)(?=\w{4})")
_LEAST_HALF = 4
_ENDINGS = "s es ed d ing ly er ers ise ize ised ized ising izing ies ment able".split()
_ALWAYS = frozenset("I I'm I've I'd I'll Mr Mrs Ms Dr CV STAR OK".split())


def invented(question: str, held: str) -> tuple[str, ...]:
    """Words of a question that are names, figures or abbreviations, and that `held` lacks."""
    known = _known(held)
    digits = set(_NUMBER.findall(held))
    found = [number for number in _NUMBER.findall(question) if number not in digits]
    for match in _WORD.finditer(question):
        word = match[0].rstrip(".")
        telling = word.lower() in _NUMBER_WORDS or _is_name(word, question[: match.start()])
        if telling and not _holds(word, known):
            found.append(word)
    return tuple(found)


def _is_name(word: str, before: str) -> bool:
    """Whether a word is spelled as a name, or is none that English has in common use."""
    if word in _ALWAYS or word.removesuffix("'s").removesuffix("’s") in _ALWAYS:
        return False
    inside = any(letter.isupper() for letter in word[1:]) or any(mark in word for mark in "+#")
    first = bool(_SENTENCE_START.search(before))
    return inside or (word[0].isupper() and not first) or not _is_common(word)


def _is_common(word: str) -> bool:
    """Whether a word, or each of its parts, is common as it stands or without an ending."""
    from voicecli.understanding.words import common_words

    common = common_words() | BASE
    plain = re.sub(r"['’]\w+$", "", word.lower())
    return all(_is_made_of(part, common) for part in re.split(r"[-/]", plain) if part)


def _is_made_of(part: str, common: frozenset[str]) -> bool:
    """Whether a word is common, without an ending or a prefix, or made of a verb and another one.

    "Misbehaving" and "workload" are no names, but "salesforce" may be one.
    """
    bare = _PREFIX.sub("", part, count=1)
    if any(form in common for one in (part, bare) for form in (one, *_without_ending(one))):
        return True
    halves = ((part[:at], part[at:]) for at in range(_LEAST_HALF, len(part) - _LEAST_HALF + 1))
    return any({one, other} <= common and {one, other} & BASE for one, other in halves)


def _without_ending(word: str) -> list[str]:
    heads = [word.removesuffix(end) for end in _ENDINGS if word.endswith(end)]
    return [form for head in heads if len(head) > 2 for form in (head, f"{head}e", f"{head}y")]


def _holds(word: str, known: frozenset[str]) -> bool:
    plain = word.lower().replace("’", "'")
    parts = [part for part in re.split(r"[-/.&]", plain) if part]
    return all(
        part in known or part.removesuffix("'s") in known or set(content_stems(part)) <= known
        for part in [*([plain] if len(parts) < 2 else parts)]
        if part != "s"
    )


@lru_cache(maxsize=4)
def _known(held: str) -> frozenset[str]:
    """The words of all that is held, as they stand, in parts, and their stems."""
    words: set[str] = set()
    for text in (held, as_spoken(held)):
        for word in re.findall(r"[\w'’&+#./-]+", text.lower()):
            plain = word.replace("’", "'").strip("'./-")
            words |= {plain, plain.removesuffix("'s"), *re.split(r"[-/.&]", plain)}
    return frozenset(words | set(content_stems(held)))
