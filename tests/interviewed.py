"""A held interview to report on."""

from dataclasses import replace

from voicecli.interview.course import (
    Assessment,
    Covered,
    Delivery,
    Exchange,
    Progress,
    Reply,
    SpokenPart,
    State,
)
from voicecli.interview.plan import (
    Claim,
    Job,
    Match,
    Place,
    Plan,
    Question,
    Requirement,
    Resume,
    Topic,
)
from voicecli.interview.reporting.findings import Question as Asked
from voicecli.interview.reporting.findings import Report
from voicecli.interview.reporting.report import Subject, make_report
from voicecli.interview.reporting.rubric import default_rubric

WOUNDS = Place("job.docx", "Experience in wound care", 3)
SUBJECT = Subject("abc123", "Interview: Ward nurse", "2026-03-01T10:00:00+00:00")

PLAN = Plan(
    Job(
        "Ward nurse",
        "Harbour Clinic",
        (
            Requirement("wound care", "skill", WOUNDS, ("wound care",)),
            Requirement("calm under pressure", "trait", Place("job.docx", "calm", 4)),
        ),
    ),
    Resume("Ana", (Claim("calm under pressure", "skill", Place("cv.pdf", "calm", 2)),)),
    (Match(0, "missing", 0.2), Match(1, "met", 0.9)),
    (
        Topic(
            "t1",
            "Calm under pressure",
            "strength",
            "The job asks for it.",
            1.0,
            (
                Question(
                    "Tell me about a time when a patient was in danger.",
                    "behavioural",
                    ("the situation", "what you did yourself", "the result"),
                ),
                Question("What do you watch for at handover?", "technical", ("medication",)),
            ),
        ),
        Topic(
            "t2",
            "Wound care",
            "gap",
            "Your résumé does not show it.",
            0.8,
            (
                Question("How would you treat a chronic wound?", "technical", ("cleaning",)),
                Question("What have you learned about wounds?", "factual", ("training",)),
            ),
            (WOUNDS,),
        ),
        Topic(
            "t3",
            "Why us",
            "motivation",
            "",
            0.3,
            (
                Question("Why do you want to work here?", "motivation", ("a reason",)),
                Question("Why now?", "motivation", ("a reason",)),
            ),
        ),
    ),
    documents=("cv.pdf", "job.docx"),
)
_CUES = ((-2.0, 4.5, -3.0, -24.0, 10.0, -13.0, 2.3, 4.5),)


def spoken(text: str, start: float, seconds: float, *pauses: float, wait: float = 1.5) -> Reply:
    """A reply of one part that was measured."""
    delivery = Delivery(seconds - sum(pauses), pauses, wait, _CUES, (seconds / 3,))
    return Reply(text, (SpokenPart(start, start + seconds, text),), False, delivery)


STORY = (
    "Last winter I was working nights on the ward and a patient suddenly stopped breathing. I "
    "called the doctor, started compressions and sent my colleague for the trolley. In the end he "
    "was back within four minutes and left the hospital a week later."
)
VAGUE = "Well, um, there are many things, you know, various things and so on."
UNKNOWN = "I don't know, I have never treated one."

TOLD = Exchange(
    1,
    "t1",
    "main",
    "Tell me about a time when a patient was in danger.",
    ("the situation", "what you did yourself", "the result"),
    5.0,
    "answered",
    spoken(STORY, 8.0, 20.0, 0.8),
    Assessment(
        "good",
        (
            Covered("the situation", "Last winter I was working nights"),
            Covered("what you did yourself", "I called the doctor"),
            Covered("the result", "he was back within four minutes"),
        ),
        concrete=("four minutes", "started compressions", "the trolley"),
    ),
)
GENERAL = Exchange(
    2,
    "t1",
    "main",
    "What do you watch for at handover?",
    ("medication",),
    35.0,
    "answered",
    spoken(VAGUE, 42.0, 6.0, wait=6.5),
    Assessment("vague", (), ("medication",), (), ("many things", "various things", "and so on")),
)
MORE = Exchange(
    3,
    "t1",
    "follow-up",
    "What exactly?",
    ("medication",),
    50.0,
    "answered",
    spoken("I check the medication list twice.", 52.0, 3.5),
    Assessment("good", (Covered("medication", "the medication list"),), concrete=("twice",)),
)
OPEN_NO = Exchange(
    4,
    "t2",
    "main",
    "How would you treat a chronic wound?",
    ("cleaning",),
    60.0,
    "answered",
    spoken(UNKNOWN, 63.0, 4.0),
    Assessment("unknown", (), ("cleaning",)),
)
SKIPPED = Exchange(
    5, "t2", "main", "What have you learned about wounds?", ("training",), 70.0, "skipped"
)

LEFT = Progress(
    State.ANSWER,
    "t3",
    "main",
    "Why do you want to work here?",
    ("a reason",),
    80.0,
    exchanges=(TOLD, GENERAL, MORE, OPEN_NO, SKIPPED),
    seconds=85.0,
    number=6,
)

AFTER_ONE = Progress(
    State.ANSWER,
    "t1",
    "main",
    GENERAL.question,
    GENERAL.seeks,
    GENERAL.at,
    asked=(TOLD.question, GENERAL.question),
    exchanges=(TOLD,),
    seconds=36.0,
    number=2,
)
AFTER_TWO = replace(
    AFTER_ONE,
    topic="t2",
    question=OPEN_NO.question,
    seeks=OPEN_NO.seeks,
    asked=(*AFTER_ONE.asked, OPEN_NO.question),
    closed=("t1",),
    exchanges=(TOLD, GENERAL),
    seconds=61.0,
    number=3,
)
"""How it stands when so many questions were answered, and the next one is open."""


def over(*exchanges: Exchange) -> Progress:
    """How an interview stands that is over."""
    return Progress(State.DONE, exchanges=exchanges, seconds=90.0)


def typed(exchange: Exchange, text: str, assessment: Assessment | None) -> Exchange:
    """The exchange with a typed reply."""
    return replace(exchange, reply=Reply(text, typed=True), assessment=assessment)


def report_on(progress: Progress, plan: Plan = PLAN) -> Report:
    """The report by the rubric that ships."""
    return make_report(plan, progress, default_rubric(), SUBJECT)


def question(report: Report, number: int) -> Asked:
    """The question of a number."""
    return next(one for topic in report.topics for one in topic.questions if one.number == number)
