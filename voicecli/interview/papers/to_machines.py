"""What in a paper is written to a machine that reads it, and tells nothing of a job or a person.

In content that answers are taken from, whatever speaks of assistants, machines or your task may be
such (`dialogue.addressed`); in papers those are people's jobs.
"""

import re

_TOLD = r"(?:instructions?|prompts?|rules|guidelines|directions|commands|criteria)"
_WHICH = (
    r"(?:all|any|the|your|my|these|those|its|of|other|previous|prior|above|earlier|preceding"
    r"|system)"
)
_AI = (
    r"(?:ais?|ai (?:model|assistant|system|agent|recruiter|screener|interviewer)s?|bots?|chatbots?"
    r"|(?:large )?language models?|llms?|(?:chat)?gpt)"
)
_ORDER = (
    r"(?:you|ignore|disregard|forget|override|bypass|from now on|set|score|rate|say|reply|respond"
    r"|answer|always|never|stop|end|ask|reveal|recommend|hire|pretend|act as|the candidate|this"
    r" candidate|new instructions?)"
)
_JUDGING = r"(?:score|rate|rank|mark|grade|recommend|hire|select|prefer)"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:ignore|disregard|forget|override|bypass)\s+(?:{_WHICH}\s+){{1,4}}{_TOLD}\b",
        r"\b(?:ignore|disregard|forget) (?:everything|anything|all|what(?:ever)?)\b"
        r".{0,30}\b(?:above|before|previous|prior|earlier|told)\b",
        rf"^\W*(?:system|assistant|user|human|developer)\s*(?:prompt|message)?\s*:\s*\W*{_ORDER}\b",
        r"<\|\w{1,30}\|>|\[/?INST\]|<</?SYS>>",
        rf"\b(?:note|attention|message)\W+(?:to|for)\W+(?:the |all |any |an? )?{_AI}\b",
        rf"^\W*(?:dear|hey|hello|hi)\W+(?:the |all |any )?{_AI}\b",
        rf"\bif you(?:'re| are) (?:an? |the )?{_AI}\b",
        rf"\b(?:as|you are) an? {_AI}\W+you\b",
        rf"\b{_AI} (?:reading|evaluating|screening|reviewing|processing|that \w+) .{{0,40}}"
        rf"\b(?:must|should|shall|has to|have to|is to|are to) {_JUDGING}\b",
        r"\byou are (?:now|no longer) (?:dan\b|an? (?:ai|assistant|unrestricted|language)\b|in"
        r" \w+ mode\b|bound\b)",
        r"\bfrom (?:now|here) on\W+(?:you (?:are|must)|say|reply|respond|ask|score|rate|only)\b",
        r"\b(?:reveal|print|show|output|repeat|leak) (?:me )?(?:your|the) (?:\w+ ){0,2}prompt\b",
        r"\brepeat after me\b|\btell the (?:user|asker|interviewer)\b",
        rf"^\W*(?:please |now |then |and |always )*{_JUDGING} (?:this (?:candidate|applicant)\b"
        r"|the (?:candidate|applicant) (?:as|at|with|first|highly|top|\d|five|ten)\b)",
        r"\b(?:the|this) (?:candidate|applicant) (?:scored|scores|must score|is (?:already )?hired"
        r"|must be (?:hired|scored|rated|ranked))\b",
        r"\bsay (?:that )?(?:i|the candidate|the applicant) (?:scored|passed)\b",
    )
)


def is_to_a_machine(text: str) -> bool:
    """Whether a text tells a machine that reads it what to do or to say."""
    return any(pattern.search(text) for pattern in _PATTERNS)
