"""Whether a reply is about another topic of its interview than it was asked about, by MiniLM.

How like a reply is to one question says little: some questions are like any answer. So each
question counts by how much more like the reply it is than like work in general, and what is told
is only which topic that is most so of.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from voicecli.interview.judging.likeness import Comparer, Vector
from voicecli.interview.plan import Topic

NEARER = 0.12
"""By how much a reply is nearer to another topic that is about that one.

That finds two of three answers to other topics that pass for good ones by themselves, and one in a
hundred good answers (benchmarks/interview_answers.py --swaps).
"""


class OtherTopics:
    """The topics of an interview by all that is asked about each. For one thread."""

    def __init__(self, comparer: Comparer) -> None:
        self._comparer = comparer
        self._asked: dict[str, NDArray[np.float32]] = {}

    def prepare(self, topics: Iterable[Topic]) -> None:
        """Read the questions of these topics, which are those of the interview."""
        self._asked = {one.id: self._comparer.vectors(list(_asked(one))) for one in topics}

    def nearer(self, whole: Vector, topic: Topic) -> float | None:
        """By how much a reply is nearer to another topic; below 0 where this is the nearest.

        None for what is no topic of the interview, and where there is no other one.
        """
        if topic.id not in self._asked or len(self._asked) < 2:
            return None
        apart = whole - self._comparer.work
        near = {one: float((asked @ apart).max()) for one, asked in self._asked.items()}
        own = near.pop(topic.id)
        return max(near.values()) - own


def _asked(topic: Topic) -> Iterable[str]:
    for one in topic.questions:
        yield one.text
        yield ", ".join([topic.title, *one.seeks])
