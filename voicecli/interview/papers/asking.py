"""What a sentence of a job description does: asks for something, wishes for it, offers, informs."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re

HEAD = (
    r"(?:certificat(?:es?|ions?)|licen[cs](?:es?|ure|ing)|degrees?|diplomas?|qualifications?"
    r"|registration|accreditations?|permits?"
    r"|tickets?|clearance|experience|knowledge|understanding|familiarity|proficiency|command"
    r"|abilit(?:y|ies)|skills?|skill set|track record"
    r"|record|attitude|approach|manners?|manner|eye|sense of|passion|commitment|willingness"
    r"|flexibility|fluency|background|years?|yrs?|pin"
    r"|membership|gcses?|a-levels?|ethic|mindset|temperament|stamina|literacy|numeracy"
    r"|attention|patience|enthusiasm|awareness|expertise"
    r"|competenc(?:e|y|ies)|aptitude|confidence|apprenticeship|training|education|portfolio"
    r"|empathy|resilience|motivation|drive|interest|appetite"
    r"|judge?ment|discretion|integrity|nvq|diploma|dbs check|[bm]sc|ph\.?d|bachelor(?:'?s)?"
    r"|master(?:'?s)?|card|exposure|grasp|insight|love of|curiosity)"
)
"""What requirements are, when they are nouns."""

_NICE = (
    r"(?:nice[- ]to[- ]haves?"
    r"|(?:a |an |as an? "
    r"|of )?(?:(?:strong|big|real|definite|distinct|huge|significant|great|added|clear|major"
    r"|useful|further|nice) )?"
    r"(?:plus(?:es)?|bonus(?: points?)?|advantages?|assets?|advantageous|desirable|desired"
    r"|preferred|preferable|beneficial|welcome|helpful|useful|optional|nice|ideal|valued"
    r"|extra|adv|pref|appreciated|great to have|good to have|handy|lovely|fantastic"
    r"|brilliant|wonderful|cool|ideal)"
    r"(?:,? (?:but|though|although) not (?:essential|required|necessary|mandatory|a must))?)"
)
_NICE_TAIL = re.compile(
    rf"[\s,;:–—(\[-]*\b(?:(?:is|are|would be|will be|considered|seen as|is considered"
    rf"|are considered|would also be|is also|also|highly|strongly|very|most"
    rf"|but)\s+)*{_NICE}[\s)\].!]*$",
    re.IGNORECASE,
)
_NICE_BEFORE = re.compile(
    r"^\W*(?:(?:and |but |it (?:would|will|is|'s|'d) (?:be )?)?(?:ideally|preferably"
    r"|preferred|desirable|desired|optional(?:ly)?|bonus(?: points)?(?: (?:for|if))?"
    r"|nice to have|(?:as )?(?:a|an) (?:plus|bonus|advantage|asset)|extra points?(?: for)?"
    r"|advantageous|(?:great|good|nice|helpful|useful|lovely|fantastic) if)\b"
    r"|we(?:'d| would) (?:also )?(?:love|like|prefer"
    r"|be (?:delighted|happy|pleased|thrilled))"
    r"|you (?:may|might|could|can) (?:also )?(?:have|bring|be|hold)\b"
    r"|not (?:essential|required)|it (?:would|will|'d)? ?(?:also )?helps?\b"
    r"|if you (?:also |already )?(?:have|know|hold|speak|can)\b)",
    re.IGNORECASE,
)
_NICE_ANYWHERE = re.compile(
    r"\b(?:not (?:essential|required|a (?:must|requirement)|necessary|mandatory)"
    r"|(?:would|will) be (?:an? )?(?:\w+ )?(?:advantage|advantageous|plus|bonus|asset"
    r"|desirable|beneficial|preferred|helpful|useful|handy|lovely|brilliant|fantastic"
    r"|wonderful|welcome|ideal|great|nice|appreciated)\b"
    r"|is (?:an? )?(?:\w+ )?(?:plus|bonus|advantage|asset|desirable|preferred)\b"
    r"|are (?:an? )?(?:\w+ )?(?:plus|bonus|advantage|asset|desirable|preferred"
    r"|advantageous)\b|nice to have|\bhelps?[.!]?$)",
    re.IGNORECASE,
)
_MUST = re.compile(
    r"\b(?:must|essential|mandatory|required|necessary|prerequisite|non-negotiable|need(?:s|ed)?|have to)\b(?! not)",
    re.IGNORECASE,
)
_SOMEBODY = r"(?:candidates?|applicants?|person|persons|people|post ?holders?|individuals?|hire|colleague|someone|somebody)"
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
    r"|(?:looking|searching|hunting|wish(?:ing)?|seeking|recruiting|need|want|hiring|seeks?"
    r"|require|requires|ask(?:s|ing)?|expect(?:s|ing)?|prefer|after|welcome"
    r"|like)\b[^.;]{0,60}?\b(?:with|who|experienced in|skilled in|fluent in|qualified"
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
    r"|(?:expect|want|need|like|require|ask|trust) you to\b|(?:expect|want|need)ed to (?:be|have|hold)\b"
    r"|\w+ (?:essential|required|desirable|preferred|mandatory|a must|a plus)\W*(?:$|[;,.])"
    r"|ideally|applications? from (?:\w+ )?(?:people|candidates|applicants|someone"
    r"|those)\b[^.]*\bwith\b)",
    re.IGNORECASE,
)
_STRONG = re.compile(
    (
        r"\b(?:you(?:'ll| will)? (?:must|need|should) (?:to )?(?:have|hold|be|bring|possess)"
        r"|you(?:'ll| will)? (?:must|need) (?!to (?:apply|send|submit|complete))"
        r"|(?:candidates?|applicants?|drivers?|staff|employees) (?:must|need|should)"
        r"|(?:looking|searching|seeking)\b[^.;]{0,80}?\b(?:with|who)\b|"
    )
    + HEAD
    + (
        r" (?:is|are) (?:essential|required|mandatory|preferred|desirable|an advantage|a plus)"
        r"|must (?:have|hold|be (?:able|willing|qualified|fluent|registered|licensed)))\b"
    ),
    re.IGNORECASE,
)
_OFFERS = re.compile(
    r"^\W*(?:(?:in return|in exchange|as a thank you)\b"
    r"|(?:we|our (?:company|team|benefits|package|people|school|clinic|trust)"
    r"|the (?:company|school|trust|firm))(?:'ll| will| can| also| are able to)* (?:offers?"
    r"|provides?|gives?|pays?|supports?|believes?|celebrates?|pride|invests?|encourage"
    r"|reward|cover|guarantee|sponsor|help you|train you|teach)\b"
    r"|you(?:'ll| will| can|'d)? (?:also )?(?:get|receive|enjoy|benefit|earn|gain|expect"
    r"|learn|be (?:rewarded|paid|offered|given|entitled|supported|eligible for|joining"
    r"|provided|trained|based|part))\b(?! an? (?:ability|track))"
    r"|(?:a )?(?:highly |very )?competitive (?:salary|pay|package|compensation)"
    r"|(?:job type\W+)?(?:full|part)[- ]time\b|(?:permanent|temporary|fixed[- ]term)\b"
    r"|\W*\$\d|salary\b|pay\b(?! attention| and benefits administration)|hourly rate"
    r"|(?:up to )?[£$€]\s?\d"
    r"|\d[\d,.]*\s?(?:k|per (?:hour|annum|year|month)|p\.?a\.?"
    r"|days(?:'|’)? (?:of )?(?:paid )?(?:annual leave|holiday|leave|vacation|pto))"
    r"|(?:generous|free|paid|private|subsidi[sz]ed|discounted|flexible|company|contributory"
    r"|enhanced|health|dental|life|staff|employee) (?:\w+ )?(?:pension|holidays?|leave"
    r"|parking|meals?|healthcare|insurance|discounts?|bonus|working hours|lunch(?:es)?|gym"
    r"|vacation|pto|assistance|uniforms?|benefits)\b"
    r"|(?:pension|401\(?k\)?|holiday|annual leave|paid time off|medical insurance|dental"
    r"|benefits include|perks|uniform and|full training"
    r"|training (?:is|will be) (?:given|provided))\b"
    r"|(?:closing date|start date|location|hours|contract|working hours|reports to"
    r"|department|reference|job type|job ref|schedule|deadline)\s*[:–-])",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    r"\b(?:(?:please |to |and |simply )?(?:send|submit|e-?mail|post|upload|attach"
    r"|forward) (?:us |in )?(?:your|a|an|the|us)\b[^.]{0,30}\b(?:cv|c\.v\.|r[ée]sum[ée]"
    r"|letter|application|form|portfolio|details)"
    r"|apply (?:now|today|by|online|via|before|through|here|at|to|for|using)"
    r"|(?<!willing )(?<!able )to apply\b"
    r"|(?:click|visit|call|phone|contact|ring|write to|text) (?:us|our|the|here|below|on"
    r"|\w+ (?:on|at)\b)|closing date|(?:application|closing) deadline|deadline (?:for|is|:)"
    r"|interviews? (?:will|are|is|on)|shortlist\w*|early application|we look forward"
    r"|applications? (?:close|will be|are|must|should|by|to)\b(?! (?:developed|built))"
    r"|informal (?:chat|discussion|visit)|only (?:successful|shortlisted)|no agencies"
    r"|agencies"
    r"|equal[- ]opportunit|regardless of|without regard"
    r"|reasonable (?:adjustment|accommodation)|under-?represented"
    r"|we (?:welcome|encourage) applications"
    r"|(?:diverse|inclusive) (?:workplace|workforce|employer|team|organi[sz]ation|culture"
    r"|environment)|protected (?:characteristic|veteran)|disability confident"
    r"|committed to (?:equality|diversity|safeguarding|inclusion|creating)"
    r"|right to (?:amend|close|withdraw)|not (?:an )?exhaustive|(?:let us|please) know"
    r"|tell us (?:about|what|why|if|more|how|a)\b|may (?:change|be amended)|click)",
    re.IGNORECASE,
)
_DUTY = re.compile(
    r"^\W*(?:(?:in|during|within|over|from|on|each|every|once|after) [^,.]{2,40}?,? you(?:'"
    r"|’| wi)ll (?!have|need|be (?:an?|able|given|paid|offered)|get|receive|join|earn)"
    r"|(?:this|the) (?:position|role|post|job) (?!is\b|was\b|has\b|offers\b|requires\b"
    r"|reports\b)\w+s\b"
    r"|under (?:the )?(?:\w+ )?(?:direction|supervision|guidance|leadership)[^,]*,\s*\w+s\b"
    r"|in this (?:role|position|job),? |as (?:an? |our |the )?[^,.]{2,50},\s*|day to day,? "
    r"|every day,? |once (?:here|settled),? |your job (?:is|will be) to "
    r"|(?:the|your|this) (?:role|job|position|work|duties|tasks|day|main tasks?"
    r"|responsibilities)\b[^.]{0,25}? (?:involves?|includes?"
    r"|will (?:involve|include|be to|be)|are|is to|entails?|covers?)\b"
    r"|you(?:'ll| will| would)?(?: also| then| mainly| be required to| be expected to"
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
_HEADED = re.compile(rf"\b{HEAD}\b", re.IGNORECASE)
_US = re.compile(
    r"^\W*(?:we(?:'re|'ve|'ll|'d| are| have| were)\b"
    r"|we (?!need|want|expect|require|ask|seek|look|hope|prefer|would|like)\w+|our\b|us\b"
    r"|this is an?\b|it's an?\b|there (?:is|are)\b"
    r"|the (?:team|school|company|firm|practice|clinic|hospital|hotel|restaurant|ward"
    r"|department|business|site|office|trust|university|college|council|charity|post is"
    r"|role is (?:based|full|part|permanent|temporary|fixed)"
    r"|position is (?:based|full|part|permanent))\b|at [A-Z]|founded|established|since \d{4}"
    r"|with (?:over|more than) \d+ (?:years|employees|staff|offices|branches)"
    r"|join (?:us|our)\b|come\b|based in\b"
    r"|if you (?:are|want|would|think|'re|have any|like the|require|need|don't)\b|don't\b"
    r"|note\b|please\b|interested\b|sound)",
    re.IGNORECASE,
)


_YOU_ARE = re.compile(
    r"^\W*you(?:(?:'|’)(?:ve|re|d)\b| (?!will\b|get\b|can expect|receive\b|earn\b|enjoy (?:an?|our)\b|join\b|report\b)\w+)",
    re.IGNORECASE,
)
_ORDERS = re.compile(
    r"^\W*(?:(?:please|just|simply|so|then|or) )*(?:send|e-?mail|mail|drop|message|pop|ring"
    r"|call|phone|text|visit|click|contact|apply|write to|get in touch|fill)\b",
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
_REFUSES = re.compile(
    r"\b(?:(?:don't|do not|won't|doesn't) (?:mind|need|care|require|expect|matter|ask for)"
    r"|no (?:[\w-]+ ){0,2}(?:experience|degree|qualifications?|training) (?:is "
    r"|are )?(?:needed|required|necessary|essential)|not (?:a requirement|looking for)"
    r"|never mind)\b",
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
    r"[\s,;:–—(\[-]*\b(?:(?:is|are|will be|absolutely|strictly|also)\s+)*(?:required"
    r"|essential|ess|reqd?|mandatory|necessary|needed|a must|a requirement|expected"
    r"|non-negotiable"
    r"|a prerequisite)(?: (?:for this (?:role|post|position)|here))?[\s)\].!]*$",
    re.IGNORECASE,
)


def _finds(pattern: re.Pattern[str], text: str) -> bool:
    return pattern.search(typed(text)) is not None


def typed(text: str) -> str:
    """A text with apostrophes as they are typed; each letter stays where it is."""
    return text.replace("’", "'").replace("‘", "'")
