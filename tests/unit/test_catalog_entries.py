"""The shipped catalogue and the choice of a profile."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecli.catalog import ROLES, Hardware, Model, load, plan, recommend, resolve
from voicecli.catalog.entries import HubSource, WheelSource
from voicecli.errors import CatalogError, ExitCode, UsageError
from voicecli.shipped import shipped

pytestmark = pytest.mark.unit

GB = 1_000_000_000
LAPTOP = Hardware(ram=8 * GB, ram_free=5 * GB, disk=100 * GB, cores=4)
ORDER = ["tiny", "light", "balanced", "quality"]
models = pytest.mark.parametrize("model", load().models.values(), ids=lambda model: model.name)


@models
def test_every_file_has_a_checksum_and_a_source(model: Model) -> None:
    assert model.files
    for file in model.files:
        length = {"sha256": 64, "md5": 32}[file.algorithm]
        assert re.fullmatch(f"[0-9a-f]{{{length}}}", file.digest)
        assert any(file.name in source.paths for source in model.sources)


@models
def test_the_pieces_in_wheels_make_up_the_files(model: Model) -> None:
    sizes = {file.name: file.bytes for file in model.files}
    digests = {file.name: file.digest for file in model.files}
    for source in model.sources:
        if not isinstance(source, WheelSource):
            continue
        members = [member for wheel in source.wheels for member in wheel.members]
        for name in source.paths:
            pieces = [member for member in members if member.file == name]
            assert sum(piece.bytes for piece in pieces) == sizes[name]
            if len(pieces) == 1:
                assert pieces[0].sha256 == digests[name]
            numbers = [int(n) for p in pieces for n in re.findall(r"part(\d+)", p.path)]
            assert len(pieces) == 1 or numbers[:: len(numbers) // len(pieces)] == list(
                range(1, len(pieces) + 1)
            )


def test_the_shipped_tokenizer_is_the_catalogued_one(tmp_path: Path) -> None:
    from voicecli.catalog.installed import is_right

    [tokenizer] = [f for f in load().find("all-minilm-l6-v2-int8").files if "token" in f.name]
    assert is_right(shipped("tokenizers") / "all-minilm-l6-v2.json", tokenizer)


@pytest.mark.parametrize("profile", load().profiles.values(), ids=lambda profile: profile.name)
def test_profiles_name_models_of_the_right_kind(profile: object) -> None:
    for role, choice in profile.roles.items():  # type: ignore[attr-defined]
        assert {load().find(name).kind for name in choice.names} == {role}


def without_hub(model: Model) -> bool:
    """Whether a machine that reaches only the package index gets all files of a model."""
    sources = [source for source in model.sources if not isinstance(source, HubSource)]
    return all(any(file.name in source.paths for source in sources) for file in model.files)


@pytest.mark.parametrize("name", ["tiny", "light", "balanced", "quality", "gpu"])
def test_a_machine_that_reaches_only_the_package_index_gets_every_profile(
    name: str, tmp_path: Path
) -> None:
    rich = replace(LAPTOP, ram=64 * GB, ram_free=60 * GB)
    for model in plan(name, tmp_path, rich, can_fetch=without_hub).values():
        assert without_hub(load().find(model))


def test_the_licences_of_the_default_voice_are_said_plainly() -> None:
    joe = load().find("piper-en_US-joe-medium")
    assert "research-only" in joe.licence
    assert "research only" in joe.note


def test_a_wrong_name_gets_near_ones() -> None:
    with pytest.raises(CatalogError) as raised:
        load().find("whisper-bas")
    assert raised.value.code == "unknown-model"
    assert raised.value.exit_code == ExitCode.USAGE
    assert "whisper-base" in raised.value.hint


@pytest.mark.parametrize(
    ("changes", "profile"),
    [
        ({}, "balanced"),
        ({"ram": 1 * GB}, "tiny"),
        ({"ram": 2 * GB}, "light"),
        ({"ram": 4 * GB}, "balanced"),
        ({"ram": 16.5 * GB, "cores": 2}, "balanced"),
        ({"ram": 16.5 * GB, "cores": 8}, "quality"),
        ({"ram": 16.5 * GB, "cores": 8, "disk": 2 * GB}, "balanced"),
        ({"disk": 1 * GB}, "light"),
        ({"disk": 0}, "tiny"),
        ({"gpu": 24 * GB, "gpu_llm": True}, "gpu"),
        ({"gpu": 24 * GB, "gpu_llm": False}, "balanced"),
        ({"gpu": 4 * GB, "gpu_llm": True}, "balanced"),
    ],
)
def test_recommendations(changes: dict[str, int], profile: str) -> None:
    advice = recommend(replace(LAPTOP, **changes))
    assert advice.profile == profile
    assert advice.reasons


sizes = st.integers(0, 64 * GB)


@given(sizes, sizes, sizes, st.integers(1, 64))
def test_more_memory_never_recommends_less(ram: int, more: int, disk: int, cores: int) -> None:
    small = Hardware(ram=ram, ram_free=ram, disk=disk, cores=cores)
    large = replace(small, ram=ram + more)
    if disk > 10 * GB:
        first, second = recommend(small).profile, recommend(large).profile
        assert ORDER.index(first) <= ORDER.index(second)


@given(sizes, sizes)
def test_what_is_free_now_does_not_change_the_recommendation(free: int, later: int) -> None:
    first = recommend(replace(LAPTOP, ram_free=free))
    assert recommend(replace(LAPTOP, ram_free=later)).profile == first.profile


def test_balanced_takes_the_small_language_model_when_memory_is_short(tmp_path: Path) -> None:
    roomy = plan("balanced", tmp_path, LAPTOP, can_fetch=without_hub)
    short = plan("balanced", tmp_path, replace(LAPTOP, ram_free=3 * GB), can_fetch=without_hub)
    assert roomy["llm"] == "qwen2.5-coder-1.5b-instruct-q4_k_m"
    assert short["llm"] == "qwen2.5-coder-0.5b-instruct-q4_k_m"
    assert set(roomy) == set(ROLES)
    hub = plan("balanced", tmp_path, LAPTOP, can_fetch=lambda model: True)
    assert hub["llm"] == "qwen2.5-1.5b-instruct"


def test_models_that_the_person_set_come_first(tmp_path: Path) -> None:
    names = resolve("tiny", tmp_path, LAPTOP, roles=["stt", "vad"], chosen={"stt": "whisper-small"})
    assert names == {"stt": "whisper-small", "vad": "silero-vad"}
    with pytest.raises(UsageError, match="not for llm"):
        resolve("tiny", tmp_path, LAPTOP, chosen={"llm": "whisper-small"})
