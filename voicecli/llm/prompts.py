"""From messages to the exact text that a chat model was trained on.

A chat template marks roles with control tokens. Questions, passages and history are written by
others, so no text may bring control tokens of its own: the template is rendered around numbered
slots, its own words become control tokens, and what fills the slots never does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from voicecli.errors import LlmError
from voicecli.types import Message

_CONTROL = re.compile(
    r"""
    <\|[^<>|\s]{1,40}\|>            # <|im_start|> and its kin: Qwen, SmolLM, Llama 3, Phi
    | <｜[^<>｜\s]{1,40}｜>          # DeepSeek's full-width bars
    | </?(?:start|end)_of_turn>     # Gemma
    | \[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]  # Mistral
    | <</?SYS>>                     # Llama 2
    | </?(?:s|bos|eos|pad|unk|mask|think|tool_call|tool_response)>
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SLOT = re.compile("\ue000([0-9]+)\ue001")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the prompt; only the template's own parts may become control tokens."""

    text: str
    control: bool


def without_control_tokens(text: str) -> str:
    """`text` without anything that a chat template uses to mark roles.

    Taking one out may join its neighbours into another: it is repeated until none is left.
    """
    while (cleaned := _CONTROL.sub("", text)) != text:
        text = cleaned
    return text


class ChatTemplate:
    """The chat template of a model file."""

    def __init__(self, source: str, *, bos: str, eos: str) -> None:
        """Read a template (Jinja) with the model's begin and end tokens as text."""
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        self._format = Jinja2ChatFormatter(source, eos_token=eos, bos_token=bos)

    def render(self, messages: Sequence[Message]) -> list[Part]:
        """The prompt for the next answer, in parts.

        Where the model was trained without system messages, their text goes before the first
        question. Raises LlmError("chat-template") when the template cannot take these messages.
        """
        try:
            prompt = self._fill(messages)
        except Exception:  # noqa: BLE001  # a template is code of the model file: anything may come
            messages = _system_in_first_question(messages)
            try:
                prompt = self._fill(messages)
            except Exception as error:
                raise LlmError(
                    "chat-template",
                    f"The language model's chat template does not work: {error}.",
                    "Choose another model: `voicecli models list`.",
                ) from error
        return _parts(prompt, messages)

    def _fill(self, messages: Sequence[Message]) -> str:
        slots: list[Any] = [
            {"role": message.role, "content": f"\ue000{index}\ue001"}
            for index, message in enumerate(messages)
        ]
        # Qwen3 and SmolLM3 write long thoughts unless told not to; other templates ignore it.
        return str(self._format(messages=slots, enable_thinking=False).prompt)


def _parts(prompt: str, messages: Sequence[Message]) -> list[Part]:
    parts = []
    for position, piece in enumerate(_SLOT.split(prompt)):
        if position % 2:
            parts.append(Part(without_control_tokens(messages[int(piece)].text), control=False))
        else:
            parts.append(Part(piece, control=True))
    return [part for part in parts if part.text]


def _system_in_first_question(messages: Sequence[Message]) -> list[Message]:
    system = "\n\n".join(message.text for message in messages if message.role == "system")
    rest = [message for message in messages if message.role != "system"]
    if not system:
        return rest
    first = rest[0].text if rest else ""
    return [Message("user", f"{system}\n\n{first}"), *rest[1:]]
