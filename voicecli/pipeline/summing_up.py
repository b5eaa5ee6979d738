"""While nobody speaks, a language model says in a sentence what earlier turns came to.

Only turns that the next prompt would leave out are summed up, each in a text of its own behind the
beginning that the prompts share, which stays in the model's cache. A sentence is taken only where
the turn itself supports it and no figure of the answer is lost.
"""

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace

from voicecli.dialogue.conversation import Conversation, Exchange
from voicecli.dialogue.gate import support
from voicecli.dialogue.grounded import bare, is_sentence
from voicecli.dialogue.persona_text import steers
from voicecli.dialogue.prompts import forgotten, history, summing_message, system_message
from voicecli.errors import LlmError
from voicecli.pipeline.guarded_llm import whole_sentences
from voicecli.pipeline.mind import Mind
from voicecli.turn import Turn, TurnCancelled
from voicecli.types import Message, Passage

TOKENS = 48
SECONDS = 30.0
"""Longest time for one sentence."""
LONGEST_WORDS = 22
SHORT_WORDS = 14
"""Words of an answer that says it in short by itself."""
_FIGURE = re.compile(r"\d[\d.,:/-]*\d|\d")


@dataclass(frozen=True, slots=True)
class SummedUp:
    """What an exchange came to; `line` is the sentence."""

    exchange: Exchange
    line: str


def sum_up(mind: Mind, conversation: Conversation, turn: Turn) -> Iterator[SummedUp]:
    """Yield what turns came to that the next prompt leaves out; ends when `turn` is cancelled.

    Nothing where no language model answers now.
    """
    exchanges = list(conversation.exchanges)
    first = forgotten(len(exchanges) - 1, mind.history_turns)
    behind = forgotten(len(exchanges), mind.history_turns)
    due = [
        one
        for one in exchanges[first:behind]
        if one.telling and not one.line and len(one.heard.split()) > SHORT_WORDS
    ]
    if not due or mind.llm is None or mind.llm.count_tokens("") is None or not mind.may_write:
        return  # nor where it is not even loaded
    before = replace(conversation, exchanges=exchanges[:-1])
    beginning = [system_message(mind.persona), *history(before, mind.history_turns)]
    for one in due:
        try:
            line = _line(mind, beginning, one, turn)
        except (LlmError, TurnCancelled):  # a rest is no answer: nobody misses it
            return
        if line:
            yield SummedUp(one, line)


def _line(mind: Mind, beginning: list[Message], one: Exchange, turn: Turn) -> str:
    """The first sentence that the model writes, if the exchange supports it; else nothing."""
    if mind.llm is None:
        return ""
    prompt = [*beginning, summing_message(one)]
    written = mind.llm.generate_in_rest(prompt, turn, tokens=TOKENS, seconds=SECONDS)
    with closing(written) as pieces:
        text = bare(next(whole_sentences(pieces), ""))
    turn.check()
    return text if text and is_supported(text, one, mind) else ""


def is_supported(text: str, one: Exchange, mind: Mind) -> bool:
    """Whether a sentence says in short what a turn found out, and nothing else."""
    if not is_sentence(text) or len(text.split()) > LONGEST_WORDS or steers(text):
        return False
    if set(_FIGURE.findall(one.heard)) - set(_FIGURE.findall(text)):
        return False
    passage = Passage("turn", "document", one.question, "", "", one.heard, 1.0)
    return support(text, [passage], mind.vectors) is not None
