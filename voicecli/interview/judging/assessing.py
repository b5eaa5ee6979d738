"""A reply is assessed within the candidate's last pause: rules and MiniLM, no language model."""

from collections.abc import Iterable, Sequence

from voicecli.interview.course import Assessment, Covered
from voicecli.interview.judging.clauses import clauses
from voicecli.interview.judging.concreteness import substance
from voicecli.interview.judging.coverage import cover, read_story
from voicecli.interview.judging.evidence import Reading
from voicecli.interview.judging.likeness import Comparer
from voicecli.interview.judging.other_topics import OtherTopics
from voicecli.interview.judging.points import BEARING, kind_of
from voicecli.interview.judging.refusal_likeness import RefusalLikeness
from voicecli.interview.judging.refusals import Refusal, refusal
from voicecli.interview.judging.star import is_foreign
from voicecli.interview.judging.verdicts import (
    is_whole_but_beside,
    says_no,
    says_yes,
    verdict,
)
from voicecli.interview.judging.wants import (
    Asked,
    asks_if_not,
    asks_whether,
    kind_of_question,
    ready_question,
    subject_stems,
)
from voicecli.interview.papers.to_machines import is_to_a_machine
from voicecli.interview.plan import Topic
from voicecli.protocols import Embedder
from voicecli.retrieval.sentences import split_sentences

LONGEST_READ = 12_000
"""Characters of a reply: some twelve minutes of speech."""


class Assessor:
    """Says what a reply is worth as an answer; the words are English. For one thread.

    Without an embedder no reply is off the topic: common words alone cannot tell. A reply in
    another language is not judged: it is followed up by nothing, and covers nothing.
    """

    def __init__(self, embedder: Embedder | None) -> None:
        self._comparer = Comparer(embedder) if embedder else None
        self._refusals = RefusalLikeness(self._comparer) if self._comparer else None
        self._others = OtherTopics(self._comparer) if self._comparer else None

    def warm_up(self, texts: Iterable[str]) -> None:
        """Read questions and points once, so that no answer waits for it."""
        wanted = [text for text in dict.fromkeys(texts) if text.strip()]
        if self._comparer and wanted:
            self._comparer.vectors(wanted)

    def prepare(self, topics: Iterable[Topic]) -> None:
        """Read all that replies are compared with; these are the topics of the interview."""
        topics = tuple(topics)
        if self._others:
            self._others.prepare(topics)
        for topic in topics:
            for one in topic.questions:
                self.warm_up([one.text, *one.seeks, *_context(one.text, one.seeks, topic)])

    def assess(self, question: str, seeks: Sequence[str], topic: Topic, reply: str) -> Assessment:
        """Assess a reply to a question that seeks these points. Never raises, whatever is said."""
        points = tuple(dict.fromkeys(point for point in seeks if point.strip()))
        none = self._refusal(reply)
        if none and not (none == "unknown" and _answers_whether(question, points, reply)):
            return Assessment(none, missing=points)
        if all(map(is_to_a_machine, split_sentences(reply[:LONGEST_READ]))):
            return Assessment("off-topic", missing=points)
        if is_foreign(reply):
            return Assessment("good", missing=points)
        reading = self._read(question, points, topic, reply[:LONGEST_READ])
        planned = ready_question(question, topic)
        covered, missing = cover(points, reading, aimed=planned is None)
        about = subject_stems([question, *points, topic.title])
        kind = planned.kind if planned else kind_of_question(question)
        is_gap = topic.kind == "gap"
        said = frozenset(kind_of(one.point) for one in cover(points, reading)[0])
        asked = Asked(question, kind, points, missing, about, planned is not None, said, is_gap)
        worth = verdict(reading, asked)
        if worth == "partial" and is_whole_but_beside(reading, asked):
            missing = (BEARING, *missing)
        return Assessment(
            worth,
            covered=covered,
            missing=missing,
            concrete=reading.substance.concrete,
            vague=reading.substance.vague,
        )

    def touched(self, points: Sequence[str], reply: str) -> tuple[Covered, ...]:
        """Which of some points a reply speaks of, whatever it was asked."""
        reply = reply[:LONGEST_READ]
        wanted = tuple(dict.fromkeys(point for point in points if point.strip()))
        if not wanted or self._refusal(reply) or is_foreign(reply):
            return ()
        parts = clauses(reply)
        texts = [", ".join(wanted), *wanted]
        likeness = self._comparer.compare(parts, texts, reply) if self._comparer else None
        told = substance(reply, parts)
        covered, _ = cover(wanted, Reading("", reply, parts, read_story(reply), told, likeness))
        return covered

    def _refusal(self, reply: str) -> Refusal | None:
        """Known words first; likeness finds what they do not, where little else is said."""
        known = refusal(reply)
        if known or self._refusals is None:
            return known
        if self._refusals.is_hostile(reply):
            return "hostile"
        return "unknown" if self._refusals.is_unknown(reply) else None

    def _read(self, question: str, points: Sequence[str], topic: Topic, reply: str) -> Reading:
        parts = clauses(reply)
        texts = [question, *points, *_context(question, points, topic)]
        likeness = self._comparer.compare(parts, texts, reply) if self._comparer else None
        away = self._others.nearer(likeness.vector, topic) if self._others and likeness else None
        told = substance(reply, parts)
        return Reading(question, reply, parts, read_story(reply), told, likeness, away)


def _answers_whether(question: str, points: Sequence[str], reply: str) -> bool:
    """Whether a reply says yes or no to a question whether somebody has a thing."""
    if not (asks_if_not(question) or asks_whether(points)):
        return False
    return says_no(reply) or says_yes(reply)


def _context(question: str, points: Sequence[str], topic: Topic) -> list[str]:
    """Texts that tell what a question is about: its topic, and what a follow-up goes back to."""
    about = ", ".join([topic.title, *points])
    if ready_question(question, topic):
        return [about]
    ready = [(one.text, ", ".join([topic.title, *one.seeks])) for one in topic.questions]
    return [about, *(text for pair in ready for text in pair)]
