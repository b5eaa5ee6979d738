"""The language model that takes another one's place, when the other cannot be loaded."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from voicecli.assembly.engines import _LateModel
from voicecli.errors import LlmError

pytestmark = pytest.mark.unit


class Model:
    def __init__(self) -> None:
        self.closed = False

    def warm_up(self, messages: object) -> None:
        assert not self.closed

    def close(self) -> None:
        self.closed = True


def test_a_larger_model_that_cannot_be_loaded_leaves_the_usual_one_usable() -> None:
    first = Model()

    @contextmanager
    def opened(name: str) -> Iterator[Model]:
        if name == "large":
            raise LlmError("damaged", "It is no whole model.", "Pull it again.")
        model = Model()
        try:
            yield model
        finally:
            model.close()

    late = _LateModel(lambda: first, "usual", opened)  # type: ignore[arg-type,return-value]
    assert late.load() is first  # type: ignore[comparison-overlap]
    late.wanted = "large"
    with pytest.raises(LlmError):
        late.load()
    late.wanted = "usual"
    assert not late.load().closed  # type: ignore[attr-defined]
    late.close()
