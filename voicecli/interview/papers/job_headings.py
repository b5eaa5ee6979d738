"""What a heading of a job description announces: what is asked for, what is done, or the rest."""

import re
from typing import Literal

from voicecli.interview.papers.titles import plain_title

Part = Literal["must", "nice", "duty", "role", "offer", "terms", "about", "apply", "notice"]
"""What is asked for, what is welcome; what the person will do, what is told of the position; then
what no requirement stands in: benefits, conditions, the company, how to apply, legal notices."""

_YOU_WILL = (
    r"(?:you(?:'ll| will| would)?"
    r"|(?:the|a) (?:successful )?(?:candidate|applicant|person|post ?holder) will)"
)
_PATTERNS: tuple[tuple[Part, str], ...] = (
    (
        "notice",
        (
            r"equal|diversity|inclusi|equity|\beeo\b|accommodations?\b|privacy|disclaimer"
            r"|\b(?:not|isn't|won't be) for you|(?:don't|do not|shouldn't) apply"
            r"|safeguarding|data protection|gdpr|\bnotice|pre-?employment|background checks?$"
        ),
    ),
    (
        "offer",
        (
            r"benefits?\b|\bperks?\b|\bgoodies\b|rewards?\b|in it for you"
            r"|\bin (?:return|exchange)\b|\bwe offer"
            r"|we(?:'ll| will)? (?:give|provide|pay)|\bour offer|on offer|^offers?$"
            r"|^why (?!you\b|we (?:need|want)|this (?:role|job)|me$)|reasons to"
            r"|life (?:at|in|with)|working (?:at|for|with) (?!people|children|others)|remuneration"
            r"|compensation|\bpackage"
            r"|what you(?:'ll| will| can)? (?:get|receive|gain|earn|enjoy|learn|expect)"
            r"|(?:you(?:'ll| will)|will (?:i|you)) (?:get|gain|learn|enjoy|receive)\b"
            r"|can expect from us|expect from us|looking after you|grow(?:th)? with us"
            r"|^the (?:deal|offer|package|good stuff)$|development opportunit"
            r"|career (?:path|progression|development)"
            r"|training (?:and|&) development"
        ),
    ),
    (
        "apply",
        (
            r"\bappl(?:y|ying)\b(?! if)|^(?:your )?applications?$"
            r"|application (?:process|procedure|deadline|details|instructions|form)|next steps?"
            r"|(?:selection|recruitment|hiring|interview|application) (?:process|procedure"
            r"|timeline)"
            r"|^(?:the )?process$|^interviews?|how we hire|contact|deadline|closing|key dates"
            r"|further information|more information|questions$|get in touch|interested\b"
            r"|sounds? (?:like|good)|ready to"
        ),
    ),
    (
        "nice",
        (
            r"\bnice\b|desir(?:able|ed)(?! (?:candidate|profile))|\bit helps\b"
            r"|would (?:also )?help\b|highly regarded"
            r"|isn't essential|\bmay (?:also )?have\b|extra credit|prefer(?:red|able|ably|ences?)"
            r"|\bbonus|\bplus(?:es)?\b|advantage|\bassets?\b|optional|\bextras?\b|good to have"
            r"|great to have|would be (?:great|good|lovely|helpful|useful)|ideally|helpful"
            r"|beneficial|brownie|icing|cherr(?:y|ies) on|\bnot essential|we'd love|even better"
            r"|stand out"
            r"|set you apart|not required|useful to have|added value|like to (?:see|have)"
            r"|could have"
            r"|can also|not a must|\bwe'd (?!expect|need|want you)|no deal-?breaker"
        ),
    ),
    (
        "must",
        (
            rf"\babout you\b|^you$|^(?:needs?|needed|wants?|seeking)$|\bif(?: you)?$"
            rf"|\byou (?:might|may|could) be\b|(?:like|is) you$"
            rf"|\b(?:person|someone|somebody|people|colleague|teammate)\b.*\bwe\b"
            rf"|we(?:'d| would| hope) (?:like )?to (?:meet|hear|find)"
            rf"|(?:our|your) (?:kind of )?person|who (?:you are|are you|we need|we want|you'll be)"
            rf"|(?:who|what) (?:we(?:'re| are)|are we) (?:looking|after|seeking|hunting)"
            rf"|appl(?:y|ies) if|the person$|what it takes"
            rf"|(?:what|things|skills"
            rf"|experience) (?:do )?(?:{_YOU_WILL} )?(?:(?:will )?(?:you|i|they|we|the client) )?"
            rf"(?:do |are )?(?:need|bring|want|after|looking"
            rf"|have)\b|you(?:'ll| will| should| must)?(?: also)? (?:need|bring|have|be"
            rf"|possess)\b(?! (?:doing|responsible))|looking for|we(?:'re| are) (?:after|seeking)"
            rf"|what we(?:'d| would)? (?:need|expect|want|seek|ask|require|look)"
            rf"|what (?:it takes|matters|counts)|we (?:expect|ask|require)|\bour ideal"
            rf"|ideal (?:candidate|person|applicant)|right (?:candidate|person|fit)|good fit"
            rf"|great fit|is (?:this|it) you|could (?:this|it) be you|right for you"
            rf"|to (?:be success|succeed|thrive|do well|qualify|excel)|must[ -]haves?"
            rf"|must be|eligib"
            rf"|your (?:profile|background|skills|experience|qualifications|strengths|talents?"
            rf"|toolkit|qualities|expertise|competenc\w+|knowledge)|you are$|(?:tech\w*|tools) we"
            rf"|\bstack$"
        ),
    ),
    (
        "duty",
        (
            r"responsib(?!le to\b)|\bresps?\b|success looks like|\byou(?:'ll| will)$"
            r"|post ?holder will$|\bdut(?:y|ies)\b|\btasks?\b|accountab|day[- ]to[- ]day"
            r"|day in the life|typical (?:day|week|shift)"
            r"|your (?:day|week|days|work|contribution|challenges?)\b"
            r"|(?:will|'ll|would|you) (?:i |you )?(?:be )?(?:do|doing|working on)\b"
            r"|you(?:'ll| will) (?:own|work|lead|deliver|help|make)"
            r"|key (?:activities|functions|deliverables|objectives|result)|essential functions"
            r"|(?:job|core|main|major|primary) functions|activities|your (?:mission|impact|tasks)"
            r"|make an impact"
            r"|what the (?:job|role|work|position) (?:involves|entails|includes|looks)"
            r"|(?:job|role|work) (?:involves?|entails?|includes?)|objectives|deliverables"
            r"|scope of (?:the )?(?:role|work)|main purpose"
        ),
    ),
    ("role", r"^job description\b|^(?:post|job|position|role) (?:title|profile)$"),
    (
        "must",
        (
            r"requirement|\breqs?\b|\breqd\b|\bquals?\b|\bexp\b|required|require\b|essentials?\b"
            r"|criteria|criterion|\bmusts?\b|qualification|qualified|skills?\b|skill ?set"
            r"|experiences?\b|knowledge|abilit(?:y|ies)|attributes?|competenc(?:e|es|y|ies)"
            r"|education|credentials?|certificat\w+|licen[cs]\w+|person(?:al|nel)?(?: |-)spec"
            r"|specification|candidate|applicants?\b|profile|expertise|capabilit|aptitude"
            r"|qualit(?:y|ies)\b|prerequisite|minimum|mandatory|expectations|languages?$"
            r"|background$"
            r"|traits|strengths|training$|behaviours?|behaviors?|physical demands|wanted|we need"
            r"|need to know|personality|character"
        ),
    ),
    (
        "role",
        (
            r"\broles?\b|\bjob\b|\bposition\b|\bpost\b|opportunity|overview|summary|purpose|scope"
            r"|vacancy|the work\b|assignment|description|in a nutshell|in brief|at a glance"
            r"|the challenge"
        ),
    ),
    (
        "terms",
        (
            r"salary|\bpay\b|location|^(?:base|site|band|status|division|ctc|rate)$|\bhours\b"
            r"|contract|employment type|type of|start date|duration"
            r"|report(?:s|ing)|responsible to|shift|rota\b"
            r"|work(?:ing)? (?:pattern|conditions|time|hours|environment)|department|directorate"
            r"|reference"
            r"|conditions|terms|details|key facts|additional information|other information|travel$"
            r"|schedule|line manager|grade|band$"
        ),
    ),
    (
        "about",
        (
            r"^about\b|\bcompany"
            r"|our (?:team|story|values|mission|culture|people|school|firm|clinic|practice|hospital"
            r"|client|vision|organi[sz]ation|business|history|approach|commitment)|^who we"
            r"|^the (?:team|organi[sz]ation|school|firm|business|employer|client|practice|trust"
            r"|hospital|ward|department|restaurant|hotel)|^what we do|^where you(?:'ll| will) work"
            r"|^(?:company|background|introduction|context|mission|values)\b|employer"
            r"|^organi[sz]ation$|^client$|^team|^culture|^us$|meet "
        ),
    ),
)
_BOTH = re.compile(
    r"^(?!.*\b(?:not|isn't)\b)(?=.*\b(?:essential|required|must))(?=.*\b(?:desirable"
    r"|preferred|nice))"
)
"""Over a list of both kinds, which its lines tell apart."""
_COMPILED = tuple((part, re.compile(pattern)) for part, pattern in _PATTERNS)

_WORDS = frozenset(
    """
    a an about all also an and are as at be been bring by can could do does for from get give
    has have having here how i if in into is it its join like look looking make may me more must
    my need needs of offer on or other our ours out over own please really right see should some
    take that the their them these they thing things this those to too up us want we we're we'll
    we'd what what's when where which who who's why will with within work would you you'll you'd
    you're you've your yours & / + e.g. ability abilities about accountabilities accountability
    activities additional advantage advantageous advantages apply applicant applicants
    application applications applying aptitude aptitudes asset assets attribute attributes
    background basic behaviour behaviours behavior behaviors beneficial benefit benefits big
    bonus brief business candidate candidate's candidates capabilities capability career
    certificate certificates certification certifications challenge challenges character
    characteristics client closing company compensation competence competences competencies
    competency conditions contact contract core credentials criteria criterion culture daily
    date dates day day-to-day deadline demands department describe describes description
    desirable desired details deliverables diversity do doing duties duty education educational
    equality eligibility employer employment entails equal equity essential essentials expect
    expectations experience experiences experienced expertise extra extras fit found function
    functions further eeo statement general good great grow growth hard have haves help helpful
    hiring hours ideal ideally impact important in inclusion include includes including
    information interested interpersonal interview interviews introduction involve involves job
    key know knowledge language languages licence licences license licenses life location looks
    love main major mandatory match minimum mission must-have must-haves must-have's nice
    nice-to-have nice-to-haves non-negotiable non-negotiables objectives opportunities
    opportunity optional organisation organisational organization other outline place
    environment terms use stack overview package part pay people perfect perks person person's
    personal personality personally physical plus pluses position possess possible post
    practical preferable preferably preferences preferred prerequisite prerequisites primary
    process professional profile progression proven provide purpose qualification qualifications
    qualities quality questions ready receive recruitment relevant remuneration report reporting
    reports require required requirement requirements requires responsibilities responsibility
    responsible responsible rewards role role's roles salary ask asks because but credit not
    points highly regarded helps isn't school scope secondary title grade band directorate seek
    seeking selection shift shine skill skills skillset soft special specialist specific
    specification specifications spec stand start step steps story strengths strong succeed
    success successful suit suitable summary talents task tasks team technical tech technologies
    thrive tick toolbox toolkit tools traits trust train training type typical useful vacancy
    base site division status rate ctc values wanted welcome working week why exp inc incl info
    qual quals req reqd reqs resp resps
""".split()
)
"""What headings are made of; a line with any other word is one only where its style says so."""
_MOST_WORDS = 9


def part_of(title: str) -> Part | None:
    """What the words of a heading announce; None where they tell nothing."""
    plain = plain_title(title)
    if _BOTH.search(plain):
        return "must"
    part = next((part for part, pattern in _COMPILED if pattern.search(plain)), None)
    return None if part == "terms" and not _is_made_of_heading_words(plain) else part


def is_heading(plain: str) -> bool:
    """Whether a plain title is made of a heading's words alone, so that no style need show it."""
    return _is_made_of_heading_words(plain) and part_of(plain) is not None


def _is_made_of_heading_words(plain: str) -> bool:
    words = plain.split()
    return 0 < len(words) <= _MOST_WORDS and all(word in _WORDS for word in words)
