"""The words by which English sentences promise, ask, offer, propose and decide, and those of dates."""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re

_PART = r"(?:morning|afternoon|evening|night|noon|lunch|lunchtime)"
_DAY = (
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|january|february|march|april|may|june|july|august|september|october|november|december)"
)
_NUMBER = (
    r"(?:\d+(?:st|nd|rd|th)?|a couple of|a few|a|an|(?:twenty|thirty|forty|fifty|sixty|ninety)(?:[- ]\w+)?"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen)(?:th)?"
    r"|first|second|third|fifth|eighth|ninth|twelfth|twentieth|thirtieth)"
)
_UNIT = r"(?:minutes?|hours?|days?|weeks?|months?|quarters?|years?)"
_DATE = (
    rf"(?:{_DAY}(?: (?:the )?{_NUMBER}\b)?(?: {_PART})?|the {_NUMBER}(?: of {_DAY})?"
    rf"|\d{{1,2}}(?::\d\d)?(?: ?[ap]\.?m\b\.?| o'clock)?(?: (?:tomorrow|today|tonight|on {_DAY}))?"
    rf"|tomorrow(?: {_PART})?|tonight|today|noon|midnight|lunch(?:time)?|then"
    rf"|(?:the )?(?:end|middle|start|beginning) of (?:the |this |next )?(?:\w+)"
    rf"|(?:next|this|the coming|the following) (?:{_DAY}|{_UNIT}|{_PART}|weekend|sprint|meeting)"
    rf"|close of business|cob|eod|(?:the|our) (?:next )?(?:\w+ )?(?:meeting|deadline|launch|release"
    rf"|demo|review|weekend|call|event|trip|party|exam|interview|appointment|visit))"
)
DUE = re.compile(
    rf"\b(?:(?:(?:no later than|not later than|(?<!come )(?<!drop )(?<!stop )by|before|until|till|on|at the latest by) {_DATE}"
    rf"(?: at the latest)?)"
    rf"|(?:within|in) (?:about |around )?(?:the next )?{_NUMBER} (?:more )?{_UNIT}"
    rf"|(?:first thing )?tomorrow(?: {_PART}| at \w+)?|first thing (?:on )?{_DAY}|tonight"
    rf"|(?:later |early |sometime )?(?:today|this {_PART})|(?:early |later |sometime )?(?:next|this)"
    rf" (?:{_DAY}|week|month|quarter|weekend|sprint)|right after (?:this|the) \w+"
    rf"|after (?:lunch|work|school|class|the (?:meeting|call|weekend))|over the weekend"
    rf"|at the (?:end|beginning|start) of (?:the |this |next )?\w+"
    rf"|at (?:\d{{1,2}}(?::\d\d)?|noon|midnight|{_NUMBER} o'clock)(?: ?[ap]\.?m\b\.?)?"
    rf"(?: (?:tomorrow|today|tonight|on {_DAY}))?"
    rf"|{_DAY} (?:{_PART}|at the latest)|by the time \w+(?: \w+){{1,4}}|as soon as \w+(?: \w+){{1,4}}"
    rf"|right away|immediately|asap|straight away)\b",
    re.IGNORECASE,
)

_TALK = (
    r"(?:be(?! in touch| sure to| there (?:at|by|on)| ready| back (?:by|at|on))|say|admit|argue|add (?:that|to that|one|something|just)"
    r"|explain|repeat|begin|start(?! (?:on|with|work|draft|writ|look|draw|test|build|prepar))|stop"
    r"|mention|note|point|quote|summari[sz]e|skip|pass|pause|wait|see|think|guess|bet|assume"
    r"|suppose|believe|know|understand|remember|forget|like|love|hate|miss|need|want|hope|feel|mean"
    r"|have to say|have (?:a|an|the|some|no|another)|never|always|not|die|survive|live|grow|become"
    r"|get (?:to (?:that|it|you|the point)|into|it|used|there|better|over|mad|angry|old|tired|paid)"
    r"|go (?:first|next|on|ahead|over|through|with|to (?:bed|sleep|hell|heaven))|come (?:back )?to"
    r"|tell (?:you (?:what|that|why|how|the truth|a|about|something|this|one)|a|the truth)"
    r"|give (?:you (?:an|some|a (?:quick|brief|short|second|minute|moment|hint|example|sense|sec))"
    r"|it (?:a|some)|an example|up)"
    r"|show you|share my|let (?:you|it|that|him|her|them)|leave (?:it|that|you)|turn it over"
    r"|hand (?:it )?over|talk|speak|take (?:that|your|the (?:first|next) (?:question|one)|a moment)"
    r"|agree|regret|stay|sit|stand|sleep|lose|win|end up|turn out|manage|walk you|kill|hear"
    r"|put it (?:this|that)|just (?:say|add|quote|repeat|note|go|be|let|leave|start|mention)"
    r"|finish (?:with|by|up)|close with|read (?:it|that|this|you)|play|try not|ask you)"
)
"""Verbs that steer the talk, or that no one can promise."""
DOUBT = re.compile(
    r"\b(?:if|unless|might|would|wouldn't|used to|as though|probably|maybe|perhaps|hopefully|or else"
    r"|otherwise|promised|supposedly|whenever|every time|wish|imagine|never|always)\b"
)
REPORTED = re.compile(
    r"\b(?:said|told|asked me|asked us|(?:they|he|she|people|some|many|\w+(?<!i)(?<!we)(?<!you)s) (?:all |always )?says?"
    r"|thought|replied|explained)\b"
)
"""What others say, or what was said once, commits nobody now."""
_IMMEDIATE = (
    r"(?:hear|see|tell (?:me|us)|explain|repeat|say|spell|hold|wait|show (?:me|us)|describe|imagine"
    r"|believe|talk|speak|start|go (?:first|over|on|ahead|back|through|into)|walk (?:me|us)|help me"
    r" understand|help you|elaborate|clarify|expand|be|get (?:out|in|up|off|lost|on with|started|to)|do (?:that|it|this)\?|give (?:me|us) (?:a"
    r"|an|your|some|the|one)|remind (?:me|us)(?! (?:to|about|on|tomorrow))|read (?:me|us|that|it"
    r"|out)|use|think|understand|imagine|excuse|forgive|stop|look at|listen|come (?:in|here|on|up)"
    r"|sit|stay|pass (?:me|the)|have|mute|unmute|guess|remember|note|notice|consider|name|comment|tell|swear|stand|let (?:me|us|him|her)|turn (?:around|to)|hang on|scroll|zoom|try (?:again|to (?:say|relax|breathe))|rate|choose|pick a|answer|confirm your|verify)"
)
_STEER = (
    r"(?:see|say|not|start|begin|get (?:started|going|into|back|to)|move (?:on|to)|go (?:on|to|back"
    r"|through|around|over|ahead|into|one|ahead)|talk|look|take (?:a|one|the|questions|it)|pause"
    r"|stop|hear|turn|continue|imagine|assume|pretend|suppose|face|be|think|hope|wait|discuss"
    r"|recap|focus|come back|consider|just (?:say|be|see|start|imagine|wait)|sit|come to|jump|dive|do (?:that|it|this)|go for it"
    r"|make sure|wrap|finish|call it|give (?:it|her|him|them)|find out what|explore|dig|break (?:it|this|that))"
)
_ACTION = (
    r"add|adjust|announce|apply|arrange|ask|assign|back up|assemble|attach|attend|bake|block|book|borrow"
    r"|bring|budget|build|buy|calculate|call|cancel|change|chase|check|circulate|clean|collect"
    r"|come|compare|compile|complete|compose|contact|confirm|consult|convert|cook|coordinate|copy|credit"
    r"|correct|create|cut|delete|deliver|deploy|design|develop|document|do|double-check|draft|draw"
    r"|drive|drop|edit|email|e-mail|enter|escalate|estimate|evaluate|examine|exchange|fetch|feed|file"
    r"|fill|find|finali[sz]e|finish|fix|follow|forward|gather|get|give|grab|handle|help|hire|host"
    r"|implement|improve|inform|inspect|install|instruct|interview|investigate|invite|issue|join"
    r"|label|launch|learn|lend|list|look (?:into|up|at|for|over|after)|mail|make|meet|measure|message"
    r"|migrate|monitor|move|notify|offer|open|order|organi[sz]e|pack|paint|pay|phone|pick|ping|plan"
    r"|plant|plot|post|practi[sc]e|prepare|present|print|process|produce|publish|pull|purchase|push"
    r"|pump|put|raise|reach|read|rebook|record|recruit|redo|reduce|refund|register|release|remind|remove"
    r"|rename|rent|repair|replace|reply|report|request|rerun|research|reschedule|reserve|resend|reset"
    r"|return|review|revise|rewrite|ring|roll|run|scan|schedule|search|sell|send|set|share|ship|shop"
    r"|show|sign|solve|sort|speak (?:to|with)|start|submit|summari[sz]e|supply|swap|switch|take|talk"
    r" (?:to|with)|tell|test|text|tidy|track|train|transfer|translate|try|turn|type|update|upgrade"
    r"|upload|validate|verify|visit|wash|water|work (?:on|out|through)|write"
)
_ADVERBS = r"(?:(?:also|just|then|definitely|quickly|personally|certainly|gladly|happily|at least|still|immediately|be sure to|make sure to|go (?:and|ahead and)|try to|try and|have to|need to|please|kindly) )*"
_VERB = rf"{_ADVERBS}(?:(?P<known>{_ACTION})|\w+)\b"
"""A verb; one that is not known to be an action needs more to be taken for one."""
_LEAD = (
    r"(?:^|[,;:–—] ?(?:and |so |but |then )?|\b(?:and|so|but|then|think|guess|okay|ok|sure|yes|yeah|well"
    r"|meanwhile|because|that|now|if it helps|alright|right|thanks|please|again) )"
)
I_WILL = re.compile(
    rf"{_LEAD}(?:i'll|i will|i am going to|i'm going to|i'm gonna|i need to|i have to|i've got to"
    rf"|i must|i promise to|i promise i'll) (?!{_ADVERBS}{_TALK}\b){_VERB}"
)
LET_ME = re.compile(
    r"\blet me (?:check|look (?:into|that up|it up)|find out|ask (?!you)|get back to (?:you|them)|talk"
    r" to|call|send|take care|handle|set up|arrange|double-check|follow up|confirm (?:with|that with))\b"
)
I_TAKE = re.compile(
    r"\b(?:(?:i|we)(?:'ll| will)|let me|i can|i'm going to) (?:take care of|take (?:on )?(?:that|this|it|care)\b(?! ?(?:from|as|seriously|you|personally))"
    r"|handle|do (?:that|it|this|so)\b|see to|sort (?:it|that)|get (?:it|that|this) (?:done|sorted|fixed|to you)"
    r"|let (?:you|them|him|her|everyone|everybody) know|keep you posted|get (?:back to|in touch)|get on (?:it|that)|deal with|be in touch|look into|follow up)"
)
OFFER = re.compile(
    rf"{_LEAD}(?:i can|i could|shall i|should i|do you want me to|would you like me to"
    rf"|i'm happy to|i am happy to|i'd be happy to|happy to|i'd be glad to|i'm glad to|want me to) "
    rf"(?!{_ADVERBS}(?:{_TALK}|only|barely|hardly|do (?:is|about))\b){_VERB}"
)
ASK = re.compile(
    rf"\b(?:(?:can|could|would|will) (?:you|somebody|someone|anybody|anyone)(?: all| both| guys| two)?(?: maybe| perhaps| please| also"
    rf"| just| kindly| quickly)*|would you mind|do you mind|i need you to|i want you to|i'd like you"
    rf" to|i would like you to|may i ask you to|can i ask you to|can i get you to|i'd ask you to"
    rf"|you (?:need|have) to|you should|you must|you'll|you will|you can|you could|you're going to"
    rf"|you might want to) (?!{_ADVERBS}{_IMMEDIATE}\b){_ADVERBS}(?P<verb>\w+)\b"
)
TELLS = re.compile(r"you(?:'ll| will| can| could|'re going to)\b")
"""Says what will be or can be as often as what somebody is to do."""
PLEASE = re.compile(
    rf"(?:{_LEAD}please (?!{_IMMEDIATE}\b){_VERB}|^(?:\w+, )?(?!{_IMMEDIATE}\b)(?:{_ACTION})\b.*\bplease\b)"
)
EXPLICIT = re.compile(
    r"\b(?:action (?:item|point)s?|to-?do (?:item|list|for)|remind me to|don't (?:you )?forget to|remember to"
    r"|(?:please |just )?(?:make sure|be sure) (?:to|you|that you|we|everyone)|your (?:job|task|homework|assignment)"
    r" (?:is|will be)|the next step is (?:to|for)|i'm assigning|assign (?:it|this|that) to)\b"
)
PERSON = (
    r"(?P<person>(?!(?:I|We|You|He|She|It|They|This|That|There|What|Who|The|Then|But|And|So|If|When"
    r"|Which|Where|How|Maybe|Okay|Ok|Yes|No|Well|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday|These|Those|Everything|Nothing|Something|Things|People|Time|God|Life)\b)[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?"
    r"|[Ss]omeone|[Ss]omebody|[Ee]veryone|[Ee]verybody|[Ww]e|(?:[Mm]y|[Oo]ur) \w+)"
)
DUTY = re.compile(
    rf"\b{PERSON}(?:'ll| will| is going to| are going to|'re going to| needs? to| has to| have to"
    rf"| must| should| is to| are to) (?:also |then )?(?!{_TALK}\b)(?:(?P<known>{_ACTION}|take care of)|\w+)\b"
)
NOT_DUTY = re.compile(
    r"\b[Ww]e(?:'ll| will| should| need to| have to| must| are going to|'re going to) (?:also |just )?"
    r"(?:talk|see|start|look at|look over|take (?:a|it|questions|that)|get (?:to|into|there|through|back|a|used)|go|come|try|show"
    r"|give|tell|find|read|learn|make (?:it|a decision)|do (?:well|fine|better|something)|put (?:it|that)|help|turn|run (?:out|into)|speak|offer)\b"
)
PROPOSE = re.compile(
    rf"(?:\blet's (?!{_STEER}\b)\w+|\bwhy don't (?:we|you and i)\b|\bhow about (?!you\b|that\b|it\b|this\b|your"
    r"|now\b)|\bshall we (?!start|begin|move on|go on|continue)|\bshould we (?!start|begin|move on|be)"
    rf"|\bwe (?:should|could|can) (?!{_STEER}\b|never|always|still|probably be|only|barely)(?:\w+)"
    r"|\bi(?:'d| would)? (?:suggest|propose|recommend|vote)\b|\bmy (?:suggestion|proposal)\b"
    r"|\bwhat if we\b|\bwhat about (?:\w+ing|on|at|next|\w+day)|\bcould we (?!talk|start|hear|go|see)\w+"
    r"|\bi(?:'d| would) say we\b|\bi think we should\b|\bwould (?:\w+ ){1,5}(?:work|suit|be (?:ok|okay|fine|good|possible))\b"
    r"|\bwe (?:might as well|may as well)\b|\bwe'd better\b|\bdo we (?:all )?agree\b|\bcan we agree\b)"
)
DECIDE = re.compile(
    r"(?:\bwe(?:'ve| have)(?: all| now| just)? (?:agreed|decided|settled)\b|\b(?:it|that)(?:'s| is)"
    r"(?: all)? (?:settled|decided|agreed|a deal)\b|\bthe decision is\b|\bdecision(?: made)?:"
    r"|\b(?:so|then|okay|ok|alright|right|great|good|perfect)[, ]+(?:then )?(?:we'll|we will|we're going to|we are"
    r" going to|we) (?:go with|stick with|stay with|keep|meet|use|take|do it|move (?:it|the)|postpone|cancel|choose|pick|drop)\b"
    r"|\bwe're (?:going|gonna go) with\b|\bwe(?:'ll| will) go with\b"
    r"|\bthen we(?:'re| are) agreed\b|^agreed[:,] .{12,}|\blet's go with\b|\bso we(?:'re| are) (?:all )?agreed\b)"
)
WH = re.compile(r"(?:\w+,? )?(?:what|when|where|who|whom|whose|which|why|how)\b")
OLD = re.compile(
    r"\b(?:last (?:year|month|week|time|summer|night|meeting)|back then|yesterday|ago|originally|at"
    r" the time|years|they|he|she|used to|haven't|have not|had|in \d{4})\b"
)

_LAST = PERSON.replace("person", "last")
CALLED = re.compile(
    rf"(?:^|[.!,] ?){PERSON}, (?:can|could|would|will|please|you|do|may)\b|, {_LAST}[?.!]*$"
)
FOR_WHOM = re.compile(rf"\b(?:for|to) {PERSON}\b|^{_LAST}[,:]")
