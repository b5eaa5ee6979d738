"""What points of an answer are said with in English, as patterns over a clause."""

import re


def _cue(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


RESULT = _cue(
    r"as a result|in the end|at the end|finally|eventually|after that|afterwards"
    r"|since then|from then on|from that day|ever since|the result|so that"
    r"|\w+ (?:days?|weeks?|months?|years?) later|a (?:day|week|month|year) later"
    r"|within (?:a|\w+) \w+|after (?:a|\w+|half a) (?:days?|weeks?|months?|years?)"
    r"|by (?:december|january|february|march|april|may|june|july|august|september|october"
    r"|november|christmas|summer|the end)"
    r"|(?:went|fell|dropped|rose|came|grew|got|brought|cut|reduced|increased|shortened"
    r"|lowered|raised|sank|down|up) (?:\w+ ){0,3}(?:from|to|by|at) \S+"
    r"|from \S+(?: \S+){0,4} (?:down |up )?to \S+|saved|signed|passed|won|bought|agreed"
    r"|resigned|recovered|survived|published|went live|paid off|worked out"
    r"|still (?:use|in use|friends|works?|running|there|do|stands?|runs?)|never happened"
    r"|did(?:n't| not) happen|nobody left|no longer|not (?:once|a single)|under budget"
    r"|percent (?:less|more|under|over|faster|fewer)|finished|could go home|apologi[sz]ed"
    r"|thanked|was (?:up|back|solved|fixed|gone|over)|half (?:the|as)|twice (?:the|as)"
    r"|we agreed|without (?:a|any)|no complaints?|nobody (?:noticed|complained|was hurt)"
)
"""How it ended, and what is another than before."""
WISHED = _cue(r"(?:i|we)(?:'d| would| really| also)* (?:want|like|hope|need|wish|prefer)")
"""What is wished for has not come of anything."""
LEARNED = _cue(r"learn(?:ed|t)?|lesson|taught (?:me|us)|next time|never again|should have")
LEARNED_THAT = re.compile(
    r"\b(?:learn(?:ed|t)|taught (?:me|us)|lesson (?:is|was)) (?:that|how|to|not|never)(?: \S+){3}",
    re.IGNORECASE,
)
"""A lesson that is told, if in the plainest words."""
SINCE = _cue(
    r"since then|since that|from then on|ever since|nowadays|these days|now i|today|i now"
    r"|ever after|from now on|differently|i always|i never|would have"
)
"""What is done in another way since."""
BECAUSE = _cue(
    r"because|cause|so that|in order to|otherwise|that'?s why|this is why|the reason|due to"
    r"|thanks to|therefore|which means|that means|depends on"
)
REASON = _cue(
    r"since|(?<!soon )(?<!long )(?<!far )(?<!well )(?<!much )as (?:i|we|it|the|they)"
    r"|to (?:make sure|avoid|see|find|prevent|be)|wanted to|want to|i like|i love"
    r"|matters? to me|if you|so (?:you|they|nobody|it)"
)
"""What is mostly a reason."""
SO = _cue(r"so (?:i|we)")
"""What is done for a reason that was told before."""
FIRST_PERSON = _cue(r"i|we|i've|we've|my|our")
MEASURED = _cue(
    r"measur\w+|compar\w+|count\w*|calculat\w+|monitor\w*|track\w*|audit\w*"
    r"|test(?:ed|s)|check\w*|weigh\w*|timed|log(?:ged|ger|gers|s)?|records?|recorded"
    r"|reports?|reported|accounts?|invoices?|statistics|survey(?:ed|s)?|data|system|ledger"
    r"|figures? (?:from|of|in)|spreadsheet|book(?:s)?|wrote down|noted|before and after"
    r"|instead of|told us|according to|(?:comes?|came|taken|read) (?:straight )?(?:from|off|out of)"
    r"|submi(?:t|ts|tted|ssions?)|filed|statements?|head ?counts?|register(?:s|ed)?|printouts?"
    r"|divided by|add(?:s|ed)? up|averages?|on average|in total|the total|apps?|calendar"
    r"|diar(?:y|ies)|looked (?:it|them|that) up"
)
"""Where figures are taken from."""
OWN_PART = _cue(r"my (?:own )?(?:part|share|role|fault|task|job|idea)")
FOR_EXAMPLE = _cue(r"for (?:instance|example)|like when|the other day|there was|we had|i had")
OCCASION = _cue(
    r"once|last (?:week|month|year|summer|winter|autumn|spring|time)|one (?:time|day|of)"
    r"|recently|in (?:19|20)\d\d"
    r"|(?:this|yesterday) (?:morning|afternoon|week)"
    r"|(?:in|at|last) (?:january|february|march|april|june|july|august|september|october"
    r"|november|december|easter|christmas)"
)
"""When it was, of what is told in the past."""
ORDER = _cue(
    r"first(?:ly)?|then|next|after that|afterwards|before|finally|second(?:ly)?"
    r"|start(?: with)?|begin(?: with)?|last(?:ly)?|once (?:that|it|i|the)"
)
"""How one step follows another."""
CHECK = _cue(
    r"check\w*|measur\w*|test\w*|compar\w*|verif\w*|review\w*|count\w*|inspect\w*|weigh(?:s|ed)?"
    r"|audit\w*|monitor\w*|track\w*|scan\w*|sampl\w*|validat\w*|trial|dry run"
    r"|see (?:if|whether|that)|against|go(?:es)? over (?:it|them)|reads? (?:it|them) (?:back|again)"
)
LOOK = _cue(r"look(?:ed|s)?|ask(?:ed|s)?|read|percent|recall|kpi|signs?|until|again|twice")
"""What may be a check."""
PEOPLE = _cue(
    r"colleagues?|boss|managers?|director|team|doctors?|nurses?|foreman|supervisor"
    r"|head of \w+|clients?|customers?|parents?|teachers?|students?|pupils?|engineers?"
    r"|lawyers?|consultants?|assistants?|office|suppliers?|police|partner|chief|owner|lead"
    r"|user|patients?|families|family|neighbou?rs?|experts?|specialists?|department"
    r"|together with|m(?:r|rs|s|adame)|(?:appointed|responsible) person|apprentices?|lads|crew"
)
THEM = _cue(r"him|her|them|somebody|someone")
CONTACT = re.compile(
    r"\b(?:ask|call|ring|phone|tell|told|speak to|spoke to|talk to|check with"
    r"|sit (?:down )?with|sat (?:down )?with|involve|email)(?:ed|s|ing)? (?:the |my |our "
    r"|your |their |a |an )?(?!for|about|if|whether|what|how|why|when|me|myself|that|this|it"
    r"|you|the|to|out|on|off)[a-z]+\b",
    re.IGNORECASE,
)
"""Words with somebody."""
DRAW = re.compile(
    r"\b(?:i(?:'d| would| really| just| also| always| still|'ve always)* (?:like|love|enjoy"
    r"|want|miss|care|prefer|believe|hope|wish|need|loved|liked|wanted|enjoyed|missed)"
    r"|matters? to me|important to me|interest(?:s|ed)|attracts?|draws?|appeals?|fascinat\w+"
    r"|proud|favou?rite|for (?:nothing|free)|happiest|best (?:part|bit|thing)|my dream"
    r"|dream(?:ed|t)? of|the reason|that'?s why|looking for"
    r"|(?:close|closer|near|nearer) to (?:home|my|where)|from home|the money|the pay|salary"
    r"|location|i care about)\b"
    r"|\byour (?!know\b)\w+"
    r"|(?<!can )(?<!do )(?<!if )(?<!when )(?<!give )(?<!gives )(?<!all )\byou(?:'ve|'re"
    r"|(?! know| can| see| have to| need| must| just| could| should| never| get| always"
    r"| feel| want| would| go| think| mean)(?: \w+){2})",
    re.IGNORECASE,
)
"""What somebody likes or wants, and what they say of who offers the job."""
NOW = _cue(
    r"now|at the moment|currently|ready|by now|after (?:\w+ ){1,3}(?:years|months)"
    r"|contract|left|leav(?:e|es|ing)|end(?:s|ed|ing)|mov(?:e|ed|ing) (?:back|to|here|house)"
    r"|next step|time for|recently|this (?:year|spring|summer|autumn|winter|month)|finished"
    r"|qualified|maternity|clos(?:e|ed|es|ing)|redundan\w+|no longer|frozen|until|anymore"
    r"|any more|enough of|sold|let \w+ go|starts?|merg\w+|taken over|(?:good|right|high) time"
    r"|(?:started|starting|left|leaving) school"
    r"|in (?:january|february|march|april|june|july|august|september|october|november"
    r"|december)"
)
"""What has come about that somebody looks for work today."""
SO_FAR = _cue(r"i've been|i have been|have had|has had")
WHY = re.compile(
    r"\bwhy\b|\bhow come\b|\bcome about\b|\bwhat (?:draws|attracts|motivates)\b|\breasons?\b",
    re.IGNORECASE,
)
"""A question to which a whole answer is a reason, whether or not it says "because"."""
HAVE = re.compile(
    r"\b(?:i|we)(?:'ve| also| already| only| do| no| can| still| actually)*"
    r" (?:have|haven'?t|hold|got|had|passed|know|knew|can|understand|read|speak|write|did|done"
    r"|worked|work|studied|learned|learnt|trained|use|used|am|was|bring|renewed|completed)\b"
    r"|\bi'?ve\b|\bi'm\b|\bmy (?:\w+ ){0,2}(?:level|training|certificate|licen[cs]e|diploma"
    r"|card|degree|experience|grade|registration|pin)\b|\b(?:[abc][12]|fluent\w*|native)\b",
    re.IGNORECASE,
)
"""What somebody has, knows or can."""
HOLD = re.compile(
    r"\b(?:i|we)(?:'ve| also| already| only| do| no| still| actually)* (?:have(?: not| had)?"
    r"|haven'?t|hold|held|got|had|passed|am|am not|renewed|completed|did (?:the|my|a|it))\b"
    r"(?! (?:a lot|lots|to|been (?:a|in)|laid|done|made|worked)\b)"
    r"|\bi'?ve (?:got|had|held|passed|been (?:one|certified|registered|qualified)|renewed"
    r"|completed|always had)\b|\bi'm\b"
    r"|\bmy (?:\w+ ){0,2}(?:certificate|licen[cs]e|diploma|card|registration|pin|membership)\b"
    r"|\b(?:valid|expires?|expired|ran out|registered|certified|qualified)\b",
    re.IGNORECASE,
)
"""Whether somebody holds a thing."""
LIMIT = _cue(
    r"not|no|never|none|nothing|nobody|cannot|\w+n't|rather|avoid|beyond|where it (?:ends|stops)"
    r"|ends?|stops?|leave|drop|without|only|limits?|except"
)
"""Where something ends."""
AVOIDED = _cue(
    r"avoid|(?:could|can) do without|rather not|do(?:n't| not) (?:like|enjoy|care for|miss)|hate"
    r"|dread|least|less keen|not (?:so |very )?keen|annoys?|worst|leave to|give up|boring|tedious"
)
NEARNESS = _cue(
    r"same|similar\w*|alike|like (?:that|this|it|what)|close(?:st|r)?|near\w*|compar\w+"
    r"|different\w*|difference|only without|just without|except|instead|less|more than|bigger"
    r"|smaller|equivalent|much the same|missing|half of|counts? as|comes? down to|apart from"
)
"""How one thing compares with another."""
HARDSHIP = _cue(
    r"hard\w*|difficult\w*|tough\w*|heavy|afraid|nobody|no one|not|\w+n't|without|too|only"
    r"|problems?|wrong|broke\w*|fail\w*|miss\w*|against|refus\w+|angry|short of|lost|late"
    r"|never|trouble|mistakes?|forg[eo]t\w*|leak\w*|worst|scared|overlook\w*|crack\w*"
)
"""What stands in the way."""
POSITION = _cue(
    r"(?:i|we)(?:'d|'ll)?(?: always| just| also| really| then)? (?:thought|felt|believed|said"
    r"|wanted|meant|insisted|argued|disagreed|was against|was for|would have|did not agree"
    r"|didn't agree|think|say|tell|told)|in my (?:view|opinion|eyes)|would (?:say|tell)"
)
"""What somebody holds."""
WISH = _cue(
    r"needs?|want(?:s|ed)?|must|should|have to|has to|had to|(?:would|i'd) like|looking for|hope"
    r"|expect|wish|see myself|happy if"
)
"""What is wished for, or wanted for something."""
INTENT = re.compile(r"\b(?:would|will|going to)\b|\w['’](?:d|ll)\b", re.IGNORECASE)
PRACTICE = _cue(
    r"lessons?|course|class(?:es)?|exams?|plan(?:ning|ned)?|book(?:ed)?|practi[cs]\w+|every \w+"
    r"|in the evenings?|teacher|enrol\w*|read up|catch up|refresh\w*|renew\w*"
)
"""How somebody gets better at something, or stays good at it."""
RATE = _cue(
    r"(?:every|each|per) (?:\w+ )?(?:day|week|month|year|morning|evening|night|shift|hour|time"
    r"|quarter|working)|(?:once|twice|times|days?|hours?) (?:a|an|per|every|each|in) \w+"
    r"|daily|weekly|monthly|hourly|all the time|rarely|seldom|(?:on )?\w+days"
)
"""How often."""
_SOME = (
    r"(?:an?|half an?|a (?:few|couple of)|several|some|many|one|two|three|four|five|six|seven|eight"
    r"|nine|ten|eleven|twelve|\w+teen|\w+ty(?:-\w+)?|\d+)"
)
WHEN = _cue(
    r"(?:19|20)\d\d|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|spring|summer|autumn|winter"
    r"|christmas|easter|yesterday|today|tomorrow|soon|right away|straight away|at once"
    r"|(?:this|next|last|the following) (?:\w+ )?(?:morning|evening|week|month|year|time|term|day)"
    rf"|{_SOME} (?:\w+ )?(?:minutes?|hours?|days?|weeks?|fortnights?|months?|years?|seasons?)"
    r"|(?:this|yesterday|tomorrow) (?:morning|afternoon|evening)"
    r"|(?:two|three|four|five|\d+) o'?clock|i was (?:\w+teen|twenty)|since (?:i|the|my) \w+"
)
"""When, since when, how long."""
YES_NO = re.compile(
    r"^\W*(?:(?:um|uh|er|well|so|oh|honestly|actually|to be honest|sorry)\b\W*)*"
    r"(?:yes|yeah|yep|yup|aye|no|nope|nah|not (?:yet|at the moment|so far|any ?more)|i (?:do|don't"
    r"|am|am not|have|haven't|hold|no have)|i'm not)\b",
    re.IGNORECASE,
)
"""How one begins who says whether."""
YES = re.compile(
    r"^\W*(?:(?:um|uh|er|well|so|oh|honestly|actually)\b\W*)*"
    r"(?:(?:yes|yeah|yep|yup|aye|of course|sure)\b"
    r"|(?:i|we)(?:'ve| do| already| have)* (?:have|hold|passed|got|do|am|renewed|had|did)\b"
    r"(?! (?:not|no|never|a lot|laid|done|made|worked)\b)"
    r"|i'm (?!not|never|no\b)|i've (?:got|had|held|passed|renewed|completed)\b)",
    re.IGNORECASE,
)
"""How one begins who has what was asked for."""
IF_NOT = _cue(r"how soon|instead|how you would get there")
"""Points for those who have not."""
OF_APPLYING = re.compile(
    r"\b(?:this|the|your) (?:role|job|position|vacancy|post|company|interview)\b", re.IGNORECASE
)
"""What is done for this job is no work."""
