"""How follow-ups are worded. English.

{quote} are a few of the candidate's words, {point} is what the question seeks, in its own words.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from voicecli.interview.judging.points import PointKind
from voicecli.interview.plan import QuestionKind

ABOUT_HOLLOW_DEED = (
    "You said “{quote}”. What exactly did you do yourself?",
    "What did “{quote}” come down to, on one particular day?",
)
ABOUT_PRAISE = (
    "You said “{quote}”. When did that last show, and what did you do?",
    "What would a colleague tell me who has seen that you are “{quote}”?",
)
ABOUT_THINGS = (
    "You said “{quote}”. Can you name one, and what you did there?",
    "You said “{quote}”. Which ones exactly?",
)
RESULT_OF_DEED = "You said that you “{quote}”. What came of it, in figures if you can?"
RESULT_OF_EARLIER_DEED = "You told me before that you “{quote}”. What was different afterwards?"
WAY_OF_DEED = "You said that you “{quote}”. How did you go about it, step by step?"

VAGUE: Mapping[QuestionKind, tuple[str, ...]] = {
    "behavioural": (
        "Can you tell me about one particular occasion, and what you did yourself?",
        "When did something like that last happen, and what did you do?",
        "Could you be more concrete: what was your own part, and what came of it?",
    ),
    "technical": (
        "Could you take me through it step by step, with one real example?",
        "Could you be more concrete: what do you do first, and what next?",
        "What did that look like the last time you did it?",
    ),
    "situational": (
        "What exactly would you do first, and what after that?",
        "Could you be more concrete: what would you say, and to whom?",
        "What would you do if your first step did not work?",
    ),
    "motivation": (
        "Could you name one concrete reason for that?",
        "What is it about this particular job that you cannot find elsewhere?",
        "Could you give me an example that shows it?",
    ),
    "factual": (
        "Could you be a little more exact?",
        "Can you give me one concrete example of that?",
        "What exactly, and since when?",
    ),
}
EXACT_FIGURE = "Could you be more exact, with a rough figure if you can?"

MISSING: Mapping[PointKind, tuple[str, ...]] = {
    PointKind.OWN: ("And what exactly did you do yourself?", "What was your own part in it?"),
    PointKind.RESULT: (
        "What was the result, in figures if you can?",
        "And how did it end?",
        "What was different afterwards?",
    ),
    PointKind.SITUATION: ("What was the situation, and who was involved?",),
    PointKind.EXAMPLE: (
        "Can you give me one example of that?",
        "When did you last do that, and how did it go?",
    ),
    PointKind.LEARNING: ("What did you learn from it?", "What would you do differently today?"),
    PointKind.FIGURE: ("Can you put a figure on that?", "How much or how many was that, roughly?"),
    PointKind.TIME: ("When was that, and how long did it take?",),
    PointKind.STEPS: ("What are the steps, one after the other?",),
    PointKind.DRAW: ("What is it about this job in particular that draws you?",),
    PointKind.NOW: ("And why are you looking for a new position now?",),
}
MISSING_IMAGINED: Mapping[PointKind, tuple[str, ...]] = {
    PointKind.OWN: ("What exactly would you do yourself?",),
    PointKind.RESULT: ("What would you want to come of it?",),
    PointKind.STEPS: ("What would you do first, and what next?",),
    PointKind.EXAMPLE: ("Have you ever been in such a situation, and what did you do?",),
}
"""The same where a question asks what somebody would do."""
TELL_ME = "Could you tell me {point}?"
"""For a point that is a clause: "why it happened", "whom you asked"."""
WHAT_WAS = "What was {point}?"
WHAT_ABOUT = ("And what about {point}?", "Could you say more about {point}?")

BACK = "Coming back to my question: {question}"
BACK_TO_POINT = (
    "That is interesting, but I asked about something else. What can you tell me about {point}?"
)
BACK_TO_QUESTION = (
    "That is interesting, but I asked about something else. Could you come back to my question?"
)
ANYTHING = (
    "Could you go into a little more detail there?",
    "What else should I know about that?",
)


def every_form() -> Iterator[str]:
    """All wordings of this file, with their slots."""
    yield from (RESULT_OF_DEED, RESULT_OF_EARLIER_DEED, WAY_OF_DEED)
    yield from (EXACT_FIGURE, TELL_ME, WHAT_WAS)
    yield from (BACK, BACK_TO_POINT, BACK_TO_QUESTION)
    about: tuple[tuple[str, ...], ...]
    about = (ABOUT_HOLLOW_DEED, ABOUT_PRAISE, ABOUT_THINGS, WHAT_ABOUT, ANYTHING)
    yield from chain.from_iterable(about)
    for by_kind in (VAGUE, MISSING, MISSING_IMAGINED):
        for forms in by_kind.values():
            yield from forms
