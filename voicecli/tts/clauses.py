"""Where a sentence can be cut so that its first part is said while the rest is still being made."""

import re

_CLAUSE = re.compile(r"[,;:](?=[ \n])|(?<= )[–—-](?= )|—")
_CONJUNCTION = re.compile(
    r" (?=(?:which|because|while|where|when|whose|but|although|though|unless|so that) )"
)
"""Words that begin a clause whether a comma stands before them or not."""

_FEWEST_WORDS = 4
"""Words that a first clause must have: fewer sound chopped off, and are over too soon."""
_FEWEST_WORDS_LEFT = 3
_LONG_WITHOUT_COMMA = 12
"""Words; a sentence this long is cut before a conjunction, too."""

_LIST_ITEM_WORDS = 3
_ITEM_END = re.compile(r",|\b(?:and|or)\b")
_SUBJECTS = frozenset(
    "i you he she it we they this that these those there who which what where when".split()
)
"""A short stretch that begins with one of these is a clause; others may be items of a list."""
_NAME_PARTS = frozenset("jr sr junior senior inc ltd llc phd ph.d. p".split())


def first_clause(sentence: str) -> int:
    """Where a whole sentence can be cut behind its first clause; 0 where it should not be.

    Dates, names with a title behind them, brackets, quotes and lists of items are kept whole.
    """
    for border in _CLAUSE.finditer(sentence):
        if _can_cut(sentence, border):
            return border.end()
    if len(sentence.split()) >= _LONG_WITHOUT_COMMA:
        for border in _CONJUNCTION.finditer(sentence):
            before, after = sentence[: border.start()], sentence[border.end() :]
            if _is_long_enough(before, after) and _is_outside(before):
                return border.end()
    return 0


def forced_cut(text: str, longest: int) -> int:
    """Where to cut a text longer than `longest`: the last clause border, else space, else there."""
    clauses = [match.end() for match in _CLAUSE.finditer(text, longest // 3, longest)]
    if clauses:
        return clauses[-1]
    space = max(text.rfind(" ", 1, longest), text.rfind("\n", 1, longest))
    return space if space > 0 else longest


def _can_cut(sentence: str, border: re.Match[str]) -> bool:
    before, after = sentence[: border.start()], sentence[border.end() :].lstrip()
    if not _is_long_enough(before, after) or not _is_outside(before):
        return False
    if border.group() != ",":
        return True
    dated = before[-1:].isdigit() and after[:1].isdigit()
    named = after.split()[0].strip(".,").lower() in _NAME_PARTS
    return not (dated or named or _is_item(after))


def _is_long_enough(before: str, after: str) -> bool:
    return len(before.split()) >= _FEWEST_WORDS and len(after.split()) >= _FEWEST_WORDS_LEFT


def _is_outside(before: str) -> bool:
    """Whether no bracket or quotation is open behind `before`."""
    return (
        before.count("(") <= before.count(")")
        and before.count("“") <= before.count("”")
        and before.count('"') % 2 == 0
    )


def _is_item(after: str) -> bool:
    """Whether what follows a comma looks like an item of a list: "Go and Rust", "a tool, …"."""
    words = after.split()
    joined = words[0].lower() in ("and", "or")
    if words[joined].lower() in _SUBJECTS:
        return False
    if joined:
        return len(words) <= _LIST_ITEM_WORDS + 1
    return bool(_ITEM_END.search(" ".join(words[: _LIST_ITEM_WORDS + 1])))
