"""The candidate of the benchmark: fits any plan, says the same again, knows what it said."""

import pytest

from tests.interviews import WIDE, answered, plan_of
from voicecli.bench.candidate import MANNERS, Candidate
from voicecli.interview.course import State
from voicecli.interview.steps.machine import Ordered, Silent, open_interview, step
from voicecli.interview.steps.orders import interview_order

pytestmark = pytest.mark.unit


@pytest.mark.parametrize("manner", list(MANNERS))
@pytest.mark.parametrize("seed", range(4))
def test_it_answers_any_plan_to_the_end_and_the_same_again(manner: str, seed: int) -> None:
    assert _said(manner, seed) == _said(manner, seed)


def _said(manner: str, seed: int) -> list[str]:
    plan = plan_of(4)
    candidate = Candidate(plan, MANNERS[manner], seed)
    now = open_interview(plan, WIDE).progress
    said = []
    while now.state is not State.DONE:
        saying = candidate.reply(now)
        said.append(saying.text)
        assert "{" not in saying.text
        assert interview_order(saying.text, now.offered) == saying.order
        if saying.order:
            now = step(plan, now, Ordered(saying.order, now.seconds), WIDE).progress
        elif saying.verdict == "silent":
            now = step(plan, now, Silent(now.seconds), WIDE).progress
        else:
            verdict = saying.verdict or "good"
            now = step(plan, now, answered(verdict, at=now.seconds + 30), WIDE).progress
        assert len(said) < 100
    return said
