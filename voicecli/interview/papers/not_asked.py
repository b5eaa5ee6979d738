"""What a sentence of a job tells that asks for nothing: pay, terms, how to apply, us."""

import re

from voicecli.interview.papers.patterns import finds

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
    r"|(?:medical|health|dental|vision)(?:,| and | & )(?:medical|health|dental|vision)\b"
    r"|(?:the |our )?(?:package|salary|rate|pay|ote) (?:is|of|will be)\b"
    r"|(?:hybrid|remote)(?:,|\W*$)"
    r"|(?:equity|stock options?|share options?)\b|\d+ days(?:'|’)? off\b"
    r"|OTE\b|\W*\$\d|salary\b|pay\b(?! attention| and benefits administration)|hourly rate"
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
    r"|\brelax(?:ation|able)\b"
    r"|agencies"
    r"|equal[- ]opportunit|regardless of|without regard"
    r"|reasonable (?:adjustment|accommodation)|under-?represented"
    r"|we (?:welcome|encourage) applications"
    r"|(?:diverse|inclusive) (?:workplace|workforce|employer|team|organi[sz]ation|culture"
    r"|environment)|protected (?:characteristic|veteran)|disability confident"
    r"|committed to (?:equality|diversity|safeguarding|inclusion|creating)"
    r"|other (?:\w+ ){0,3}(?:duties|tasks|responsibilities)\b(?=.*\b(?:assign|requir|request"
    r"|direct|commensurat|reasonabl|time to time|need|necess|appropriat|instruct))"
    r"|perform (?:this|the) job successfully|each essential (?:duty|function)"
    r"|representative of the (?:knowledge|duties)"
    r"|right to (?:amend|close|withdraw)|not (?:an )?exhaustive|(?:let us|please) know"
    r"|tell us (?:about|what|why|if|more|how|a)\b|may (?:change|be amended)|click)",
    re.IGNORECASE,
)
_US = re.compile(
    r"^\W*(?:I(?:'m|'ve|'ll|'d| am| was| have| will| would| hope| came| thought| know| look)\b|my\b"
    r"|we(?:'re|'ve|'ll|'d| are| have| were)\b"
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
_ORDERS = re.compile(
    r"^\W*(?:(?:please|just|simply|so|then|or) )*(?:send|e-?mail|mail|drop|message|pop|ring"
    r"|call|phone|text|visit|click|contact|apply|write to|get in touch|fill)\b",
    re.IGNORECASE,
)


def offers(text: str) -> bool:
    """Whether it tells what the person gets, or the terms of the work."""
    return finds(_OFFERS, text)


def informs(text: str) -> bool:
    """Whether it says how to apply, or what the law wants said."""
    return finds(_APPLIES, text)


def is_about_us(sentence: str) -> bool:
    """Whether its subject is the company, the place or the reader's next step."""
    return finds(_US, sentence)


def orders(sentence: str) -> bool:
    """Whether it tells the reader to write or to come."""
    return finds(_ORDERS, sentence)
