"""What a person tells the assistant to remember or to forget: "remember that my flight is …".

Only a whole utterance is an order. What asks ("do you remember the project?", "remember me?") is
none, nor is what tells the assistant to forget its rules.
"""

import re

from voicecli.dialogue.orders import Order

LONGEST_FORGET = 300
"""Characters; what is to be forgotten is named, not told."""

_POLITE = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|and|well|oh|um|uh|yes|no|now|also|just|please|computer"
    r"|assistant|alright|all right|one more thing|by the way|actually|could you|can you|would you"
    r"|will you|could i ask you to|i (?:want|need|would like|'d like) you to|i'd like you to"
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
    rf"^(?:remember|memori[sz]e|(?:do not|don't|do n't|never) (?:ever )?forget"
    rf"|(?:do not|don't) let me forget|keep in mind|bear in mind|commit to memory){_FOR_ME}{_SURE}"
    r"(?P<told>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_NOTE = re.compile(
    r"^(?:(?:(?:make|take|write|add|leave|save|keep|create) (?:yourself |me )?"
    r"(?:a |another |one more )?"
    r"(?:(?:quick|short|little|mental|new) )?(?:note|memo)"
    rf"|note|jot|write|put)(?: to (?:my)?self| to my notes)?{_FOR_ME}"
    rf"(?:{_SURE}| of (?:the fact that |that )?(?=\S)|[ ]+saying[ ,:]*(?:that )?)"
    r"|(?:add|put) (?:this |it )?(?:to|in|into) (?:my|the|your) notes[ ,:]+(?:that )?"
    r"|(?:new )?note(?: to (?:my)?self)?[ ]*[:,][ ]*)"
    r"(?P<told>.+)$",
    re.IGNORECASE | re.DOTALL,
)
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
    r"|remember (?:this|something|a thing)(?: for me)?|(?:don't|do not) forget this"
    r"|i (?:want|would like|'d like) to (?:make|take|dictate) a note|dictate a note)[.!: ]*$",
    re.IGNORECASE,
)
_FORGET = re.compile(
    r"^(?:forget|stop remembering|(?:do not|don't) remember|unremember"
    r"|(?:delete|remove|erase|clear|drop|throw away|discard)"
    r" (?:the|my|that|your|this) (?:memory|memories|note|notes|fact)(?: (?:about|of|on|that|with))?"
    r"|(?:delete|remove|erase|drop) (?:from (?:your|the) memory|what i (?:told|said)))\b"
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
_EVERYTHING = re.compile(
    r"^(?:everything|all|all of (?:it|them)|all (?:of )?(?:my|your|the) (?:memories|notes|facts)"
    r"|(?:all|everything) (?:that )?(?:i (?:have |ever )?(?:told|said).*|you (?:know|remember).*)"
    r"|everything about me|all about me)$",
    re.IGNORECASE,
)
_CLEAR = re.compile(
    r"(?:delete|remove|erase|clear) (?:all (?:of )?)?(?:my|your|the) (?:memory|memories|notes)"
    r"[.! ]*$",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"^(?:what|which things?) (?:(?:else )?(?:do|can) you (?:still )?remember"
    r"|(?:have|did) (?:i|we) (?:tell|told|ask|asked) you(?: to (?:remember|keep in mind))?"
    r"|(?:are|were) (?:my|your|the) (?:notes|memories)"
    r"|(?:is|'s) (?:in|on) your memory"
    r"|(?:did|have) i (?:note|noted)(?: down)?)"
    r"(?: (?:about|of|for) me| so far| from me| by now| right now| at the moment| yet"
    r"| until now)*[?.! ]*$"
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
    for pattern, name in ((_NOTE, "note"), (_FACT, "remember")):
        if (found := pattern.match(said)) and (told := _plain(found["told"])):
            if _ASKING.match(told) and not re.match(r"(?:if|when|what|where|how)\b", told, re.I):
                return None
            return Order(name, told)
    return None


def _open(said: str, *, is_question: bool) -> Order | None:
    """What is told without a joining word: "don't forget to water the plants"."""
    found = _OPEN_FACT.match(said)
    told = _plain(found["told"]) if found else ""
    if not told or _ASKING.match(told) or is_question:
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
    if _NO_MEMORY.search(what) or re.match(r"(?:to|how|what|who|why)\b", what, re.I):
        return None
    return Order("forget", what)


def _plain(text: str) -> str:
    """What was told, without the marks and politeness around it."""
    text = text.strip(" ,:;-–—\"“”'")
    text = re.sub(r"[ ,]+(?:please|for me|okay|ok|thanks|thank you)[.!?]*$", "", text, flags=re.I)
    return text.rstrip(" ?").removesuffix(".").strip()
