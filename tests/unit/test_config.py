from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecli.config import (
    Config,
    VadConfig,
    config_file,
    environment_name,
    keys,
    load,
    parse_value,
)
from voicecli.errors import ConfigError, ExitCode

pytestmark = pytest.mark.unit


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_defaults_are_valid(tmp_path: Path) -> None:
    loaded = load(tmp_path / "none.toml", environment={})
    assert loaded.config == Config()
    assert set(loaded.origins.values()) == {"default"}


def test_every_field_is_a_key() -> None:
    expected = {
        f"{section.name}.{field.name}"
        for section in fields(Config)
        for field in fields(getattr(Config(), section.name))
    }
    assert set(keys()) == expected


def test_every_key_has_its_own_variable() -> None:
    names = [environment_name(key) for key in keys()]
    assert len(set(names)) == len(names)
    assert environment_name("stt.beam_size") == "VOICECLI_STT_BEAM_SIZE"


def test_a_flag_beats_the_environment_beats_the_file(tmp_path: Path) -> None:
    file = written(tmp_path, "[stt]\nbeam_size = 2\nlanguage = 'de'\nmodel = 'a'\n")
    environment = {"VOICECLI_STT_BEAM_SIZE": "3", "VOICECLI_STT_LANGUAGE": "fr"}
    loaded = load(file, environment, {"stt.beam_size": 4, "stt.threads": None})
    assert loaded.config.stt.beam_size == 4
    assert loaded.config.stt.language == "fr"
    assert loaded.value("stt.model") == "a"
    origins = {key: loaded.origins[key] for key in ("stt.beam_size", "stt.language", "stt.model")}
    assert list(origins.values()) == ["flag", "environment", "file"]
    assert loaded.origins["stt.threads"] == "default"


def test_an_empty_variable_is_not_given(tmp_path: Path) -> None:
    loaded = load(tmp_path / "none.toml", {"VOICECLI_STT_BEAM_SIZE": ""})
    assert loaded.origins["stt.beam_size"] == "default"


@pytest.mark.parametrize(
    ("key", "given_value", "expected"),
    [
        ("stt.beam_size", "5", 5),
        ("vad.threshold", "0.25", 0.25),
        ("vad.threshold", 1, 1.0),
        ("dialogue.llm", "Off", False),
        ("dialogue.llm", "yes", True),
        ("dialogue.llm", True, True),
        ("llm.device", "cuda", "cuda"),
        ("tts.voice", "piper", "piper"),
    ],
)
def test_values_take_the_type_of_their_key(key: str, given_value: Any, expected: Any) -> None:
    value = parse_value(key, given_value, "here")
    assert (value, type(value)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("key", "given_value"),
    [
        ("stt.beam_size", "many"),
        ("stt.beam_size", "2.5"),
        ("stt.beam_size", True),
        ("vad.threshold", "loud"),
        ("vad.threshold", []),
        ("dialogue.llm", "perhaps"),
        ("llm.device", "gpu"),
        ("tts.voice", 7),
        ("tts.voice", "a\0b"),
        ("stt.beam_size", 2.5),
        ("stt.beam_size", float("inf")),
        ("stt.beam_size", "9" * 5000),
        ("vad.threshold", 10**400),
        ("models.profile", "huge"),
    ],
)
def test_a_value_that_does_not_fit_names_key_and_place(key: str, given_value: Any) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_value(key, given_value, "VOICECLI_SOMETHING")
    assert caught.value.code == "bad-setting"
    assert caught.value.exit_code == ExitCode.USAGE
    assert caught.value.message.startswith(f"VOICECLI_SOMETHING: {key} must be ")
    assert key in caught.value.hint


@pytest.mark.parametrize("key", ["stt", "stt.modell", "", "a.b.c", "stt.model.x"])
def test_an_unknown_key_is_refused(key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_value(key, "x", "here")
    assert caught.value.code == "unknown-setting"


def test_a_value_out_of_bounds_names_where_it_stands(tmp_path: Path) -> None:
    file = written(tmp_path, "[vad]\nthreshold = 7\n")
    with pytest.raises(ConfigError) as caught:
        load(file, environment={})
    assert caught.value.message.startswith(f"{file}: vad.threshold must ")
    assert "between 0.01 and 0.99" in caught.value.message


def test_a_bad_value_is_forgiven_when_a_stronger_place_is_right(tmp_path: Path) -> None:
    file = written(tmp_path, "[vad]\nthreshold = 7\n")
    assert load(file, {}, {"vad.threshold": 0.4}).config.vad.threshold == 0.4


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[stt\n", "bad-config-file"),
        ("threads = 2\n", "unknown-setting"),
        ("[stt]\nmodell = 'x'\n", "unknown-setting"),
        ("[speech]\nmodel = 'x'\n", "unknown-setting"),
        ("[stt.model]\nx = 1\n", "bad-setting"),
        ('[stt]\n"a.b" = 1\n', "unknown-setting"),
        ("[stt]\nbeam_size = " + "9" * 5000, "bad-config-file"),
        ("a = " + "[" * 9000 + "]" * 9000, "bad-config-file"),
    ],
)
def test_a_file_that_cannot_be_used_says_so(tmp_path: Path, text: str, code: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(file, environment={})
    assert caught.value.code == code
    assert str(file) in caught.value.message


def test_a_file_that_is_no_text_or_no_file(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    for place in (binary, tmp_path, Path("/dev/zero")):
        with pytest.raises(ConfigError) as caught:
            load(place, environment={})
        assert caught.value.code == "bad-config-file"


@settings(deadline=None)
@given(st.floats(allow_nan=False))
def test_a_threshold_is_accepted_only_within_its_bounds(value: float) -> None:
    if 0.01 <= value <= 0.99:
        assert VadConfig(threshold=value).threshold == value
    else:
        with pytest.raises(ValueError, match="threshold must lie between"):
            VadConfig(threshold=value)


def test_a_mark_at_the_beginning_of_a_file_is_no_syntax_error(tmp_path: Path) -> None:
    file = written(tmp_path, "\ufeff[stt]\nbeam_size = 2\n")
    assert load(file, environment={}).config.stt.beam_size == 2


def test_each_place_says_what_to_do_there(tmp_path: Path) -> None:
    file = written(tmp_path, "[vad]\nthreshold = 7\n")
    told = {}
    for place, environment, flags in (
        ("file", {}, {}),
        ("environment", {"VOICECLI_VAD_THRESHOLD": "7"}, {}),
        ("flag", {}, {"vad.threshold": "7"}),
    ):
        with pytest.raises(ConfigError) as caught:
            load(file, environment, flags)
        told[place] = str(caught.value)
    bounds = "must lie between 0.01 and 0.99, not 7."
    change = "Set it with `voicecli config set vad.threshold VALUE`."
    assert told["file"] == f"{file}: vad.threshold {bounds} {change}"
    assert told["environment"] == (
        f"VOICECLI_VAD_THRESHOLD {bounds} Try `unset VOICECLI_VAD_THRESHOLD`."
    )
    assert told["flag"] == f"--threshold {bounds}"


def test_a_home_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    config = load(Path("/nowhere"), {"VOICECLI_PATHS_DATA": "~no-such-user/x"}).config
    with pytest.raises(ConfigError) as caught:
        config.database_file  # noqa: B018  # reading it is what fails
    assert caught.value.code == "bad-folder"


def test_not_a_number_is_no_number() -> None:
    with pytest.raises(ConfigError):
        load(Path("/nowhere"), {"VOICECLI_VAD_THRESHOLD": "nan"})


@settings(deadline=None)
@given(st.sampled_from(sorted(keys())), st.text(max_size=20) | st.integers() | st.booleans())
def test_any_value_is_of_its_type_or_refused(key: str, value: Any) -> None:
    try:
        parsed = parse_value(key, value, "here")
    except ConfigError as error:
        refused = str(error)
        parsed = None
    else:
        refused = ""
    kind = keys()[key]
    choices = get_args(kind) if get_origin(kind) is Literal else None
    assert bool(refused) == (parsed is None)
    assert refused or (parsed in choices if choices else type(parsed) is kind)


def test_folders_follow_the_data_folder(tmp_path: Path) -> None:
    config = load(Path("/nowhere"), {"VOICECLI_PATHS_DATA": str(tmp_path / "d")}).config
    assert config.database_file == tmp_path / "d" / "voicecli.db"
    assert config.models_folder == tmp_path / "d" / "models"
    assert config.content_folder == tmp_path / "d" / "content"


def test_a_tilde_is_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    config = load(Path("/nowhere"), {"VOICECLI_PATHS_DATABASE": "~/x.db"}).config
    assert config.database_file == tmp_path / "x.db"


def test_the_settings_file_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOICECLI_CONFIG", str(tmp_path / "my.toml"))
    assert config_file() == tmp_path / "my.toml"
    monkeypatch.delenv("VOICECLI_CONFIG")
    assert config_file().name == "config.toml"
