"""How parts of the replies sounded, against the candidate's own usual; labels only when certain.

The voice alone is judged: who tells of fear need not sound afraid. Tone never counts in a score.
"""

import math
from collections.abc import Mapping, Sequence

from voicecli.interview.course import Exchange
from voicecli.interview.reporting.findings import Tone
from voicecli.interview.reporting.quoting import quoted


def tones(exchanges: Sequence[Exchange]) -> Mapping[int, tuple[tuple[Tone, ...], int]]:
    """By number of the question: the tones that are certain, and how many parts have none.

    Replies without cues are left out.
    """
    import numpy as np

    from voicecli.analysis.emotion import UNCERTAIN, arousals, certainty, emotion_of
    from voicecli.analysis.emotion_cues import Cue
    from voicecli.analysis.emotion_profiles import EMOTIONS
    from voicecli.analysis.emotion_voice import judge

    places = [(one, part) for one in exchanges for part in range(_measured(one, len(Cue)))]
    if not places:
        return {}
    rows = [_cues(one)[part] for one, part in places]
    cues = np.array([[math.nan if cue is None else cue for cue in row] for row in rows])
    voice = np.array([_voiced(one)[part] for one, part in places])
    judged = judge(cues, voice, np.zeros((len(places), len(EMOTIONS))))
    needed = certainty(len(places))
    found: dict[int, tuple[tuple[Tone, ...], int]] = {}
    heard = zip(places, judged.probabilities, arousals(judged), strict=True)
    for (exchange, part), probabilities, arousal in heard:
        certain, unsure = found.get(exchange.number, ((), 0))
        emotion = emotion_of(probabilities, arousal, needed)
        words = exchange.reply.parts[part].text if exchange.reply is not None else ""
        quote = quoted(exchange, words)
        if emotion.label == UNCERTAIN or quote is None:
            found[exchange.number] = (certain, unsure + 1)
        else:
            tone = Tone(emotion.label, emotion.probability, quote)
            found[exchange.number] = ((*certain, tone), unsure)
    return found


def _measured(exchange: Exchange, cues: int) -> int:
    """How many parts of the reply have cues that can be judged."""
    reply = exchange.reply
    if reply is None or reply.typed or reply.delivery is None:
        return 0
    rows = reply.delivery.cues
    if any(len(row) != cues for row in rows) or len(rows) != len(reply.delivery.voiced):
        return 0
    return min(len(rows), len(reply.parts))


def _cues(exchange: Exchange) -> Sequence[Sequence[float | None]]:
    reply = exchange.reply
    return reply.delivery.cues if reply is not None and reply.delivery is not None else ()


def _voiced(exchange: Exchange) -> Sequence[float]:
    reply = exchange.reply
    return reply.delivery.voiced if reply is not None and reply.delivery is not None else ()
