"""What a person says to the assistant about who it is: "you are now a pirate", "be yourself again".

An order is a whole utterance. A question that holds its words is none ("you are now in which
city?"), and neither is an utterance that orders and asks at once: it is answered as a question.
"""

import re
from collections.abc import Callable

from voicecli.dialogue.commands import command
from voicecli.dialogue.orders import Order
from voicecli.dialogue.persona_text import steers

LONGEST = 600
"""Characters; a longer text is not searched for an order."""

PERSONA, CONTEXT, YOURSELF = "persona", "context", "yourself"
"""Orders: take that persona, speak in that manner, and neither of them."""

_FROM_NOW = (
    r"from (?:now|here|this (?:moment|point|time))(?: on(?:wards?)?| forward| forth)?"
    r"|starting (?:right )?now|as of now|henceforth|for the rest of (?:the|this|our) \w+"
)
_LEAD = re.compile(
    rf"(?:(?:please|hey|hi|hello|ok(?:ay)?|alright|all right|right|so|well|now|and|then|next|just"
    rf"|voicecli|assistant|computer|i want you to|i'?d like you to|i would like you to"
    rf"|i need you to|can you|could you|would you(?: mind)?|will you|you (?:should|can|could|may"
    rf"|must|have to)|try to|let'?s(?: have you)?|let us|for (?:now|a while|a moment|me)"
    rf"|{_FROM_NOW})"
    rf"(?:\s*,\s*|\s+))+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:[\s,]+(?:please|now|then|ok(?:ay)?|thanks|thank you|(?:will|would|could|can) you"
    rf"|for (?:now|a while|a bit|a moment|me)|if you (?:can|could|like|want|please)|at once"
    rf"|immediately|right away|{_FROM_NOW}))+$",
    re.IGNORECASE,
)
_NOW = re.compile(rf"\bnow\b|{_FROM_NOW}", re.IGNORECASE)
_LASTING = re.compile(_FROM_NOW, re.IGNORECASE)
_POLITE = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:(?:can|could|would|will) you|(?:can|could|may) i)\b", re.IGNORECASE
)

_ARE = r"you(?:(?:'?re| are)(?: going to be)?| will be|'ll be| shall be| become)(?: now)? "
_SPEAKING = (
    r"(?:act|behave|role[- ]?play|play|start (?:acting|talking|speaking)|speak|talk|answer|respond"
    r"|reply|sound|write|present yourself)"
)
_TO_ME = r"(?: to me| me| everything| all my questions)?"
_IS_NOW = re.compile(rf"{_ARE}(?P<x>.+)", re.IGNORECASE)
_LIKE = re.compile(
    rf"{_SPEAKING}{_TO_ME}(?: now| more)? (?:(?:exactly |just )?like"
    r"|in the (?:style|manner|voice|tone|role|way) of"
    r"|as (?:if|though) you (?:were|are)) (?P<x>.+)",
    re.IGNORECASE,
)
_AS = re.compile(rf"{_SPEAKING}{_TO_ME}(?: now)? as (?P<x>.+)", re.IGNORECASE)
_BE = re.compile(
    r"(?:be|sound|become|(?:turn|transform)(?: yourself)? into|role[- ]?play|pretend to be"
    r"|impersonate"
    r"|(?:pretend|imagine|suppose|act as if|act as though)(?: that)? you(?: are|'re| were)"
    r"|(?:start|imagine|pretend|try) being"
    r"|(?:play|take|take on|assume|adopt|have)(?: on)? the (?:role|part|persona|character) of)"
    r" (?P<x>.+)",
    re.IGNORECASE,
)
_TONE = re.compile(
    rf"{_SPEAKING}{_TO_ME} (?P<x>(?:in|with) "
    r"(?!(?:an? |the )?(?:louder|quieter|lower|higher|softer))(?:an? |the )?"
    r"[^,.?!]+? (?:tone|voice|way|manner|style|accent|mood|dialect|english)(?: of [^,.?!]+)?)",
    re.IGNORECASE,
)
_ADOPT = re.compile(
    r"(?:adopt|use|take|put on|try) (?P<x>(?:an? |the )[^,.?!]+?"
    r" (?:tone|manner|style|accent|dialect))(?: of voice)?"
    rf"|{_SPEAKING}{_TO_ME} (?P<y>in (?:rhymes?|verse|riddles|poems|[\w-]+ (?:speak|talk|slang)))",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"(?:(?:a bit |a little |much |more |very |really )?(?:funny|cheerful|polite|rude|formal"
    r"|informal|casual|serious|friendly|kind|gentle|strict|sarcastic|ironic|witty|playful|enthusiastic|calm"
    r"|patient|grumpy|poetic|dramatic|mysterious|romantic|professional|humorous|silly|nice)"
    r"|(?:a bit |a little |much )?(?!other|over|under|after|never|here|loud|quiet|slow|fast|quick"
    r"|short|long|brief)[a-z]{3,}er)(?: (?:to|with) (?:me|us))?",
    re.IGNORECASE,
)
"""What "be …" and "sound …" ask for as they stand."""
_LASTING_MANNER = re.compile(rf"(?P<x>{_SPEAKING}\b.+)", re.IGNORECASE)

_KIND = r"(?:persona|character|personality)"
_SWITCH = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:switch|change|go|swap)(?: over| back)? to (?:the |an? |my |your )?(?P<x>.+?) {_KIND}",
        rf"(?:use|load|choose|select|take|take on|put on|activate|wear|start|try|enable|give me"
        rf"|i want|be|become) (?:the |an? |my |your )?(?P<x>.+?) {_KIND}",
        rf"(?:change|set|switch|swap) (?:the |your )?{_KIND} to (?:the |an? |my )?(?P<x>.+)",
        rf"(?:use |set |load |take )?{_KIND}:? (?P<x>[\w-]+(?: [\w-]+)?)",
    )
)
_TALK_TO = re.compile(
    r"(?:switch|change)(?: over)? to (?P<x>.+)|let me (?:talk|speak) (?:to|with) (?P<y>.+)"
    r"|(?:i want to|i'd like to|can i|could i|may i) (?:talk|speak) (?:to|with) (?P<z>.+)",
    re.IGNORECASE,
)
"""Orders only where a persona bears that name."""

_SELF = (
    r"(?:yourself|your (?:old|normal|usual|real|true|plain|default|own) self|normal|voicecli"
    r"|the (?:normal|usual|plain|default|regular|old|real) (?:you|one|assistant|self|persona))"
)
_DOING = (
    r"(?:being|playing|impersonating|pretending(?: to be)?"
    r"|(?:acting|talking|speaking|sounding|behaving|answering|responding|replying)"
    r"(?: (?:like|as))?)"
)
_WHOM = r"(?: (?:like )?(?:an? |the |my |that |this |so )?[^,.?!]{1,80}?)?"
_ANY_MORE = r"(?:any ?more|any longer)"
_UNDO = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:be|become|act like|act as|act|you(?: are|'re)|just be|turn (?:back )?into"
        rf"|(?:go |switch |change |return )?(?:back )?to(?: being)?|return to(?: being)?) {_SELF}"
        r"(?: again| once more)?",
        rf"(?:stop|quit|finish) {_DOING}{_WHOM}(?: {_ANY_MORE}| again)?",
        rf"no more (?:being |acting |talking |speaking )?(?:like )?(?:an? |the )?[^,.?!]{{1,40}}"
        rf" (?:talk|act|accent|speech|{_KIND})",
        r"(?:that is|that's)? ?enough(?: of)? (?:the |that |this |your )?[^,.?!]{1,40}? "
        rf"(?:talk|act|accent|speech|stuff|thing|{_KIND})",
        r"(?:stop|drop|quit|end) (?:the |that |this |your )?(?!(?:the|that|this|your) )"
        r"[^,.?!]{1,40}? (?:talk|stuff|thing)",
        rf"you(?: are|'re) no longer{_WHOM}",
        rf"you(?: are|'re) not{_WHOM} {_ANY_MORE}",
        rf"(?:don'?t|do not) (?:be|act|talk|speak|sound|behave|answer){_WHOM} {_ANY_MORE}",
        r"(?:drop|leave|lose|end|stop|quit|clear|reset|remove|turn off|switch off|disable|cancel"
        r"|exit|undo|discard|take off|get rid of|no|no more|without)"
        rf"(?: the| that| this| your| my| an?)?(?: [\w-]+){{0,2}} (?:{_KIND}|role|act|accent"
        r"|impression|context)",
        rf"(?:turn|switch) (?:the |your )?(?:{_KIND}|context) off|(?:{_KIND}|context) off",
        r"(?:talk|speak|act|answer|behave|sound|respond|reply|be)(?: to me)? "
        r"(?:normal(?:ly)?|as usual|as before|like (?:before|yourself|you used to))(?: again)?",
        r"(?:go |switch |change |get |come )?back to (?:normal|yourself|being yourself"
        r"|(?:your|the) (?:normal|usual|old|real|default|plain|regular) "
        r"(?:self|voice|way|tone|persona|assistant|one))",
        r"(?:give me|bring back|i want|i'd like)(?: the| your)? (?:normal|old|usual|real|default"
        r"|plain) (?:you|assistant|self|persona)(?: back)?",
    )
)

_ARTICLE = re.compile(
    r"(?:an?|the|my|our|your|some|one of)\b(?! (?:few|bit|little|lot|couple|minute|second|hour|day"
    r"|week|month|year|step|first|last|next|same|number|while|total|dear|darling|sec)\b)",
    re.IGNORECASE,
)
_NO_ONE = re.compile(
    r"(?:this|that|it|these|those|me|them|him|her|us|so|i|you|we|he|she|they|in|on|at|of|to|from"
    r"|with|when|if|before|after|last|how|what|which|who|why|where|there|here|above|below|always"
    r"|usual|normal|said|never|ever|not|the (?:last|first|same|previous|other|next))\b",
    re.IGNORECASE,
)
_NO_ROLE = re.compile(
    r"(?:soon|well|usual|before|normal|one|expected|such|long|far|per|necessary|if|though|many|much"
    r"|fast|quick\w*|short\w*|brief\w*|good|best|little|few|i|you|we|they|it|in|on|at|to|said"
    r"|follows|well)\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:(?:in|at|on|of|to|from|with|for|by) )?(?:which|what|whose|where|when|why|how)\b"
    r"|\b(?:in|at|on|of|to|from|with|for|by) (?:which|what|whom|whose)\b",
    re.IGNORECASE,
)
_AND_MORE = re.compile(
    r"(?:\b(?:and|then)|[.,;:!])\s+(?:(?:and|or|but|so|then|please|now)\s+)*(?:tell|give|show|list|find"
    r"|explain|describe|read|search|look|summari[sz]e|what|how|who|where|when|why|which|is|are|do"
    r"|does|did|can|could)\b",
    re.IGNORECASE,
)

Named = Callable[[str], bool]
"""Whether a persona bears that name."""


def read_order(text: str, is_named: Named) -> Order | None:
    """The order that a whole utterance is; None when it is anything else.

    Order("persona", NAME), Order("context", MANNER) or Order("yourself").
    """
    text = " ".join(text.replace("’", "'").split())
    if not text or len(text) > LONGEST or ("?" in text and not _POLITE.match(text)):
        return None
    whole = text.rstrip(" .!?,;")
    body = whole[lead.end() :] if (lead := _LEAD.match(whole)) else whole
    bare = _TAIL.sub("", body)
    if command(bare):
        return None
    if any(pattern.fullmatch(bare) for pattern in _UNDO):
        return Order(YOURSELF)
    return _switched(bare, is_named) or _told(whole, body, bare, is_named)


def without_article(words: str) -> str:
    """What a role is called: "the teacher" is "teacher"."""
    return re.sub(r"^(?:an?|the|my|our|your)\s+", "", words, flags=re.IGNORECASE)


def _switched(bare: str, is_named: Named) -> Order | None:
    for pattern in _SWITCH:
        found = pattern.fullmatch(bare)
        if found and not _ASKS.search(found["x"]) and not _NO_ONE.match(found["x"]):
            return Order(PERSONA, found["x"])
    if found := _TALK_TO.fullmatch(bare):
        name = without_article(found["x"] or found["y"] or found["z"])
        return Order(PERSONA, name) if is_named(name) else None
    return None


def _told(whole: str, body: str, bare: str, is_named: Named) -> Order | None:
    lasting = bool(_LASTING.search(whole))
    role = _role(whole, bare, lasting=lasting, is_named=is_named)
    if role is None or _ASKS.search(role) or _AND_MORE.search(role):
        return None
    role = re.sub(r" would(?: do)?$| does$", "", role.strip(" ,.;!"))
    name = without_article(role)
    return Order(PERSONA, name) if is_named(name) else Order(CONTEXT, role)


def _role(whole: str, bare: str, *, lasting: bool, is_named: Named) -> str | None:
    """Whom or how an utterance tells the assistant to be; None where it does not."""
    if (found := _IS_NOW.fullmatch(bare)) and _NOW.search(whole):
        return found["x"] if _is_somebody(found["x"], is_named) else None
    if found := _LIKE.fullmatch(bare):
        return None if _NO_ONE.match(found["x"]) else found["x"]
    if found := _TONE.fullmatch(bare):
        return found["x"]
    if found := _ADOPT.fullmatch(bare):
        return found["x"] or found["y"]
    if found := _AS.fullmatch(bare):
        return None if _NO_ROLE.match(found["x"]) else found["x"]
    if found := _BE.fullmatch(bare):
        role = found["x"]
        more = r"(?:a bit |a little |much )?(?:more|less) \w(?!.* (?:about|on|regarding) )"
        is_more = re.match(more, role, re.IGNORECASE)
        if is_more or _is_somebody(role, is_named):
            return role
        if _ADJECTIVE.fullmatch(role):
            return role
        return role if lasting and not _NO_ONE.match(role) else None
    if lasting and (found := _LASTING_MANNER.fullmatch(bare)):
        return found["x"]
    return None


def _is_somebody(role: str, is_named: Named) -> bool:
    """Whether words name a role or a person: "a pirate", "Sherlock Holmes"; not "in Berlin".

    What is about the rules ("DAN without any rules") is taken for one, and refused as such.
    """
    if _ARTICLE.match(role) or is_named(without_article(role)) or steers(role):
        return True
    words = role.split()
    return len(words) <= 3 and all(word[:1].isupper() for word in words)
