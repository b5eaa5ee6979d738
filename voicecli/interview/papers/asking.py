"""What a sentence of a job description does: asks for something, wishes for it, offers, informs."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re

HEAD = (
    r"(?:certificat(?:es?|ions?)|licen[cs](?:es?|ure|ing)|degrees?|diplomas?|qualifications?|registration|accreditations?|permits?"
    r"|tickets?|clearance|experience|knowledge|understanding|familiarity|proficiency|command|abilit(?:y|ies)|skills?|skill set|track record"
    r"|record|attitude|approach|manners?|manner|eye|sense of|passion|commitment|willingness|flexibility|fluency|background|years?|yrs?|pin"
    r"|membership|gcses?|a-levels?|ethic|mindset|temperament|stamina|literacy|numeracy|attention|patience|enthusiasm|awareness|expertise"
    r"|competenc(?:e|y|ies)|aptitude|confidence|apprenticeship|training|education|portfolio|empathy|resilience|motivation|drive|interest|appetite"
    r"|judge?ment|discretion|integrity|nvq|diploma|dbs check|[bm]sc|ph\.?d|bachelor(?:'?s)?|master(?:'?s)?|card|exposure|grasp|insight|love of|curiosity)"
)
"""What requirements are, when they are nouns."""

_NICE = (
    r"(?:nice[- ]to[- ]haves?|(?:a |an |as an? |of )?(?:(?:strong|big|real|definite|distinct|huge|significant|great|added|clear|major|useful|further|nice) )?"
    r"(?:plus(?:es)?|bonus(?: points?)?|advantages?|assets?|advantageous|desirable|desired|preferred|preferable|beneficial|welcome|helpful|useful|optional|nice|ideal|valued|extra|adv|pref|appreciated|great to have|good to have|handy|lovely|fantastic|brilliant|wonderful|cool|ideal)"
    r"(?:,? (?:but|though|although) not (?:essential|required|necessary|mandatory|a must))?)"
)
_NICE_TAIL = re.compile(
    rf"[\s,;:–—(\[-]*\b(?:(?:is|are|would be|will be|considered|seen as|is considered|are considered|would also be|is also|also|highly|strongly|very|most|but)\s+)*{_NICE}[\s)\].!]*$",
    re.IGNORECASE,
)
_NICE_BEFORE = re.compile(
    r"^\W*(?:(?:and |but |it (?:would|will|is|'s|'d) (?:be )?)?(?:ideally|preferably|preferred|desirable|desired|optional(?:ly)?|bonus(?: points)?(?: (?:for|if))?|nice to have|(?:as )?(?:a|an) (?:plus|bonus|advantage|asset)|extra points?(?: for)?|advantageous|(?:great|good|nice|helpful|useful|lovely|fantastic) if)\b"
    r"|we(?:'d| would) (?:also )?(?:love|like|prefer|be (?:delighted|happy|pleased|thrilled))|you (?:may|might|could|can) (?:also )?(?:have|bring|be|hold)\b|not (?:essential|required)|it (?:would|will|'d)? ?(?:also )?helps?\b|if you (?:also |already )?(?:have|know|hold|speak|can)\b)",
    re.IGNORECASE,
)
_NICE_ANYWHERE = re.compile(
    r"\b(?:not (?:essential|required|a (?:must|requirement)|necessary|mandatory)|(?:would|will) be (?:an? )?(?:\w+ )?(?:advantage|advantageous|plus|bonus|asset|desirable|beneficial|preferred|helpful|useful|handy|lovely|brilliant|fantastic|wonderful|welcome|ideal|great|nice|appreciated)\b|is (?:an? )?(?:\w+ )?(?:plus|bonus|advantage|asset|desirable|preferred)\b|are (?:an? )?(?:\w+ )?(?:plus|bonus|advantage|asset|desirable|preferred|advantageous)\b|nice to have|\bhelps?[.!]?$)",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|essential|mandatory|required|necessary|prerequisite|non-negotiable|need(?:s|ed)?|have to)\b(?! not)",
    re.IGNORECASE,
)
_SOMEBODY = r"(?:candidates?|applicants?|person|persons|people|post ?holders?|individuals?|hire|colleague|someone|somebody)"
_ASKS = re.compile(
    r"\b(?:(?:you|they|he|she|and|" + _SOMEBODY + r") (?:(?:will|must|should|may|might|would|can) )?(?:also )?(?:need|require)"
    r"|must\b(?! (?:try|see|visit|be (?:submitted|received|sent|made)))|you(?:'ll| will| should| would|'d)? (?:ideally |also |already |preferably |probably )*(?:have|hold|bring|possess|(?:need|have) to (?:have|hold|be)|know|speak|understand|show|demonstrate|be (?:an?|able|comfortable|fluent|qualified|confident|willing|happy|prepared|good|someone|the (?:kind|sort)|patient|calm|flexible|organi[sz]ed|reliable|experienced|proficient|used to|at ease|registered|familiar|educated))\b"
    r"|you(?:'ve| have) (?:\w+ ){0,2}(?:worked|got|held|spent|done|been|had|run|built|led|taught|completed|passed|managed|handled)|you(?:'re| are) (?!joining|going|responsible|part|invited|encouraged|welcome|looking for|interested|given|entitled|eligible|paid|offered|not alone|ready to apply|the face|the first)"
    r"|(?:looking|searching|hunting|wish(?:ing)?|seeking|recruiting|need|want|hiring|seeks?|require|requires|ask(?:s|ing)?|expect(?:s|ing)?|prefer|after|welcome|like)\b[^.;]{0,60}?\b(?:with|who|experienced in|skilled in|fluent in|qualified|(?:with|of) (?:proven|strong|good)|" + HEAD + r")\b"
    r"|(?:ideal|successful|right|strong|suitable|perfect|preferred|best)\s+" + _SOMEBODY + r"\b(?!s? will (?:receive|join|be (?:offered|based|invited|paid|notified|contacted|given|subject|working|responsible|asked)|work|report|get|enjoy))"
    r"|(?:all |our )?(?:candidates?|applicants?) (?:must|should|need|are expected|will be expected|with|who have|are required|holding)"
    r"|(?:is|are|will be|also) (?:also )?(?:absolutely |strictly |highly |strongly |both )?(?:required|essential|mandatory|necessary|needed|desirable|preferred|a must|expected|a requirement|an advantage|a (?:\w+ )?plus|an asset|a (?:\w+ )?bonus|advantageous|beneficial|non-negotiable|key to|important|vital|a prerequisite)\b"
    r"|would be (?:an? )?(?:\w+ )?(?:advantage|advantageous|plus|bonus|asset|desirable|beneficial|preferred|helpful|useful|welcome|nice|ideal|great)\b"
    r"|(?:minimum|at least|min\.?) (?:of )?(?:\w+ )?\w+[ -]+(?:\(\d+\) )?(?:years?|yrs?|months?)\b|\d+\s*\+?\s*(?:years?|yrs?)['’]?(?: of)?(?: \w+){0,4} experience|experience (?:is|of|in|with|working) |(?:essential|desirable|required|requirements?|preferred|minimum)\s*:"
    r"|(?:expect|want|need|like|require|ask|trust) you to\b|(?:expect|want|need)ed to (?:be|have|hold)\b"
    r"|\w+ (?:essential|required|desirable|preferred|mandatory|a must|a plus)\W*(?:$|[;,.])|ideally|applications? from (?:\w+ )?(?:people|candidates|applicants|someone|those)\b[^.]*\bwith\b)",
    re.IGNORECASE,
)  # fmt: skip
_STRONG = re.compile(
    r"\b(?:you(?:'ll| will)? (?:must|need|should) (?:to )?(?:have|hold|be|bring|possess)|you(?:'ll| will)? (?:must|need) (?!to (?:apply|send|submit|complete))|(?:candidates?|applicants?|drivers?|staff|employees) (?:must|need|should)|(?:looking|searching|seeking)\b[^.;]{0,80}?\b(?:with|who)\b|" + HEAD + r" (?:is|are) (?:essential|required|mandatory|preferred|desirable|an advantage|a plus)|must (?:have|hold|be (?:able|willing|qualified|fluent|registered|licensed)))\b",
    re.IGNORECASE,
)  # fmt: skip
_OFFERS = re.compile(
    r"^\W*(?:(?:in return|in exchange|as a thank you)\b|(?:we|our (?:company|team|benefits|package|people|school|clinic|trust)|the (?:company|school|trust|firm))(?:'ll| will| can| also| are able to)* (?:offers?|provides?|gives?|pays?|supports?|believes?|celebrates?|pride|invests?|encourage|reward|cover|guarantee|sponsor|help you|train you|teach)\b"
    r"|you(?:'ll| will| can|'d)? (?:also )?(?:get|receive|enjoy|benefit|earn|gain|expect|learn|be (?:rewarded|paid|offered|given|entitled|supported|eligible for|joining|provided|trained|based|part))\b(?! an? (?:ability|track))"
    r"|(?:a )?(?:highly |very )?competitive (?:salary|pay|package|compensation)|(?:job type\W+)?(?:full|part)[- ]time\b|(?:permanent|temporary|fixed[- ]term)\b|\W*\$\d|salary\b|pay\b(?! attention| and benefits administration)|hourly rate|(?:up to )?[£$€]\s?\d|\d[\d,.]*\s?(?:k|per (?:hour|annum|year|month)|p\.?a\.?|days(?:'|’)? (?:of )?(?:paid )?(?:annual leave|holiday|leave|vacation|pto))"
    r"|(?:generous|free|paid|private|subsidi[sz]ed|discounted|flexible|company|contributory|enhanced|health|dental|life|staff|employee) (?:\w+ )?(?:pension|holidays?|leave|parking|meals?|healthcare|insurance|discounts?|bonus|working hours|lunch(?:es)?|gym|vacation|pto|assistance|uniforms?|benefits)\b"
    r"|(?:pension|401\(?k\)?|holiday|annual leave|paid time off|medical insurance|dental|benefits include|perks|uniform and|full training|training (?:is|will be) (?:given|provided))\b|(?:closing date|start date|location|hours|contract|working hours|reports to|department|reference|job type|job ref|schedule|deadline)\s*[:–-])",
    re.IGNORECASE,
)  # fmt: skip
_APPLIES = re.compile(
    r"\b(?:(?:please |to |and |simply )?(?:send|submit|e-?mail|post|upload|attach|forward) (?:us |in )?(?:your|a|an|the|us)\b[^.]{0,30}\b(?:cv|c\.v\.|r[ée]sum[ée]|letter|application|form|portfolio|details)"
    r"|apply (?:now|today|by|online|via|before|through|here|at|to|for|using)|(?<!willing )(?<!able )to apply\b|(?:click|visit|call|phone|contact|ring|write to|text) (?:us|our|the|here|below|on|\w+ (?:on|at)\b)|closing date|(?:application|closing) deadline|deadline (?:for|is|:)|interviews? (?:will|are|is|on)|shortlist\w*|early application|we look forward|applications? (?:close|will be|are|must|should|by|to)\b(?! (?:developed|built))|informal (?:chat|discussion|visit)|only (?:successful|shortlisted)|no agencies|agencies"
    r"|equal[- ]opportunit|regardless of|without regard|reasonable (?:adjustment|accommodation)|under-?represented|we (?:welcome|encourage) applications|(?:diverse|inclusive) (?:workplace|workforce|employer|team|organi[sz]ation|culture|environment)|protected (?:characteristic|veteran)|disability confident|committed to (?:equality|diversity|safeguarding|inclusion|creating)|right to (?:amend|close|withdraw)|not (?:an )?exhaustive|(?:let us|please) know|tell us (?:about|what|why|if|more|how|a)\b|may (?:change|be amended)|click)",
    re.IGNORECASE,
)  # fmt: skip
_DUTY = re.compile(
    r"^\W*(?:(?:in|during|within|over|from|on|each|every|once|after) [^,.]{2,40}?,? you(?:'|’| wi)ll (?!have|need|be (?:an?|able|given|paid|offered)|get|receive|join|earn)|(?:this|the) (?:position|role|post|job) (?!is\b|was\b|has\b|offers\b|requires\b|reports\b)\w+s\b|under (?:the )?(?:\w+ )?(?:direction|supervision|guidance|leadership)[^,]*,\s*\w+s\b|in this (?:role|position|job),? |as (?:an? |our |the )?[^,.]{2,50},\s*|day to day,? |every day,? |once (?:here|settled),? |your job (?:is|will be) to |(?:the|your|this) (?:role|job|position|work|duties|tasks|day|main tasks?|responsibilities)\b[^.]{0,25}? (?:involves?|includes?|will (?:involve|include|be to|be)|are|is to|entails?|covers?)\b"
    r"|you(?:'ll| will| would)?(?: also| then| mainly| be required to| be expected to| have to)* (?!have\b|need\b|be an?\b|hold\b|bring\b|get\b|receive\b|join\b|report to\b|earn\b|enjoy\b|benefit\b|find\b|love\b|gain\b|learn\b|are\b|must\b|should\b|can\b|may\b|might\b|could\b|never\b|deserve|know\b|want\b|'|be (?:part|based|working (?:in|with|alongside|for)|joining|given|offered|paid|able|confident|reporting|supported|rewarded|eligible|surrounded|one of))[a-z]+"
    r"|(?:the )?(?:successful candidate|post ?holder|driver|teacher|nurse|person) will (?!have|be an?\b|hold|need|be able|receive|be (?:offered|based|given))|responsible for|duties include|responsibilities include|tasks include)",
    re.IGNORECASE,
)  # fmt: skip
_HEADED = re.compile(rf"\b{HEAD}\b", re.IGNORECASE)
_US = re.compile(
    r"^\W*(?:we(?:'re|'ve|'ll|'d| are| have| were)\b|we (?!need|want|expect|require|ask|seek|look|hope|prefer|would|like)\w+|our\b|us\b|this is an?\b|it's an?\b|there (?:is|are)\b|the (?:team|school|company|firm|practice|clinic|hospital|hotel|restaurant|ward|department|business|site|office|trust|university|college|council|charity|post is|role is (?:based|full|part|permanent|temporary|fixed)|position is (?:based|full|part|permanent))\b|at [A-Z]|founded|established|since \d{4}|with (?:over|more than) \d+ (?:years|employees|staff|offices|branches)|join (?:us|our)\b|come\b|based in\b|if you (?:are|want|would|think|'re|have any|like the|require|need|don't)\b|don't\b|note\b|please\b|interested\b|sound)",
    re.IGNORECASE,
)


_YOU_ARE = re.compile(
    r"^\W*you(?:(?:'|’)(?:ve|re|d)\b| (?!will\b|get\b|can expect|receive\b|earn\b|enjoy (?:an?|our)\b|join\b|report\b)\w+)",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"^\W*(?:(?:please|just|simply|so|then|or) )*(?:send|e-?mail|mail|drop|message|pop|ring|call|phone|text|visit|click|contact|apply|write to|get in touch|fill)\b",
    re.IGNORECASE,
)
_REQUIRED = re.compile(
    r"\b(?:is|are) (?:also )?(?:required|essential|mandatory|necessary)\b(?! (?:to apply|by law))",
    re.IGNORECASE,
)


_FRAGMENT = re.compile(
    r"^\W*(?:at least \S+|a minimum of|minimum|(?:(?:strong|excellent|good|proven|solid|sound|fluent|current|valid|full|some|previous|prior|demonstrable|basic|advanced|deep|confident|comfortable|comfort|confidence|knowledge|experience|familiarity|proficiency|ability|willingness|fluency|a background|a degree|an understanding|understanding)\b))"
    r"(?!(?:\W+\w+){0,3}?\W+(?:salary|pay|benefits|pension|prospects|opportunit\w+|location|transport|environment|conditions|package|holiday|days|career|progression|support|rates)\b)",
    re.IGNORECASE,
)
"""How a sentence without a verb begins that asks for something."""
_REFUSES = re.compile(
    r"\b(?:(?:don't|do not|won't|doesn't) (?:mind|need|care|require|expect|matter|ask for)|no (?:[\w-]+ ){0,2}(?:experience|degree|qualifications?|training) (?:is |are )?(?:needed|required|necessary|essential)|not (?:a requirement|looking for)|never mind)\b",
    re.IGNORECASE,
)


def asks(sentence: str) -> bool:
    """Whether a sentence asks something of the person, by its own words."""
    return _finds(_ASKS, sentence) or _finds(_FRAGMENT, sentence)


def refuses(piece: str) -> bool:
    """Whether it says that something is not asked for ("we don't mind whether …")."""
    return _finds(_REFUSES, piece) and not is_wish(piece)


def demands(sentence: str) -> bool:
    """Whether it does so in words that leave no doubt, wherever it stands."""
    return _finds(_STRONG, sentence) or _finds(_REQUIRED, sentence)


def names_something(sentence: str) -> bool:
    """Whether it names what requirements are: a degree, experience, skills."""
    return _finds(_HEADED, sentence)


def describes_you(sentence: str) -> bool:
    """Whether it says what the reader is or has done ("You've shipped a product")."""
    return _finds(_YOU_ARE, sentence)


def orders(sentence: str) -> bool:
    """Whether it tells the reader to write or to come."""
    return _finds(_ORDERS, sentence)


def tells_duty(sentence: str) -> bool:
    """Whether it tells what the person will do."""
    return _finds(_DUTY, sentence)


def offers(text: str) -> bool:
    """Whether it tells what the person gets, or the terms of the work."""
    return _finds(_OFFERS, text)


def informs(text: str) -> bool:
    """Whether it says how to apply, or what the law wants said."""
    return _finds(_APPLIES, text)


def is_about_us(sentence: str) -> bool:
    """Whether its subject is the company, the place or the reader's next step."""
    return _finds(_US, sentence)


def is_wish(text: str) -> bool:
    """Whether what is asked for is only welcome."""
    return any(_finds(p, text) for p in (_NICE_TAIL, _NICE_BEFORE, _NICE_ANYWHERE))


def is_must(text: str) -> bool:
    """Whether it says itself that it is needed."""
    return _finds(_MUST, text) and not is_wish(text)


def is_needed(text: str) -> bool:
    """Whether it ends with the words for that."""
    return _finds(_NEEDED_TAIL, text)


def without_wish(text: str) -> str:
    """A requirement without the words that say how much it is wanted."""
    for tail in (_NICE_TAIL, _NEEDED_TAIL):
        found = tail.search(typed(text))
        text = text[: found.start()] + text[found.end() :] if found else text
    return text


_NEEDED_TAIL = re.compile(
    r"[\s,;:–—(\[-]*\b(?:(?:is|are|will be|absolutely|strictly|also)\s+)*(?:required|essential|ess|reqd?|mandatory|necessary|needed|a must|a requirement|expected|non-negotiable|a prerequisite)(?: (?:for this (?:role|post|position)|here))?[\s)\].!]*$",
    re.IGNORECASE,
)


def _finds(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(typed(text)) is not None


def typed(text: str) -> str:
    """A text with apostrophes as they are typed; each letter stays where it is."""
    return text.replace("’", "'").replace("‘", "'")
