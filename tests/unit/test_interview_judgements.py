"""Strengths, gaps and exercises of a report: what is said of which answers, and what is not."""

from dataclasses import replace

import pytest

from tests.interviewed import (
    GENERAL,
    LEFT,
    MORE,
    OPEN_NO,
    SKIPPED,
    TOLD,
    over,
    question,
    report_on,
    spoken,
    typed,
)
from voicecli.interview.course import Assessment, Covered, Verdict

pytestmark = pytest.mark.unit


def test_exercises_come_from_what_was_measured_and_name_question_and_command() -> None:
    found = report_on(LEFT).exercises
    assert len(found) == 3
    assert found[0].why == (
        "The answer to question 2 stays general where a name or figure could be."
    )
    assert found[0].question == "What do you watch for at handover?"
    assert found[0].command == "voicecli interview again abc123 --topic t1 --same"
    assert [one.why for one in found[1:]] == [
        "Question 4 got no answer of its own.",
        "Question 5 was skipped.",
    ]
    assert len({(one.text, one.question) for one in found}) == 3


def test_where_a_story_was_asked_for_and_none_is_told() -> None:
    text = "I am very good with people and I think that you just have to stay calm and friendly."
    general = replace(TOLD, reply=spoken(text, 8.0, 9.0), assessment=Assessment("vague"))
    report = report_on(over(general))
    assert report.gaps[0].kind == "no-story"
    assert report.exercises[0].text.startswith("Choose one occasion")
    alone = "Last year a patient fell. The night nurse called the doctor and he came at once."
    watched = replace(TOLD, reply=spoken(alone, 8.0, 9.0), assessment=Assessment("partial"))
    assert [one.kind for one in report_on(over(watched)).gaps] == ["no-action"]


def test_what_had_no_answer_is_prepared_by_the_kind_of_its_topic() -> None:
    skipped = [
        replace(SKIPPED, number=n, topic=f"t{n}", question=f"Question {n}?") for n in (1, 2, 3)
    ]
    found = report_on(over(*skipped)).exercises
    assert [one.text.split()[0] for one in found] == ["Choose", "Prepare", "Note"]
    assert [one.question for one in found] == ["Question 1?", "Question 2?", "Question 3?"]


def test_one_question_without_an_answer_is_one_exercise() -> None:
    unknown = Assessment("unknown", missing=("medication",))
    report = report_on(over(typed(GENERAL, "I do not know that.", unknown)))
    assert [one.why for one in report.exercises].count(report.gaps[0].text) == 1


def test_topics_that_were_not_come_to_are_prepared_where_else_is_too_little() -> None:
    left = report_on(over(replace(SKIPPED, outcome="open", topic="t1")))
    assert [one.topic for one in left.exercises] == ["t1", "t2", "t3"]
    assert left.exercises[1].why == "The interview did not come to the topic “Wound care”."
    assert left.exercises[1].question == "How would you treat a chronic wound?"


def test_exercises_are_of_different_questions_where_that_is_possible() -> None:
    text = "I am very good with people and I think that you just have to stay calm and friendly."
    empty = Assessment("vague", vague=("very good with people", "stay calm", "friendly"))
    first = replace(TOLD, reply=spoken(text, 8.0, 9.0), assessment=empty)
    found = report_on(over(first, GENERAL)).exercises
    assert [one.question for one in found[:2]] == [TOLD.question, GENERAL.question]


def test_a_question_that_was_left_open_comes_before_one_that_is_practised_already() -> None:
    text = "Last year a patient fell on the ward and I called the doctor at once for him."
    seeks = ("what you did yourself", "the result", "medication")
    told = Assessment("partial", (Covered(seeks[0], "I called the doctor"),), seeks[1:])
    first = replace(typed(TOLD, text, told), seeks=seeks)
    report = report_on(over(first, replace(OPEN_NO, outcome="open", reply=None, assessment=None)))
    assert [one.kind for one in report.gaps] == ["no-result", "points"]
    assert [one.exchange for one in report.gaps] == [1, 1]
    assert [one.question for one in report.exercises[:2]] == [TOLD.question, OPEN_NO.question]


def test_two_questions_of_one_kind_without_an_answer_are_prepared_in_two_ways() -> None:
    again = replace(SKIPPED, number=6, question="Who taught you to clean wounds?")
    report = report_on(over(replace(SKIPPED, number=5), again))
    assert [one.question for one in report.exercises[:2]] == [SKIPPED.question, again.question]
    assert len({one.text for one in report.exercises}) == len(report.exercises) == 3


def test_nobody_is_praised_for_a_few_words() -> None:
    told = Assessment("good", (Covered("medication", "Iberwings"),))
    report = report_on(over(TOLD, GENERAL, typed(MORE, "Iberwings.", told)))
    assert all(one.exchange != 3 for one in report.strengths)
    assert any(one.exchange == 3 for one in report_on(over(TOLD, GENERAL, MORE)).strengths)


def test_answers_of_a_few_words_are_told_as_one_gap() -> None:
    short = [
        replace(typed(GENERAL, "Yes, twelve times.", Assessment("partial")), number=number)
        for number in (1, 2, 3)
    ]
    report = report_on(over(*short))
    assert [one.kind for one in report.gaps].count("brief") == 1
    assert "3 of 3 answers" in next(one.text for one in report.gaps if one.kind == "brief")
    assert any("four sentences" in one.text for one in report.exercises)
    assert all(one.kind != "brief" for one in report_on(over(TOLD, *short[:2])).gaps)
    nothing = replace(short[2], assessment=Assessment("silent"))
    assert all(one.kind != "brief" for one in report_on(over(*short[:2], nothing)).gaps)


def test_answers_that_stay_general_are_told_as_one_gap() -> None:
    empty = [replace(GENERAL, number=number) for number in (1, 2, 3)]
    report = report_on(over(*empty))
    assert [one.kind for one in report.gaps].count("general") == 1
    assert report.gaps[0].text.startswith("3 of 3 answers stay general")
    assert all(one.kind != "vague" for one in report.gaps)
    assert "three sentences that begin with “I”" in report.exercises[0].text


def test_an_answer_of_many_minutes_is_a_gap() -> None:
    text = "I called the doctor and then I went back to the ward at four. " * 30
    long = typed(TOLD, text.strip(), Assessment("good"))
    gap = next(one for one in report_on(over(long)).gaps if one.kind == "long")
    assert "takes 420 words" in gap.text
    assert all(one.kind != "long" for one in report_on(over(TOLD)).gaps)


def test_the_same_words_for_every_point_are_no_strength() -> None:
    words = "I do not have the diploma, I am afraid, not yet."
    points = tuple(Covered(point, words) for point in ("your training", "how it compares"))
    report = report_on(over(typed(OPEN_NO, words, Assessment("good", points))))
    assert all(one.kind != "points" for one in report.strengths)


def test_a_good_answer_is_not_said_to_leave_out_what_was_asked_for() -> None:
    told = Assessment("good", (Covered("the result", "he was back"),), ("a name",))
    verdicts: tuple[tuple[Verdict, list[str]], ...] = (("good", []), ("partial", ["points"]))
    for verdict, kinds in verdicts:
        one = replace(TOLD, assessment=replace(told, verdict=verdict))
        report = report_on(over(one))
        assert [gap.kind for gap in report.gaps] == kinds


def test_a_result_is_only_missing_where_it_was_asked_for() -> None:
    text = "Last year I planned the rota of the ward and wrote it up with the night nurses."
    seeks = ("what you did yourself", "the result")
    own = Covered(seeks[0], "I planned the rota of the ward")
    lacks = Assessment("partial", (own,), seeks[1:])
    asked = report_on(over(replace(typed(TOLD, text, lacks), seeks=seeks)))
    assert [one.kind for one in asked.gaps] == ["no-result"]
    told = replace(typed(TOLD, text, Assessment("good", (own,))), seeks=seeks[:1])
    assert report_on(over(told)).gaps == ()


def test_who_says_that_there_is_nothing_to_tell_lacks_no_story() -> None:
    text = "We had the first certificate since 2018, it is in the papers. The second we don't have."
    for topic, kinds in (("t2", []), ("t1", ["no-action"])):
        plain = replace(typed(TOLD, text, Assessment("partial")), topic=topic)
        report = report_on(over(plain))
        assert [gap.kind for gap in report.gaps] == kinds


def test_own_deeds_are_heard_in_the_reply_to_a_follow_up_that_asked_for_else() -> None:
    short = Assessment("partial", missing=("what you did yourself",))
    first = replace(typed(GENERAL, "It was measured by the ward office.", short), number=1)
    text = "About forty percent. I tested the new form on four wards in March 2021."
    more = typed(MORE, text, Assessment("good"))
    report = report_on(over(first, replace(more, seeks=("a figure",), number=2)))
    assert question(report, 1).missing == ()
    assert question(report, 2).brought == ("what you did yourself",)
    assert question(report, 2).covered[0].quote.text.startswith("I tested the new form")


def test_strengths_are_of_as_many_answers_as_can_be() -> None:
    points = (*TOLD.assessment.covered, Covered("where", "on the ward"))  # type: ignore[union-attr]
    good = replace(TOLD, assessment=replace(TOLD.assessment, covered=points))  # type: ignore[type-var]
    report = report_on(over(*(replace(good, number=number) for number in range(1, 6))))
    assert len({one.exchange for one in report.strengths}) == 5
    alone = report_on(over(good)).strengths
    assert [one.kind for one in alone] == ["story", "points"]


def test_what_a_poor_reply_adds_is_no_strength() -> None:
    poor = replace(MORE, assessment=replace(MORE.assessment, verdict="partial"))  # type: ignore[type-var]
    text = "I check the medication list of the ward twice."
    for one, count in ((MORE, 1), (poor, 0)):
        more = typed(one, text, one.assessment)
        strengths = report_on(over(TOLD, GENERAL, more)).strengths
        assert sum(each.kind == "follow-up" for each in strengths) == count


def test_what_a_general_reply_names_is_not_said_to_be_left_out() -> None:
    text = "Handover always matters, and everybody in a ward knows that it does, I would say."
    named = Assessment(
        "vague", (Covered("handover", "Handover always matters"),), (), ("Handover",)
    )
    seeks = ("handover",)
    report = report_on(over(replace(typed(GENERAL, text, named), seeks=seeks)))
    assert question(report, 2).missing == ()
    assert question(report, 2).concrete == ()


def test_own_deeds_that_were_found_as_a_point_are_not_said_to_be_missing() -> None:
    words = "In 2015 at Brasserie Nord I help to open the second room and train five waiters."
    told = Assessment("good", (Covered("what you did yourself", "I help to open the second room"),))
    report = report_on(over(typed(TOLD, words, told)))
    assert all(one.kind != "no-action" for one in report.gaps)


def test_good_answers_are_practised_in_three_ways() -> None:
    report = report_on(over(TOLD))
    assert len({one.text for one in report.exercises}) == 3


def test_the_questions_of_judgements_that_are_left_out_are_named() -> None:
    text = "I like pizza with a lot of cheese, and my brother has a white van of his own."
    beside = typed(GENERAL, text, Assessment("off-topic"))
    report = report_on(over(*(replace(beside, number=number) for number in (1, 2, 3, 4, 5, 7))))
    first, last = (one.text for one in report.gaps if one.kind == "off-topic")
    assert first.endswith("was asked.")
    assert last.endswith("was asked. Likewise: questions 3–5, 7.")


def test_a_few_words_tell_no_story_where_one_was_asked_for() -> None:
    report = report_on(over(typed(TOLD, "I calmed him down.", Assessment("partial"))))
    assert question(report, 1).structure == ()
    assert [one.kind for one in report.gaps] == ["no-story"]
    unknown = report_on(over(typed(TOLD, "I do not know that.", Assessment("unknown"))))
    assert question(unknown, 1).structure is None


def test_so_many_fillers_are_no_chance_in_few_words() -> None:
    text = "Um, I have, um, costed the, um, menu, um, and wrote nineteen, um, dishes, um, in May."
    said = Assessment("good", concrete=("costed", "nineteen"))
    filled = replace(TOLD, reply=spoken(text, 8.0, 25.0), assessment=said)
    report = report_on(over(filled, replace(TOLD, number=2)))
    delivery = next(one for one in report.scores if one.name == "Delivery")
    assert "fillers in 100 words" in delivery.counted
    assert any(one.kind == "fillers" for one in report.gaps)
    one = question(report, 1)
    assert [quote.text for quote in one.telling] == [
        "costed the, um, menu",
        "wrote nineteen, um, dishes, um, in May.",
    ]
