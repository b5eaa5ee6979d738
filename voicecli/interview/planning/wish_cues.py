"""The words with which people say what an interview is to be like, a wish each.

Clauses are matched with them one by one; what each of them names stands in its group `what`.
"""

import re

from voicecli.interview.plan import QuestionKind

KINDS: list[tuple[re.Pattern[str], frozenset[QuestionKind]]] = [
    (re.compile(pattern, re.IGNORECASE), frozenset(kinds))  # type: ignore[arg-type]
    for pattern, kinds in (
        (r"\b(?:technical|hard[- ]skills?|technically)\b", ("technical",)),
        (
            r"\b(?:behaviou?ral|competenc(?:y|ies)(?:[- ]based)?|star|soft[- ]skills?)\b",
            ("behavioural",),
        ),
        (r"\b(?:situational|hypothetical|scenarios?|what[- ]if)\b", ("situational",)),
        (
            r"\bmotivation(?:al)?\b"
            r"|^why (?:i (?:want|chose|like|applied)|this|the)\b.*"
            r"\b(?:job|role|company|position|firm)\b",
            ("motivation",),
        ),
        (r"\b(?:factual|facts)\b", ("factual",)),
    )
]
AND = re.compile(
    r",?\s+(?:and|but|also|then|plus|however|while|though)\s+(?=(?:also\s+|please\s+|then\s+)?"
    r"(?:focus|concentrate|ask|skip|avoid|leave|do\s+not|don't|don’t|be|no|only|just"
    r"|practi[sc]e|include"
    r"|cover|test|ignore|make|keep|nothing|not|without|talk|emphasi[sz]e|stress|prepare|use"
    r"|speak|less|more|stay|steer)\b)",
    re.IGNORECASE,
)
PLEASE = re.compile(
    r"^(?:please|kindly|and|but|also|then|so|ok|okay|hi|hello"
    r"|(?:i(?:'d| would)? (?:like|want|need|wish)"
    r"(?: (?:you|it))?(?: to)?)|(?:can|could|would|will) you(?: please)?|let's|let us"
    r"|we should|you should)"
    r"[\s,]+",
    re.IGNORECASE,
)
AVOID = re.compile(
    r"(?:skip|avoid|omit|exclude|ignore|leave out|leave|drop|without|except(?: for)?|less(?: of)?"
    r"|stay (?:away|clear) from|steer clear of|keep (?:off|away from)"
    r"|nothing(?! but| except)(?: too)?"
    r"|(?:i(?:'d| would) )?(?:prefer"
    r"|rather) not(?: to)?(?: (?:be asked|talk|speak|discuss|go into|answer|hear))?"
    r"|not (?:too|so) (?:many|much)|not(?: about)?"
    r"|fewer|as (?:few|little)|(?:a )?bit less"
    r"|(?:do not|don't|don’t|never) (?:ask|talk|speak|go|dwell|include|mention|touch"
    r"|bring up|focus|concentrate|emphasi[sz]e|stress|cover|test|grill|quiz|question|practi[sc]e"
    r"|drill|press|probe|stay|spend (?:too much |much |any )?time)"
    r"(?: (?:me|anything|questions|into|too much|much|on|upon))*"
    r"|no(?! more than)(?: more)?)\b(?:\s+(?:any|all|the|questions?))*(?:\s+(?:about|on|of"
    r"|regarding))?"
    r"\s+(?P<what>.+)",
    re.IGNORECASE,
)
ONLY = re.compile(
    r"(?:(?:ask |use |make it |keep it |i want )?(?:me )?(?:only|just|exclusively|solely"
    r"|nothing but"
    r"|nothing except"
    r"|purely)(?: (?:ask|use|practi[sc]e|talk|focus))?(?: me)?(?: (?:about|on|for|with))?\s+"
    r"(?P<what>.+)|(?P<before>.+?)(?: questions)? only)",
    re.IGNORECASE,
)
FOCUS = re.compile(
    r"(?:(?:(?:put )?(?:the |a |your |more |strong |special |heavy |particular "
    r"|main )*(?:focus|emphasis|stress"
    r"|attention)(?:ed|ing)?(?: more| mainly| mostly| especially)?(?: on| to| upon)?)"
    r"|concentrate(?: more| mainly)?(?: on)?|emphasi[sz]e|stress|prioriti[sz]e|highlight|especially"
    r"|particularly|mostly|mainly|above all|more(?: questions)?(?: about| on)?"
    r"|(?:ask|question|quiz|grill|drill|challenge|test|press|probe|interview|train|coach"
    r"|prepare|examine)"
    r"(?: (?:me|us|them|hard|more|mainly|mostly|especially|a lot|lots|many|some|several|questions"
    r"|specifically|in depth|in detail|deeply|the candidate))*(?: (?:about|on|for|regarding"
    r"|into|in|with))?"
    r"|talk (?:more )?about|discuss|cover|include|go (?:into|over|through)|dig into"
    r"|dive into|practi[sc]e"
    r"|practi[sc]ing|dwell on|(?:start|begin|open) with|(?:double-?)?check|verify|look at"
    r"|zoom in on|home in on"
    r"|spend (?:more |most |extra |the )*time (?:on|with)"
    r"|what (?:would|will|might|could|do) they ask(?: me)?(?: about| on)?"
    r"|(?:(?:more|some|several|many|a few|a lot of|lots of) )?questions (?:about|on"
    r"|regarding|around)"
    r"|(?:i(?:'m| am)|i feel) (?:very |a bit |quite |most |really )?(?:nervous|worried"
    r"|anxious|unsure|weak|bad|insecure"
    r"|concerned|not (?:so |very )?(?:good|sure|confident)|struggling) (?:about|with|at|on"
    r"|in)|i struggle(?: most)? with"
    r"|rehearse|train|work on|help(?: me)? with|add)\s+(?P<what>.+)",
    re.IGNORECASE,
)
STRICT = re.compile(
    r"\b(?:strict(?:er|ly)?|tough(?:er)?|hard(?:er)? on me|hard|demanding|rigorous|critical"
    r"|harsh|picky"
    r"|challenging|ruthless|merciless|difficult questions|hard questions|tough questions)\b",
    re.IGNORECASE,
)
HARD_ONES = re.compile(
    rf"(?:\w+\s+)?{STRICT.pattern}\s+(?:\w+\s+)?(?:questions?"
    rf"|ones)(?:\s+(?:about|on|for)\s+(?P<what>.+))?$",
    re.IGNORECASE,
)
UNMET: list[tuple[re.Pattern[str], str]] = [
    (re.compile(pattern, re.IGNORECASE), told)
    for pattern, told in (
        (
            r"\b\d+\s*(?:min(?:ute)?s?|hours?)\b|\b(?:half an|one) hour\b",
            "How long it lasts is set with --minutes.",
        ),
        (
            r"\b(?:\d+|two|three|four|five|six|seven|eight|ten|twelve) (?:\w+ )?questions\b"
            r"|\bshort(?:er)? interview"
            r"|\blong(?:er)? interview|\b(?:keep|make) it (?:short|brief|quick|long)\b|\bquick\b",
            "How many questions are asked is set with --questions.",
        ),
        (
            r"\b(?:in|auf|en)\s+(?:german|french|spanish|italian|portuguese|dutch|polish|russian"
            r"|chinese|mandarin|japanese"
            r"|arabic|hindi|turkish|korean|swedish|deutsch|espa[nñ]ol|fran[cç]ais"
            r"|italiano)\b(?!\s+\w+ing)",
            "Interviews are held in English.",
        ),
        (
            (
                r"\b(?:act|pretend|behave|talk|speak|sound|role-?play)\s+(?:like|as|to be|you)\b"
                r"|\byou are\b"
                r"|\bpersona\b"
            ),
            "The interviewer plays nobody else.",
        ),
        (
            r"\b(?:friendl(?:y|ier)|gentle|kind(?:er)?|nice(?:r)?|easy|easier|relaxed|polite"
            r"|encouraging|supportive"
            r"|casual|funny|humou?r|jokes?|sarcastic|rude|aggressive"
            r"|mean)\b(?!\s+(?:customers?|people|clients?|guests?))",
            "The interviewer's manner is always the same.",
        ),
        (
            (
                r"\b(?:slow(?:er|ly)?|fast(?:er)?"
                r"|loud(?:er)?)\b(?=.*\b(?:speak|talk|read|voice|speech)"
                r"|$)"
            ),
            "How it speaks is set with `tts.speed` and `tts.volume`.",
        ),
        (
            (
                r"\b(?:score|grade|mark|rate|feedback after|correct me"
                r"|tell me the (?:right|best) answers?|model answers?)\b"
            ),
            "What is judged, and how, is set with --rubric for the report.",
        ),
        (
            r"\b(?:search|google|look up|internet|web|linkedin|email|call|book)\b.*\b(?:company|web"
            r"|internet|online|me"
            r"|up|linkedin)\b",
            "Nothing but the documents is looked at: there is no network.",
        ),
    )
]
IN_LANGUAGE = re.compile(
    rf"\b(?:ask|speak|talk|interview|conduct|hold|do|run|be|questions?)\b(?: me| it| this"
    rf"| all| the \w+)*\s{UNMET[2][0].pattern}",
    re.IGNORECASE,
)
HOW_MANY_ABOUT = re.compile(r"questions? (?:about|on|regarding)\s+(?P<what>.+)", re.IGNORECASE)
MILD = re.compile(
    rf"(?:do not|don't|don’t|not|never|less|no need to|need not)\b.*{STRICT.pattern}",
    re.IGNORECASE,
)
"""Says no to strictness."""
_NUMBER = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2})"
HOW_MANY_TOPICS = re.compile(
    rf"(?:.{{0,30}}\b)?(?P<number>{_NUMBER}) (?:\w+ )?(?:topics?|subjects?|areas|themes)"
    r"(?: (?:only|please|max(?:imum)?|at most|in total|or so|will do|is enough|are enough))*",
    re.IGNORECASE,
)
NEVER_MET = tuple(
    (re.compile(pattern, re.IGNORECASE), told)
    for pattern, told in (
        (
            r"\bfollow[- ]?ups?\b",
            "How many follow-ups are asked is set with `interview.follow_ups`.",
        ),
        (r"\bone question at a time\b", "Questions come one at a time anyway."),
        (
            r"\b(?:simple|simpler|plain|easy) (?:english|words|language)\b|\bshort questions\b"
            r"|\bquestions short\b|\bnative speaker\b",
            "How questions are worded stays as it is; say “put it differently” to hear one anew.",
        ),
        (
            r"\binterrupt(?:s|ed|ing)? me\b|\bcut me off\b",
            "The interviewer does not interrupt you.",
        ),
    )
)
"""What cannot be asked for, whatever else the clause says."""
NO_WISH = re.compile(
    r"^(?:(?:make|give|use|keep|surprise|interrupt|let|treat|pretend|act|help|think|imagine|assume"
    r"|remember|try|wait|do|get|go|be|have|take|see|show|tell|say|speak|talk|listen|read|start|stop"
    r"|end|finish|maximum|minimum|max|min|up|at)\b|(?:this|that|there|the \w+|my \w+) (?:is|was|are"
    r"|will|has)\b)"
    r"|\b(?:i|i'm|i’m|i've|i’ve|it|it's|it’s|me|us|you|they|he|she|am)\b",
    re.IGNORECASE,
)
"""A remark or an order, and no name of a subject."""
HOW_I = re.compile(
    r"^how (?:well )?(?:i|we|to) (?:would |should |can |could )?(?P<verb>[a-z]+)\b", re.I
)
WHOLE = re.compile(r"^(?:everything|anything|all|whatever)\b", re.IGNORECASE)
NO_SUBJECT = frozenset("on about that those these this them it all everything anything".split())
TRIMMED = re.compile(
    r"^(?:(?:the|any|all|some|a lot of|lots of|more|my|questions?|topics?|about|on|regarding"
    r"|related to|"
    r"things like|such as|for|to|your|their|his|her|candidate's|aspects? of|parts? of|talking about"
    r"|speaking about|discussing|fact that)\s+)+"
    r"|\s+(?:questions?|topics?|part|parts|stuff|skills? (?:only)|please|more|a lot|much|too"
    r"|as well|only"
    r"|in particular|especially|section|sections|this time|today|first)$",
    re.IGNORECASE,
)


CODE = re.compile(r"[<>{}`\\]|\$\(")
"""What stands in programs and pages, and in no wish."""
