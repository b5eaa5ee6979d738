"""llama.cpp: text from a GGUF file."""

import codecs
import ctypes
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Any

from voicecli.config import LlmConfig
from voicecli.errors import LlmError
from voicecli.llm.budget import fit_messages
from voicecli.llm.gguf import damaged, read_scalars
from voicecli.llm.native import Abort, quiet
from voicecli.llm.prompts import ChatTemplate, Part
from voicecli.llm.thinking import without_thinking
from voicecli.turn import Turn
from voicecli.types import Message

_SEED = 1
"""Any fixed number: with a temperature, too, the same question has the same answer."""

_BATCH_TOKENS = 256
"""Prompt tokens computed at once. Half of llama.cpp's default reads as fast and stops in half the
time; half of that again reads 6 to 9 % slower (SmolLM2 135M and Qwen2.5 0.5B on two cores)."""

_LONGEST_PIECE = 512
"""Bytes; code models have tokens of more than a hundred spaces."""


class LlamaModel:
    """A chat model on llama.cpp.

    What it has read stays in its cache: a prompt that begins like the one before is read from
    where they part, also after a cancel or a rest. One call at a time.
    """

    def __init__(self, path: Path, config: LlmConfig, threads: int) -> None:
        """Load the GGUF file at `path`.

        Raises LlmError: "missing" or "damaged" file, "no-chat-template" for a base model, "no-gpu"
        when `config.device` is "cuda" and llama.cpp was built without one.
        """
        if not path.is_file():
            raise LlmError(
                "missing", f"There is no language model at {path}.", "Run `voicecli models pull`."
            )
        trained_tokens = _trained_tokens(path)
        import llama_cpp

        quiet()
        try:
            self._llama = llama_cpp.Llama(
                str(path),
                n_gpu_layers=-1 if _on_gpu(config.device) else 0,
                n_ctx=min(config.context_tokens, trained_tokens or config.context_tokens),
                n_batch=_BATCH_TOKENS,
                n_ubatch=_BATCH_TOKENS,
                n_threads=threads,
                n_threads_batch=threads,
                seed=_SEED,
                verbose=False,
            )
        except (ValueError, RuntimeError, OSError) as error:
            raise damaged(path) from error
        self._c = llama_cpp
        self._config = config
        self._computing = False
        self._vocabulary = llama_cpp.llama_model_get_vocab(self._llama.model)
        self._template = self._read_template(path)

    def __enter__(self) -> "LlamaModel":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Free the model's memory, unless a computation that cannot be stopped still uses it."""
        if not self._computing:
            self._llama.close()

    @property
    def evaluated_tokens(self) -> int:
        """Tokens computed since the model was loaded, those of prompts and answers together.

        A batch in which a cancel fell counts as a whole, and only when the next one is computed.
        """
        figures = self._c.llama_perf_context(self._llama.ctx)
        return int(figures.n_p_eval + figures.n_eval)

    def count_tokens(self, text: str) -> int:
        """How many tokens a message's text has."""
        return len(self._tokens([Part(text, control=False)]))

    def warm_up(self, messages: Sequence[Message] = ()) -> None:
        """Read the beginning that all prompts share, so that the first answer need not."""
        self._watch()  # the abort of a cancelled turn may still stand
        prompt = self._prompt([*messages, Message("user", "Hello")], self._limit(None))
        with closing(self._llama.generate(prompt, temp=0.0)) as tokens:
            next(tokens)

    def generate(
        self, messages: Sequence[Message], turn: Turn, *, tokens: int | None = None
    ) -> Generator[str, None, bool]:
        """Yield pieces of the answer; thoughts of a reasoning model are left out.

        At most `tokens` are written, `answer_tokens` of the settings when it is None, and never
        more than half of the context. Returns whether that limit cut the text off. Messages that do
        not fit beside the answer are shortened as `fit_messages` says.

        A hold and a cancel stop the computation within one node of llama.cpp's graph
        (milliseconds). After a hold it goes on from the last whole batch; a cancel ends the text
        with TurnCancelled. Raises LlmError.
        """
        turn.check()
        limit = self._limit(tokens)
        prompt = self._prompt(messages, limit)
        inside = self._text(prompt[-8:]).rstrip().endswith("<think>")
        answer: list[int] = []
        pieces = self._pieces(self._written(prompt, answer, limit, turn))
        with closing(pieces):
            yield from without_thinking(pieces, inside=inside)
        return len(answer) == limit

    def _limit(self, tokens: int | None) -> int:
        """How many tokens an answer may have: half of the context is the prompt's."""
        asked = self._config.answer_tokens if tokens is None else tokens
        return min(asked, int(self._llama.n_ctx()) // 2)

    def _pieces(self, tokens: Generator[int, None, None]) -> Generator[str, None, None]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        with closing(tokens):
            for token in tokens:
                if text := decoder.decode(self._bytes(token)):
                    yield text
        if text := decoder.decode(b"", final=True):
            yield text

    def _written(
        self, prompt: list[int], answer: list[int], limit: int, turn: Turn
    ) -> Generator[int, None, None]:
        """The answer's tokens, which are also put into `answer`, with a rest at each hold.

        After one, the text so far is the prompt: all of it but the batch that was stopped is
        still in the cache, and the batches begin where they would have begun.
        """
        rested = True
        while rested and len(answer) < limit:
            turn.rest()
            rested = yield from self._stretch(prompt, answer, limit, turn)

    def _stretch(
        self, prompt: list[int], answer: list[int], limit: int, turn: Turn
    ) -> Generator[int, None, bool]:
        """Write on until the end or a hold; returns whether it was a hold."""
        abort = self._watch()
        stream = self._llama.generate(
            prompt + answer,
            temp=self._config.temperature,
            repeat_penalty=1.0,
            top_k=40,
            top_p=0.95,
        )
        with turn.stopping(abort.ask, on_hold=True), closing(stream):
            while len(answer) < limit:
                try:
                    token = self._next(stream)
                except RuntimeError as error:
                    self._forget_if_broken()
                    turn.check()
                    if abort.asked:
                        return True
                    raise LlmError(
                        "decode-failed",
                        f"The language model stopped: {error}.",
                        "Try again; if it stays, set a smaller `llm.context_tokens`.",
                    ) from error
                turn.check()
                if self._c.llama_vocab_is_eog(self._vocabulary, token):
                    return False
                answer.append(token)
                yield token
                if abort.asked:
                    return True
        return False

    def _next(self, stream: Generator[int, Any, None]) -> int:
        self._computing = True
        try:
            return next(stream)
        finally:
            self._computing = False

    def _prompt(self, messages: Sequence[Message], answer_tokens: int) -> list[int]:
        """The prompt's tokens, as many as fit beside an answer."""
        bare = [Message(message.role, "") for message in messages]
        frame = len(self._tokens(self._template.render(bare)))
        room = int(self._llama.n_ctx()) - answer_tokens - frame
        fitting = fit_messages(messages, room, self.count_tokens)
        tokens = self._tokens(self._template.render(fitting))
        begin = self._c.llama_vocab_bos(self._vocabulary)
        if self._c.llama_vocab_get_add_bos(self._vocabulary) and tokens[:1] != [begin]:
            tokens.insert(0, begin)
        return tokens

    def _tokens(self, parts: Sequence[Part]) -> list[int]:
        tokens: list[int] = []
        for part in parts:
            text = part.text.encode("utf-8", "replace")
            tokens += self._llama.tokenize(text, add_bos=False, special=part.control)
        return tokens

    def _text(self, tokens: Sequence[int]) -> str:
        return b"".join(self._bytes(token, control=True) for token in tokens).decode(
            "utf-8", "replace"
        )

    def _bytes(self, token: int, *, control: bool = False) -> bytes:
        # The library's own detokenize fails on tokens of more than 32 bytes.
        buffer = ctypes.create_string_buffer(_LONGEST_PIECE)
        size = self._c.llama_token_to_piece(
            self._vocabulary, token, buffer, _LONGEST_PIECE, 0, control
        )
        return buffer.raw[: max(size, 0)]

    def _watch(self) -> Abort:
        self._watching = Abort(self._llama.ctx)  # kept: llama.cpp reads its flag from now on
        return self._watching

    def _forget_if_broken(self) -> None:
        """After an abort, drop a cache whose last tokens cannot be taken out one by one.

        An attention cache keeps what was read whole, and the next call removes the rest; the state
        of a recurrent model has no such parts.
        """
        model = self._llama.model
        if self._c.llama_model_is_recurrent(model) or self._c.llama_model_is_hybrid(model):
            self._llama.reset()  # type: ignore[no-untyped-call]

    def _read_template(self, path: Path) -> ChatTemplate:
        source = self._llama.metadata.get("tokenizer.chat_template")
        if not source:
            raise LlmError(
                "no-chat-template",
                f"{path.name} is a base model: it cannot hold a conversation.",
                "Choose an instruct model: `voicecli models list`.",
            )
        begin, end = self._llama.token_bos(), self._llama.token_eos()
        return ChatTemplate(
            source,
            bos=self._text([begin]) if begin >= 0 else "",
            eos=self._text([end]) if end >= 0 else "",
        )


def _trained_tokens(path: Path) -> int:
    """The longest context that the model was trained on; 0 when the file does not say."""
    family = read_scalars(path, "general.architecture").get("general.architecture", "")
    key = f"{family}.context_length"
    tokens = read_scalars(path, key).get(key)
    return tokens if isinstance(tokens, int) else 0


def _on_gpu(device: str) -> bool:
    import llama_cpp

    able = bool(llama_cpp.llama_supports_gpu_offload())
    if device == "cuda" and not able:
        raise LlmError(
            "no-gpu",
            "This llama.cpp was built without a GPU.",
            'Build it again: CMAKE_ARGS="-DGGML_CUDA=on" pip install --force-reinstall '
            "llama-cpp-python; or set `llm.device` to auto.",
        )
    return able and device != "cpu"
