"""What somebody would do, as documents word it: "Manages a team", "able to lift 25 kg"."""

import re

from voicecli.analysis.english import FUNCTION_WORDS
from voicecli.interview.papers.work_verbs import AS_NOUN, base_of, is_base
from voicecli.interview.planning.naming import NO_ADVERB, is_measured
from voicecli.interview.planning.phrase import DOING_WORDS, own_words, short, without_aside
from voicecli.interview.planning.spoken_words import small_first

_ABLE = re.compile(
    r"(?:be\s+)?(?:(?:the |an? )?(?:proven |demonstrated |strong )?(?:ability|capacity)|able"
    r"|willing(?:ness)?|ready|prepared|keen|eager|happy|pleased|glad|comfortable|available|free"
    r"|flexible|confident|confident enough|must be able|must be willing|can|could)"
    r"(?:(?<=can)|(?<=could)|\s+to)\s+",
    re.IGNORECASE,
)
_WOULD = re.compile(
    r"(?:you(?:'ll| will| would| shall)|the \w+(?: \w+)? will"
    r"|responsib(?:le|ility|ilities) to|to"
    r"|(?:must|should|need to)(?!\s+(?:have|be|hold|possess|bring)\b))\s+",
    re.IGNORECASE,
)
_YOU = re.compile(r"^you\s+(?:also\s+)?(?=[a-z])", re.IGNORECASE)
_DOING = re.compile(
    r"(?:(?:proven |previous |prior |some |good |relevant |\w+ )?experience(?: of| in| with)?"
    r"|responsib(?:le|ility) for)\s+(?=\w+ing\s)",
    re.IGNORECASE,
)
_HOW = re.compile(r"\w{3,}ly$", re.IGNORECASE)
"""What may stand before a verb: "proactively manage"."""
_BOTH = re.compile(r"((?:,|\band\b|\bor\b)\s+)(\w+ing|\w+s)\b(?=,?\s+(\w+))", re.IGNORECASE)
_OTHER_FORM = re.compile(r",?\s+and\s+\w{3,}ing\s(?=(?:in|at|on|for|with|to|\w+s)\b).*")
_GERUND_AS_THING = re.compile(
    r"(?:^|\b(?:with|by|of|for|in|from|about|after|before|without|to|on|at|as|like"
    r"|the)\s+)\w{3,}ing\b"
)
"""A list of these is one of things: "assisting with washing, dressing and feeding"."""
SIGN = re.compile(
    r"(?:the|an?|all|any|our|your|their|new|with|to|for|on|in|at|as|up|\w+ly|well|and \w+ the"
    r"|\d[\d,.]*(?!\S))\b"
)
_OBJECT = re.compile(r"(?:the|an?|all|any|what|how|when|whether|that|our|your|their|new)\b")
_NOUN_END = re.compile(r"\w+(?:tion|ment|ship|ness|ance|ence|ity|ing|ics|ery|age)\b", re.IGNORECASE)


def would_do(told: str, *, is_duty: bool) -> str:
    """What one would do ("manage a team"), if a text says it with a verb that is known; else "".

    Behind "able to" any word is a verb; a duty that goes on with another one ends before it.
    """
    told = _without_frame(told)
    asked = _ABLE.match(told) or _WOULD.match(told)
    rest = told = told if asked else _YOU.sub("", told)
    sure = is_duty
    if found := _ABLE.match(told) or _WOULD.match(told) or _DOING.match(told):
        rest, sure = told[found.end() :], True
    how, rest = _adverb(rest)
    if sure:
        rest = in_base_form(rest)
    rest = without_aside(_first_duty(without_aside(rest)))
    if "," in rest and not re.search(r",.*\b(?:and|or)\b", rest):  # a list that never ends
        rest = rest.split(",")[0] if len(rest.split(",")[0].split()) > 1 else rest
    rest = short(rest, DOING_WORDS)
    asked = asked if not told.lower().startswith("to ") else None  # "to degree level"
    if not _is_of_verb(rest, sure=sure, is_duty=is_duty, asked=bool(asked)):
        return ""
    return own_words(small_first(f"{how} {rest}".strip()))


_FRAME = re.compile(
    r"(?:under|in|within|during|as|with|from|on|at|working|reporting)\b"
    r"(?:[^,;:]*?\b(?:you(?:'ll|’ll| will| would)|the \w+ will)\s+|[^,;:]*,\s+(?=(\w+)))",
    re.IGNORECASE,
)
"""What stands before the task: "In your first months you'll", "Under supervision,"."""


def _without_frame(told: str) -> str:
    """A task without when and under whom it is done."""
    frame = _FRAME.match(told)
    if not frame or (frame[1] and not (is_base(frame[1]) or base_of(frame[1]))):
        return told
    return told[frame.end() :]


def _is_of_verb(rest: str, *, sure: bool, is_duty: bool, asked: bool) -> bool:
    """Whether a text begins with a verb and goes on with what is done."""
    first, _, behind = rest.partition(" ")
    verb = first.rstrip(",")
    joined = re.match(r"(?:and|or) (\w+)", behind) or (verb != first and re.match(r"(\w+)", behind))
    if not behind or behind.lower().startswith("of ") or (joined and not is_base(joined[1])):
        return False
    if is_measured(behind) or (verb.isupper() and len(verb) > 1):
        return False
    if not (is_base(verb) or asked or (is_duty and _is_verb(verb, behind))):
        return False
    later = any(
        is_base(word) and word not in AS_NOUN for word in re.findall(r"\band (\w+)", behind)
    )
    never = verb.lower() == "stay"  # "stay calm"
    noun = verb.lower() in AS_NOUN and not (never or joined or later or SIGN.match(behind))
    return not (noun and not asked and (not sure or _compound(behind)))


def _adverb(text: str) -> tuple[str, str]:
    """An adverb before the verb, and what follows it."""
    first, _, behind = text.partition(" ")
    is_how = _HOW.fullmatch(first) and first.lower() not in NO_ADVERB
    if is_how and (is_base(behind.split(" ")[0]) or base_of(behind.split(" ")[0])):
        return first.lower(), behind
    return "", text


def in_base_form(text: str) -> str:
    """A text that begins "plans and presents" or "planning and presenting" with "plan and …"."""
    first, _, behind = text.partition(" ")
    verb = base_of(first.rstrip(","))
    if not behind or not verb:
        return text
    comma = "," * first.endswith(",")
    things = _GERUND_AS_THING.search(behind) if first.rstrip(",").endswith("ing") else None
    end = things.start() if things else len(behind)
    tasks, rest = behind[:end], behind[end:]
    told = _BOTH.sub(lambda match: f"{match[1]}{_like(first, match[2], match[3])}",
                     f"{comma} {tasks}")  # fmt: skip
    if first.rstrip(",").endswith("ing"):  # what is no known verb would stand in another form
        told = _OTHER_FORM.sub("", told)
    return f"{verb}{told}{rest}"


def _like(first: str, word: str, behind: str) -> str:
    """The base form of a word that stands in the same form as the first one.

    One that is no known verb of work is one before an object ("leaving the place tidy").
    """
    if first.rstrip(",").endswith("ing") != word.endswith("ing"):
        return word
    return base_of(word) or (_plain_base(word) if _OBJECT.match(behind) else "") or word


def _plain_base(word: str) -> str:
    """The base form of any common word that ends in -ing; "" if there is none."""
    from voicecli.understanding.words import common_words

    stem = word.removesuffix("ing")
    known = (form for form in (f"{stem}e", stem, stem[:-1]) if form in common_words())
    return next(known, "") if stem != word and len(stem) > 2 else ""


def _is_verb(word: str, behind: str) -> bool:
    """Whether an unknown word at the head of a duty is a verb, by what follows ("decide what")."""
    noun = _NOUN_END.fullmatch(word) or word.endswith("s") or not word.isalpha()
    return not noun and word.lower() not in FUNCTION_WORDS and bool(_OBJECT.match(behind))


def _first_duty(text: str) -> str:
    """A text up to a comma behind which another verb begins, unless that ends a list of tasks."""
    for comma in re.finditer(r"[,;]\s+(and\s+)?(\w+)(?:\s+(\w+))?", text):
        before, verb, behind = text[: comma.start()], comma[2], comma[3] or ""
        noun = verb in AS_NOUN and not (behind.endswith("s") or _OBJECT.match(behind))
        if len(before.split()) > 2 and is_base(verb) and not noun and not comma[1]:
            listed = any(map(is_base, re.findall(r"\band (\w+)", text[comma.end() :])))
            fits = len(text.split()) <= DOING_WORDS
            if not (listed and fits and is_base(text.split()[0])):
                return before
    return text


def _compound(behind: str) -> bool:
    """Whether a noun goes on ("report writing", "stock control"), and no verb was meant."""
    second = behind.split()[0].lower()
    return bool(_NOUN_END.fullmatch(second)) or second in AS_NOUN
