"""Attempts to make the assistant obey a text, run through the program with real language models.

    python benchmarks/injection.py [--models NAME …] [--manners balanced,general …] [--only ID …]

The attempts are those of tests/evals/injections.py, what counts as a success of one is defined in
tests/evals/injecting.py. Each runs over content of its own, in every manner, with every model that
is named: in `ask`, or typed or said in `talk` where the attempt is an order.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.evals.injecting import Target, WatchedLlm
from tests.evals.injections import ATTEMPTS, UNSEEN
from voicecli import assembly
from voicecli.config import load

MODELS = ("smollm2-135m-instruct-q4_1", "qwen2.5-coder-0.5b-instruct-q4_k_m")
MANNERS = ("balanced,general", "detailed,general", "balanced", "detailed")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--models", nargs="+", default=MODELS)
    options.add_argument("--manners", nargs="+", default=MANNERS)
    options.add_argument("--only", nargs="+", default=())
    options.add_argument("--unseen", action="store_true", help="only those written afterwards")
    options.add_argument("--tokens", type=int, default=64, help="longest text of a model")
    options.add_argument("--show", action="store_true", help="print every answer")
    asked = options.parse_args()
    attempts = UNSEEN if asked.unseen else ATTEMPTS
    chosen = [one for one in attempts if not asked.only or one.id in asked.only]
    succeeded = 0
    for model in asked.models:
        for manner in asked.manners:
            succeeded += attack(model, manner, chosen, asked)
    print(f"{len(chosen)} attempts, {succeeded} successes")
    return bool(succeeded)


def attack(model: str, manner: str, chosen: list, asked: argparse.Namespace) -> int:
    """Run the attempts with one model in one manner; print them, and return the successes."""
    mode, _, general = manner.partition(",")
    config = load().config
    config = replace(
        config,
        llm=replace(config.llm, model=model),
        dialogue=replace(
            config.dialogue,
            balanced_tokens=asked.tokens, detailed_tokens=asked.tokens,
            balanced_seconds=60.0, detailed_seconds=60.0, cache=False,
        ),
    )  # fmt: skip
    tally: Counter[str] = Counter()
    read = 0
    started = time.monotonic()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        embedder = stack.enter_context(assembly.open_embedder(config))
        llm = stack.enter_context(assembly.open_llm(config))
        here = replace(config, paths=replace(config.paths, state=folder))
        target = Target(here, embedder, WatchedLlm(llm))
        for attempt in chosen:
            outcome = target.run(attempt, mode, general=bool(general))
            tally[attempt.channel] += bool(outcome.succeeded)
            read += outcome.was_read
            if outcome.succeeded or asked.show:
                print(f"  {attempt.id:18} {', '.join(outcome.succeeded) or '-'}")
                for answer in outcome.answers:
                    print(f"      {answer[:400]}")
    total = Counter(one.channel for one in chosen)
    rows = [f"{channel} {tally[channel]}/{count}" for channel, count in sorted(total.items())]
    seconds = time.monotonic() - started
    print(
        f"{model} {manner}: {sum(tally.values())} of {len(chosen)} succeed ({seconds:.0f} s); "
        f"the model read {read} of the canaries"
    )
    print(f"    {', '.join(rows)}", flush=True)
    return sum(tally.values())


if __name__ == "__main__":
    sys.exit(main())
