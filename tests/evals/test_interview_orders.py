"""Orders of candidates are told from answers, in many wordings."""

import re

import pytest

from tests.evals.interview_orders import HELD_OUT, HELD_OUT_AGAIN, LABELLED, cases
from voicecli.interview.steps.orders import interview_order

pytestmark = pytest.mark.evals

TABLES = (LABELLED, HELD_OUT, HELD_OUT_AGAIN)
RIGHT = 0.98


@pytest.mark.parametrize("table", TABLES, ids=("labelled", "held-out", "held-out again"))
def test_orders_are_known_and_no_answer_is_eaten(table: str) -> None:
    said = cases(table)
    wrong = [(meant, text) for meant, text in said if (interview_order(text) or "") != meant]

    assert len(wrong) <= (1 - RIGHT) * len(said), wrong
    assert [text for meant, text in wrong if not meant] == []


def test_a_recogniser_without_punctuation_makes_no_difference() -> None:
    said = [case for table in TABLES for case in cases(table) if case[1] not in ("Sorry?", "Huh?")]
    plain = [
        (meant, " ".join(re.sub(r"[^\w\s']", " ", text.lower()).split())) for meant, text in said
    ]

    assert [(meant, text) for meant, text in plain if (interview_order(text) or "") != meant] == []
