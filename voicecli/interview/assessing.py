"""A reply is assessed within the candidate's last pause: rules and MiniLM, no language model."""

from collections.abc import Iterable, Sequence

from voicecli.interview.clauses import clauses
from voicecli.interview.concreteness import substance
from voicecli.interview.course import Assessment
from voicecli.interview.coverage import Reading, cover, read_story
from voicecli.interview.likeness import Comparer
from voicecli.interview.plan import QuestionKind, Topic
from voicecli.interview.refusals import refusal
from voicecli.interview.verdicts import Asked, kind_of_question, subject_stems, verdict
from voicecli.protocols import Embedder

LONGEST_READ = 12_000
"""Characters of a reply: some twelve minutes of speech."""


class Assessor:
    """Says what a reply is worth as an answer; the words are English. For one thread.

    Without an embedder no reply is off the topic: common words alone cannot tell.
    """

    def __init__(self, embedder: Embedder | None) -> None:
        self._comparer = Comparer(embedder) if embedder else None

    def warm_up(self, texts: Iterable[str]) -> None:
        """Read questions and points once, so that no answer waits for it."""
        wanted = [text for text in dict.fromkeys(texts) if text.strip()]
        if self._comparer and wanted:
            self._comparer.vectors(wanted)

    def assess(self, question: str, seeks: Sequence[str], topic: Topic, reply: str) -> Assessment:
        """Assess a reply to a question that seeks these points. Never raises, whatever is said."""
        points = tuple(dict.fromkeys(point for point in seeks if point.strip()))
        none = refusal(reply)
        if none:
            return Assessment(none, missing=points)
        reading = self._read(question, points, topic, reply[:LONGEST_READ])
        covered, missing = cover(points, reading)
        about = subject_stems([question, *points, topic.title])
        asked = Asked(question, _kind(question, topic), points, missing, about)
        return Assessment(
            verdict(reading, asked),
            covered=covered,
            missing=missing,
            concrete=reading.substance.concrete,
            vague=reading.substance.vague,
        )

    def _read(self, question: str, points: Sequence[str], topic: Topic, reply: str) -> Reading:
        parts = clauses(reply)
        texts = [question, *points]
        likeness = self._comparer.compare(parts, texts, reply) if self._comparer else None
        return Reading(reply, parts, read_story(reply), substance(reply, parts), likeness)


def _kind(question: str, topic: Topic) -> QuestionKind:
    """The kind of a planned question as planned, of any other by its words."""
    planned = (one.kind for one in topic.questions if one.text == question)
    return next(planned, kind_of_question(question))
