"""Who judges answers in a benchmark: with the embedding model and without."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from voicecli.assembly import open_embedder
from voicecli.config import load
from voicecli.interview.judging.assessing import Assessor


@contextmanager
def assessors(*, with_embedder: bool = True) -> Iterator[Mapping[str, Assessor]]:
    """Assessors by what to call them, the one with the embedding model first."""
    alone = {"without embedder": Assessor(None)}
    if not with_embedder:
        yield alone
        return
    with open_embedder(load().config) as embedder:
        yield {"with embedder": Assessor(embedder), **alone}
