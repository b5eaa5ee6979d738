"""The report of an interview: what it judges, what it cites, and what it leaves unjudged."""

import io
import json
import time
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as checks
from hypothesis import strategies as st
from pydantic import TypeAdapter
from rich.console import Console

from tests.benchmarks import benchmark_module
from tests.interviewed import (
    GENERAL,
    LEFT,
    MORE,
    OPEN_NO,
    PLAN,
    SKIPPED,
    STORY,
    SUBJECT,
    TOLD,
    over,
    question,
    report_on,
    spoken,
    typed,
)
from voicecli.cli.interview_report_json import as_values
from voicecli.cli.interview_report_markdown import as_markdown
from voicecli.cli.interview_report_page import page
from voicecli.cli.interview_report_rows import head, resume_gap, total
from voicecli.cli.interview_report_view import show
from voicecli.interview.course import (
    Assessment,
    Covered,
    Exchange,
    Progress,
    Reply,
    SpokenPart,
    State,
    Verdict,
)
from voicecli.interview.judging.clauses import clauses
from voicecli.interview.plan import Resume
from voicecli.interview.reporting import quoting
from voicecli.interview.reporting.findings import Report, quotes_of
from voicecli.interview.reporting.report import make_report
from voicecli.interview.reporting.rubric import Criterion, Rubric
from voicecli.interview.reporting.speech_figures import figures_of
from voicecli.interview.reporting.spoken_words import spoken_words

pytestmark = pytest.mark.unit

CHECK = benchmark_module("interview_quotes")


def test_a_story_is_cited_part_by_part_with_its_times() -> None:
    one = question(report_on(LEFT), 1)
    assert one.structure is not None
    told = {part.part: [quote.text for quote in part.quotes] for part in one.structure}
    assert any("working nights" in text for text in told["situation"])
    assert any("called the doctor" in text for text in told["action"])
    assert any("within four minutes" in text for text in told["result"])
    quote = next(one for one in quotes_of(one.structure) if "four minutes" in one.text)
    assert 17.0 < quote.at < 28.0, "the words stand in the last third of 8 to 28 s"


def test_a_short_reply_is_of_the_language_of_the_others() -> None:
    long = "Ich habe als Vorarbeiter vier Leute geführt und 2021 einen Teich gebaut."
    beside = Assessment("off-topic", missing=("medication",))
    short = replace(typed(GENERAL, "Nein, danke.", beside), number=2)
    report = report_on(over(typed(TOLD, long, beside), short))
    assert question(report, 2).verdict is None
    assert report.gaps == ()
    english = replace(typed(GENERAL, "I do not know any of it.", beside), number=3)
    mixed = report_on(over(typed(TOLD, long, beside), short, english))
    assert [question(mixed, number).verdict for number in (1, 2, 3)] == [None, *["off-topic"] * 2]


def test_points_that_only_a_follow_up_brought_are_no_longer_missing() -> None:
    report = report_on(LEFT)
    assert question(report, 2).missing == ()
    assert question(report, 3).brought == ("medication",)
    assert question(report, 3).helped is True
    alone = report_on(over(TOLD, GENERAL))
    assert question(alone, 2).missing == ("medication",)
    assert any("“medication”" in one.text for one in alone.gaps if one.kind == "points")


def test_a_gap_of_the_resume_is_no_gap_of_the_answers() -> None:
    report = report_on(LEFT)
    assert [one.requirement for one in report.resume_gaps] == ["wound care"]
    assert report.resume_gaps[0].asked == (4, 5)
    assert report.resume_gaps[0].quotes == (), "“I don't know” is no word on it"
    assert all(one.exchange != 4 for one in report.gaps)
    elsewhere = replace(OPEN_NO, topic="t3")
    assert any(one.exchange == 4 for one in report_on(over(TOLD, elsewhere)).gaps)


def test_what_cannot_be_judged_is_said_with_the_reason() -> None:
    report = report_on(replace(LEFT, exchanges=(typed(TOLD, STORY, TOLD.assessment), SKIPPED)))
    why = " ".join(f"{one.what}: {one.why}." for one in report.not_judged)
    assert "Question 1: the reply was typed" in why
    assert "Question 5: the question was skipped" in why
    assert "left before the answer" in why
    assert "Delivery (weight 15): no answer was spoken" in why
    assert question(report, 1).figures is not None
    assert question(report, 1).figures.words_a_minute is None  # type: ignore[union-attr]
    assert question(report, 1).tones == ()


def test_a_criterion_without_evidence_has_no_score_and_its_weight_is_left_out() -> None:
    report = report_on(replace(LEFT, exchanges=(typed(TOLD, STORY, TOLD.assessment),)))
    scores = {one.name: one.score for one in report.scores}
    assert scores["Delivery"] is None
    assert scores["Structure"] == 5
    assert report.total == 5.0
    assert report.judged_weight == 0.85


def test_what_of_a_criterion_was_not_counted_is_named() -> None:
    report = report_on(over(*(replace(TOLD, number=number) for number in range(1, 5))))
    delivery = next(one for one in report.scores if one.name == "Delivery")
    assert delivery.score == 5
    assert delivery.why.startswith("fillers not counted: none were written down")


def test_of_a_few_words_nothing_is_scored() -> None:
    report = report_on(over(OPEN_NO))
    assert [one.score for one in report.scores] == [None] * 5
    assert report.total is None
    assert all("words" in one.why for one in report.scores)


def test_every_score_and_judgement_cites_words() -> None:
    report = report_on(LEFT)
    assert all(one.quotes for one in report.scores if one.score is not None)
    assert all(one.quotes for one in (*report.strengths, *report.gaps))
    assert any(one.score is not None for one in report.scores)


def test_a_follow_up_that_was_told_before_is_counted_and_says_why() -> None:
    told = replace(MORE, number=2, outcome="told", reply=None, assessment=None)
    report = report_on(over(TOLD, told))
    assert head(report).endswith("2 questions · 1 answered · 1 told before")
    assert question(report, 2).not_judged == ("the answer before it, given anew, tells it",)


def test_a_left_interview_says_so_and_reports_on_what_was_said() -> None:
    report = report_on(LEFT)
    assert not report.whole
    assert report.left == "after 1:25, at the topic “Why us”"
    assert (report.asked, report.answered, report.skipped, report.open) == (6, 4, 1, 1)
    assert report_on(over(TOLD, MORE)).whole
    stopped = over(TOLD, replace(SKIPPED, outcome="open"))
    assert not report_on(stopped).whole
    never = report_on(Progress())
    assert never.left == "before the first question"
    assert never.exercises == ()
    topics = [one.what for one in never.not_judged if one.what.startswith("Topic")]
    assert topics == ["Topics “Calm under pressure”, “Wound care”, “Why us”"]


def test_a_hostile_reply_is_shown_and_not_judged() -> None:
    angry = "This is a stupid question and you are an idiot, leave me alone with this nonsense."
    hostile = replace(TOLD, reply=spoken(angry, 8.0, 6.0), assessment=Assessment("hostile"))
    report = report_on(over(hostile))
    assert question(report, 1).text == angry
    assert question(report, 1).structure is None
    assert report.gaps == report.strengths == ()
    assert any("does not answer" in one.why for one in report.not_judged)


def test_a_reply_that_did_not_count_is_kept_apart() -> None:
    told = replace(TOLD, earlier=(Reply("Go away."),))
    one = question(report_on(over(told)), 1)
    assert [quote.text for quote in one.withdrawn] == ["Go away."]
    assert "Go away" not in one.text


def test_what_counts_is_told_from_what_was_said_before() -> None:
    file = io.StringIO()
    report = report_on(over(replace(TOLD, earlier=(Reply("Go away."),))))
    show(report, Console(file=file, width=80, highlight=False, soft_wrap=True))
    text = file.getvalue()
    before, counts = text.index("Said before, not counted:"), text.index("What counts:")
    assert before < text.index("“Go away.”") < counts < text.index("left the hospital", counts)
    assert "What counts:" in page(report)


def test_other_languages_are_shown_and_said_not_to_be_judged() -> None:
    text = "Letzten Winter hatte ich Nachtdienst und ein Patient bekam plötzlich keine Luft mehr."
    german = replace(TOLD, reply=spoken(text, 8.0, 9.0), assessment=Assessment("partial"))
    one = question(report_on(over(german)), 1)
    assert one.structure is None
    assert any("not English" in why for why in one.not_judged)


def test_a_judge_of_english_is_not_heard_on_other_languages() -> None:
    text = "Ich möchte Verantwortung übernehmen, weil ich seit acht Jahren Vorarbeiter bin."
    foreign = Assessment("good", missing=("the situation", "the result"))
    report = report_on(over(typed(TOLD, text, foreign), typed(GENERAL, text, foreign)))
    assert question(report, 1).verdict is None
    assert (report.gaps, report.strengths, report.total) == ((), (), None)


def test_a_general_reply_touches_only_what_it_is_concrete_about() -> None:
    text = "It is all about people, and in Tenerife everybody communicates."
    points = (Covered("the result", "It is all about people"), Covered("a place", "Tenerife"))
    general = Assessment("vague", points, concrete=("Tenerife",), vague=("all about people",))
    one = question(report_on(over(typed(GENERAL, text, general))), 2)
    assert [point.point for point in one.covered] == ["a place"]
    assert one.missing == ("the result",)


def test_general_replies_are_not_said_to_speak_of_what_was_asked() -> None:
    text = "It is what it is, basically, and in the end one has to see how things go. " * 3
    general = Assessment("vague", missing=("medication",), vague=("It is what it is",))
    report = report_on(over(typed(GENERAL, text, general)))
    relevance = next(one for one in report.scores if one.name == "Relevance")
    assert relevance.score is None
    assert "too general" in relevance.why


def test_the_closing_question_is_not_judged() -> None:
    closing = replace(
        typed(GENERAL, "No, thank you, that was all.", Assessment("unknown")), topic=""
    )
    report = report_on(over(TOLD, closing))
    assert question(report, 2).verdict is None
    assert all(one.exchange != 2 for one in report.gaps)


@pytest.mark.parametrize("reply", ["My favourite food is pizza with a lot of cheese.", "No idea."])
def test_what_answers_nothing_is_no_word_on_a_gap_of_the_resume(reply: str) -> None:
    verdict: Verdict = "off-topic" if "pizza" in reply else "unknown"
    report = report_on(over(typed(OPEN_NO, reply, Assessment(verdict, (), ("cleaning",)))))
    assert report.resume_gaps[0].quotes == ()
    assert "without an answer" in resume_gap(report.resume_gaps[0])


def test_a_resume_that_could_not_be_read_lacks_nothing() -> None:
    report = report_on(LEFT, replace(PLAN, resume=Resume("", ())))
    assert report.resume_gaps == ()
    assert any("from the résumé" in one.why for one in report.not_judged)


def test_words_of_the_question_are_not_concrete() -> None:
    text = "Handover I do not have, but the ward book of 2019 I wrote."
    said = Assessment("partial", concrete=("Handover", "ward book", "2019"))
    one = question(report_on(over(typed(GENERAL, text, said))), 2)
    assert [quote.text for quote in one.concrete] == ["ward book", "2019"]
    assert [quote.text for quote in one.telling] == ["the ward book of 2019 I wrote."]


def test_what_is_cited_for_a_judgement_is_whole_sentences() -> None:
    report = report_on(over(TOLD))
    cited = [quote.text for one in report.strengths for quote in one.quotes]
    ends = tuple(STORY.split(". ")[n].split()[-1].rstrip(".") + "." for n in range(3))
    assert cited
    assert all(text.endswith(ends) for text in cited)
    starts = {quote.text: quote.at for one in report.strengths for quote in one.quotes}
    story = next(one for one in report.strengths if one.kind == "story")
    assert [quote.text.split()[0] for quote in story.quotes] == ["Last", "I", "In"]
    assert sorted(starts.values())[0] == 8.0


def test_a_long_sentence_is_cited_by_its_clauses() -> None:
    text = (
        "I "
        + "moved the beds of the ward and of the other wards " * 5
        + ", and I called 12 people."
    )
    said = Assessment("good", (Covered("medication", "I called 12 people."),), concrete=("12",))
    report = report_on(over(typed(GENERAL, text, replace(said, concrete=("12", "beds", "ward")))))
    assert all(len(quote.text) <= 240 for one in report.strengths for quote in one.quotes)
    assert any(quote.text == "I called 12 people." for quote in quotes_of(report))


def test_the_same_words_are_not_praised_as_two_parts_of_a_story() -> None:
    text = (
        "In 2019 we had a leak in the cellar on a Sunday. I found it and I shut the valve. "
        "It was a lovely day that year."
    )
    points = (
        Covered("the situation", "I found it"),
        Covered("what you did yourself", "I shut the valve"),
        Covered("the result", "In 2019 we had a leak"),
    )
    report = report_on(over(typed(TOLD, text, Assessment("good", points))))
    assert all(one.kind != "points" for one in report.strengths)


def test_who_leaves_most_points_open_is_not_praised_for_being_concrete() -> None:
    words = ("dozens", "charisma", "Reading")
    text = "Last year I had dozens, I have charisma, ask them in Reading about it."
    said = Assessment("partial", (), ("medication", "the result"), concrete=words)
    assert report_on(over(typed(GENERAL, text, said))).strengths == ()
    good = Assessment("good", (Covered("medication", "dozens"),), concrete=words)
    assert report_on(over(typed(GENERAL, text, good))).strengths != ()


def test_a_question_that_was_answered_when_asked_again_is_no_answer_to_something_else() -> None:
    beside = typed(GENERAL, "The town has a fine old harbour.", Assessment("off-topic"))
    found = report_on(over(beside, MORE))
    assert [one.kind for one in found.gaps] == ["late"]
    assert "asked again, in question 3, you answered it" in found.gaps[0].text
    again = replace(MORE, asking="main")
    assert [one.kind for one in report_on(over(beside, again)).gaps] == ["off-topic"]


def test_few_words_are_told_but_for_good_answers_to_follow_ups() -> None:
    short = "I check the list of all the medication twice."
    mains = [typed(replace(GENERAL, number=n), short, Assessment("partial")) for n in (1, 2, 4)]
    brief = next(one for one in report_on(over(*mains)).gaps if one.kind == "brief")
    assert brief.text.startswith("3 of 3 answers have fewer than 20 words")
    more = [replace(MORE, number=number) for number in (1, 2, 4)]
    assert all(one.kind != "brief" for one in report_on(over(*more)).gaps)


def test_questions_without_an_answer_are_told_beside_the_total() -> None:
    assert "no answer" not in total(report_on(over(TOLD)))
    skipped = total(report_on(over(TOLD, SKIPPED)))
    assert skipped.endswith("1 of 2 questions had no answer, which counts in no score")
    hm = typed(GENERAL, "Hm.", Assessment("silent"))
    report = report_on(over(TOLD, hm))
    assert (report.answered, report.silent) == (1, 1)
    assert "nothing was said" in question(report, 2).not_judged


def test_what_the_resume_does_not_show_is_answered_by_a_deed() -> None:
    text = "Well, as I said. It was raining that day. I dressed the leg of Mr Ro for a year."
    own = (Covered("what you did yourself", "dressed the leg"),)
    report = report_on(over(typed(OPEN_NO, text, Assessment("good", own))))
    told = [quote.text for quote in report.resume_gaps[0].quotes]
    assert told == ["I dressed the leg of Mr Ro for a year."]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("About 1,200 calls a year", 8),
        ("from 20 to 8%.", 5),
        ("on the 9th of May 2019", 7),
        ("call 07700900123", 12),
        ("at 20:30 , you see", 5),
        ("no figure at all", 4),
    ],
)
def test_a_figure_is_said_in_several_words(text: str, words: int) -> None:
    assert len(spoken_words(text)) == words


def test_figures_of_other_languages_are_said_in_theirs() -> None:
    assert spoken_words("Im Jahr 21", "de") == ["Im", "Jahr", "einundzwanzig"]
    assert spoken_words("3 4", "xx") == ["3", "4"]


def test_the_pace_counts_figures_as_they_are_said() -> None:
    plain = figures_of([spoken("We had a few hundred calls in all of that year.", 0.0, 12.0)])
    figure = figures_of([spoken("We had 1,200 or 1,215 calls in all of 2021.", 0.0, 12.0)])
    assert plain is not None
    assert figure is not None
    assert (plain.words, figure.words) == (11, 10)
    assert (plain.words_a_minute, figure.words_a_minute) == (55.0, 100.0)


def test_a_story_of_two_replies_names_both_and_the_result_that_shows_most() -> None:
    start = "Last winter I was working nights on the ward. I called the doctor and a colleague."
    end = "In the end he was back within four minutes. As a result everybody was glad."
    first = typed(TOLD, start, Assessment("partial", (Covered("the situation", start[:20]),)))
    later = typed(MORE, end, Assessment("good", (), concrete=("four minutes",)))
    later = replace(later, number=2, topic="t1", question="What came of it?")
    story = next(one for one in report_on(over(first, later)).strengths if one.kind == "story")
    assert story.text.startswith("The answers to questions 1, 2 tell a whole story together")
    assert [quote.exchange for quote in story.quotes] == [1, 1, 2]
    missing = replace(first.assessment or Assessment("partial"), covered=(), missing=("a", "b"))
    rambling = report_on(over(replace(first, assessment=missing), later))
    assert all(one.kind != "story" for one in rambling.strengths)


def test_the_clauses_of_a_long_reply_are_not_found_for_each_quote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def counted(text: str) -> Any:
        asked.append(text)
        return clauses(text)

    monkeypatch.setattr(quoting, "clauses", counted)
    text = " ".join(f"In {1900 + n} I wrote list {n} for the ward." for n in range(120))
    said = Assessment("good", (), (), tuple(f"list {n}" for n in range(120)), ("for the ward",))
    report_on(over(typed(TOLD, text, said)))
    assert asked.count(text) <= 2


def test_what_speaks_of_something_else_is_not_concrete() -> None:
    said = Assessment("off-topic", concrete=("four minutes", "the trolley"))
    beside = replace(TOLD, number=2, assessment=said)
    report = report_on(over(TOLD, beside))
    score = next(one for one in report.scores if one.name == "Concreteness")
    assert score.counted == "3 concrete and 0 empty wordings in 1 reply"
    assert {quote.exchange for quote in score.quotes} == {1}


def test_relevance_is_not_judged_where_most_stays_general() -> None:
    report = report_on(over(TOLD, *(replace(GENERAL, number=number) for number in (2, 3))))
    relevance = next(one for one in report.scores if one.name == "Relevance")
    assert relevance.score is None


def test_a_question_that_seeks_no_part_of_a_story_asks_for_none() -> None:
    asked = PLAN.topics[0].questions[0]
    seeks = ("whether you are", "how you would get there")
    topic = replace(PLAN.topics[0], questions=(replace(asked, text="And you?", seeks=seeks),))
    one = replace(TOLD, question="And you?", seeks=seeks)
    report = report_on(over(one), replace(PLAN, topics=(topic,)))
    assert question(report, 1).structure is None


def test_points_that_the_same_words_tell_are_shown_together() -> None:
    words = "I check the medication list twice."
    points = tuple(Covered(point, words) for point in ("medication", "your part"))
    text = as_markdown(report_on(over(typed(MORE, words, Assessment("good", points)))))
    assert "- touches medication, your part: “I check the medication list twice" in text


def test_a_quote_that_was_not_said_is_not_cited() -> None:
    invented = Assessment("good", (Covered("the result", "I saved the whole hospital"),))
    one = question(report_on(over(replace(TOLD, assessment=invented))), 1)
    assert one.covered == ()


def test_points_of_a_rubric_are_judged_by_the_words_that_touch_them() -> None:
    rubric = Rubric("own", (Criterion("Care", "", 1.0, (), ("the doctor", "the family")),))

    def cover(points: Any, exchange: Exchange) -> tuple[Covered, ...]:
        text = exchange.reply.text if exchange.reply is not None else ""
        return tuple(Covered(p, p) for p in points if p in text)

    report = make_report(PLAN, LEFT, rubric, SUBJECT, cover=cover)
    assert report.scores[0].score == 3
    assert report.scores[0].counted == "1 of 2 points (not: the family)"
    assert report.scores[0].quotes[0].text == "I called the doctor"
    alone = make_report(PLAN, LEFT, rubric, SUBJECT)
    assert alone.scores[0].score is None
    general = replace(TOLD, assessment=Assessment("vague", concrete=("four minutes",)))
    scored = make_report(PLAN, over(general), rubric, SUBJECT, cover=cover).scores[0]
    assert scored.counted == "0 of 2 points (not: the doctor, the family)"


def test_json_holds_all_of_it_by_its_schema() -> None:
    report = report_on(LEFT)
    values = json.loads(json.dumps(as_values(report)))
    assert TypeAdapter(Report).validate_python(values).gaps == report.gaps


def test_what_was_not_judged_for_one_reason_is_told_once() -> None:
    text = as_markdown(report_on(over(SKIPPED)))
    names = "Structure (weight 25), Concreteness (weight 30), Relevance (weight 10)"
    assert text.count(names) == 2, "under the scores, and under what was not judged"
    assert text.count("nothing was answered that could be judged") == 2


def test_of_typed_replies_it_is_not_told_how_they_were_said() -> None:
    assert "How it was said" in as_markdown(report_on(over(TOLD)))
    report = report_on(over(typed(TOLD, STORY, TOLD.assessment)))
    assert not any("How it was said" in text for text in (as_markdown(report), page(report)))


def test_where_nothing_was_judged_no_gap_is_not_said_to_be_good() -> None:
    nothing, good = report_on(over(SKIPPED)), report_on(over(TOLD))
    for shown in (as_markdown, page):
        assert shown(nothing).count("Nothing was said that could be judged.") == 2
        assert "None that your words show." in shown(good)


def test_the_time_is_that_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert head(report_on(LEFT)).startswith("2026-03-01 19:00")
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("width", [80, 120])
def test_the_terminal_shows_it_in_its_width_without_codes(width: int) -> None:
    file = io.StringIO()
    show(report_on(LEFT), Console(file=file, width=width, highlight=False, soft_wrap=True))
    text = file.getvalue()
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= width
    assert "This interview was left after 1:25" in text
    assert "That is no weakness of an answer." in " ".join(text.split())


def test_every_quote_in_every_rendering_was_said() -> None:
    report = report_on(LEFT)
    assert CHECK.stray_quotes(report, LEFT) == []
    counts = CHECK.counts(report)
    assert counts["html"] > 20
    assert counts["markdown"] > 20
    assert counts["terminal"] > 20


def test_the_check_finds_a_quote_that_was_not_said() -> None:
    report = report_on(LEFT)
    bad = replace(report.gaps[0].quotes[0], text="words that nobody said")
    gap = replace(report.gaps[0], quotes=(bad,))
    found = CHECK.stray_quotes(replace(report, gaps=(gap,)), LEFT)
    assert {where for where, _ in found} == {"report", "json", "html", "markdown", "terminal"}


WORDS = st.sampled_from(
    [*STORY.split(), "um", "I", "we", "<b>", "“quoted”", "\u202e", "*", "_x_", "12", "%", "\n", "!"]
)
TEXTS = st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=80))


@st.composite
def exchanges(draw: st.DrawFn, number: int = 1) -> Exchange:
    text = draw(TEXTS)
    size = len(text)
    cuts = sorted({0, size, *draw(st.lists(st.integers(0, size), max_size=3))})
    pieces = [text[a:b] for a, b in pairwise(cuts)]
    parts = tuple(SpokenPart(n * 5.0, n * 5.0 + 4.0, piece) for n, piece in enumerate(pieces))
    quotes = st.one_of(TEXTS, st.sampled_from([*pieces, text]))
    assessment = Assessment(
        draw(st.sampled_from(["good", "partial", "vague", "off-topic", "unknown", "hostile"])),
        tuple(Covered("a point", draw(quotes)) for _ in range(draw(st.integers(0, 2)))),
        ("another point",) if draw(st.booleans()) else (),
        tuple(draw(st.lists(quotes, max_size=3))),
        tuple(draw(st.lists(quotes, max_size=3))),
    )
    is_typed = draw(st.booleans())
    reply = Reply(text, () if is_typed else parts, is_typed)
    if not is_typed and draw(st.booleans()) and len(parts) == 1:
        reply = spoken(text, 3.0, 12.0, 0.7)
    answered = draw(st.booleans())
    return Exchange(
        number,
        draw(st.sampled_from(["t1", "t2", "t3", "", "gone"])),
        draw(st.sampled_from(["main", "follow-up"])),
        draw(st.sampled_from([TOLD.question, GENERAL.question, "Have you ever <i>?"])),
        ("a point", "another point"),
        draw(st.floats(0, 3000)),
        "answered" if answered else draw(st.sampled_from(["skipped", "silent", "open"])),
        reply if answered else None,
        assessment if answered and draw(st.booleans()) else None,
        (Reply(draw(TEXTS)),) if draw(st.booleans()) else (),
    )


@st.composite
def interviews(draw: st.DrawFn) -> Progress:
    count = draw(st.integers(0, 5))
    held = tuple(draw(exchanges(number)) for number in range(1, count + 1))
    state = draw(st.sampled_from([State.DONE, State.ANSWER, State.PAUSED, State.WELCOME]))
    asked = "" if state is State.DONE else draw(st.sampled_from(["", "Why now?"]))
    return Progress(state, "t3", "main", asked, (), 5.0, exchanges=held, seconds=9.0)


@given(interviews())
@checks(max_examples=40)
def test_any_interview_has_a_report_whose_quotes_were_said(progress: Progress) -> None:
    report = report_on(progress)
    assert CHECK.stray_quotes(report, progress) == []
    assert all(one.quotes for one in report.scores if one.score is not None)
    assert all(one.quotes for one in (*report.strengths, *report.gaps))
    known = {one.id for one in PLAN.topics} | {one.id for one in report.topics if one.id}
    assert len(report.exercises) <= 3
    assert all(one.topic in known for one in report.exercises)
