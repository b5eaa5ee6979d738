"""What an answer is worth without an embedder: named traps, quotes that are literal, any text."""

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.interview.course import Assessment, Verdict
from voicecli.interview.judging.assessing import Assessor
from voicecli.interview.plan import Question, QuestionKind, Topic

pytestmark = pytest.mark.unit

STORY = "Tell me about a delivery that went wrong. What did you do?"
SEEKS = ("the situation", "what you did yourself", "the result")


def topic(question: str, kind: QuestionKind, seeks: tuple[str, ...]) -> Topic:
    return Topic("t1", "Deliveries", "strength", "", 0.5, (Question(question, kind, seeks),))


def assess(
    reply: str,
    question: str = STORY,
    kind: QuestionKind = "behavioural",
    seeks: tuple[str, ...] = SEEKS,
) -> Assessment:
    return Assessor(None).assess(question, seeks, topic(question, kind, seeks), reply)


HELD = "The employer asks for a rigger's card. Do you have that, and if not, how soon could you?"
HELD_SEEKS = ("whether you hold it", "how soon", "what you hold instead")

VERDICTS = [
    ("", "silent"),
    ("um, uh", "silent"),
    ("…", "silent"),
    ("I don't know.", "unknown"),
    ("No idea, sorry.", "unknown"),
    ("I never had to do that.", "unknown"),
    ("Pass.", "unknown"),
    ("I'd rather not talk about that, to be honest.", "unknown"),
    ("That is a tough one. Nothing comes to mind.", "unknown"),
    ("xxxxxxxx", "silent"),
    ("dddddd, " + 300 * "asdf", "silent"),
    ("You are an idiot.", "hostile"),
    ("I'm not being cross-examined by a laptop, thank you very much.", "hostile"),
    ("I won't be questioned by some machine.", "hostile"),
    ("Mate, I'm not telling a robot about my family.", "hostile"),
    ("You calling me a liar? Jog on.", "hostile"),
    ("You're not even human, why would I tell you anything?", "hostile"),
    ("What a stupid question. Shut up.", "hostile"),
    ("This interview is a joke and you are wasting my time.", "hostile"),
    ("I am a team player and I always give my best for the customer.", "vague"),
    ("There were various things, and somehow it all went well in the end and so on.", "vague"),
    (
        "In March a pallet of eighty vaccines stood in the sun at Lyon. I rang the pharmacist, "
        "moved them into our ice truck and drove through the night. Seventy eight were saved, and "
        "the hospital still orders from us.",
        "good",
    ),
]


@pytest.mark.parametrize(("reply", "verdict"), VERDICTS)
def test_a_reply_is_worth_this(reply: str, verdict: Verdict) -> None:
    assert assess(reply).verdict == verdict


NOT_HOSTILE = [
    "The driver shouted at me, you bloody idiot, he said, and I gave him a coffee and he went.",
    "That was a stupid mistake of mine, I had mixed up two labels.",
    "He called me a useless cow, so I asked my boss to come, and we talked it through.",
    "My boss said shut up and drive, and I told him that the brakes were worn, and I stayed.",
]


@pytest.mark.parametrize("reply", NOT_HOSTILE)
def test_anger_that_is_told_is_no_anger_at_the_interviewer(reply: str) -> None:
    assert assess(reply).verdict != "hostile"


FACTS = [
    ("How many drivers reported to you?", "Twelve.", "good"),
    ("How many drivers reported to you?", "Quite a few, it depended.", "vague"),
    ("How long have you worked with route planners?", "Since 2014.", "good"),
    ("Do you hold a licence for lorries?", "Not yet, but I start the course in May.", "good"),
    (
        "Do you hold a licence for lorries?",
        "Yes, since the army, and I renewed it in June.",
        "good",
    ),
    ("Do you hold a licence for lorries?", "Yes.", "partial"),
]


@pytest.mark.parametrize(("question", "reply", "verdict"), FACTS)
def test_a_question_of_fact_takes_a_short_answer(
    question: str, reply: str, verdict: Verdict
) -> None:
    assert assess(reply, question, "factual", ("the licence",)).verdict == verdict


def test_an_honest_no_with_what_comes_near_answers_a_question_about_a_gap() -> None:
    reply = "No, not with SAP, but I did the orders in DATEV for four years, and the stock, too."

    found = assess(
        reply, "The job asks for SAP. What have you done with it?", "technical", ("SAP",)
    )

    assert found.verdict == "good"
    assert found.missing == ()


def test_points_are_covered_by_words_or_missing() -> None:
    found = assess("Last winter a van got stuck in the snow. I dug it out with a shovel.")

    assert [one.point for one in found.covered] == ["the situation", "what you did yourself"]
    assert found.missing == ("the result",)


def test_what_is_concrete_and_what_is_vague_is_quoted() -> None:
    found = assess("I moved 40 crates to Rostock with Jens and did various things, and so on.")

    assert "I moved 40 crates to Rostock with Jens" in " ".join(found.concrete)
    assert found.vague == ("various things", "and so on")


FOREIGN = [
    "Ich habe im März den Chef angerufen und dann haben wir zusammen die Maschine repariert.",
    "El año pasado llamé a un cliente difícil por teléfono y firmó un contrato de tres años.",
    "我去年在公司负责一个项目,有十二个人,我们把成本降低了百分之三十,客户非常满意,后来又签了三年的合同。",
]


@pytest.mark.parametrize("reply", FOREIGN)
def test_another_language_is_not_judged(reply: str) -> None:
    found = assess(reply)

    assert (found.verdict, found.covered, found.missing) == ("good", (), SEEKS)
    assert found.concrete == found.vague == ()


def test_a_reply_to_a_follow_up_may_be_short() -> None:
    about = topic(STORY, "behavioural", SEEKS)
    question = "What was the result, in figures if you can?"

    found = Assessor(None).assess(question, ("the result",), about, "Thirty percent less waste.")

    assert found.verdict == "good"


WORDS = st.sampled_from(
    """I we you he said told stupid idiot question moved built called 40 Rostock um uh never know
    various things always because result team . , ! ? " “ ’ \n don't no but yes you're machine
    percent Ähm größer 我 \u202e \x00 <b> {} %s""".split(" ")
)


@given(st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join)))
def test_any_text_is_assessed_and_every_quote_is_literal(reply: str) -> None:
    found = assess(reply)

    assert found.verdict in get_args(Verdict)
    assert {one.point for one in found.covered} | set(found.missing) == set(SEEKS)
    for quote in (*found.concrete, *found.vague, *(one.quote for one in found.covered)):
        assert quote
        assert quote in reply


@given(st.text(max_size=80), st.lists(st.text(max_size=30), max_size=4), st.text(max_size=60))
def test_any_question_can_be_judged(question: str, seeks: list[str], reply: str) -> None:
    Assessor(None).assess(question, seeks, topic(question, "technical", tuple(seeks)), reply)


SEVERAL = (
    "You write that you saved £9,000. How was that measured, and what was your own part in it?"
)
SEVERAL_SEEKS = ("how it was measured", "what you did yourself", "the figure before and after")


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("I did all the talking with the supplier myself, on two evenings in Leeds.", "partial"),
        ("It was in the accounts, twenty two thousand instead of thirty one.", "partial"),
        (
            "I compared the invoices of both years, thirty one thousand and twenty two, and I "
            "asked three florists for a price per table.",
            "good",
        ),
    ],
)
def test_each_of_two_facts_that_were_asked_for_is_wanted(reply: str, verdict: Verdict) -> None:
    assert assess(reply, SEVERAL, "factual", SEVERAL_SEEKS).verdict == verdict


def test_a_deed_at_work_does_not_tell_what_draws_one_to_a_job() -> None:
    question = "What draws you to this role as a paramedic, and why now?"
    seeks = ("what draws you", "why now", "what you bring")
    deed = (
        "Yesterday a man fell off a ladder, I splinted his leg and gave him ten of morphine and we "
        "took him to the trauma centre in twelve minutes."
    )
    found = assess(deed, question, "motivation", seeks)
    assert found.verdict == "partial"
    assert {"what draws you", "why now"} <= set(found.missing)
    wish = (
        "You run the only stroke unit on the coast, and I led the video trial with ours for two "
        "years. My post ends in April, so I can move now."
    )
    assert assess(wish, question, "motivation", seeks).verdict == "good"


def test_a_story_without_deed_and_result_leaves_out_most() -> None:
    reply = (
        "That was in November, a dental conference, two days, two hundred people, two halls and a "
        "dinner in the evening with a band from Bristol."
    )
    assert assess(reply).verdict == "partial"


LICENCE = "The employer asks for a driving licence. Do you hold it, and if not, how soon could you?"


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("No, I don't have that one.", "partial"),
        ("No idea.", "unknown"),
        ("I don't know.", "unknown"),
        ("No, but the test is on the ninth of June.", "good"),
    ],
)
def test_no_is_half_of_an_answer_where_it_is_asked_how_soon(reply: str, verdict: Verdict) -> None:
    seeks = ("whether you hold it", "how soon", "what you hold instead")
    assert assess(reply, LICENCE, "factual", seeks).verdict == verdict


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("Not much, I'm afraid.", "unknown"),
        ("I don't think I want to answer that.", "unknown"),
        ("Are you accusing me of something?", "hostile"),
    ],
)
def test_other_words_of_refusal(reply: str, verdict: Verdict) -> None:
    assert assess(reply).verdict == verdict


def test_deeds_manners_and_trades_are_no_names() -> None:
    reply = "I saw a deteriorating patient, rang the pharmacist, didnt wait, and gave salbutamol."
    assert {"deteriorating", "pharmacist", "didnt"}.isdisjoint(assess(reply).concrete)
    assert "salbutamol" in " ".join(assess(reply).concrete)


def test_a_point_of_a_rubric_is_touched_by_its_own_words_alone() -> None:
    points = ("varroa treatment", "swarm control")
    reply = "No, I hold the category B licence only, but I have booked the test for March."
    assert Assessor(None).touched(points, reply) == ()
    told = "I changed the varroa treatment in July, and the losses fell by half."
    assert [one.point for one in Assessor(None).touched(points, told)] == ["varroa treatment"]


def test_years_at_work_do_not_tell_why_now() -> None:
    question = "What draws you to this role as a ward manager, and why now?"
    reply = "I have worked on an acute ward for six years, so sepsis and NEWS2 scoring every shift."
    found = assess(reply, question, "motivation", ("what draws you", "why now", "what you bring"))
    assert {"what draws you", "why now"} <= set(found.missing)


@pytest.mark.parametrize(
    ("reply", "verdict"),
    [
        ("I've painted that many ships, sixty-one hulls, and never had a claim.", "partial"),
        ("I have one, the blue card, since 2016.", "good"),
        ("No, but I sit the test in Bremen on the ninth of May.", "good"),
        ("Is this some kind of joke?", "hostile"),
        ("You sound like a cheap robot.", "hostile"),
    ],
)
def test_whether_somebody_holds_a_thing_is_said(reply: str, verdict: Verdict) -> None:
    assert assess(reply, HELD, "factual", HELD_SEEKS).verdict == verdict


@pytest.mark.parametrize("reply", ["Yes.", "yeah", "I do.", "I've got it.", "Yes, since 2019."])
def test_yes_is_a_whole_answer_to_whether_somebody_holds_a_thing(reply: str) -> None:
    found = assess(reply, HELD, "factual", HELD_SEEKS)

    assert found.verdict == "good"
    assert found.covered[0].point == "whether you hold it"
    assert not found.missing


WHEN = "Could you tell me how soon?"
WHENS = [
    ("Soon.", "vague"),
    ("As soon as possible.", "vague"),
    ("Next spring.", "good"),
    ("Within a month, the course is booked.", "good"),
    ("Not before the summer.", "good"),
    ("In two weeks.", "good"),
]


@pytest.mark.parametrize(("reply", "verdict"), WHENS)
def test_a_time_answers_how_soon(reply: str, verdict: Verdict) -> None:
    held = topic(HELD, "factual", HELD_SEEKS)

    assert Assessor(None).assess(WHEN, ("how soon",), held, reply).verdict == verdict


@pytest.mark.parametrize(
    "reply", ["Yes.", "Aye.", "No.", "Nah.", "No, I'm afraid.", "Not yet.", "I do."]
)
def test_yes_or_no_answers_a_follow_up_that_asks_for_it(reply: str) -> None:
    held = topic(HELD, "factual", HELD_SEEKS)

    found = Assessor(None).assess("Do you have that?", HELD_SEEKS[:1], held, reply)

    assert found.verdict == "good"


def test_a_figure_alone_is_no_deed_and_no_step() -> None:
    told = topic(STORY, "behavioural", SEEKS)

    found = Assessor(None).assess("What do you do first?", ("the steps",), told, "about five years")

    assert found.missing == ("the steps",)


def test_what_came_of_it_is_told_last_and_not_by_ones_own_deed() -> None:
    found = assess(
        "It was the Saturday before Christmas and two of us were ill. I cut the menu to six dishes "
        "and put the owner on the door. We served everybody and had no complaint."
    )

    quotes = {one.point: one.quote for one in found.covered}
    assert quotes["the result"] == "We served everybody and had no complaint."


DRAWS = "What draws you to this role as a Front Office Manager, and why now?"
DRAWN = ("what draws you", "why now", "what you bring")


def test_closer_to_home_draws_one_to_a_job() -> None:
    found = assess("It is closer to home.", DRAWS, "motivation", DRAWN)

    assert [one.point for one in found.covered] == ["what draws you"]


def test_a_bare_name_does_not_say_whether() -> None:
    found = assess("Iberlift.", HELD, "factual", HELD_SEEKS)
    assert found.verdict != "good"
    assert found.missing == HELD_SEEKS


def test_who_rambles_about_others_has_done_nothing() -> None:
    reply = (
        "Well, I suppose deliveries, they are a lot, and you know when I started the foreman said "
        "to me Declan you will be fine, my brother was in Boston, he is a plumber, and there was "
        "this fellow from the council who came every week about the bins."
    )
    found = assess(reply)
    assert found.verdict != "good"
    assert "what you did yourself" in found.missing
