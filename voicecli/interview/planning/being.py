"""What somebody is to be, as documents word it: "happy to travel", "Gas Safe registered".

Such words fit behind "somebody who is …", where those for a thing do not.
"""

import re

from voicecli.interview.planning.spoken_words import a_or_an, small_first

MOST_WORDS = 14
_ADVERB = (
    r"(?:(?:very|highly|fully|physically|mentally|well|genuinely|truly|also|always|\w+ly)[ -])?"
)
_PLAIN = (
    "adaptive|agile|ambitious|articulate|assertive|compassionate|considerate|consistent|creative"
    "|decent|direct|disciplined|efficient|emotionally intelligent|engaging|fair|firm|gentle|humble"
    "|humorous|inclusive|innovative|inquisitive|intuitive|logical|objective|observant|optimistic"
    "|persistent|persuasive|positive|pragmatic|precise|quick-witted|smart|sharp|steady|strategic"
    "|supportive|sympathetic|trustworthy|versatile|witty"
    "|available|brave|calm|careful|caring|cheerful|clean|clear-headed|comfortable|committed"
    "|competent|confident|conscientious|content|courteous|curious|decisive|dedicated|determined"
    "|diligent|diplomatic|discreet|driven|dynamic|eager|eligible|empathetic|energetic|enthusiastic"
    "|fearless|fit|friendly|good|great|happy|hands-on|hard-?working|helpful|honest|independent|keen"
    "|kind|literate|loyal|mature|methodical|meticulous|mobile|motivated|numerate|open"
    "|organi[sz]ed|outgoing|passionate|patient|polite|prepared|presentable|proactive|professional|proficient"
    "|punctual|quick|ready|reliable|resilient|respectful|responsible|safe|self-(?:motivated|reliant"
    "|starting|disciplined|sufficient)|sensible|skilled|sociable|spoken|strict|strong|tactful"
    "|tech-savvy|thorough|tidy|tolerant|up[- ]to[- ]date|used|vigilant|warm"
    r"|well-(?:presented|spoken|organi[sz]ed)"
    "|willing"
)
_ENDING = (
    r"\w{3,}-\w+ed|on time"
    r"|[a-z-]{3,}(?:able|ible|ful|ous|ented"
    r"|[- ](?:minded|oriented|orientated|driven|focus?sed|aware"
    r"|literate|motivated|presented|spoken|organi[sz]ed|educated))"
)
_ADJECTIVE = rf"{_ADVERB}(?:{_ENDING}|{_PLAIN})"
_BEHIND = r"(?:with|at|in|about|to|under|when|on|for|as|of|around|enough|and able)"
_DOING = r"(?:comfortable|confident|happy|competent|content)\s+\w+ing"
_ADJECTIVES = re.compile(
    rf"(?:be\s+)?{_ADJECTIVE}(?:(?:,\s+|\s+and\s+|,\s+and\s+|\s+but\s+){_ADJECTIVE})*"
    rf"(?:\s+{_BEHIND}\b.*)?|(?:be\s+)?{_DOING}\b.*"
    r"|(?:be\s+)?(?:fine|ok|okay|at ease|relaxed|unfazed|undaunted)\s+(?:with|about|in|on|by)\s.*",
    re.IGNORECASE,
)
_IS = re.compile(r"^(?:be|is|are)\s+", re.IGNORECASE)
_OF_A_THING = re.compile(
    r"(?:comfortable|confident|competent|proficient|skilled|strong|good|great|hands-on|fluent"
    r"|literate|(?:an?\s+)?(?:\w+\s+)?user)\s+"
    r"(?:with|in|at|on|of)\s+(?!\w+ing\b)|responsible\s+for\b",
    re.IGNORECASE,
)
"""What is named behind these is a thing to ask about: "proficient in Excel"."""
_CERTIFIED = re.compile(
    r"(?:[\w&./+-]+,?\s+){1,6}(?:qualified|registered|certified|licensed|accredited|chartered"
    r"|trained)",
    re.IGNORECASE,
)
_REGISTERED = re.compile(
    r"(?:(?:fully|currently|suitably|appropriately|dually)\s+)?(?:registered|accredited|licen[cs]ed"
    r"|qualified|certified|chartered|trained)\s+(?:with|by|as|in|under|to|on|for)\s.+",
    re.IGNORECASE,
)
_KIND_OF = (
    r"(?:current(?:ly)?|accredited|fully|excellent|strong|good|natural|great|true|creative|independent|go-to"
    r"|qualified"
    r"|registered|certified|chartered|licen[cs]ed|trained|experienced|time-served|confident|keen"
    r"|fast|quick|native|team|effective|skilled|self|car|competent|dedicated|passionate|clear)"
)
_SOMEBODY = (
    r"(?:\w{2,}(?:er|or|ist|ian|eer)|nurse|chef|cook|graduate|midwife|accountant|assistant"
    r"|professional|practitioner|clerk|pilot|electrician|person)"
)
PERSON = re.compile(
    rf"(?:an?\s+)?(?:{_KIND_OF}[ -])+(?:\w+[ -]){{0,3}}?{_SOMEBODY}"
    r"(?:\s+(?:with|in|of|on|who|for|at|under)\b.*|,.*)?"
    rf"|(?:an?\s+)?(?:\w+\s)?(?:member|fellow|associate)\sof\s.*"
    rf"|(?:an?\s+)?(?:\w+[ -]){{0,2}}?{_SOMEBODY}"
    r"\s(?:qualified|registered|trained|licen[cs]ed|certified|accredited)\b.*",
    re.IGNORECASE,
)


def being(told: str) -> str:
    """A spoken line as it stands behind "somebody who is"; "" where it tells of something else."""
    told = _IS.sub("", told)
    if len(told.split()) > MOST_WORDS or _OF_A_THING.match(told):
        return ""
    if told.lower().startswith("the ") and PERSON.fullmatch(told[4:]):
        return _small(told)
    if PERSON.fullmatch(told):
        return a_or_an(_small(re.sub(r"^an?\s+", "", told, flags=re.IGNORECASE)))
    if _CERTIFIED.fullmatch(told) or _REGISTERED.fullmatch(told):
        return small_first(told)
    if _ADJECTIVES.fullmatch(told):
        return _small(re.sub(r"^be\s+", "", told, flags=re.IGNORECASE))
    return ""


def _small(text: str) -> str:
    """`text` with a small first letter, unless its first word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
