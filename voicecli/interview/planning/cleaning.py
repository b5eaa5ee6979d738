"""Questions as models write them, made bare: no labels, numbers, markdown, prefaces or comments."""

import re

from voicecli.retrieval.sentences import split_sentences

FEWEST_WORDS = 4
MOST_WORDS = 60
"""What is shorter or longer is no question that can be asked aloud."""

_FENCE = re.compile(r"```\w*|~~~\w*")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,80}>|<\|[^<>|]{1,40}\|>|\[/?(?:INST|SYS)\]")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]*)\)")
_MARKS = re.compile(r"\*+|`+|~~+|(?<!\w)_+|_+(?!\w)|^[ \t]*(?:#{1,6}|>+)[ \t]*", re.MULTILINE)
_LABEL = re.compile(
    r"^\s*(?:"
    r"(?:(?:the|my|your|main|first|second|third|next|last|final|sample|example|interview|technical"
    r"|behaviou?ral|situational|motivation|follow[- ]?up|opening|closing|new|improved"
    r"|rewritten|possible"
    r"|revised|better)\s+)*"
    r"(?:questions?|q|query|prompt|rewrite|version|output|answer|response|result|topic)"
    r"\s*(?:no\.?\s*|number\s*|#\s*)?\d{0,3}\s*(?:\([^()]{0,40}\)\s*)?[:.)\]–—-]+"
    r"|(?:interviewer|assistant|system|user|human|ai|bot|hr|recruiter|hiring manager|manager"
    r"|panel|me"
    r"|candidate|you)\s*(?:\([^()]{0,40}\)\s*)?:"
    r"|\(?(?:\d{1,3}|[a-hA-H]|[ivx]{1,4})[.)\]]+(?=\s|[A-Z\"“])"
    r"|[-–—•*+·▪●◦‣►]+(?=\s)"
    r")\s*",
    re.IGNORECASE,
)
_PREFACE = re.compile(
    r"^\s*(?:(?:sure|certainly|of course|absolutely|okay|ok|great|thanks?(?: you)?"
    r"|no problem|definitely"
    r"|gladly|understood|got it|alright|yes)\b[^.!?:\n]{0,60}[.!:,]+\s*)",
    re.IGNORECASE,
)
_HERE_IS = re.compile(
    r"^\s*(?:as (?:an?|the|your) [^,?\n]{1,40},\s*)?(?:here(?:'s|’s| is| are| you go)"
    r"|below (?:is|are)|the following|this is|i (?:would|will|'d|can)"
    r" (?:ask|suggest|propose)|you (?:could|can|might) ask"
    r"|(?:a|one|another)\s+(?:good|possible|better|great)"
    r"|let(?:'s| me) (?:ask|start|begin|rewrite|rephrase|try)|based on)\b[^?\n]{0,160}?:\s*",
    re.IGNORECASE,
)
_WRAPPED = re.compile(r"(?<=[\w,])[ \t]*\n[ \t]*(?=[a-z])")
"""A line's end within a sentence."""
_QUOTES = "\"“”„«»‘’'"
_PLACEHOLDER = re.compile(
    r"\[[^\]]*\]|\{[^}]*\}|<[^>]*>|_{2,}|\bX{2,}\b|\bXYZ\b|\bABC (?:company|corp)\b"
    r"|\b(?:company|candidate|job"
    r"|your) name\b|\binsert \w+",
    re.IGNORECASE,
)


_UNMARKED = re.compile(
    r"(?:who|whom|whose|what|which|when|where|why|how|do|does|did|are|is|was|were|have|has"
    r"|had|can|could"
    r"|would|will|should)\s[^.?!]+[^.?!:\s]$",
    re.IGNORECASE,
)
"""A question that somebody typed without its mark, by which the voice knows one."""
_LONGEST_READ = 2_000
"""Characters; a model that has not asked by then asks nothing."""


def clean_question(text: str) -> str:
    """One question of one or two sentences that ends with its question mark; "" where none is.

    Of several questions the first is kept, with the sentence before it that leads to it.
    """
    question = _cleaned(text[:_LONGEST_READ])
    while (again := _cleaned(question)) != question:  # what was under a label may have one, too
        question = again
    return question


def bare(text: str) -> str:
    """A person's question in one line without marks, labels and numbers, whole otherwise."""
    before, told = "", _joined(_MARKS.sub("", _LINK.sub(r"\1", text)))
    while told != before:
        before, told = told, _LABEL.sub("", told, count=1)
    told = told or _joined(text)
    return f"{told}?" if _UNMARKED.match(told) else told


def _cleaned(text: str) -> str:
    told = _MARKS.sub("", _LINK.sub(r"\1", _TAG.sub(" ", _FENCE.sub("\n", text))))
    told = _WRAPPED.sub(" ", told)
    for line in told.splitlines():
        question = _of_line(_joined(line))
        if question:
            return question
    return _of_line(_joined(told))


def _joined(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _of_line(line: str) -> str:
    before = ""
    while line != before:
        before = line
        line = line.strip().strip("*_ ")
        for pattern in (_LABEL, _PREFACE, _HERE_IS):
            line = pattern.sub("", line, count=1)
        line = _unquoted(line)
    sentences = split_sentences(line)
    asked = next((n for n, one in enumerate(sentences) if _asks(one)), None)
    if asked is None:
        return ""
    kept = sentences[max(0, asked - 1) : asked + 1]
    question = " ".join(_unquoted(one) for one in kept).strip()
    question = question[: question.rindex("?") + 1].replace("??", "?")
    if _PLACEHOLDER.search(question) or not FEWEST_WORDS <= len(question.split()) <= MOST_WORDS:
        return ""
    return question[:1].upper() + question[1:]


def _asks(sentence: str) -> bool:
    return sentence.rstrip(_QUOTES + " )").endswith("?")


def _unquoted(text: str) -> str:
    """`text` without quotation marks around all of it, or one that is never closed."""
    told = text.strip()
    while len(told) > 1 and told[0] in _QUOTES and told[-1] in _QUOTES:
        told = told[1:-1].strip()
    if told[:1] and told[0] in '"“„«' and not any(mark in told[1:] for mark in '"”»'):
        told = told[1:]
    if told[-1:] and told[-1] in '"”»' and not any(mark in told[:-1] for mark in '"“„«'):
        told = told[:-1]
    return told.strip()
