"""What refusals are said with in English: "I don't know", anger at the interviewer.

One wording a line, each over small letters with straight apostrophes.
"""

import re

_KNOWN = (
    r"(?:know|knew|give(?: you)?|remember|recall|say|tell(?: you)?|answer|judge|think of"
    r"|come up with|comment|name|explain)"
)
_UNKNOWN_WORDS = (
    (
        r"i (?:really |honestly |just |actually |simply )?(?:do not|don'?t|did not|didn'?t"
        r"|would not|wouldn'?t|could not|couldn'?t|can'?t|cannot|can not) (?:really |honestly "
        rf"|actually |even |quite )?{_KNOWN}(?: (?:that|this|it|one|any|anything|what (?:that"
        r"|it) is|much about (?:it|that)|how (?:it|that) \w+(?: \w+)?|the answer))?"
    ),
    r"(?:i )?don'?t know",
    r"dunno",
    r"no idea",
    r"not a clue",
    r"no clue",
    r"i haven'?t (?:a|the) (?:clue|idea|faintest)",
    (
        r"(?:can'?t|cannot|couldn'?t) (?:really )?(?:remember|recall|think of (?:one|any|anything)"
        r"|come up with (?:one|any|anything)(?: on the spot)?|say|tell you)"
    ),
    (
        r"^(?:i(?:'m| am) afraid (?:that )?|sorry,? |no,? )*i (?:really )?(?:can'?t|cannot"
        r"|couldn'?t)$"
    ),
    (
        r"i(?:'?ve| have)? (?:never|not) (?:really |actually |ever )?(?:had|did|done|used|tried"
        r"|seen|heard|been|come across|worked|dealt|needed|experienced|touched|held"
        r"|happened)\b[^.,;!?]{0,60}"
    ),
    r"never (?:had|did|done|used|heard|happened|came up|come up)\b[^.,;!?]{0,40}",
    (
        r"i (?:have not|haven'?t|had not|hadn'?t|have no|have never had any) (?:had|done|used|got"
        r"|any|experience)?\b[^.,;!?]{0,50}"
    ),
    r"that (?:was|is) (?:never|not) (?:my|our) \w+",
    (
        r"(?:nothing|no example|nobody|none) (?:really |much )?(?:comes|springs"
        r"|came) to (?:my )?mind"
    ),
    (
        r"i(?:'ve| have)? (?:don'?t |do not |not )?(?:have |got |have got |haven'?t got )?(?:a "
        r"|any |no |an )?(?:good |real |single |particular )?(?:story|stories|example|examples"
        r"|anything|nothing|answer)(?: (?:for|about|like|to) (?:that|this|it|you|say)(?: there"
        r"| one)?)?"
    ),
    r"my mind (?:just )?(?:went|is|has gone) (?:totally |completely )?blank",
    r"i(?:'m| am) drawing a blank",
    r"i blanked",
    r"drawing a blank",
    r"i(?:'d| would) (?:rather|prefer to|sooner) (?:leave|keep|skip|pass|wait)\b[^.,;!?]{0,40}",
    (
        r"i(?:'d| would)? (?:rather|prefer|sooner) not(?: to)?(?: (?:say|talk|answer|discuss"
        r"|comment|go into)\b[^.,;!?]{0,60}|$|(?=[.,;!?]))"
    ),
    r"no comment",
    (
        r"(?:can|could|may) we (?:take|do|go to|move on to|come to|skip to|have|just (?:move on"
        r"|skip))\b[^.,;!?]{0,30}"
    ),
    r"^(?:\w+,? )?next (?:question|one)(?:,? please)?(?:$|(?=[.,;!?]))",
    r"let'?s (?:move on|skip)[^.,;!?]{0,20}",
    r"(?:i'?ll |i will |i |i'd |going to |have to )?pass(?: on (?:that|this)(?: one)?)?$",
    r"not (?:that|as far as) i(?:'m| am)? (?:know|remember|recall|aware|can remember)(?: of)?",
    r"not (?:really )?sure",
    r"i(?:'m| am) not (?:really |quite |so )?sure",
    r"you(?:'ve| have) got me there",
    r"you got me there",
    r"beats me",
    r"good question",
    r"that'?s a (?:good|hard|tough|tricky|difficult) (?:question|one)",
    r"hard to say",
    r"difficult to say",
    (
        r"i (?:really |honestly |just )?(?:don'?t|do not|won'?t|will not) (?:think i "
        r"|really )?(?:want|wish|care|like|feel like|need)(?: to)? (?:answer|talk|discuss|comment"
        r"|go into|say|speak|share)(?:ing)?\b[^.,;!?]{0,30}"
    ),
    (
        r"^(?:not (?:so |that |very |too )?much|very little|hardly anything"
        r"|next to nothing)(?: (?:really|sorry|yet|so far|at all))?(?:$|(?=,? (?:i'?m afraid|sorry"
        r"|really|to be|honestly)))"
    ),
    (
        r"^(?:(?:honestly|frankly|actually|well|sadly|unfortunately|sorry"
        r"|to be honest)[, ]+)*(?:no|nope|none|nothing|never|nah|zero|not really"
        r"|not at all)\b(?: (?:at all|yet|sorry|sir|ma'?am|so far|really|unfortunately"
        r"|i'?m afraid))*"
    ),
)
UNKNOWN = re.compile(rf"\b(?:{'|'.join(_UNKNOWN_WORDS)})")
"""That there is nothing to say."""

_ASKED = (
    r"(?:question|interview|interviewer|machine|robot|computer|program|app|bot|ai|software"
    r"|conversation|talk|thing|test|nonsense|game|voice|chat|quiz|interrogation|laptop"
    r"|gadget|toaster|crap|bullshit)s?"
)
_INSULT = (
    r"(?:idiot|moron|muppet|clown|tosser|wanker|twat|prick|dick|dickhead|git|plonker|pillock"
    r"|numpty|half-?wit|dim-?wit|nit-?wit|twit|cretin|dolt|dunce|blockhead|scum|scumbag"
    r"|coward|bully|fraud|hypocrite|disgrace|toaster|tin can|answering machine|pile of \w+"
    r"|bucket of \w+|waste of \w+|lump|fool|stupid|dumb|dumbass|useless|worthless|pathetic"
    r"|imbecile|incompetent|jerk|asshole|arsehole|bastard|bitch|loser|liar|annoying"
    r"|ridiculous|brain-?dead|ignorant|clueless|rude|insolent|disgusting|piece of (?:\w+)"
    r"|garbage|trash|rubbish|crap|joke|fucking|bloody)"
)
_MILD = (
    r"(?:stupid|dumb|idiotic|ridiculous|pointless|useless|silly|moronic|insulting|pathetic"
    r"|ludicrous|absurd|bloody|damn|damned|fucking|goddamn|crappy|shitty|rubbish|lousy"
    r"|insane|offensive|annoying|rude|daft|barmy|outrageous|impertinent|impudent|cheeky)"
)
_NOUN = (
    r"(?:idiot|moron|imbecile|muppet|clown|tosser|wanker|twat|prick|dickhead|plonker|pillock"
    r"|numpty|half-?wit|dim-?wit|nit-?wit|twit|cretin|dolt|dunce|dummy|blockhead|scumbag"
    r"|jerk|asshole|arsehole|bastard|bitch|loser|liar|tin can|answering machine|toaster"
    r"|pile of \w+|bucket of \w+|waste of \w+)"
)
_HOSTILE_WORDS = (
    rf"\byou(?: \w+){{0,2}} {_NOUN}\b",
    r"(?:^|[,.!?] )you (?:\w+ )?\w+ (?:machine|robot|computer|program|bot|box|thing|app)\W*$",
    (
        r"\b(?:are|is) (?:you|this thing) (?:\w+ ){0,2}(?:broken|thick|slow|drunk|dumb|deaf|blind"
        r"|mad|nuts|insane|stupid|having a laugh|out of your mind)\b"
    ),
    (
        r"\bis (?:this|that) (?:a|an|some kind of|supposed to be(?: an?)?"
        r"|your idea of a) (?:\w+ )?(?:joke|prank|trick question|serious)\b"
    ),
    (
        r"\byou sound like (?:a|an|my|some) (?:\w+ )*(?:machine|robot|satnav|record|parrot|toaster"
        r"|idiot|child)\b"
    ),
    r"\bget real\b",
    r"\bso (?:that )?you can \w+ me\b",
    r", (?:genius|dummy|einstein|smart-?arse|smart-?ass)\W*$",
    (
        r"\byou(?:'?re| are| stupid| bloody| fucking| useless| dumb)?(?: (?:just|such|really|all"
        r"|nothing but|a|an|the|so|jumped-?up|miserable|sorry|overpriced|glorified|silly|old"
        r"|complete|total|absolute|utter|bloody|fucking|annoying|most|little|stupid|useless|damn"
        rf"|goddamn|worthless))* {_INSULT}\b"
    ),
    rf"(?<!might be a )(?<!may be a )(?<!maybe a )(?<!probably a )\b{_MILD}(?: \w+)? {_ASKED}\b",
    r"\b(?:idiot|idiotic|moron) (?:machine|robot|computer|bot|program|thing)\b",
    (
        rf"\b(?:this|that|the|your|these|those)(?: \w+)? {_ASKED}(?:'?s| is| are"
        rf"| was)?(?: \w+)? (?:a |an |such a |complete |total |just |so |really |utter )*(?:{_MILD}"
        r"|nonsense|bullshit|crap|joke|insult|farce|waste)\b"
    ),
    (
        r"\b(?:that|this|it)(?:'?s| is| was)? (?:a |an |such a |the |really |just |so |most "
        rf"|complete |total )+{_MILD}(?: \w+)? {_ASKED}\b"
    ),
    r"\bshut (?:the \w+ )?up\b",
    r"\b(?:jog on|naff off|on your bike|sling your hook)\b",
    r"(?:^|[.!?] )(?:so )?you(?:'re| are)? (?:calling|accusing|insulting|mocking) me\b",
    r"\b(?:screw|fuck|sod|damn|bugger) (?:you|off|this|that|it all)\b",
    r"\bpiss off\b",
    r"\bgo to hell\b",
    r"\bget (?:lost|stuffed|bent|off my back)\b",
    r"\bbite me\b",
    r"\bkiss my \w+\b",
    r"\bdrop dead\b",
    r"\bup yours\b",
    (
        r"\bwhat the (?:hell|fuck|heck) (?:is|do|are|kind|has|does|should|have"
        r"|would)\b[^.]{0,30}(?:\bthis\b|\bthat\b|\byou\b|\byour\b|question)"
    ),
    r"\bgo (?:fuck|screw) yourself\b",
    r"\bmind your own\b",
    r"\bnone of your (?:\w+ )?business\b",
    r"\bwhy (?:the \w+ )?(?:do|should|would) you (?:even )?care\b",
    r"\bwho (?:do you think|the \w+) (?:you are|are you)\b",
    r"\bwhat(?:'?s| is) it to you\b",
    r"\bhow dare you\b",
    r"\bwho are you to\b",
    r"\b(?:wast(?:e|ing)|stop wasting) (?:of )?my (?:\w+ )?time\b",
    r"\byou(?:'?re| are)? wasting\b",
    r"\bwaste of (?:\w+ )?time\b(?=.*\b(?:question|interview|you|this)\b|$)",
    (
        r"\b(?:am|'m) (?:so |really |just |completely )?(?:done|finished|fed up|sick)(?: of"
        r"| with)? (?:talking |dealing |arguing )?(?:to |with |of )?(?:you|this (?:interview"
        r"|nonsense|crap|shit|bullshit)|your \w+|these questions)\b"
    ),
    r"\b(?:had|have) (?:quite |just )?enough of (?:you|this|your|these)\b",
    r"\bsick (?:and tired )?of (?:you|your|this|these)\b",
    (
        r"\b(?:are|is) you (?:(?:really |seriously |now )?(?:accusing|insulting|mocking"
        r"|making fun of) me|(?:saying|suggesting|implying|telling me)(?: that)? i(?:'m"
        r"| am)? (?:lied|lie|lying|made (?:it|that|this) up|invented|cheated|a liar|stupid"
        r"|incompetent)|stupid|deaf|dumb|blind|serious|kidding|insane|crazy|mad|calling me"
        r"|trying to|an idiot|for real)\b"
    ),
    r"\bcan'?t you (?:read|hear|listen|see)\b",
    (
        r"\b(?:do|did|don'?t) you (?:even )?(?:listen|read|have a brain|think at all|know anything"
        r"|have any (?:clue|idea))\b"
    ),
    (
        r"\byou (?:obviously |clearly |really |just )*(?:have|got) no (?:clue|idea|brain|manners"
        r"|right)\b"
    ),
    (
        r"\byou (?:obviously |clearly |really |just )*(?:don'?t|do not) (?:have a clue"
        r"|know (?:anything|what you|shit|nothing)|understand (?:anything|a thing))\b"
    ),
    r"\byou make me (?:sick|angry|furious)\b",
    (
        r"\byou(?:'?re| are) (?:really |just )?(?:making me (?:angry|sick|mad|furious)"
        r"|getting on my nerves|not even listening|pissing me off)\b"
    ),
    r"\bleave me alone\b",
    (
        r"\bi hate (?:you|this (?:interview|question|conversation|machine)|these questions"
        r"|your \w+)\b"
    ),
    r"\bget on my nerves\b",
    (
        r"\bi(?:'?m| am) not (?:going to|gonna) (?:sit here|explain|answer|talk|tell|waste"
        r"|justify)\b[^.]{0,60}\b(?:you|machine|computer|idiot|robot|this|that|nonsense|bot|stupid"
        r"|myself)\b"
    ),
    r"\bi(?:'m| am) not (?:a|some) (?:robot|machine|child|monkey|idiot|schoolboy|criminal)\b",
    (
        r"\bwhat (?:a|kind of)(?: \w+)? (?:stupid|dumb|idiotic|ridiculous|load of|bullshit|pile of"
        r"|joke|nonsense|waste)\b"
    ),
    (
        r"\b(?:talk|talking|speak|speaking|answering) to (?:a|some|this|an?) (?:\w+ )?(?:stupid "
        r"|dumb |idiot |damn )?(?:machine|robot|computer|bot|program|toaster|idiot|box)\b"
    ),
    (
        r"(?:\bnot|n't)(?: \w+){0,3} (?:being|getting|be|get) [\w-]+(?: \w+)? by (?:a|an|some"
        r"|this|your) (?:\w+ )?(?:laptop|computer|machine|robot|chatbot|bot|program|app|gadget"
        r"|toaster|speaker|phone)\b"
    ),
    (
        r"(?:\bnot|n't)(?: \w+){0,2} (?:tell|talk|speak|explain|answer|justify|confess|open up"
        r"|report)(?:ing)?(?: \w+){0,2}? (?:to )?(?:a|an|some|this) (?:\w+ )?(?:laptop|computer"
        r"|machine|robot|chatbot|bot|program|gadget|toaster)\b"
    ),
    r"\byou(?:'re| are) not even (?:a )?(?:human|real|person|alive)\b",
    r"\bwhy (?:would|should) i (?:tell|explain|answer|talk to) you\b",
    r"\b(?:this|that|it)(?:'s| is| was) (?:\w+ )?bollocks\b",
    r"\bi(?:'m| am) done here\b",
    r"\bbloody ridiculous\b",
    r"\bcut the crap\b",
    r"\bgive me a break\b",
    r"\bwho (?:wrote|made|came up with) (?:this|these) (?:crap|shit|nonsense|stupid|question)",
    (
        r"\bthis is (?:(?:so|such|just|really|complete|total|absolute|utter|a|an|fucking"
        r"|bloody)? ?)*(?:bullshit|bull|crap|nonsense|ridiculous|idiotic|insulting|outrageous|joke"
        r"|farce|insult|stupid|pointless|rubbish|waste of (?:my )?time)"
    ),
)
HOSTILE = re.compile(rf"(?:{'|'.join(_HOSTILE_WORDS)})")
"""Insults, curses, reproaches at who asks, and at being asked."""
