"""What a person tells the assistant to remember or to forget: "remember that my flight is …".

Only a whole utterance is an order. What asks ("do you remember the project?", "remember me?") is
none, nor is what tells the assistant to forget its rules.
"""

import re

from voicecli.dialogue.orders import Order

LONGEST_FORGET = 300
"""Characters; what is to be forgotten is named, not told."""

_POLITE = re.compile(
    r"^(?:(?:just so you know|hey|hi|hello|ok|okay|so|and|well|oh|um|uh|yes|no|now|also|just|please"
    r"|computer|assistant|alright|all right|one more thing|by the way|actually|could you|can you"
    r"|would you(?: mind)?|will you|for (?:the future|later)|let me(?! (?:know|see)\b)"
    r"|could i ask you to|i (?:want|need|would like|'d like) you to|i'd like you to"
    r"|you (?:should|must|can|have to|need to)|let's|let us|try to|make sure (?:to|you)|be sure to)"
    r"(?:[\s,:!.]+|$))+",
    re.IGNORECASE,
)
_REQUEST = re.compile(r"\b(?:could|can|would|will) you\b", re.IGNORECASE)
_FOR_ME = r"(?:[ ,]+(?:for me|please|also|down|too))*"
_SURE = (
    r"(?:[ ,]+(?:that|this|the following)\b(?! (?:time|day|night|week|year|one|way)\b)[ ,:]*"
    r"|[ ]*[:,][ ]*)"
)
"""What joins an order and what is told: from here on everything is told."""
_FACT = re.compile(
    rf"^(?:remember(?:ing)?|memori[sz]e|(?:do not|don't|do n't|never) (?:ever )?forget"
    rf"|(?:do not|don't) let me forget|keep (?:it )?in mind|bear in mind|commit to memory"
    r"|take into account"
    r"|(?:put|store|save|add|keep) (?:(?:this|that|it) )?(?:in|into|to) (?:your|the) memory"
    rf"|(?:store|save) this for later){_FOR_ME}{_SURE}"
    r"(?P<told>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_BEHIND = re.compile(
    r"^(?P<told>.+?)[ ]*[.,;:!–-]+[ ]*(?:(?:and|so|but|please|just|you should) )*"
    r"(?:remember (?:that|this|it)|(?:do not|don't|never) (?:ever )?forget (?:that|this|it)"
    r"|(?:keep|bear) (?:that|this|it) in mind|make a note of (?:that|this|it)"
    r"|(?:note|write) (?:that|this|it) down)[ ,]*(?:please|for me)?[.! ]*$",
    re.IGNORECASE | re.DOTALL,
)
"""What is told first: "my flight is on Friday, remember that"."""
_NOTE = re.compile(
    r"^(?:(?:(?:make|take|write|add|leave|save|keep|create|record) (?:yourself |me )?"
    r"(?:a |another |one more )?"
    r"(?:(?:quick|short|little|mental|new) )?(?:note|memo)"
    rf"|note|jot|write|put)(?: to (?:my)?self| to my notes)?{_FOR_ME}"
    rf"(?:{_SURE}| of (?:the fact that |that )?(?=\S)|[ ]+saying[ ,:]*(?:that )?)"
    r"|(?:add|put) (?:this |it )?(?:to|in|into) (?:my|the|your) notes[ ,:]+(?:that )?"
    r"|(?:new )?note(?: to (?:my)?self)?[ ]*[:,][ ]*)"
    r"(?P<told>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_NOTE_DOWN = re.compile(
    r"^(?:note|jot|write|take) down (?P<told>(?=[^?]*\d|(?:i|my|we|our|he|she)\b)\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""Without a joining word a number is told, or what somebody is or does; else content is meant."""
_OPEN_FACT = re.compile(
    rf"^(?:remember|memori[sz]e|(?:do not|don't) (?:let me )?forget|keep in mind){_FOR_ME}"
    r" (?P<told>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
"""Without a joining word it is told only where it is a sentence, or something to be done."""
_TO_DO = re.compile(r"^(?:to|about) [a-z]", re.IGNORECASE)
_SUBJECT = re.compile(
    r"^(?:i|i'm|i've|i'll|we|we're|he|she|it|it's|they|you|my|our|his|her|their|the|a|an|this|there"
    r"|[A-Z][\w'’]*|\w+'s)\b"
)
_VERB = re.compile(
    r"\b(?:is|are|am|was|were|be|will|has|have|had|does|do|did|can|could|must|should|shall|would"
    r"|may|might|needs?|wants?|likes?|loves?|hates?|owes?|lives?|works?|starts?|ends?|begins?|comes?"
    r"|goes|leaves?|arrives?|takes?|gets?|prefers?|uses?|expires?|parked|put|left|lent|bought|paid"
    r"|keeps?|costs?|stands?|lies|wears?|drives?|hid|gave|told|said|[a-z]{3,}ed|isn't|aren't|wasn't"
    r"|don't|doesn't|can't|won't)\b|\w'(?:s|m|re|ve|ll)\b"
)
_ASKING = re.compile(
    r"^(?:what|who|whom|whose|where|when|why|how|which|if|whether|the time|me\b|us\b|yourself\b"
    r"|him\b|them\b|(?:it|this|that)[.!?]*$)",
    re.IGNORECASE,
)
_DICTATE = re.compile(
    r"^(?:(?:take|make|write|record|start|add|create|leave) (?:a |another |down a |me a )?"
    r"(?:(?:new|quick|short|voice) )?(?:note|memo)s?(?: for me| down| to (?:my)?self)?|new note"
    r"|(?:write|note|jot) (?:this|that|something) down|(?:write|note|jot) down something"
    r"|remember(?: (?:this|that|something|a thing))?(?: for me)?|(?:don't|do not) forget this"
    r"|i (?:want|would like|'d like) to (?:make|take|dictate) a note|dictate a note)[.!: ]*$",
    re.IGNORECASE,
)
_FORGET = re.compile(
    r"^(?:forget|stop remembering|(?:do not|don't) remember|unremember"
    r"|(?:delete|remove|erase|clear|drop|throw away|discard|get rid of)"
    r" (?:the|my|that|your|this) (?:memory|memories|note|notes|fact)(?: (?:about|of|on|that|with))?"
    r"|(?:delete|remove|erase|drop|take back) (?:from (?:your|the) memory|what i (?:told|said)))\b"
    r"(?: (?:the (?:fact|note|memory) )?(?:that|about|of|on))?"
    r"(?: what (?:i|we) (?:told you|said|noted)(?: (?:about|of|on|that))?)?"
    r"(?P<what>[ ,:].*)?$",
    re.IGNORECASE | re.DOTALL,
)
_NO_MEMORY = re.compile(
    r"^(?:it|this|that|me|you|us|about it|about that|him|her|them|never mind)?$"
    r"|\b(?:instructions?|rules?|prompts?|guidelines?|persona|guardrails?|restrictions?|conversation"
    r"|session|previous|prior|above|earlier|system|who you are|you are|you were|your)\b",
    re.IGNORECASE,
)
_THEN_ASKS = re.compile(
    r"[,.;:!?–…]+\s+(?:(?:and|then|but|so|now|please|instead|just) )*(?:tell|show|give|explain"
    r"|describe|list|find|what|which|who|where|when|why|how|is|are|do|does|did|can|could)\b",
    re.IGNORECASE,
)
_THEN_WANTS = re.compile(
    r"(?:\band(?: then)?|[.!;…])\s+(?:(?:then|now|please|instead|just) )*"
    r"(?:(?:tell|show|give) (?:me|us)\b|explain (?:to )?(?:me|us)\b)"
    r"|[.!…]\s+(?:what|which|who|where|when|why|how)\b[^.]*$",
    re.IGNORECASE,
)
"""What asks for something behind an order is no part of it, and is what they want. In what is told
a comma is a part of it: "my aunt, who lives in Rome, …"."""
_EVERYTHING = re.compile(
    r"^(?:everything|all|all of (?:it|them)|all (?:of )?(?:my|your|the) (?:memories|notes|facts)"
    r"|(?:all|everything) (?:that )?(?:i (?:have |ever )?(?:told|said).*|you (?:know|remember).*)"
    r"|everything about me|all about me)$",
    re.IGNORECASE,
)
_CLEAR = re.compile(
    r"(?:delete|remove|erase|clear|wipe)"
    r" (?:(?:all (?:of )?)?(?:my|your|the) (?:memory|memories|notes)"
    r"|(?:everything|all) (?:that )?(?:you (?:know|remember|have kept)|i (?:have |ever )?told you)"
    r"(?: about me)?)[.! ]*$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"^(?:what|which things?) (?:(?:else )?(?:do|can) you (?:still )?remember"
    r"|(?:have|did) (?:i|we) (?:tell|told|ask|asked) you(?: to (?:remember|keep in mind))?"
    r"|(?:are|were) (?:my|your|the) (?:notes|memories)"
    r"|(?:is|'s) (?:in|on) your memory"
    r"|(?:did|have) i (?:note|noted)(?: down)?|(?:notes|memories) (?:do i have|are there))"
    r"(?: (?:about|of|for) me| so far| from me| by now| right now| at the moment| yet"
    r"| until now)*[?.! ]*$"
    r"|^(?:do i have|are there) any (?:notes|memories)[?.! ]*$"
    r"|^(?:(?:list|show|read|tell)(?: me)?(?: out)? (?:all )?(?:of )?(?:my|your|the)"
    r" (?:notes|memories)(?: to me| aloud| out loud)?"
    r"|(?:tell|show) me (?:all (?:that )?|everything |what )you remember"
    r"(?: (?:about|of) me)?)[?.! ]*$",
    re.IGNORECASE,
)


def memory_order(text: str) -> Order | None:
    """The order to the memory that an utterance is, or None.

    "remember" and "note" have what was told, or nothing where it is still to be told; "forget" has
    what it is about, and "forget-all" and "memory" need nothing.
    """
    text = " ".join(text.replace("’", "'").split())
    if _LIST.match(_POLITE.sub("", text)):
        return Order("memory")
    is_request = bool(_REQUEST.search(text[:40]))
    if text.endswith("?") and not is_request:
        return None
    said = re.sub(r"[ ,]+please[.! ]*$", "", _POLITE.sub("", text).strip(), flags=re.IGNORECASE)
    return _told(said) or _open(said, is_question=text.endswith("?")) or _forgotten(said)


def _told(said: str) -> Order | None:
    if _DICTATE.match(said):
        return Order("remember" if said.lower().startswith(("remember", "do")) else "note")
    for pattern, name in ((_FACT, "remember"), (_NOTE, "note"), (_NOTE_DOWN, "note")):
        if (found := pattern.match(said)) and (told := _plain(found["told"])):
            if _ASKING.match(told) and not re.match(r"(?:if|when|what|where|how)\b", told, re.I):
                return None
            return None if _THEN_WANTS.search(told) else Order(name, told)
    if (found := _BEHIND.match(said)) and "?" not in said:
        told = _plain(found["told"])
        if _SUBJECT.match(told[:1].lower() + told[1:]) and _VERB.search(told.partition(" ")[2]):
            return Order("remember", told)
    return None


def _open(said: str, *, is_question: bool) -> Order | None:
    """What is told without a joining word: "don't forget to water the plants"."""
    found = _OPEN_FACT.match(said)
    told = _plain(found["told"]) if found else ""
    if not told or _ASKING.match(told) or is_question or _THEN_WANTS.search(told):
        return None
    is_sentence = _SUBJECT.match(told) and _VERB.search(told.partition(" ")[2] or told)
    is_errand = said.lower().startswith(("don't", "do not")) and len(told.split()) > 1
    if is_sentence or _TO_DO.match(told) or is_errand:
        return Order("remember", re.sub(r"^(?:about) ", "", told))
    return None


def _forgotten(said: str) -> Order | None:
    if _CLEAR.match(said):
        return Order("forget-all")
    found = _FORGET.match(said)
    if not found or len(said) > LONGEST_FORGET:
        return None
    what = _plain(found["what"] or "")
    if _EVERYTHING.match(what):
        return Order("forget-all")
    if _THEN_ASKS.search(what):
        return None
    if _NO_MEMORY.search(what) or re.match(r"(?:to|how|what|who|why)\b", what, re.I):
        return None
    return Order("forget", what)


def _plain(text: str) -> str:
    """What was told, without the marks and politeness around it."""
    text = text.strip(" ,:;-–—\"“”'")
    text = re.sub(r"[ ,]+(?:please|for me|okay|ok|thanks|thank you)[.!?]*$", "", text, flags=re.I)
    return text.rstrip(" ?").removesuffix(".").strip()
