"""Requests that are declined whatever the content says.

Only phrases that have no innocent use in a question about somebody's content stand here: to block
an ordinary question is the worse fault. The language model is not the guard; it is given passages
and a question, and each sentence that it writes is checked against the passages.
"""

import re

from voicecli.understanding.lookalikes import in_latin
from voicecli.understanding.normalise import Question

INJECTION = "prompt-injection"
UNSAFE = "unsafe"

_RULES = r"(?:instructions?|prompts?|rules|guidelines|directions|context|messages?)"
_EARLIER = r"(?:all |any |every )?(?:of )?(?:the |your |my |these |those )?"
_EARLIER += r"(?:previous|prior|above|earlier|preceding|initial|original|system)"

_PHRASES: tuple[tuple[str, str], ...] = (
    (INJECTION, rf"\b(?:ignore|disregard|forget|override|bypass)\b {_EARLIER}(?: \w+)? {_RULES}"),
    (INJECTION, rf"\b(?:ignore|disregard|forget) (?:everything|all) (?:above|{_RULES})"),
    (INJECTION, rf"\b(?:ignore|disregard|forget) (?:all )?(?:of )?your {_RULES}"),
    (INJECTION, r"\b(?:reveal|show|print|repeat|output|tell me|what is) (?:me )?your "
                r"(?:system |hidden |initial |secret )(?:prompt|instructions?|rules)"),
    (INJECTION, r"\brepeat (?:all |the )*(?:words|text|everything) above\b"),
    (INJECTION, r"\byou are now (?:a|an|my|no longer|in [\w ]{1,30}\bmode)\b"),
    (INJECTION, r"\bfrom now on,? you (?:are|will|must|should)\b"),
    (INJECTION, r"\b(?:enable|enter|activate) (?:developer|debug|god|jailbreak|dan) mode\b"),
    (INJECTION, r"\bdo anything now\b|\bjailbreak\b"),
    (INJECTION, r"\bpretend (?:that )?(?:you|to be)\b|^(?:please |now )*act as (?:if|a|an|my)\b"),
    (INJECTION, r"<\|[a-z_]+\|>|\[/?inst\]|<</?sys>>|^ *#+ *(?:system|instruction)s?\b"),
    (UNSAFE, r"\bhow (?:do|can|could|would|to|should) (?:i |you |we |one |someone )?"
             r"(?:make|build|cook|synthesi[sz]e|get) (?:a |an |some )?(?:pipe |nail |dirty )?"
             r"(?:bombs?|explosives?|weapons?|poison|meth\w*|nerve gas|ricin)\b"),
    (UNSAFE, r"\bhow (?:do|can|could|would|to|should) (?:i |you |we |one |someone )?"
             r"(?:kill|murder|poison|stalk|blackmail) "
             r"(?:someone|somebody|a person|people|my|her|him)"),
    (UNSAFE, r"\b(?:kill|hurt|harm) myself\b|\bend my (?:own )?life\b|\bcommit suicide\b"),
    (UNSAFE, r"\bhack (?:into )?(?:someone|somebody|his|her|their|a|my (?:ex|neighbou?r))\b"),
)  # fmt: skip
_GUARDS = tuple((reason, re.compile(pattern)) for reason, pattern in _PHRASES)


def guard(question: Question) -> str | None:
    """Return the reason not to answer a question, None when there is none."""
    text = in_latin(question.text)
    return next((reason for reason, pattern in _GUARDS if pattern.search(text)), None)
