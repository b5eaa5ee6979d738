"""What was said last: what a follow-up is asked on the ground of."""

from voicecli.interview.course import Message, Progress

CONTEXT_MESSAGES = 6
"""The open question and the reply to it included."""


def last_messages(progress: Progress, reply: str, n: int = CONTEXT_MESSAGES) -> tuple[Message, ...]:
    """The last `n` messages, interviewer and candidate in turn; the reply in hand is the last.

    Questions that were left without an answer are none of them, and neither are replies that do
    not count.
    """
    said: list[Message] = []
    for one in progress.exchanges:
        if one.reply is not None and one.reply.text.strip():
            told = one.number, one.topic, one.asking
            said.append(Message("interviewer", one.question, *told))
            said.append(Message("candidate", one.reply.text, *told, one.assessment))
    in_hand = progress.number, progress.topic, progress.asking
    said.append(Message("interviewer", progress.question, *in_hand))
    said.append(Message("candidate", reply, *in_hand))
    return tuple(said[-n:]) if n > 0 else ()
