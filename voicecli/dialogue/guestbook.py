"""What a guest says who leaves a message: that they want to, who they are, when it is over.

While a message is taken all words belong to it. Only what is said here of a whole utterance, or of
its end, is more than that.
"""

import re
from dataclasses import dataclass
from typing import Literal

from voicecli.understanding.normalise import expand, fold

Verdict = Literal["yes", "no", "cancel", "repeat"]

LONGEST_REQUEST = 300
"""Characters; who says more at once asks for something else."""
MOST_NAME_WORDS = 5
MOST_WORDS_WITH_NAME = 9


@dataclass(frozen=True, slots=True)
class MessageRequest:
    """A guest wants to leave a message; each field is "" where it was not told."""

    name: str = ""
    recipient: str = ""
    text: str = ""


_NAME = r"(?P<{}>[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){{0,3}}?)"
_BOOK = r"(?:the |your |this |our |a )?(?:gue(?:st|ss?)s?['’]?s? ?book|visitors?['’]?s? ?book)"
_POLITE = (
    r"(?:(?:hi|hello|hey|good (?:morning|afternoon|evening)|please|okay|ok|yes|well|um|uh|so|and|"
    r"excuse me|sorry|there)[,.!]? )*"
)
_INTRODUCTION = rf"(?:(?:i am|i['’]m|my name is|my name['’]s|this is|it is|it['’]s) {_NAME}"
_INTRODUCTION = _INTRODUCTION.format("me") + r"(?:[,.]? and|[,.;])? )?"
_WISH = (
    r"(?:(?:i|we) (?:would like|would love|want|wish|need|have|am here)(?: to)? "
    r"|i['’]d (?:like|love) to |i wanna |(?:can|could|may|might|shall) (?:i|we|you) (?:please )?"
    r"|(?:let me|i will|i['’]ll) |is it possible to |would you |will you )?"
    r"(?:please |just |quickly )?"
)
_VOICED = (
    r"(?:a |an |my |the |another |some )?(?:short |quick |little |brief |voice |spoken |nice )?"
)
_MESSAGE = _VOICED + (
    r"(?:message|massage|voicemail|greeting|greetings|entry|comment|words?|something|line|note)"
)
_WHOM = r"(?: (?:for|to) " + _NAME.format("recipient") + r")?"
_FROM = r"(?: (?:from|as|by) " + _NAME.format("name") + r")?"
_SAYING = (
    r"(?:(?:,? (?:saying|that says|telling (?:him|her|them)|to say)(?: that)?|:) (?P<text>.+?))?"
)
_END = r"(?:,? (?:please|now|thanks|thank you|then|if i may|if that is possible))*[.!?]*"
_IN = rf"(?: (?:in|into|to|on) {_BOOK})"
_PLAIN_MESSAGE = _VOICED + r"(?:message|massage|voicemail)"
_TOLD = f"{_WHOM}{_FROM}{_SAYING}"
_FORMS = tuple(
    re.compile(_POLITE + _INTRODUCTION + _WISH + form + _END, re.IGNORECASE)
    for form in (
        rf"(?:leave|record|dictate|take|take down) {_PLAIN_MESSAGE}{_IN}?{_TOLD}",
        rf"(?:leave|record|write|put|add|make|dictate|say) {_MESSAGE}{_IN}{_TOLD}",
        rf"(?:leave|give|write) {_NAME.format('recipient')} {_PLAIN_MESSAGE}{_SAYING}",
        rf"pass (?:on )?{_PLAIN_MESSAGE}(?: on| along)?{_WHOM}{_SAYING}",
        rf"(?:add|put) me (?:in|into|to) {_BOOK}{_FROM}{_SAYING}",
        rf"(?:sign|write (?:in|into)|sign into|open|use|fill in) {_BOOK}{_FROM}{_SAYING}",
        rf"(?:a |the )?(?:message|massage) for {_NAME.format('recipient')}{_SAYING}",
        rf"{_BOOK}",
    )
)
_PRONOUNS = frozenset("you me him her us them it everyone everybody all".split())

_NOBODY = frozenset("who whom whose what which where when how".split())


def message_request(text: str) -> MessageRequest | None:
    """What a guest asks for who wants to leave a message; None for everything else."""
    line = " ".join(text.split())
    if not line or len(line) > LONGEST_REQUEST:
        return None
    for form in _FORMS:
        if found := form.fullmatch(line):
            told = {key: value or "" for key, value in found.groupdict().items()}
            if told.get("recipient", "").lower().split(" ")[0] in _NOBODY:
                return None
            name = told.get("name") or told.get("me", "")
            recipient = told.get("recipient", "")
            recipient = "" if recipient.lower() in _PRONOUNS else recipient
            return MessageRequest(_capital(name), _capital(recipient), told.get("text", ""))
    return None


_BEFORE_NAME = re.compile(
    r"^(?:(?:hi|hello|hey|yes|yeah|sure|okay|ok|well|um|uh|oh|so|it['’]?s|it is|i['’]?m|i am|"
    r"my name['’]?s?(?: is)?|the name['’]?s?(?: is)?|name is|this is|that['’]?s|that is|call me|"
    r"you can call me|they call me|people call me|i am called|i['’]m called|just)[,.!]? +)+",
    re.IGNORECASE,
)
_BEHIND_NAME = re.compile(
    r"(?:[,.!]? (?:please|thanks|thank you|is my name|here|speaking))+$", re.IGNORECASE
)
_NAMELESS = re.compile(
    r"(?:no|no name|no thanks|no thank you|anonymous|nobody|no one|skip|skip it|skip that|none|"
    r"i(?:['’]d| would) rather not(?: say)?|i(?:['’]d| would) prefer not to(?: say)?|"
    r"i(?:['’]d| would) like to (?:stay|remain|be) anonymous|without a name|it does(?: not|n['’]t)"
    r" matter|i do(?: not|n['’]t) want to (?:say|tell)(?: you)?|that is a secret|a guest|guest)",
    re.IGNORECASE,
)


_OF_SENTENCES = frozenset(
    "was is are were am had have has been be would could should do did does i we you he she it they"
    " thank thanks love loved like liked hope wish want think thought so very not what who why"
    " where how when".split()
)
"""Words that no name has; capitalised ones may be names."""
_GOING_ON = frozenset("and but because so or then well also".split())
_INTRODUCED = re.compile(
    rf"{_POLITE}(?:i am|i['’]m|my name is|my name['’]s|this is|it is|it['’]s|here is) "
    rf"{_NAME.format('me')}(?: here| speaking)?[.!;,] +(?P<words>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def introduction(text: str) -> tuple[str, str] | None:
    """The name and the message of a guest who says both at once: "This is Clara. We loved it"."""
    found = _INTRODUCED.fullmatch(" ".join(text.split()))
    is_name = found is not None and found["me"][:1].isupper()  # "this is great" names nobody
    name = guest_name(found["me"]) if found and is_name else None
    return (name, found["words"]) if found and name else None


def guest_name(text: str) -> str | None:
    """The name that somebody gives when asked for it; "" when they would not, None for no name."""
    line = " ".join(text.split()).strip(" .,!?;:")
    if _NAMELESS.fullmatch(line):
        return ""
    if len(line.split()) > MOST_WORDS_WITH_NAME:
        return None
    line = _BEFORE_NAME.sub("", f"{line} ").strip(" .,!?;:")
    line = _BEHIND_NAME.sub("", line).strip(" .,!?;:")
    words = line.split()
    if not 0 < len(words) <= MOST_NAME_WORDS or not any(map(str.isalpha, line)):
        return None
    if words[0].lower() in _GOING_ON or any(word.strip(".,") in _OF_SENTENCES for word in words):
        return None
    return _capital(line)


LONGEST_ENDING = 120
"""Characters of the end of a message in which that is looked for."""
_OVER = re.compile(
    r"(?:^|[\s,.;!?]+)(?:(?:and|okay|ok|so|yes|well|um|uh)[,.]? )*"
    r"(?:that(?:['’]s| is| was| will be|['’]ll be) "
    r"(?:all|it|everything|the (?:end|message|whole message))"
    r"|(?:i am|i['’]m|we are|we['’]re) (?:done|finished|through)|all done"
    r"|end of (?:the )?message|message ends?|that(?:['’]s| is) (?:my|the) message"
    r"|(?:stop|end|finish) recording|over and out)"
    r"(?:[,.]? (?:now|from me|thanks|thank you|please|folks|for now|i think|then))*[\s.!?]*$",
    re.IGNORECASE,
)
"""How a message ends, behind its last words."""
_OVER_ALONE = frozenset(
    "done|finished|the end|end|stop|over|finish|i am done|that is all|okay done|stop it|enough"
    "|i have finished|that is it|send it|send|okay that is all|and done|all".split("|")
)
"""What ends it as an utterance of its own."""


def without_ending(text: str) -> tuple[str, bool]:
    """The words of a message without the phrase that ends it, and whether there was one.

    A "yes, keep it" in one breath behind that phrase is no part of the message.
    """
    text = " ".join(text.split())
    if _plain(text) in _OVER_ALONE:
        return "", True
    before, _, last = text.rpartition(". ")
    if before and verdict(last) and (end := _where_over(before)) is not None:
        return before[:end].rstrip(" ,;"), True
    if (end := _where_over(text)) is not None:
        return text[:end].rstrip(" ,;"), True
    return text, False


def _where_over(text: str) -> int | None:
    """Where the phrase begins that ends a message; None where there is none."""
    start = max(0, len(text) - LONGEST_ENDING)
    start = text.find(" ", start) if start else 0  # whole words: any place may be a beginning
    found = _OVER.search(text[start:]) if start >= 0 else None
    return start + found.start() if found else None


_YES = frozenset(
    "yes yeah yep yup yas sure okay ok right correct keep save store exactly fine perfect "
    "absolutely definitely course confirm confirmed agreed great good wonderful aye".split()
)
_KEEP = frozenset(("keep", "save", "store"))
_NO = frozenset("no nope nah wrong again over redo different incorrect not retry once".split())
_CANCEL = frozenset(
    "cancel canceled cancelled discard delete drop abort forget nevermind erase scrap throw".split()
)
_REPEAT = frozenset("repeat read".split())
_ROUND = frozenset(
    "please it that this is of i me we want to would like do the message my a an let us say start "
    "thanks thank you so very much all away well just indeed one more time out never mind now for "
    "in guest book go ahead oh um uh hm and do does".split()
)
"""What may stand around such a word without making it something else."""


def verdict(text: str) -> Verdict | None:
    """What a guest decides about the message that was read back; None when it is no decision."""
    words = set(_plain(text).split())
    if "never mind" in _plain(text):
        words |= {"cancel"}
    kinds: dict[Verdict, frozenset[str]] = {
        "cancel": _CANCEL,
        "repeat": _REPEAT,
        "no": _NO,
        "yes": _YES,
    }
    if not words or not words <= _YES | _NO | _CANCEL | _REPEAT | _ROUND:
        return None
    said = {kind for kind, known in kinds.items() if words & known}
    if "cancel" in said:
        return None if words & {"not"} else "cancel"  # "do not cancel" is no clear word
    if "repeat" in said:
        return "repeat"
    if "not" in words and "yes" in said:
        return "cancel" if words & _KEEP else "no"  # "do not keep it", "that is not right"
    if said == {"yes", "no"}:
        return "no" if words & _NO - {"no"} else None  # "no, once more, please, okay?"
    return next(iter(said), None)


def is_cancel(text: str) -> bool:
    """Whether a whole utterance drops the message that is being taken."""
    return len(text.split()) <= 6 and verdict(text) == "cancel"


def _plain(text: str) -> str:
    folded = expand(fold(text).replace("’", "'"))
    return " ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)?", folded))


def _capital(name: str) -> str:
    """A name as names are written; capitals inside stay, and "the boss" is no name."""
    words = name.strip(" .,!?;:").split()
    if words and words[0].lower() in ("the", "my", "our", "your", "whoever"):
        return " ".join(words)
    return " ".join(w if w in _JOINING else w[:1].upper() + w[1:] for w in words)


_JOINING = frozenset("and from of the de la van von der den da di".split())
"""Words inside names that begin small."""
