"""Texts of others that a prompt holds: plain words in one line, and nothing that steers.

What stands here is about form and about what a text asks for. It is a courtesy to the person, who
is told at once that a manner cannot be taken; it is not what keeps the rules. Those stand first in
every prompt, the language model's sentences are checked against the passages, and no text can
change a setting.
"""

import re
import unicodedata
from collections.abc import Iterator

from voicecli.llm.prompts import without_control_tokens
from voicecli.understanding.lookalikes import in_latin

LONGEST_WORD = 40
"""Letters; what is longer is no word, but something packed (Base64)."""

_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -/]*[0-~]?"
)
"""What steers a terminal (ECMA-48), with its parameters."""
_DROPPED = {"Cc", "Cf", "Co", "Cn", "Cs"}
_SPACES = {"Zs", "Zl", "Zp"}
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd")
_JOINERS = "\u200c\u200d"
_MARKUP = re.compile(r"[<>{}\[\]|`~^\\*]|#{2,}|(?:^|(?<=\s))#+(?=\s|$)|[-=_]{3,}")
_ROLE = re.compile(
    r"\b(?:system|assistant|user|human|developer|tool|function|model|ai|bot|instructions?|notes?"
    r"|questions?|answers?|context|prompt|persona)(?:\s+(?:message|prompt|note|role))?\s*:",
    re.IGNORECASE,
)
_QUOTES = dict.fromkeys(map(ord, '"“”„‟«»″‘’‚‛‹›＂'), "'")

_DIGITS = str.maketrans("013457@$", "oieastas")
_SPELLED = re.compile(r"\b(?:\w[\s.\-_·]){3,}\w\b")


def cleaned(text: str, most: int) -> str:
    """`text` as plain words in one line of at most `most` characters, cut between words.

    Control, direction, invisible and unassigned characters, chat-template tokens, role markers and
    markup go; letters in disguise (full width, mathematical) become plain ones, and quotation marks
    apostrophes.
    """
    text = _ESCAPE.sub("", text[: 50 * most + 1_000])
    while (plain := _once(text)) != text:
        text = plain
    if len(text) > most:
        text = _once(text[: most + 1].rpartition(" ")[0] or text[:most])
    return text


def _once(text: str) -> str:
    text = "".join(_visible(unicodedata.normalize("NFKC", text)))
    text = without_control_tokens(text)
    text = _ROLE.sub(" ", _MARKUP.sub(" ", text)).translate(_QUOTES)
    return " ".join(text.split())


def _visible(text: str) -> Iterator[str]:
    """The characters that a reader sees; joiners only inside the scripts that need them."""
    for index, letter in enumerate(text):
        kind = unicodedata.category(letter)
        if letter in _JOINERS:
            before, after = text[index - 1 : index], text[index + 1 : index + 2]
            if before > "\u0500" and after > "\u0500" and (before + after).isalpha():
                yield letter
        elif letter in "\n\t\r" or kind in _SPACES:
            yield " "
        elif kind not in _DROPPED and letter not in _INVISIBLE and not _is_selector(letter):
            yield letter


def _is_selector(letter: str) -> bool:
    return "\ufe00" <= letter <= "\ufe0f" or "\U000e0100" <= letter <= "\U000e01ef"


# What a text asks for

_RULE = (
    r"(?:rules?|instructions?|prompts?|restrictions?|guidelines?|guardrails?|filters?|limits?"
    r"|limitations?|polic(?:y|ies)|safety|safeguards?|constraints?|censor\w*|moderation|boundar\w+"
    r"|programming|directives?|system message|everything (?:above|before)|words above|text above)"
)
_DROP = (
    r"(?:ignor\w*|disregard\w*|forget\w*|overrid\w*|overrul\w*|bypass\w*|drop\w*|break\w*"
    r"|disobey\w*|lift\w*|remov\w*|disabl\w*|circumvent\w*|violat\w*|escap\w*|unbound\w*"
    r"|replac\w*|chang\w*|suspend\w*|lacks?|lacking|neglect\w*|skip\w*|evad\w*|cancel\w*"
    r"|delet\w*|eras\w*|reset\w*|dismiss\w*|defy\w*|defies|rewrit\w*|edit\w*|updat\w*"
    r"|abandon\w*|turn\w* off|switch\w* off)"
)
_WITHOUT = (
    r"(?:without|no|not|never|non|freed? (?:of|from)|beyond|outside|zero|new|previous|prior|earlier"
    r"|nor|instead of|above)"
)
_GONE = (
    r"(?:not|no longer|never|lifted|removed|gone|suspended|disabled|off|ignored|dropped|void"
    r"|broken|deleted|cancell?ed|forgotten|changed|replaced|obsolete|over)"
)
_REVEAL = (
    r"(?:reveal\w*|show\w*|print\w*|repeat\w*|output\w*|leak\w*|quot\w+|recit\w*|tells?|telling"
    r"|display\w*|disclos\w*|expos\w*|writ\w+|giv\w+|says?|saying|shar\w+|dump\w*|translat\w*"
    r"|summari\w+|spell\w*|copy|copies|encod\w*|read\w*|list\w*|confess\w*|divulg\w*|paraphras\w*)"
)
_HIDDEN = (
    r"(?:prompts?|instructions?|rules|system message|guidelines|directives|configuration"
    r"|words above|text above|everything (?:above|before))"
)
_SAY = r"(?:say|answer|repl(?:y|ie)|respond|output|print|write|repeat|return)\w*"
_NEAR = r"(?:\W+\w+){0,6}?\W+"

_STEERING = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_DROP}{_NEAR}{_RULE}\b",
        rf"\b{_WITHOUT}(?: \w+){{0,3}} {_RULE}\b",
        rf"\b{_RULE}(?: \w+){{0,3}} {_GONE}\b",
        r"\b(?:ignor|disregard|forget|bypass|without)\w*(?: \w+){0,3} "
        r"(?:notes|sources|facts|content|documents)\b",
        rf"\b{_REVEAL}{_NEAR}{_HIDDEN}\b",
        r"\b(?:un|de)(?:restricted|filtered|censored|limited|moderated|aligned|shackled)\b",
        r"\bjail\W?br\w+|\bdo(?:es)? anything\b|\banything goes\b|\boff[ -]limits\b",
        r"\b(?:developer|god|root|admin(?:istrator)?|debug|sudo|maintenance|unsafe) "
        r"(?:mode|access|rights?|override)\b",
        r"\b(?:says?|answers?|tells?|permitted|allowed)(?: to)? "
        r"(?:anything|everything|all things|whatever)\b",
        r"\b(?:never|not|cannot|no longer)(?: \w+){0,2} "
        r"(?:refus|declin|abstain|deny|denies|bound)\w*",
        r"\b(?:ignor|disregard|forget)\w*(?: \w+){0,3} "
        r"(?:all|everything|anything|every|above|previous|earlier|before)\b",
        rf"\b{_SAY} (?:with |always |just )*(?:only|nothing but|nothing except|exactly|solely) "
        r"(?!(?:in|as|like|when|if|to|what|the truth|short|brief|polite|kind|warm)\w*\b)\w",
        rf"\b(?:only|nothing but|exactly|solely) {_SAY} "
        r"(?!(?:in|as|like|when|if|to|what|short|brief|polite|kind|warm)\w*\b)\w",
        rf"\b{_SAY}\b(?: \w+){{0,6}} (?:the|a|an|one|this)(?: \w+)? "
        r"(?:words?|phrase|string|text|letters?|name|token) "
        r"(?!(?:of|or|and|from|that|in|for|at)\b)\w",
        rf"\b(?:begin|start|end|finish|open|close)s? (?:each|every|all|any)(?: of)?(?: your| the)? "
        rf"(?:{_SAY}|sentences?|messages?) with\b",
    )
)  # fmt: skip
_NAMED = re.compile(r"\bDAN\b|\bSTAN\b|\bAIM\b|\bDUDE\b")
"""Names under which assistants are asked to drop their rules; in capitals alone."""
_SHOUTED = re.compile(rf"\b(?i:{_SAY})\b[^.!?]{{0,40}}?\b[A-Z][A-Z0-9_-]{{3,}}\b")
"""A word in capitals that is to be said."""


def steers(text: str) -> bool:
    """Whether a text is about rules, prompts or what must be said, and not about a manner.

    Letters in disguise and words that are spelled out or packed are looked through.
    """
    plain = cleaned(text, max(len(text), 1) * 2)
    if any(len(word) > LONGEST_WORD for word in plain.split()):
        return True
    if _NAMED.search(plain) or _SHOUTED.search(plain) or without_control_tokens(text) != text:
        return True
    return any(
        pattern.search(reading) for reading in set(_readings(plain)) for pattern in _STEERING
    )


def _readings(text: str) -> Iterator[str]:
    latin = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", in_latin(text))
        if not unicodedata.combining(letter)
    ).casefold()
    for reading in (latin, _SPELLED.sub(_joined, latin)):
        yield reading.replace("-", " ")
        yield reading.replace("-", "")
        yield " ".join(
            word.translate(_DIGITS) if re.search(r"[a-z]", word) else word
            for word in reading.split()
        )


def _joined(spelled: re.Match[str]) -> str:
    return re.sub(r"[\s.\-_·]", "", spelled[0])
