"""The interviewer's own words, besides the questions: short spoken sentences, all of them.

What is said follows from the progress alone. Wordings take turns with every turn of the
interviewer, so that none comes twice in a row; the lists of the acknowledgements share none.
An acknowledgement says that an answer was heard and, at most, that it was clear: no praise.
"""

from collections.abc import Mapping, Sequence

from voicecli.interview.course import Limits, Progress, Verdict
from voicecli.interview.plan import Topic
from voicecli.interview.steps.agenda import questions_left, seconds_left
from voicecli.interview.steps.phrases import count, listed, minutes, spoken, turned

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
_POINTS = 3


def acknowledgement(progress: Progress, verdict: Verdict, *, follows_up: bool) -> str:
    """That an answer was heard; what follows decides what is said of one beside the question."""
    left = verdict == "off-topic" and not follows_up
    said = LEFT_THERE if left else ACKNOWLEDGED[verdict]
    first = turned(said, progress)
    return said[(progress.turns + 1) % len(said)] if first == progress.acknowledged else first


def lead(progress: Progress, topic: Topic) -> str:
    """What leads to a main question."""
    named = spoken(topic.title)
    said: Sequence[str]
    if not progress.asked:
        said = _FIRST_NAMED if named else _FIRST
    elif any(one.topic == topic.id for one in progress.exchanges):
        said = _AGAIN_NAMED if named else _AGAIN
    else:
        said = _NEXT_NAMED if named else _NEXT
    return turned(said, progress).format_map({"topic": named})


def repeated(progress: Progress) -> str:
    """What comes before a question that is said again."""
    return turned(_REPEAT, progress)


def gone_on(progress: Progress) -> str:
    """What comes before the question in hand when the candidate wants to go on."""
    return turned(_GO_ON, progress)


def rephrased(progress: Progress, topic: Topic | None) -> str:
    """The question in hand in other words, made of the points that it seeks."""
    if topic is None:
        return CLOSING_QUESTIONS[progress.rephrased % len(CLOSING_QUESTIONS)]
    said: Sequence[str] = _REPHRASED if progress.seeks else _REPHRASED_BARE
    points = listed(progress.seeks[:_POINTS])
    named = spoken(topic.title)
    about = _NAMED.format_map({"topic": named}) if named else ""
    return about + said[(progress.rephrased - 1) % len(said)].format_map({"points": points})


def skipped(progress: Progress) -> str:
    """That a question is left out."""
    return turned(_SKIP, progress)


def thinking(progress: Progress) -> str:
    """That there is time to think."""
    return turned(_THINK, progress)


def silent_once(progress: Progress) -> str:
    """A first, kind word into the silence."""
    return turned(_SILENT_ONCE, progress)


def silent_twice(progress: Progress) -> str:
    """An offer into a longer silence."""
    return turned(_SILENT_TWICE, progress)


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
    return turned(_HOSTILE_ONCE, progress)


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
    questions = f"up to {count(more, 'more ')}" if more else "no more questions after this one"
    if not left:
        return "The time is over; this is the last question."
    return f"We have {minutes(left)} left and {questions}."


def little_time(progress: Progress, limits: Limits) -> str:
    """That the end is near."""
    return f"We have {minutes(seconds_left(progress, limits))} left, so I will pick what matters."


def closing_lead(progress: Progress) -> str:
    """What comes before the closing question."""
    return turned(_CLOSING_LEAD, progress)
