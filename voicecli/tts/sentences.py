"""Text pieces in, whole sentences out, each as early as it is safe to say it.

A border is decided from the text before it and the few characters after it, never from how the
text arrived: where the pieces are cut makes no difference to the sentences.
"""

import re
from collections.abc import Iterable, Iterator

from voicecli.tts.abbreviations import ALWAYS_GO_ON, BEFORE_A_NUMBER, LETTERED, MAY_END, STARTERS
from voicecli.tts.clauses import forced_cut

LONGEST_SENTENCE = 2000
"""Characters; what has no border by then is cut at a clause, else between words."""

_SPACE = re.compile(r"\s+")
_STOPS = ".!?…؟۔।"
_WIDE_STOPS = "。！？"
_CLOSERS = "\"'”’»)]}*_`~"
_OPENERS = "\"'“‘«([{*_`~¿¡"
_CANDIDATE = re.compile(
    rf"(?<![{_STOPS}])(?P<stop>[{_STOPS}]+)[{re.escape(_CLOSERS)}]*(?=[ \n])"
    rf"|[{_WIDE_STOPS}]+[”’」』）]*"
    r"|\n+"
)
_LIST_MARK = re.compile(r"(?:[-*•+–]|#{1,6}|\d{1,3}[.)]|[a-zA-Z][.)]) ")
_COULD_BE_MARK = re.compile(r"[-*•+–#]{1,6}|\d{1,3}[.)]?|[a-zA-Z][.)]?")
_LONG_LINE = 50
"""Characters; a line this long was wrapped, so that its end is no border by itself."""


def split_sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Yield each sentence once the characters that prove its end have been seen.

    White space inside becomes one space; nothing else is lost.
    """
    text = ""
    cutter = _Cutter()
    for piece in _collapsed(pieces):
        text += piece
        while (cut := cutter.next_cut(text, final=False)) is not None:
            sentence, text = text[:cut], text[cut:]
            yield from _visible(sentence)
    while text:
        cut = cutter.next_cut(text, final=True) or len(text)
        sentence, text = text[:cut], text[cut:]
        yield from _visible(sentence)


def _visible(sentence: str) -> Iterator[str]:
    if joined := " ".join(sentence.split()):
        yield joined


def _collapsed(pieces: Iterable[str]) -> Iterator[str]:
    """The text with each run of white space as one space, or as one or two line ends."""
    waiting = ""
    begun = False
    for piece in _sliced(pieces):
        text = waiting + piece
        body = text.rstrip()
        waiting = text[len(body) :]
        if not begun:
            body = body.lstrip()
            begun = bool(body)
        if body:
            yield _SPACE.sub(_space, body)
        if not begun:
            waiting = ""


def _sliced(pieces: Iterable[str]) -> Iterator[str]:
    """Large pieces in parts, so that the work grows with the text and not with its square."""
    for piece in pieces:
        for start in range(0, len(piece), LONGEST_SENTENCE):
            yield piece[start : start + LONGEST_SENTENCE]


def _space(run: re.Match[str]) -> str:
    lines = run.group().count("\n")
    return "\n" * min(lines, 2) if lines else " "


class _Cutter:
    """Finds border after border, remembering how much of the present line was cut off."""

    def __init__(self) -> None:
        self._scanned = 0
        self._line_before = 0

    def next_cut(self, text: str, *, final: bool) -> int | None:
        """The end of the first sentence of `text`; None when it cannot be known yet."""
        cut = self._find(text, final)
        if cut is None:
            return None
        self._scanned = 0
        line_end = text.rfind("\n", 0, cut)
        self._line_before = cut - line_end - 1 if line_end >= 0 else self._line_before + cut
        return cut

    def _find(self, text: str, final: bool) -> int | None:
        for match in _CANDIDATE.finditer(text, self._scanned):
            if match.start() >= LONGEST_SENTENCE:
                break
            border = self._is_border(text, match, final)
            if border is None:
                return None
            if border:
                return match.end()
            self._scanned = match.end()
        # A stop at the very end may be a border, and its mark may still grow ("?" to "?!").
        if len(text) > LONGEST_SENTENCE + 8 or (final and len(text) > LONGEST_SENTENCE):
            return forced_cut(text, LONGEST_SENTENCE)
        self._scanned = max(self._scanned, len(text.rstrip(_STOPS + _CLOSERS)))
        return None

    def _is_border(self, text: str, match: re.Match[str], final: bool) -> bool | None:
        after = text[match.end() :].lstrip(" \n")
        if not after:
            return True if final else None
        if "\n" in match.group():
            return self._is_line_border(text, match, after, final)
        if match["stop"] is None:
            return True
        return _is_stop_border(text[: match.start()], match, after, final)

    def _is_line_border(
        self, text: str, match: re.Match[str], after: str, final: bool
    ) -> bool | None:
        if len(match.group()) > 1:
            return True
        mark = _is_list_mark(after, final)
        if mark is None:
            return None
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        length = len(line) + (0 if "\n" in text[: match.start()] else self._line_before)
        ended = line[-1:] in _STOPS + ":;"
        return mark or ended or not (after[0].islower() or length >= _LONG_LINE)


def _is_list_mark(after: str, final: bool) -> bool | None:
    """Whether a line begins with "- ", "3. " or the like; None when it could still become so."""
    if _LIST_MARK.match(after):
        return True
    return None if not final and _COULD_BE_MARK.fullmatch(after) else False


def _is_stop_border(before: str, match: re.Match[str], after: str, final: bool) -> bool | None:
    """Whether a sentence ends at `match`, a stop with its closing marks, before a space."""
    stop = match["stop"]
    closed = len(match.group()) > len(stop)
    first = after.lstrip(_OPENERS)[:1]
    if not first and not final and len(after) < 8:
        return None
    if first.islower():
        return not closed and not set(stop) & {".", "…"}
    if stop != "." or closed:
        return True
    word = before.split()[-1].lstrip(_OPENERS) if before.split() else ""
    if _numbers_a_list(before, word):
        return False
    return _ends_after(word, before, after.lstrip(_OPENERS), final)


def _numbers_a_list(before: str, word: str) -> bool:
    """Whether `word` stands alone at the beginning of its line, as "1" of "1. First"."""
    line = before[before.rfind("\n") + 1 :].strip()
    return line == word and (len(word) == 1 or (len(word) <= 3 and word.isdigit()))


def _ends_after(word: str, before: str, after: str, final: bool) -> bool | None:
    """Whether the full stop after `word` ends its sentence, by what follows."""
    lower = word.lower()
    if lower in ALWAYS_GO_ON:
        return False
    if lower in BEFORE_A_NUMBER:
        return not after[:1].isdigit()
    initial = len(word) == 1 and word.isupper() and word != "I"
    if not initial and lower not in MAY_END and not re.fullmatch(r"(?:\w\.)+\w", word):
        return True
    if initial and _lettered(before):
        return True
    # "J. Smith" goes on, and so does "the U.S. Army"; "in the U.S. They" does not.
    starter = re.match(r"[^\W\d_]+(?=[\W_])", after if not final else after + " ")
    if starter is None:
        undecided = not final and len(after) < 12 and after.isalpha()
        return None if undecided else not after[:1].isalnum()
    return starter.group() in STARTERS


def _lettered(before: str) -> bool:
    """Whether the letter at the end names a thing, as in "plan B" or "vitamin C"."""
    words = before.split()
    return len(words) > 1 and words[-2].lower() in LETTERED
