"""The interviewer's own words, besides the questions: short spoken sentences, all of them.

What is said follows from the progress alone. Wordings take turns with every turn of the
interviewer, so that none comes twice in a row; the lists of the acknowledgements share none.
An acknowledgement says that an answer was heard and, at most, that it was clear: no praise.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from voicecli.interview.course import Limits, Progress, Verdict
from voicecli.interview.plan import Plan, Topic
from voicecli.interview.steps.agenda import questions_left, seconds_left

Ending = Literal["time", "questions", "plan", "closing", "stopped"]
"""Why an interview ends: no time, no question left to ask, a plan that is used up, the closing
question is over, an order."""

ACKNOWLEDGED: Mapping[Verdict, tuple[str, ...]] = {
    "good": (
        "Thank you, that is clear.",
        "Thanks, I can picture that.",
        "Understood, thank you.",
        "Thank you, that answers my question.",
    ),
    "partial": ("Thank you.", "I see.", "Right, thanks.", "Okay, I have noted that."),
    "vague": ("All right.", "Okay.", "I hear you.", "Right, okay."),
    "off-topic": (
        "Okay, I will come back to what I asked.",
        "I see, that goes another way.",
        "Let me bring us back.",
    ),
    "unknown": (
        "That is fine, thanks for saying so.",
        "That is all right.",
        "Fair enough.",
        "No problem, nobody knows everything.",
    ),
    "hostile": ("All right, I hear that.", "Okay, I understand."),
    "silent": ("Let us leave that one.", "We can leave that question."),
}
LEFT_THERE = ("All right, let us leave it there.", "Okay, we leave it at that.")
"""Of an answer beside the question when there is no second try."""

_FIRST = ("Let us begin.", "Here is my first question.")
_FIRST_NAMED = ("My first topic: {topic}.", "We begin with this topic: {topic}.")
_NEXT = ("Now to another topic.", "Let us turn to something else.", "My next topic.")
_NEXT_NAMED = (
    "My next topic: {topic}.",
    "Now to another topic: {topic}.",
    "Let us turn to something else: {topic}.",
)
_AGAIN = ("Let us go back to an earlier topic.", "I have more to ask about an earlier topic.")
_AGAIN_NAMED = (
    "Once more to an earlier topic: {topic}.",
    "I have another question on this one: {topic}.",
)
_REPEAT = ("Of course.", "Sure, once more.", "Certainly, here it is again.")
_GO_ON = ("Good, let us go on.", "All right, we go on.", "Good, here is the question again.")
_SKIP = ("All right, we skip that one.", "No problem, we leave it out.", "Fine, let us move on.")
_THINK = ("Of course, take your time.", "Sure, there is no hurry.", "Yes, think it over.")
_SILENT_ONCE = (
    "Take your time. I am listening.",
    "There is no hurry. Start whenever you are ready.",
    "Take a moment if you need one.",
)
_SILENT_TWICE = (
    'Shall I ask it again, or leave it out? Just say "repeat" or "skip".',
    'If you like, say "repeat" to hear the question again, or "skip" to leave it out.',
)
_HOSTILE_ONCE = (
    "I hear that this is annoying. We can go on with this question, skip it, or stop here.",
    "I understand. You decide: we can go on, skip this question, or stop.",
)
_REPHRASED = (
    "Let me put it differently: what can you tell me about {points}?",
    "In other words: I would like to hear about {points}. What comes to your mind?",
    "Put simply: what would you say about {points}?",
)
_REPHRASED_BARE = (
    "Let me put it differently: what comes to your mind first when you think of this topic?",
    "In other words: what should I know about you here?",
)
_NAMED = "This is about the topic “{topic}”. "
CLOSING_QUESTIONS = (
    "Is there anything that you would like to add, or that I should have asked?",
    "Before we finish: what else should I know about you?",
)
_CLOSING_LEAD = ("That was all I wanted to ask about the topics.", "We are nearly through.")

_LONGEST_TITLE = 7
"""Words of a topic's title, or a job's, that is said."""
_LONGEST_NAME = 40
_MINUTE = 60.0
_POINTS = 3
_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]+")
_TITLES = frozenset({"dr", "mr", "mrs", "ms", "miss", "mx", "prof", "professor", "sir"})


def welcome(plan: Plan, limits: Limits) -> tuple[str, ...]:
    """What is said before the first question."""
    name = _first_name(plan.resume.name)
    title = _spoken(plan.job.title)
    role = f" for the position of {title}" if title else ""
    return (
        f"Hello{', ' + name if name else ''}, and welcome to your practice interview{role}.",
        f"We have {_minutes(limits.minutes * _MINUTE)} and up to {_count(limits.questions)}.",
        "You can ask me to repeat, rephrase or skip a question, to pause, or to stop.",
    )


def acknowledgement(progress: Progress, verdict: Verdict, *, follows_up: bool) -> str:
    """That an answer was heard; what follows decides what is said of one beside the question."""
    left = verdict == "off-topic" and not follows_up
    said = LEFT_THERE if left else ACKNOWLEDGED[verdict]
    first = _turned(said, progress)
    return said[(progress.turns + 1) % len(said)] if first == progress.acknowledged else first


def lead(progress: Progress, topic: Topic) -> str:
    """What leads to a main question."""
    named = _spoken(topic.title)
    said: Sequence[str]
    if not progress.asked:
        said = _FIRST_NAMED if named else _FIRST
    elif any(one.topic == topic.id for one in progress.exchanges):
        said = _AGAIN_NAMED if named else _AGAIN
    else:
        said = _NEXT_NAMED if named else _NEXT
    return _turned(said, progress).format_map({"topic": named})


def repeated(progress: Progress) -> str:
    """What comes before a question that is said again."""
    return _turned(_REPEAT, progress)


def gone_on(progress: Progress) -> str:
    """What comes before the question in hand when the candidate wants to go on."""
    return _turned(_GO_ON, progress)


def rephrased(progress: Progress, topic: Topic | None) -> str:
    """The question in hand in other words, made of the points that it seeks."""
    if topic is None:
        return CLOSING_QUESTIONS[progress.rephrased % len(CLOSING_QUESTIONS)]
    said: Sequence[str] = _REPHRASED if progress.seeks else _REPHRASED_BARE
    points = _listed(progress.seeks[:_POINTS])
    named = _spoken(topic.title)
    about = _NAMED.format_map({"topic": named}) if named else ""
    return about + said[(progress.rephrased - 1) % len(said)].format_map({"points": points})


def skipped(progress: Progress) -> str:
    """That a question is left out."""
    return _turned(_SKIP, progress)


def thinking(progress: Progress) -> str:
    """That there is time to think."""
    return _turned(_THINK, progress)


def silent_once(progress: Progress) -> str:
    """A first, kind word into the silence."""
    return _turned(_SILENT_ONCE, progress)


def silent_twice(progress: Progress) -> str:
    """An offer into a longer silence."""
    return _turned(_SILENT_TWICE, progress)


def quiet_for_long() -> str:
    """After several questions without a word."""
    return 'It has been quiet for a while. If you need a break, just say "pause".'


def paused(progress: Progress, *, by_itself: bool = False) -> tuple[str, ...]:
    """That the interview rests, and how it goes on."""
    opening = "I will pause here." if by_itself else "All right, we pause here."
    return (opening, 'The time stands still. Say "go on" when you are ready.')


def still_paused() -> str:
    """To who speaks while the interview rests."""
    return 'We are still paused. Say "go on" to continue, or "stop" to end.'


def calmed(progress: Progress) -> str:
    """To an angry reply: what the candidate may choose."""
    return _turned(_HOSTILE_ONCE, progress)


def offered_end() -> str:
    """To a second angry reply in a row."""
    return "This does not seem to be a good moment. Shall we end the interview here?"


def went_back(progress: Progress) -> str:
    """What comes before an earlier question that is asked again."""
    return f"All right, back to question {progress.number}."


def nothing_before() -> str:
    """When there is no question to go back to."""
    return "That was the first question already. Here it is again."


def returned(progress: Progress) -> str:
    """What comes before the question that had to wait while an earlier one was open."""
    return f"Now again to question {progress.number}."


def time_left(progress: Progress, limits: Limits) -> str:
    """How much time and how many questions are left."""
    left = seconds_left(progress, limits)
    more = questions_left(progress, limits)
    questions = f"up to {_count(more, 'more ')}" if more else "no more questions after this one"
    if not left:
        return "The time is over; this is the last question."
    return f"We have {_minutes(left)} left and {questions}."


def little_time(progress: Progress, limits: Limits) -> str:
    """That the end is near."""
    return f"We have {_minutes(seconds_left(progress, limits))} left, so I will pick what matters."


def closing_lead(progress: Progress) -> str:
    """What comes before the closing question."""
    return _turned(_CLOSING_LEAD, progress)


def conclusion(plan: Plan, why: Ending) -> tuple[str, ...]:
    """The last words, and what comes next."""
    name = _first_name(plan.resume.name)
    opening = {
        "time": "Our time is over.",
        "questions": "That was my last question.",
        "plan": "Those were all my questions.",
        "closing": "Then we are through.",
        "stopped": "All right, we stop here.",
    }[why]
    return (
        opening,
        f"Thank you for the conversation{', ' + name if name else ''}.",
        "Next comes your report: what you said, what was covered, and what to practise.",
    )


def welcome_back(plan: Plan, progress: Progress, topic: Topic | None) -> tuple[str, ...]:
    """What is said when an interview goes on that was left."""
    name = _first_name(plan.resume.name)
    named = _spoken(topic.title) if topic else ""
    return (
        f"Welcome back{', ' + name if name else ''}.",
        f"We were at question {progress.number}{': ' + named if named else ''}.",
        "I ask it again.",
    )


def back_without_question(plan: Plan) -> str:
    """The same when the question that was open has been forgotten."""
    name = _first_name(plan.resume.name)
    return f"Welcome back{', ' + name if name else ''}."


def _turned(said: Sequence[str], progress: Progress) -> str:
    return said[progress.turns % len(said)]


def _first_name(name: str) -> str:
    """The first word of a name that can be one; "" for anything else a document puts there."""
    words = [word for word in name.split() if word.rstrip(".").casefold() not in _TITLES]
    first = words[0] if words else ""
    if len(name) > _LONGEST_NAME or not _NAME.fullmatch(first):
        return ""
    return first.title() if first.isupper() else first


def _spoken(title: str) -> str:
    """A title that is short enough to be said before the question; "" for one that was cut."""
    words = " ".join(title.split()).rstrip(".,;:!?").split()
    whole = not title.rstrip().endswith(("…", "..."))
    return " ".join(words) if whole and len(words) <= _LONGEST_TITLE else ""


def _listed(points: Sequence[str]) -> str:
    points = [" ".join(point.split()).rstrip(".,;:!?") for point in points]
    return " and ".join([", ".join(points[:-1]), points[-1]] if len(points) > 1 else points)


def _minutes(seconds: float) -> str:
    minutes = round(seconds / _MINUTE)
    if minutes < 1:
        return "less than a minute"
    return "about one minute" if minutes == 1 else f"about {minutes} minutes"


def _count(questions: int, more: str = "") -> str:
    return f"one {more}question" if questions == 1 else f"{questions} {more}questions"
