"""How a question asks for a kind of point: "what came of it" for the result. English."""

import re
from collections.abc import Mapping

from voicecli.interview.judging.points import PointKind, kind_of, names

_CUES: Mapping[PointKind, str] = {
    PointKind.OWN: (
        r"\b(?:what|how|which)\b.*\b(?:did|do|have|had|would|could|were|are|was) you(?:r own)?\b"
        r"|\byour (?:own |personal )?(?:part|role|share|task|contribution|job|decision)"
        r"|\byourself\b|\bpersonally\b"
    ),
    PointKind.RESULT: (
        r"\bresults?\b|\boutcomes?\b|\beffects?\b|\bimpact\b|\bin the end\b|\bend(?:ed)? up\b"
        r"|\bhow (?:\w+ ){1,4}end(?:ed)?\b|\bturn(?:ed)? out\b|\b(?:came|come|became|become) of\b"
        r"|\bhappened (?:then|next|after|in the end|once)|\bconsequences?\b|\bafterwards\b"
        r"|\bchanged?\b"
        r"|\bdifferen(?:t|ce)\b|\bimprove\w*|\bhow (?:well|quickly)\b|\bfigures?\b"
        r"|\b(?:lead|led) to\b|\bachieve\w*|\bsaved?\b|\brespon(?:d|se)\w*|\breact\w*|\bwork out\b"
    ),
    PointKind.SITUATION: (
        r"\bsituation\b|\bhappen\w*|\bwho was\b|\bwhen\b|\bwhere\b|\bbackground\b|\bgoing on\b"
        r"|\bcame about\b|\bled (?:up )?to\b|\bproblem\b|\binvolved\b|\boccasion\b"
    ),
    PointKind.EXAMPLE: (
        r"\bexamples?\b|\binstances?\b|\boccasions?\b|\btime (?:when|that|you)\b|\blast time\b"
        r"|\bwhen did you (?:last|first)\b|\bhave you ever\b"
        r"|\bparticular\b|\bspecific\b|\bwhat happened\b"
    ),
    PointKind.REASON: r"\bwhy\b|\breasons?\b|\bwhat made\b|\bhow come\b|\bdecide\w*",
    PointKind.LEARNING: (
        r"\blearn\w*|\blessons?\b|\bdifferent(?:ly)?\b|\bnext time\b|\btoday\b|\btak(?:e|en) away\b"
        r"|\btook? from\b|\bchanged? (?:in|about|since)\b|\bsince then\b"
    ),
    PointKind.FIGURE: (
        r"\bhow (?:many|much|often|long|large|big|far|high|fast|old)\b|\bfigures?\b|\bnumbers?\b"
        r"|\bpercent\w*|\broughly\b"
    ),
    PointKind.TIME: (
        r"\bwhen\b|\bhow (?:long|often|soon|recently)\b|\bwh(?:at|ich) year\b|\bsince\b"
    ),
    PointKind.PEOPLE: r"\bwho(?:m|se)?\b|\bcolleagues?\b|\binvolved\b|\banyone\b",
    PointKind.STEPS: r"\bhow\b|\bsteps?\b|\bfirst\b|\bnext\b|\bwhat (?:do|did|would) you\b",
    PointKind.CHECK: (
        r"\bhow (?:do|did|would|could|can) you (?:\w+ )?(?:know|check|measure|make sure|ensure|tell"
        r"|verify|test|notice|find out|see)\b|\bcheck\w*|\bmeasur\w+|\bhow .*\bsure\b"
    ),
    PointKind.DRAW: (
        r"\bwhat\b.*\b(?:draws?|attracts?|interests?|appeals?|excites?|makes?|matters?|like"
        r"|enjoy)\b"
        r"|\bwhy\b|\bin particular\b"
    ),
    PointKind.NOW: r"\bnow\b|\bat this (?:point|time|moment|stage)\b",
    PointKind.SOURCE: (
        r"\bhow\b.*\b(?:measure|count|calculat|come|came|work|know|arrive)\w*"
        r"|\bwhere\b.*\b(?:figures?|numbers?)\b|\bbased on\b"
    ),
}
_ASKS = {kind: re.compile(cue, re.IGNORECASE | re.DOTALL) for kind, cue in _CUES.items()}


def asks_for(question: str, point: str) -> bool:
    """Whether a question asks for a point: as such points are asked for, or by its name."""
    cue = _ASKS.get(kind_of(point))
    wanted = names(point)
    named = wanted and 2 * len(wanted & names(question)) >= len(wanted)
    return bool(named or (cue and cue.search(question)))
