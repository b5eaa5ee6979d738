"""What was agreed, and who is to do what by when, in English conversations.

One sentence proposes, promises or asks (`commitments`); the next ones of others accept it or not.
"""

# ruff: noqa: E501  # a pattern that is broken over lines is harder to read than a long one

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from voicecli.analysis.commitments import Commitment, due, read
from voicecli.analysis.english import content_stems
from voicecli.analysis.findings import Action, Agreement
from voicecli.analysis.said import Said

ACCEPTED_WITHIN = 4
"""Sentences in which an acceptance follows what it accepts."""
ACCEPTED_SECONDS = 20.0
LEAST_TOLD = 1
"""Content words without which "so that's decided" does not say what is."""
SAME_SHARE = 0.6
"""Share of content words that two actions of one owner have in common when they are the same."""

_STRONG = re.compile(
    r"^(?:(?:okay|ok|yes|yeah|then|so|great|good|fine|alright|all right|well|perfect|that|it's a|that's a|we're all|we're),? )*(?:agreed|deal|approved|seconded|makes sense)\b(?! (?:on|that|to|in|with|was|is))|\b(?:sounds (?:good|great|fine|perfect|right|reasonable|like a plan)|(?:good|great|excellent|nice)"
    r" (?:idea|plan|suggestion)|works for (?:me|us)|(?:fine|okay|ok|good) (?:by|with|for) (?:me|us)"
    r"|(?:that|this|it|which)(?:'ll| will| would)? works?\b(?! (?:on|for (?!me|us)|in|as|like))"
    r"|let's do (?:that|it)|i(?:'d)? agree|i'm in\b|count me in|(?:that|it) would be (?:great|perfect"
    r"|lovely|wonderful|good|helpful|fantastic|nice)|that's (?:fine|settled|perfect)|i'm (?:fine|okay|happy)"
    r" with (?:that|it|this)|(?:yes|yeah),? let's|i second that|no objections?|all in favou?r"
    r"|i (?:really )?like (?:that|it|the idea)|please do|i can do that)\b"
)
_WEAK = re.compile(
    r"(?:oh |um,? |uh,? |well,? )?(?:yes|yeah|yep|sure|okay|ok|alright|all right|of course|perfect"
    r"|absolutely|certainly|definitely|great|fine|no problem|will do|got it|gladly|happy to|good|right"
    r"|thanks|thank you|please do|please|on it|done|consider it done|can do|no worries|with pleasure"
    r"|i can do that|i'll do (?:that|it)|i will|i'll take care of it|cool|exactly|noted)\b"
)
_NOT = re.compile(
    r"\b(?:but|however|although|not sure|don't|can't|cannot|won't|isn't|no,|i disagree|never|rather"
    r"|instead|unfortunately|too (?:late|early|much|expensive|long)|let me think|wait|doubt|would not"
    r"|wouldn't|maybe|nothing|depends|problem is|actually)\b"
)


@dataclass(slots=True)
class _Read:
    """A sentence, what it commits to, and who accepted it where."""

    said: Said
    commitment: Commitment
    number: int
    accepted: Said | None = None


@dataclass(frozen=True, slots=True)
class Settled:
    """What came out of a conversation."""

    actions: tuple[Action, ...]
    agreements: tuple[Agreement, ...]


def settled(said: Sequence[Said], speakers: Sequence[str]) -> Settled:
    """Read actions and agreements; `speakers` are the names by which an owner may be called."""
    reads = {
        number: _Read(one, found, number)
        for number, one in enumerate(said)
        if (found := read(one.text))
    }
    answers: set[int] = set()
    for item in reads.values():
        if item.number in answers:
            continue
        wants = item.commitment.kind not in ("promise", "offer")
        item.accepted = _acceptance(said, item.number, answers, wants=wants)
    plain = _accepted_otherwise(said, reads, answers)
    actions = [
        _action(item, speakers, said)
        for item in reads.values()
        if item.number not in answers and _is_action(item)
    ]
    agreements = [
        Agreement(item.said.quote, item.accepted.quote if item.accepted else None)
        for item in reads.values()
        if item.number not in answers and _is_agreement(item)
    ]
    agreements += [Agreement(one.quote, other.quote) for one, other in plain]
    return Settled(
        _without_doubles(actions), tuple(sorted(agreements, key=lambda one: one.quote.start))
    )


def accepts(text: str) -> int:
    """2 for a plain yes to a plan ("sounds good", "deal"), 1 for a sign of it ("okay"), else 0."""
    lower = text.lower().replace("’", "'").strip()
    if lower.endswith("?") or _NOT.search(_without_thanks(lower)):
        return 0
    if _STRONG.search(lower):
        return 2
    return int(bool(_WEAK.match(lower)))


def _without_thanks(lower: str) -> str:
    """The text without phrases such as "no problem", which deny nothing."""
    return re.sub(r"\b(?:no problem|don't worry|why not|no objections?|can't wait)\b", "", lower)


def _acceptance(
    said: Sequence[Said], number: int, answers: set[int], *, wants: bool
) -> Said | None:
    """The sentence by which another speaker accepts the one of this number.

    Where it `wants` something of others, "I'll do that" accepts it, too.
    """
    one = said[number]
    replier: str | None = None
    for at in range(number + 1, min(len(said), number + 1 + ACCEPTED_WITHIN)):
        other = said[at]
        if other.start - one.end > ACCEPTED_SECONDS:
            return None
        if other.speaker == one.speaker:
            if replier is not None or read(other.text):
                return None
            continue
        if replier is not None and other.speaker != replier:
            return None
        replier = other.speaker
        if _refuses(other.text):
            return None
        if accepts(other.text) and not _goes_on_against(said, at):
            answers.update(_answering(said, at))
            return other
        promise = read(other.text)
        if wants and promise and _is_plain(promise) and _is_bare(other.text, one.text):
            answers.add(at)
            return other
    return None


def _refuses(text: str) -> bool:
    lower = text.lower().replace("’", "'")
    return bool(
        re.match(r"\W*(?:no|nope|nah|not really|hmm+|i don't|i can't|we can't|but)\b", lower)
    ) and (not re.match(r"\W*no (?:problem|worries|objection)", lower))


def _goes_on_against(said: Sequence[Said], at: int) -> bool:
    """Whether the speaker's next words take a yes back ("Sure. But …")."""
    after = said[at + 1 : at + 2]
    return (
        bool(after)
        and after[0].speaker == said[at].speaker
        and bool(re.match(r"\W*(?:but|however|although|the problem|only)\b", after[0].text.lower()))
    )


def _answering(said: Sequence[Said], at: int) -> set[int]:
    """The numbers of an acceptance and of a promise in it or right behind it that only repeats."""
    own = read(said[at].text)
    found = {at} if own is None or _is_bare(said[at].text, "") else set()
    after = said[at + 1 : at + 2]
    if after and after[0].speaker == said[at].speaker:
        promise = read(after[0].text)
        if promise and _is_plain(promise) and _is_bare(after[0].text, ""):
            found.add(at + 1)
    return found


def _is_plain(found: Commitment) -> bool:
    return found.kind == "promise" and found.strength == 2


def _is_bare(text: str, asked: str) -> bool:
    """Whether a promise names nothing of its own: "I'll do that by Friday", "I'll send it"."""
    mine = set(content_stems(text)) - set(content_stems(due(text) or ""))
    return len(mine - set(content_stems(asked))) <= 1


def _is_action(item: _Read) -> bool:
    found = item.commitment
    certain = found.strength == 2 or item.accepted is not None
    if found.kind == "promise":
        return certain or found.due is not None
    if found.kind == "request":
        return certain or (found.due is not None and found.strength > 0)
    if found.kind == "duty":
        if found.who == "we":
            return found.due is not None or item.accepted is not None
        return certain or found.due is not None
    return found.kind == "offer" and item.accepted is not None


def _is_agreement(item: _Read) -> bool:
    if item.commitment.kind == "decision":
        tells = len(set(content_stems(item.said.text))) >= LEAST_TOLD
        return tells and (item.commitment.strength == 2 or item.accepted is not None)
    return item.commitment.kind == "proposal" and item.accepted is not None


def _accepted_otherwise(
    said: Sequence[Said], reads: dict[int, _Read], answers: set[int]
) -> list[tuple[Said, Said]]:
    """What no rule took for a proposal, and another speaker plainly accepted ("Deal.")."""
    found = []
    for at, one in enumerate(said):
        if at in answers or at in reads or not _plainly_settles(one.text):
            continue
        before = _last_of_other(said, at)
        if before is None or before in reads or before in answers:
            continue
        if len(content_stems(said[before].text)) >= 2:
            found.append((said[before], one))
    return found


def _plainly_settles(text: str) -> bool:
    lower = text.lower().replace("’", "'")
    return bool(
        re.match(
            r"\W*(?:(?:okay|ok|yes|alright|all right|good|great|perfect|fine|then),? )*(?:agreed|deal"
            r"|it's a deal|(?:that|it|this) works(?: for (?:me|us))?|works for me|fine (?:by|with) me|sounds good|sounds"
            r" like a plan|let's do (?:that|it))\b",
            lower,
        )
    ) and not _NOT.search(lower)


def _last_of_other(said: Sequence[Said], at: int) -> int | None:
    for before in range(at - 1, max(-1, at - 4), -1):
        other = said[before]
        if other.speaker != said[at].speaker:
            return before if said[at].start - other.end <= ACCEPTED_SECONDS else None
    return None


def _action(item: _Read, speakers: Sequence[str], said: Sequence[Said]) -> Action:
    accepted = item.accepted
    when = item.commitment.due or (due(accepted.text) if accepted else None)
    return Action(
        item.said.quote, _owner(item, speakers, said), when, accepted.quote if accepted else None
    )


def _owner(item: _Read, speakers: Sequence[str], said: Sequence[Said]) -> str | None:
    """Who is to do it, by the speaker's label where it can be known."""
    who = item.commitment.who
    if who == "i":
        return item.said.speaker
    if who == "we":
        return None
    if who == "somebody":
        return item.accepted.speaker if item.accepted else None
    if who == "you":
        return item.accepted.speaker if item.accepted else _only_other(item, speakers)
    called = [name for name in speakers if name.split()[0].lower() == who.split()[0].lower()]
    return called[0] if called else who


def _only_other(item: _Read, speakers: Sequence[str]) -> str | None:
    others = [name for name in speakers if name != item.said.speaker]
    return others[0] if len(others) == 1 and item.said.speaker in speakers else None


def _without_doubles(actions: Sequence[Action]) -> tuple[Action, ...]:
    """Each action once: what is said again later (a recap) gives what the first lacked."""
    kept: list[Action] = []
    for action in sorted(actions, key=lambda one: one.quote.start):
        same = next((n for n, one in enumerate(kept) if _is_same(one, action)), None)
        if same is None:
            kept.append(action)
        else:
            first = kept[same]
            kept[same] = replace(
                first,
                owner=first.owner or action.owner,
                due=first.due or action.due,
                accepted=first.accepted or action.accepted,
            )
    return tuple(kept)


def _is_same(one: Action, other: Action) -> bool:
    if one.owner and other.owner and one.owner != other.owner:
        return False
    mine, theirs = (set(content_stems(item.quote.text)) for item in (one, other))
    fewer = min(len(mine), len(theirs))
    return fewer >= 2 and len(mine & theirs) / fewer >= SAME_SHARE
