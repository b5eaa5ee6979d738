"""Replies that give no answer: silence, "I don't know", anger at the interviewer. English.

Each is known by what it is said with. What is told of others ("he called me an idiot") and of
oneself ("a stupid mistake of mine") is a part of an answer.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from typing import Literal

from voicecli.analysis.english import content_stems, words
from voicecli.analysis.fillers import hesitations
from voicecli.retrieval.sentences import split_sentences
from voicecli.understanding.numerals import is_number

Refusal = Literal["silent", "unknown", "hostile"]

_LEFT_OVER = 3
"""Words of meaning beside "I don't know" with which it is still all that was said."""
_OUTBURST = 0.1
"""Share of angry words from which a reply that has other words, too, is an outburst."""
_CALM_WORDS = 40
"""So many words beside an angry sentence are an answer all the same, whatever the share."""

_EMPTY = frozenset(
    "well so okay ok right yes yeah yep hm hmm mm mhm huh oh ah and but the a i you know like just let me see think please".split()
)
"""Words that say nothing when nothing else is said."""

_NO_FIGURES = frozenset({"one", "zero", "two"})
"""Numbers that are told by "a tough one", "one or two"."""

_KNOWN = r"(?:know|knew|give(?: you)?|remember|recall|say|tell(?: you)?|answer|judge|think of|come up with|comment|name|explain)"
_UNKNOWN = re.compile(
    rf"\b(?:i (?:really |honestly |just |actually |simply )?(?:do not|don'?t|did not|didn'?t"
    rf"|would not|wouldn'?t|could not|couldn'?t|can'?t|cannot|can not)"
    rf" (?:really |honestly |actually |even "
    rf"|quite )?{_KNOWN}(?: (?:that|this|it|one|any|anything|what (?:that|it) is"
    rf"|much about (?:it|that)|how (?:it|that) \w+(?: \w+)?|the answer))?"
    r"|(?:i )?don'?t know|dunno|no idea|not a clue|no clue|i haven'?t (?:a|the) (?:clue|idea|faintest)"
    r"|(?:can'?t|cannot|couldn'?t) (?:really )?(?:remember|recall"
    r"|think of (?:one|any|anything)|come up with (?:one|any|anything)(?: on the spot)?|say"
    r"|tell you)|^(?:i(?:'m| am) afraid (?:that )?|sorry,? |no,? )*i (?:really )?(?:can'?t"
    r"|cannot|couldn'?t)$"
    r"|i(?:'?ve| have)? (?:never|not) (?:really |actually |ever )?(?:had|did|done|used|tried"
    r"|seen|heard|been|come across|worked|dealt|needed|experienced|touched|held"
    r"|happened)\b[^.,;!?]{0,60}"
    r"|never (?:had|did|done|used|heard|happened|came up|come up)\b[^.,;!?]{0,40}"
    r"|i (?:have not|haven'?t|had not|hadn'?t|have no|have never had any) (?:had|done|used|got|any|experience)?\b[^.,;!?]{0,50}"
    r"|that (?:was|is) (?:never|not) (?:my|our) \w+"
    r"|(?:nothing|no example|nobody|none) (?:really |much )?(?:comes|springs"
    r"|came) to (?:my )?mind"
    r"|i(?:'ve| have)? (?:don'?t |do not |not )?(?:have |got |have got |haven'?t got )?(?:a "
    r"|any |no |an )?(?:good |real |single |particular )?(?:story|stories|example|examples"
    r"|anything|nothing"
    r"|answer)(?: (?:for|about|like|to) (?:that|this|it|you|say)(?: there| one)?)?"
    r"|my mind (?:just )?(?:went|is|has gone) (?:totally |completely )?blank"
    r"|i(?:'m| am) drawing a blank|i blanked|drawing a blank"
    r"|i(?:'d| would) (?:rather|prefer to|sooner) (?:leave|keep|skip|pass"
    r"|wait)\b[^.,;!?]{0,40}"
    r"|i(?:'d| would)? (?:rather|prefer"
    r"|sooner) not(?: to)?(?: (?:say|talk|answer|discuss|comment|go into)\b[^.,;!?]{0,60}|$"
    r"|(?=[.,;!?]))|no comment"
    r"|(?:can|could|may) we (?:take|do|go to|move on to|come to|skip to|have"
    r"|just (?:move on|skip))\b[^.,;!?]{0,30}"
    r"|^(?:\w+,? )?next (?:question|one)(?:,? please)?(?:$|(?=[.,;!?]))"
    r"|let'?s (?:move on|skip)[^.,;!?]{0,20}"
    r"|(?:i'?ll |i will |i |i'd |going to |have to )?pass(?: on (?:that|this)(?: one)?)?$"
    r"|not (?:that|as far as) i(?:'m| am)? (?:know|remember|recall|aware"
    r"|can remember)(?: of)?|not (?:really )?sure"
    r"|i(?:'m| am) not (?:really |quite |so )?sure|you(?:'ve| have) got me there"
    r"|you got me there|beats me|good question"
    r"|that'?s a (?:good|hard|tough|tricky|difficult) (?:question|one)|hard to say"
    r"|difficult to say"
    r"|i (?:really |honestly |just )?(?:don'?t|do not|won'?t|will not) (?:think i "
    r"|really )?(?:want|wish|care|like|feel like|need)(?: to)? (?:answer|talk|discuss"
    r"|comment|go into|say|speak|share)(?:ing)?\b[^.,;!?]{0,30}"
    r"|^(?:not (?:so |that |very |too )?much|very little|hardly anything"
    r"|next to nothing)(?: (?:really|sorry|yet|so far|at all))?(?:$"
    r"|(?=,? (?:i'?m afraid|sorry|really|to be|honestly)))"
    r"|^(?:(?:honestly|frankly|actually|well|sadly|unfortunately|sorry"
    r"|to be honest)[, ]+)*(?:no|nope|none|nothing|never|nah|zero|not really"
    r"|not at all)\b(?: (?:at all|yet|sorry|sir|ma'?am|so far|really|unfortunately"
    r"|i'?m afraid))*)",
)
_APOLOGY = re.compile(
    r"\b(?:i(?:'m| am)? (?:very |really |so |terribly )?(?:sorry|afraid)|sorry|unfortunately"
    r"|to be (?:honest|frank|fair)|honestly|frankly|i guess|i think|i suppose|maybe"
    r"|right now|at the moment|off the top of my head"
    r"|(?:that|this) (?:was|is) mainly \w+ \w+"
    r"|i(?:'d| would) have to (?:look|check)(?: (?:it|that))?(?: up)?)\b"
)
_BUT = re.compile(
    r"\b(?:but|however|though|although|instead|except|apart from|the closest|similar|on the other hand)\b"
)

_GOES_ON = re.compile(
    r"\b(?:so|and|then|but) i (?!don'?t|do not|never|have|can'?t|cannot|couldn'?t|wouldn'?t|guess|think)\w+"
)
"""What somebody did all the same."""

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
_HOSTILE = re.compile(
    rf"(?:\byou(?: \w+){{0,2}} {_NOUN}\b"
    rf"|(?:^|[,.!?] )you (?:\w+ )?\w+ (?:machine|robot|computer|program|bot|box|thing"
    rf"|app)\W*$|\b(?:are|is) (?:you|this thing) (?:\w+ ){{0,2}}(?:broken|thick|slow|drunk"
    rf"|dumb|deaf|blind|mad|nuts|insane|stupid|having a laugh|out of your mind)\b"
    rf"|\bis (?:this|that) (?:a|an|some kind of|supposed to be(?: an?)?|your idea of a) "
    rf"(?:\w+ )?(?:joke|prank|trick question|serious)\b"
    rf"|\byou sound like (?:a|an|my|some) (?:\w+ )*"
    rf"(?:machine|robot|satnav|record|parrot|toaster|idiot|child)\b"
    rf"|\bget real\b|\bso (?:that )?you can \w+ me\b"
    rf"|, (?:genius|dummy|einstein|smart-?arse|smart-?ass)\W*$"
    rf"|\byou(?:'?re| are| stupid| bloody| fucking| useless"
    rf"| dumb)?(?: (?:just|such|really|all|nothing but|a|an|the|so|jumped-?up|miserable|sorry"
    rf"|overpriced|glorified|silly|old|complete|total|absolute|utter|bloody|fucking|annoying"
    rf"|most|little|stupid|useless|damn|goddamn|worthless))* {_INSULT}\b"
    rf"|(?<!might be a )(?<!may be a )(?<!maybe a )(?<!probably a )\b{_MILD}(?: \w+)? {_ASKED}\b"
    rf"|\b(?:idiot|idiotic|moron) (?:machine|robot|computer|bot|program|thing)\b"
    rf"|\b(?:this|that|the|your|these|those)(?: \w+)? {_ASKED}(?:'?s| is| are"
    rf"| was)?(?: \w+)? (?:a |an |such a |complete |total |just |so |really "
    rf"|utter )*(?:{_MILD}|nonsense|bullshit|crap|joke|insult|farce|waste)\b"
    rf"|\b(?:that|this|it)(?:'?s| is| was)? (?:a |an |such a |the |really |just |so |most "
    rf"|complete |total )+{_MILD}(?: \w+)? {_ASKED}\b"
    r"|\bshut (?:the \w+ )?up\b"
    r"|\b(?:screw|fuck|sod|damn|bugger) (?:you|off|this|that|it all)\b|\bpiss off\b"
    r"|\bgo to hell\b|\bget (?:lost|stuffed|bent|off my back)\b|\bbite me\b|\bkiss my \w+\b"
    r"|\bdrop dead\b|\bup yours\b"
    r"|\bwhat the (?:hell|fuck|heck) (?:is|do|are|kind|has|does|should|have"
    r"|would)\b[^.]{0,30}(?:\bthis\b|\bthat\b|\byou\b|\byour\b|question)"
    r"|\bgo (?:fuck|screw) yourself\b"
    r"|\bmind your own\b|\bnone of your (?:\w+ )?business\b"
    r"|\bwhy (?:the \w+ )?(?:do|should|would) you (?:even )?care\b"
    r"|\bwho (?:do you think|the \w+) (?:you are|are you)\b|\bwhat(?:'?s| is) it to you\b"
    r"|\bhow dare you\b|\bwho are you to\b"
    r"|\b(?:wast(?:e|ing)|stop wasting) (?:of )?my (?:\w+ )?time\b"
    r"|\byou(?:'?re| are)? wasting\b"
    r"|\bwaste of (?:\w+ )?time\b(?=.*\b(?:question|interview|you|this)\b|$)"
    r"|\b(?:am|'m) (?:so |really |just |completely )?(?:done|finished|fed up|sick)(?: of"
    r"| with)? (?:talking |dealing |arguing )?(?:to |with |of )?(?:you"
    r"|this (?:interview|nonsense|crap|shit|bullshit)|your \w+|these questions)\b"
    r"|\b(?:had|have) (?:quite |just )?enough of (?:you|this|your|these)\b"
    r"|\bsick (?:and tired )?of (?:you|your|this|these)\b"
    r"|\b(?:are|is) you (?:(?:really |seriously |now )?(?:accusing|insulting|mocking"
    r"|making fun of) me"
    r"|(?:saying|suggesting|implying|telling me)(?: that)? i(?:'m| am)? (?:lied|lie|lying"
    r"|made (?:it|that|this) up|invented|cheated|a liar|stupid|incompetent)|stupid|deaf|dumb"
    r"|blind|serious|kidding|insane|crazy|mad|calling me|trying to|an idiot|for real)\b"
    r"|\bcan'?t you (?:read|hear|listen|see)\b"
    r"|\b(?:do|did|don'?t) you (?:even )?(?:listen|read|have a brain|think at all"
    r"|know anything|have any (?:clue|idea))\b"
    r"|\byou (?:obviously |clearly |really |just )*(?:have|got) no (?:clue|idea|brain"
    r"|manners|right)\b"
    r"|\byou (?:obviously |clearly |really |just )*(?:don'?t|do not) (?:have a clue"
    r"|know (?:anything|what you|shit|nothing)|understand (?:anything|a thing))\b"
    r"|\byou make me (?:sick|angry|furious)\b"
    r"|\byou(?:'?re| are) (?:really |just )?(?:making me (?:angry|sick|mad|furious)"
    r"|getting on my nerves|not even listening|pissing me off)\b|\bleave me alone\b"
    r"|\bi hate (?:you|this (?:interview|question|conversation|machine)|these questions"
    r"|your \w+)\b|\bget on my nerves\b"
    r"|\bi(?:'?m| am) not (?:going to|gonna) (?:sit here|explain|answer|talk|tell|waste"
    r"|justify)\b[^.]{0,60}\b(?:you|machine|computer|idiot|robot|this|that|nonsense|bot"
    r"|stupid|myself)\b"
    r"|\bi(?:'m| am) not (?:a|some) (?:robot|machine|child|monkey|idiot|schoolboy"
    r"|criminal)\b|\bwhat (?:a|kind of)(?: \w+)? (?:stupid|dumb|idiotic|ridiculous|load of"
    r"|bullshit|pile of|joke|nonsense|waste)\b"
    r"|\b(?:talk|talking|speak|speaking|answering) to (?:a|some|this"
    r"|an?) (?:\w+ )?(?:stupid |dumb |idiot |damn )?(?:machine|robot|computer|bot|program"
    r"|toaster|idiot|box)\b|\bbloody ridiculous\b|\bcut the crap\b|\bgive me a break\b"
    r"|\bwho (?:wrote|made|came up with) (?:this|these) (?:crap|shit|nonsense|stupid"
    r"|question)|\bthis is (?:(?:so|such|just|really|complete|total|absolute|utter|a|an"
    r"|fucking|bloody)? ?)*(?:bullshit|bull|crap|nonsense|ridiculous|idiotic|insulting"
    r"|outrageous|joke|farce|insult|stupid|pointless|rubbish|waste of (?:my )?time))",
)
_ASKING = re.compile(
    r"\b(?:interview(?:er)?|quiz|interrogation|laptop|gadget|toaster|chatbot|robot"
    r"|(?:this|your|a|some|stupid) (?:machine|computer|program|bot|app)"
    r"|(?:this|that|your|stupid) question|your questions|(?:good)?bye\W*$"
    r"|i(?:'m| am) (?:out|off|done here|leaving)|why would i)\b"
)
_REPORTED = re.compile(
    r"\b(?:he|she|they|who|guy|man|woman|lady|customer|client|guest|patient|student|pupil"
    r"|boy|girl|boss|manager|director|colleague|parent|father|mother|people|someone|somebody"
    r"|everybody|everyone|one|another|\w+er|\w+or)\b[^.]{0,60}\b(?:said|says|told|tells"
    r"|called|calls|call|shouted|shouting|screamed|screaming|yelled|yelling|wrote|writes"
    r"|asked|replied|answered|was like|were like|goes|insulted|accused|swore|cursed|texted"
    r"|emailed|mailed|hissed|muttered)\b"
    r"|\b(?:called|calling|calls) (?:me|us|him|her|them|my|one)\b"
    r"|\b(?:told|telling) (?:me|us|him|her|them)\b"
    r"|\b(?:said|saying|says|shouted|screamed|yelled|shouting|yelling)\b"
)


def refusal(reply: str) -> Refusal | None:
    """What kind of no answer a reply is; None when it says something."""
    if is_silent(reply):
        return "silent"
    if is_hostile(reply):
        return "hostile"
    if is_unknown(reply):
        return "unknown"
    return None


def is_silent(reply: str) -> bool:
    """Whether nothing was said but sounds of hesitation."""
    said = words(hesitations("en").sub(" ", reply))
    return not said or (
        all(word in _EMPTY for word in said) and not {"yes", "yeah", "yep"} & set(said)
    )


def is_hostile(reply: str) -> bool:
    """Whether a reply is an outburst against the interviewer or the interview."""
    sentences = [_plain(sentence) for sentence in split_sentences(reply)]
    told = False
    angry = 0
    for sentence in sentences:
        match = _HOSTILE.search(sentence)
        before = sentence[: match.start()] if match else sentence
        told = bool(_REPORTED.search(before)) or (told and sentence[:1] in "\"'“‘")
        if match and not told:
            angry += len(sentence.split())
    total = len(reply.split())
    return angry > 0 and angry >= _OUTBURST * total and total - angry < _CALM_WORDS


def is_unknown(reply: str) -> bool:
    """Whether a reply says that there is nothing to say, and says nothing else."""
    low = hesitations("en").sub(" ", _plain(reply)).strip(" .!,;")
    low = re.sub(r"\s+([,.;!?])", r"\1", low)
    found = list(_UNKNOWN.finditer(low))
    if not found:
        return False
    behind = low[found[0].end() :]
    if _BUT.search(behind) and len(content_stems(behind)) > 1:
        return False
    if _GOES_ON.search(low):
        return False
    rest = _APOLOGY.sub(" ", _UNKNOWN.sub(" ", low))
    if any(is_number(word) for word in words(rest) if word not in _NO_FIGURES):
        return False
    return len(content_stems(rest)) <= _LEFT_OVER and len(words(rest)) <= 4 * _LEFT_OVER


def tells_something(reply: str) -> bool:
    """Whether a reply has a figure, or goes on with what is there instead."""
    low = _plain(reply)
    figures = any(is_number(word) for word in words(low) if word not in _NO_FIGURES)
    match = _BUT.search(low)
    return figures or bool(match and len(content_stems(low[match.end() :])) > 1)


def speaks_of_asking(reply: str) -> bool:
    """Whether a reply speaks of who asks, or of being asked, or takes its leave."""
    return bool(_ASKING.search(_plain(reply)))


def is_reported(reply: str) -> bool:
    """Whether a reply tells what others said."""
    return bool(_REPORTED.search(_plain(reply)))


def _plain(text: str) -> str:
    """Small letters, straight apostrophes, single spaces."""
    return " ".join(text.lower().replace("’", "'").split())
