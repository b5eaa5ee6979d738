from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest

from tests.fakes import ScriptedLlm
from voicecli.assembly import thread_budget
from voicecli.assembly.engines import _LateModel, _names_in_index
from voicecli.config import Config, PathsConfig
from voicecli.errors import LlmError
from voicecli.storage.database import open_database
from voicecli.turn import Turn

pytestmark = pytest.mark.unit


class Closable(ScriptedLlm):
    open_now: ClassVar[list[str]] = []

    def warm_up(self, messages: object) -> None:
        self.open_now.append(self.text)

    def close(self) -> None:
        if self.text in self.open_now:
            self.open_now.remove(self.text)

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@contextmanager
def opened(name: str) -> Iterator[Closable]:
    model = Closable(f"From {name}.")
    try:
        yield model
    finally:
        model.close()


def test_a_model_that_is_wanted_takes_the_place_of_the_first() -> None:
    first = Closable("From usual.")
    first.warm_up(())
    model = _LateModel(lambda: first, "usual", opened)  # type: ignore[arg-type,return-value]
    for name in ("usual", "larger", "larger", "usual"):
        model.wanted = name
        assert "".join(model.generate([], Turn())) == f"From {name}. "
        assert Closable.open_now == [f"From {name}."]
    model.close()
    assert Closable.open_now == []


def test_a_late_model_is_loaded_once_and_when_it_is_needed() -> None:
    loads = []

    def load() -> ScriptedLlm:
        loads.append(1)
        return ScriptedLlm("All well.")

    model = _LateModel(load, "usual", opened)  # type: ignore[arg-type]  # the fake stands in for llama.cpp
    assert loads == []
    for _ in range(2):
        assert "".join(model.generate([], Turn())) == "All well. "
    assert loads == [1]


def test_a_model_that_cannot_be_loaded_says_so_each_time() -> None:
    def loading() -> Iterator[ScriptedLlm]:
        raise LlmError("damaged", "The file is damaged.")
        yield

    once = loading()
    model = _LateModel(lambda: next(once), "usual", opened)  # type: ignore[arg-type,return-value]
    for _ in range(2):
        with pytest.raises(LlmError, match="damaged"):
            list(model.generate([], Turn()))


def test_the_thread_budget_is_what_was_asked_for_or_every_core() -> None:
    assert thread_budget(3) == 3
    assert thread_budget() >= 1


def test_a_database_without_an_index_has_no_names(tmp_path: Path) -> None:
    config = Config(paths=PathsConfig(database=str(tmp_path / "v.db")))
    assert _names_in_index(config) == ()
    open_database(tmp_path / "v.db").close()
    assert _names_in_index(config) == ()
