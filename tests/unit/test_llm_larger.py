from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.catalog import Hardware, Model, is_present, load
from voicecli.catalog.larger import larger, larger_llm
from voicecli.errors import CatalogError

pytestmark = pytest.mark.unit

GB = 1_000_000_000
SMALL = "qwen2.5-coder-0.5b-instruct-q4_k_m"
MEDIUM = "qwen2.5-coder-1.5b-instruct-q4_k_m"
ALL = list(load().models.values())
LLMS = [model for model in ALL if model.kind == "llm"]


def of(*names: str) -> list[Model]:
    return [load().find(name) for name in names]


@pytest.mark.parametrize(
    ("current", "here", "free", "chosen"),
    [
        (SMALL, [SMALL, MEDIUM], 8 * GB, MEDIUM),
        (SMALL, [SMALL, MEDIUM], 1 * GB, SMALL),
        (SMALL, [SMALL], 64 * GB, SMALL),
        (MEDIUM, [SMALL, MEDIUM], 64 * GB, MEDIUM),
        (SMALL, [SMALL, MEDIUM, "qwen3-4b"], 64 * GB, "qwen3-4b"),
        (SMALL, [SMALL, MEDIUM, "qwen3-4b"], 4 * GB, MEDIUM),
        (SMALL, [], 64 * GB, SMALL),
        (SMALL, [SMALL, "whisper-small"], 64 * GB, SMALL),
    ],
)
def test_the_largest_that_fits(current: str, here: list[str], free: int, chosen: str) -> None:
    assert larger(*of(current), of(*here), free).name == chosen


@given(st.sampled_from(LLMS), st.lists(st.sampled_from(ALL)), st.integers(0, 64 * GB))
def test_never_a_smaller_one_nor_one_of_another_kind(
    current: Model, here: list[Model], free: int
) -> None:
    chosen = larger(current, here, free)
    assert chosen.kind == "llm"
    assert chosen.bytes >= current.bytes
    assert chosen is current or chosen.ram_bytes <= free + current.ram_bytes


def test_on_an_empty_disk_the_current_one_stays(tmp_path: Path) -> None:
    hardware = Hardware(ram=64 * GB, ram_free=64 * GB, disk=GB, cores=8)
    assert larger_llm(SMALL, tmp_path, hardware) == SMALL
    with pytest.raises(CatalogError):
        larger_llm("no such model", tmp_path, hardware)


def test_what_is_installed_counts(models: Path) -> None:
    hardware = Hardware(ram=64 * GB, ram_free=64 * GB, disk=GB, cores=8)
    tiny = "smollm2-135m-instruct-q4_1"
    chosen = larger_llm(tiny, models, hardware)
    installed = [model for model in LLMS if is_present(model, models)]
    assert load().find(chosen).bytes == max(model.bytes for model in installed)
