"""What is said in a turn of an interview, where a model may word the follow-up."""

from collections.abc import Callable, Iterator

from voicecli.pipeline.follow_up_writing import FollowUpWriter
from voicecli.pipeline.interview_steps import Move, Steps
from voicecli.pipeline.interview_turns import sentence_events
from voicecli.types import Event


def said_events(
    move: Move, steps: Steps, writer: FollowUpWriter | None, make: Callable[[Move], None]
) -> Iterator[Event]:
    """The sentences of a step. A follow-up is worded while what leads to it sounds.

    The step that asks it in other words is told to `make` before they are said. Behind the last
    sentence the model reads what it will need, while the question sounds.
    """
    turn = move.turn
    if writer is None:
        yield from sentence_events(move.sentences, turn)
        return
    said = move.leads_in
    yield from sentence_events(said, turn)
    if wanted := steps.wanted(move):
        model = ""
        if writer.can_word(wanted):
            yield Event("llm-start", turn.now(), {"model": writer.model})
            if question := writer.word(wanted, turn):
                move = steps.worded(move, question)
                make(move)
                model = writer.model
        yield from sentence_events(move.sentences, turn, first=len(said), model=model)
    if to_come := steps.to_come(move):
        writer.read_ahead(*to_come, turn)
