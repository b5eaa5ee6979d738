"""How much faster SmolLM2 reads a prompt after its file is requantised from Q4_1 to Q4_0.

    python benchmarks/llm_prompt.py [MODEL.gguf]

Both files are read in turns in one run, so that the ratio holds on a busy machine too.
"""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import platformdirs

from voicecli.assembly import thread_budget
from voicecli.config import LlmConfig
from voicecli.llm.llama import LlamaModel
from voicecli.llm.requantise import fast_file
from voicecli.turn import Turn
from voicecli.types import Message

ROUNDS = 7
NAME = "smollm2-135m-instruct-q4_1/SmolLM2-135M-Instruct.Q4_1.gguf"
FACTS = "The tide gauge at the harbour was replaced in the spring of 2021, after the storm. "


def read_seconds(llm: LlamaModel, number: int) -> tuple[float, int]:
    """Seconds to the first token of a prompt that shares no beginning with the last one's."""
    question = Message("user", f"{number} {FACTS * 20} What was replaced?")
    before = llm.evaluated_tokens
    began = time.perf_counter()
    stream = llm.generate([Message("system", f"Note {number}."), question], Turn())
    next(stream)
    seconds = time.perf_counter() - began
    stream.close()
    return seconds, llm.evaluated_tokens - before


def measure(original: Path, copy: Path, threads: int) -> None:
    config = LlmConfig()
    with LlamaModel(original, config, threads) as slow, LlamaModel(copy, config, threads) as fast:
        slow.warm_up()
        fast.warm_up()
        speeds: dict[str, list[float]] = {"before": [], "after": []}
        for number in range(ROUNDS):
            for name, llm in (("before", slow), ("after", fast)):
                seconds, tokens = read_seconds(llm, number)
                speeds[name].append(tokens / seconds)
    ratios = [b / a for a, b in zip(speeds["before"], speeds["after"], strict=True)]
    print(f"threads          {threads}")
    print(f"before (Q4_1)    {median(speeds['before']):.0f} prompt tokens/s")
    print(f"after (Q4_0)     {median(speeds['after']):.0f} prompt tokens/s")
    print(f"ratio            {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


def main() -> None:
    models = platformdirs.user_data_path("voicecli") / "models"
    original = Path(sys.argv[1]) if len(sys.argv) > 1 else models / NAME
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder) / original.name
        link.symlink_to(original.resolve())
        began = time.perf_counter()
        copy = fast_file(link)
        print(f"requantised in   {time.perf_counter() - began:.1f} s")
        if copy == link:
            sys.exit(f"{original.name} is in a format that needs no copy.")
        measure(link, copy, thread_budget())


if __name__ == "__main__":
    main()
