"""What a sentence of a job description does: asks for something, tells a duty, describes you."""

import re

from voicecli.interview.papers.job_titles import names_occupation
from voicecli.interview.papers.patterns import HEAD, finds
from voicecli.interview.papers.wishes import is_wish
from voicecli.interview.papers.work_verbs import base_of

_SOMEBODY = (
    r"(?:candidates?|applicants?|person|persons|people|post ?holders?|individuals?|hire"
    r"|colleague|someone|somebody)"
)
_ASKS = re.compile(
    r"\b(?:(?:you|they|he|she|and|"
    + _SOMEBODY
    + r") (?:(?:will|must|should|may|might|would|can) )?(?:also )?(?:need|require)"
    r"|must\b(?! (?:try|see|visit|be (?:submitted|received|sent|made)))"
    r"|you(?:'ll| will| should| would|'d)? (?:ideally |also |already |preferably "
    r"|probably )*(?:have|hold|bring|possess|(?:need|have) to (?:have|hold|be)|know|speak"
    r"|understand|show|demonstrate"
    r"|be (?:an?|able|comfortable|fluent|qualified|confident|willing|happy|prepared|good"
    r"|someone|the (?:kind|sort)|patient|calm|flexible|organi[sz]ed|reliable|experienced"
    r"|proficient|used to|at ease|registered|familiar|educated))\b"
    r"|you(?:'ve| have) (?:\w+ ){0,2}(?:worked|got|held|spent|done|been|had|run|built|led"
    r"|taught|completed|passed|managed|handled)"
    r"|you(?:'re| are) (?!joining|going|responsible|part|invited|encouraged|welcome"
    r"|looking for|interested|given|entitled|eligible|paid|offered|not alone|ready to apply"
    r"|the face|the first)"
    r"|(?:looks?(?= for)|looking(?! after)|searching|hunting|wish(?:ing)?|seeking|recruiting"
    r"|need|want|hiring|seeks?"
    r"|require|requires|ask(?:s|ing)?|expect(?:s|ing)?|prefer|after|welcome|love"
    r"|like|value(?= (?:people|someone|somebody|those|colleagues|candidates)))"
    r"\b[^.;]{0,60}?\b(?:with|who|experienced in|skilled in|fluent in|qualified"
    r"|(?:with|of) (?:proven|strong|good)|" + HEAD + r")\b"
    r"|(?:ideal|successful|right|strong|suitable|perfect|preferred|best)\s+"
    + _SOMEBODY
    + r"\b(?!s? will (?:receive|join"
    r"|be (?:offered|based|invited|paid|notified|contacted|given|subject|working|responsible"
    r"|asked)|work|report|get|enjoy))"
    r"|(?:all |our )?(?:candidates?|applicants?) (?:must|should|need|are expected"
    r"|will be expected|with|who have|are required|holding)"
    r"|(?:is|are|will be|also) (?:also )?(?:absolutely |strictly |highly |strongly "
    r"|both )?(?:required|essential|mandatory|necessary|needed|desirable|preferred|a must"
    r"|expected|a requirement|an advantage|a (?:\w+ )?plus|an asset|a (?:\w+ )?bonus"
    r"|advantageous|beneficial|non-negotiable|key to|important|vital|a prerequisite)\b"
    r"|would be (?:an? )?(?:\w+ )?(?:advantage|advantageous|plus|bonus|asset|desirable"
    r"|beneficial|preferred|helpful|useful|welcome|nice|ideal|great)\b"
    r"|(?:minimum|at least|min\.?) (?:of )?(?:\w+ )?\w+[ -]+(?:\(\d+\) )?(?:years?|yrs?"
    r"|months?)\b|\d+\s*\+?\s*(?:years?|yrs?)['’]?(?: of)?(?: \w+){0,4} experience"
    r"|experience (?:is|of|in|with|working) "
    r"|(?:essential|desirable|required|requirements?|preferred|minimum)\s*:"
    r"|(?:expect|want|need|like|require|ask|trust) you to\b"
    r"|(?:expect|want|need)ed to (?:be|have|hold)\b"
    r"|(?!when |as |if |where )\b\w+ (?:essential|required|desirable|preferred|mandatory"
    r"|a must|a plus)\W*(?:$|[;,.])"
    r"|ideally|applications? from (?:\w+ )?(?:people|candidates|applicants|someone"
    r"|those)\b[^.]*\bwith\b)",
    re.IGNORECASE,
)
_STRONG = re.compile(
    (
        r"\b(?:you(?:'ll| will)? (?:must|need|should) (?:to )?(?:have|hold|be|bring|possess)"
        r"|you(?:'ll| will)? (?:must|need) (?!to (?:apply|send|submit|complete))"
        r"|(?:candidates?|applicants?|drivers?|staff|employees) (?:must|need|should)"
        r"|(?:looking(?! after)|searching|seeking)\b[^.;]{0,80}?\b(?:with|who)\b|"
    )
    + HEAD
    + (
        r" (?:is|are) (?:essential|required|mandatory|preferred|desirable|an advantage|a plus)"
        r"|must (?:also )?(?:pass|obtain|complete|undergo|provide proof)"
        r"|must (?:have|hold|be (?:able|willing|qualified|fluent|registered|licensed)))\b"
    ),
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"^\W*(?:\w+ing [^,.;]{2,60}, you(?:'|’| wi)ll (?!have\b|need|be (?:an?|able|given|paid"
    r"|offered)|get|receive|join|earn|find|enjoy|learn)"
    r"|(?:in|during|within|over|from|on|each|every|once|after|alongside|with) "
    r"[^,.]{2,40}?,? you(?:'"
    r"|’| wi)ll (?!have|need|be (?:an?|able|given|paid|offered)|get|receive|join|earn)"
    r"|(?:this|the) (?:position|role|post|job) (?!is\b|was\b|has\b|offers\b|requires\b"
    r"|reports\b)\w+s\b"
    r"|under (?:the )?(?:\w+ )?(?:direction|supervision|guidance|leadership)[^,]*,\s*\w+s\b"
    r"|in this (?:role|position|job),? |as (?:an? |our |the )?[^,.]{2,50},\s*|day to day,? "
    r"|every day,? |once (?:here|settled),? |your job (?:is|will be) to "
    r"|(?:the|your|this) (?:role|job|position|work|duties|tasks|days?|main tasks?"
    r"|responsibilities)\b[^.]{0,25}? (?:involves?|includes?"
    r"|will (?:involve|include|revolve around|be to|be)|are|is to|entails?|covers?)\b"
    r"|you(?:'ll| will| would|'d(?! (?:like"
    r"|prefer|rather|better|think|expect|suit|fit|be (?!\w+ing\b))))?"
    r"(?: also| then| mainly| be required to"
    r"| be expected to"
    r"| have to)* (?!have\b|need\b|be an?\b|hold\b|bring\b|get\b|receive\b|join\b"
    r"|report to\b|earn\b|enjoy\b|benefit\b|find\b|love\b|gain\b|learn\b|are\b|must\b"
    r"|should\b|can\b|may\b|might\b|could\b|never\b|deserve|know\b|want\b|'"
    r"|be (?:part|based|working (?:in|with|alongside|for)|joining|given|offered|paid|able"
    r"|confident|reporting|supported|rewarded|eligible|surrounded|one of))[a-z]+"
    r"|(?:the )?(?:successful candidate|post ?holder|driver|teacher|nurse"
    r"|person) will (?!have|be an?\b|hold|need|be able|receive|be (?:offered|based|given))"
    r"|responsible for|duties include|responsibilities include|tasks include)",
    re.IGNORECASE,
)
_WANTS_DONE = re.compile(
    r"\b(?:candidate|applicant|post ?holder|appointee|employee|job ?holder) will"
    r" (?!also\b|have|be\b|hold|need|possess|bring|show|demonstrate|receive|join"
    r"|work (?:in|for|with)"
    r"|report|get|enjoy|ideally|preferably|already|typically|understand|know|speak|earn)[a-z]+"
    r"|"
    r"\b(?:we|they)(?:'d| would|'ll| will)? (?:also )?(?:want|like|need|expect|ask|require) you to"
    r" (?!have|be\b|hold|bring|know|show|demonstrate|possess|speak|understand)[a-z]+",
    re.IGNORECASE,
)
_HEADED = re.compile(rf"\b{HEAD}\b", re.IGNORECASE)
_YOU_ARE = re.compile(
    r"^\W*you(?:(?:'|’)(?:ve|re|d)\b"
    r"| (?!will\b|get\b|can expect|receive\b|earn\b|enjoy (?:an?|our)\b|join\b|report\b)\w+)",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:is|are) (?:also )?(?:required|essential|mandatory|necessary)\b(?! (?:to apply|by law))",
    re.IGNORECASE,
)
_FRAGMENT = re.compile(
    r"^\W*(?:at least \S+|a minimum of|minimum"
    r"|(?:(?:strong|excellent|good|proven|solid|sound|fluent|current|valid|full|some"
    r"|previous|prior|demonstrable|basic|advanced|deep|confident|comfortable|comfort"
    r"|confidence|knowledge|experience|familiarity|proficiency|ability|willingness|fluency"
    r"|a background|a degree|an understanding|understanding)\b))"
    r"(?!(?:\W+\w+){0,3}?\W+(?:salary|pay|benefits|pension|prospects|opportunit\w+|location"
    r"|transport|environment|conditions|package|holiday|days|career|progression|support"
    r"|rates)\b)",
    re.IGNORECASE,
)
"""How a sentence without a verb begins that asks for something."""
_TERSE = re.compile(
    r"^(?!.*\b(?:we|our|us|provided|supplied|given|paid)\b)\W*(?:"
    r"own (?:[\w-]+ ){0,2}(?:car|van|vehicle|transport|tools?|kit|equipment|gear|saws?|bike|horse"
    r"|boat|laptop)\b"
    r"|(?:\d{1,2}|one|two|three|four|five|six|seven|eight|ten)\+? (?:years?|yrs?)(?:'|’)? ?"
    r"(?!(?:old|of age|contract|warranty|ago|fixed|later|in business|and counting|running|to)\b)\w+"
    r"|(?:[\w+&/-]+ ){1,5}(?:licen[cs]es?|tickets?|certificates?|permits?|cards?)\W*$)",
    re.IGNORECASE,
)
"""What a notice of few lines asks for: "Own tools.", "Two years' climbing", "B+E licence."."""
_SUBJECT = re.compile(r"(?:The|Our|An?)\s+((?:[\w'’/&-]+\s+){1,5}?)([a-z]+s)\s")
_NO_WORK = frozenset(
    "is was has reports supports offers provides needs requires seeks wants".split()
)
_REFUSES = re.compile(
    r"\b(?:(?<!that )(?<!which )(?:don't|do not|won't"
    r"|doesn't) (?:(?<!you don't )(?<!you do not )mind|need|care|require|expect|matter"
    r"|ask for)"
    r"|no (?:[\w-]+ ){0,2}(?:experience|degree|qualifications?|training) (?:is "
    r"|are )?(?:needed|required|necessary|essential)|not (?:a requirement|looking for)"
    r"|never mind)\b|^\W*no (?!less|fewer|more)\w+,? (?:sorry|please|thanks?)\b",
    re.IGNORECASE,
)


def asks(sentence: str) -> bool:
    """Whether a sentence asks something of the person, by its own words."""
    return any(finds(pattern, sentence) for pattern in (_ASKS, _FRAGMENT, _TERSE))


def refuses(piece: str) -> bool:
    """Whether it says that something is not asked for ("we don't mind whether …")."""
    return finds(_REFUSES, piece) and not is_wish(piece)


def demands(sentence: str) -> bool:
    """Whether it does so in words that leave no doubt, wherever it stands."""
    return finds(_STRONG, sentence) or finds(_REQUIRED, sentence)


def names_something(sentence: str) -> bool:
    """Whether it names what requirements are: a degree, experience, skills."""
    return finds(_HEADED, sentence)


def describes_you(sentence: str) -> bool:
    """Whether it says what the reader is or has done ("You've shipped a product")."""
    return finds(_YOU_ARE, sentence)


def tells_duty(sentence: str) -> bool:
    """Whether it tells what the person will do."""
    return finds(_DUTY, sentence) or does_work(sentence)


def does_work(sentence: str) -> bool:
    """Whether it tells what somebody with an occupation does: "The ward clerk answers calls"."""
    subject = _SUBJECT.match(sentence)
    return bool(
        subject
        and names_occupation(subject[1].split()[-1])
        and subject[2] not in _NO_WORK
        and base_of(subject[2])
    )


def wants_done(sentence: str) -> bool:
    """Whether it tells what somebody wants the person to do ("we'd want you to supervise")."""
    return finds(_WANTS_DONE, sentence)
