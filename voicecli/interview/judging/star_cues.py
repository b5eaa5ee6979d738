"""What the parts of a story are said with in English, as patterns of small words without marks."""

import re

GENERAL = re.compile(
    r"\b(?:i think|i like|i believe|i'm a|i am a|you have to|you should|would|i'd|we'd|i will|i'll"
    r"|might)\b"
)
"""What would be so, or is an opinion, is no story, unless it tells what came of something."""

HABIT = re.compile(
    r"\b(?:usually|generally|normally|typically|always|in general|as a rule|tend to|every time)\b"
)
"""Nor is what is always so, whatever comes of it."""

LEARNED = re.compile(r"\b(?:(?:taught|showed) (?:me|us)|learn(?:ed|t)|lesson|takeaway)\b")

IN_THE_END = re.compile(r"\b(?:in the end|eventually|ultimately|as a result|ended up|turned out)\b")
"""A result only with a verb in the past: "it works out in the end" is none."""

TASK = re.compile(
    r"\b(?:(?:my|our) (?:job|task|role|goal|responsibility|aim|mission|target|duty|assignment)"
    r"(?: there| then)? (?:was|were|is)"
    r"|i was (?:the one )?(?:solely |also |mainly |personally )?(?:responsible|in charge"
    r"|accountable"
    r"|asked|told|supposed|expected|assigned|tasked|appointed|meant) "
    r"|i was the one who|(?:i|we) were (?:\w+ly )?(?:asked|told|supposed|expected|required) to"
    r"|(?:decision|responsibility|job|call) was mine|(?:picked|chose|appointed|assigned|named) me"
    r"|had to|(?:i|we) (?:\w+ly )?(?:needed to|had (?:only )?(?:\w+ ){1,3}to)"
    r"|(?:we|i) needed (?:a|an|the|someone|some|more)"
    r"|(?:asked|told|wanted|expected|needed|trusted) me to"
    r"|(?:the|a) (?:goal|aim|task|challenge|idea|plan|target|objective|brief|assignment|order) "
    r"(?:was|were)"
    r"|(?:it was|was|it's|is) (?:up to me|on me|down to me"
    r"|my (?:job|turn|responsibility|call|decision))"
    r"|(?:it )?fell to me|put me in charge|gave me the (?:job|task)|left it to me)\b"
)

RESULT = re.compile(
    r"\b(?:at the end of (?:the (?!day)|that|it)"
    r"|the (?:final |end )?"
    r"(?:result|outcome|upshot|effect) was|led to|resulted in|which (?:meant|saved|reduced"
    r"|increased"
    r"|cut|brought|gave)|paid off|since then|ever since|to this day|by the end"
    r"|(?:taught|showed) me"
    r"|i(?:'ve)? learn(?:ed|t)|lesson"
    r"|takeaway|looking back|still (?:use|used|using|in use|works|open|there)|thanked me"
    r"|no complaints?|came in at|ended (?:the \w+ |up )?with|got promoted"
    r"|was promoted|on (?:time|schedule)|under budget|within budget|ahead of schedule)\b"
)
"""What comes of it, wherever it stands."""

CHANGE = re.compile(
    r"\b(?:went from|instead of (?:once|twice|every|\d+|two|three|four|five|ten|half)"
    r"|from [\w.,%]+(?: \w+){0,3} to (?!the next)[\w.,%]+)\b"
    r"|\b(?:reduced|increased|improved|cut|dropped|fell|rose|grew|went (?:up|down)|saved|raised"
    r"|lowered|boosted|shortened|gained|sped)\b.{0,80}?(?:\d|%|\bper ?cent|\b(?:by|to|in"
    r"|from) (?:\w+ ){0,2}(?:half|third"
    r"|quarter|double|twice|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)\b)"
    r"|\b(?:doubled|tripled|halved|quadrupled)\b"
)
"""What comes of a deed; before any deed it is what was wrong."""

OUTCOME = re.compile(
    r"\b(?:(?:was|were|is|are|felt|became|got|left) (?:\w+ ){0,2}(?:happy|happier|pleased"
    r"|satisfied|grateful"
    r"|relieved|impressed|delighted|thrilled|fine|better|safe|safer|stable|faster|cheaper"
    r"|calm|calmer"
    r"|back|successful|solved|fixed|resolved|saved|accepted|approved|adopted|rolled out|delivered"
    r"|finished|completed|signed|gone|hurt|lost|sold out|able to|open|running)"
    r"|(?:it|that|this|everything) (?:\w+ )?(?:worked|helped|went|solved|fixed)"
    r"|passed|won|recovered|survived|succeeded|finished|completed|delivered|filed|settled|signed"
    r"|renewed|came back|come back|returned|stopped|calmed down|improved|accepted|agreed to"
    r"|apologised|apologized|bought|sold|approved|adopted|hasn't|haven't|has not|have not"
    r"|(?:didn't|did not) (?:need|have|lose|happen)|never|no more|no longer|nobody"
    r"|no one|none|not a single|without (?:a|any)"
    r"|now|today|after(?:wards| that)? (?:\w+ )?(?:weeks?|months?|days?|hours?|minutes?|years?)"
    r"|(?:weeks?|months?|days?|hours?|minutes?|years?) later|by (?:january|february|march|april|may"
    r"|june|july|august|september|october|november|december|monday|tuesday|wednesday"
    r"|thursday|friday"
    r"|saturday|sunday|spring|summer|autumn|winter|christmas|easter|then)|got there"
    r"|had (?:his|her|their)"
    r"|he could|she could|they could|we could|finally|offered me|thank(?:ed|s)|learn(?:ed|t)"
    r"|dropped|fell|rose|grew|went (?:up|down)|reduced|increased|saved)\b"
)
"""What may be the end of a story, behind a deed."""

PERFECT = re.compile(
    r"\b(?:(?:has|have|hasn't|haven't|he's|she's|it's|we've|i've|they've"
    r"|that's)(?: \w+)? (?:been|had|\w+ed"
    r"|run|gone|done|kept|become))\b"
)

ASIDE = re.compile(
    r"^(?:and |but |so )?(?:he|she|they|who|(?:the|my|our) \w+) (?:said|told|asked|says|goes)\b"
    r"|\bi (?:kept|was) (?:thinking|wondering|hoping|worrying|dreaming)\b"
    r"|\bit was (?:rain|snow|pour|freez)ing\b|^(?:and )?i (?:haven't|have (?:not|never))\b"
)
"""What others said, the weather, what one thought or has not done: neither how it was nor how it
ended."""
IS_NOW = re.compile(r"\b(?:is|are|that's|it's|isn't|depends)\b")

ANCHOR = re.compile(
    r"\b(?:(?:when|while) (?:i|we) (?:was|were|worked|started|joined|did|had|led|ran"
    r"|taught)|last (?:year|week"
    r"|month|summer|winter|spring|autumn|fall|time|night|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november"
    r"|december|quarter|season|semester|term)|(?:in|since|back in|around) (?:19|20)\d\d"
    r"|\w+ (?:years?|months?|weeks?"
    r"|days?) ago|at my (?:\w+ )?(?:job|company|firm|employer|school|hospital|place|work|position"
    r"|restaurant|shop)|in my (?:last|previous|first|old|former|current)|at the time|(?:one"
    r"|the other) (?:day|night"
    r"|morning|evening|afternoon|time|weekend|shift)|once|there (?:was|were)|during (?:my"
    r"|the|a|our)"
    r"|(?:i|we) (?:was|were) \w+ing|(?:i|we) worked (?:as|at|for|in)|(?:i"
    r"|we) (?:once )?had (?:a|an|this"
    r"|some|one|two|three)|back then|a while (?:ago|back))\b"
)
"""What a story begins with: a time, a place, people."""
