"""One page of knobs.

A value comes from the first of: command-line flag, `VOICECLI_<SECTION>_<FIELD>` in the environment,
`config.toml`, the default written here.
"""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

import platformdirs

from voicecli.errors import ConfigError, ExitCode

Device = Literal["auto", "cpu", "cuda"]
ProfileName = Literal["auto", "tiny", "light", "balanced", "quality", "gpu"]
Duplex = Literal["auto", "half", "headphones"]
NoiseSuppression = Literal["off", "webrtc", "dtln"]
ModeName = Literal["fast", "balanced", "detailed"]
Origin = Literal["flag", "environment", "file", "default"]

LARGEST_FILE_BYTES = 1 << 20
"""A settings file is far smaller; a device such as /dev/zero has no end at all."""


def _between(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        shown = value if isinstance(value, int) else f"{value:g}"
        raise ValueError(f"{name} must lie between {low:g} and {high:g}, not {shown}")


@dataclass(frozen=True, slots=True)
class PathsConfig:
    """Where things are kept. Empty: the place this system's conventions name."""

    data: str = ""
    """Folder of the database and the models."""
    state: str = ""
    """Folder of logs and the prompt's history."""
    models: str = ""
    """Folder of the model files; empty: `models` in the data folder."""
    content: str = ""
    """Folder that answers come from; empty: `content` in the data folder, else the sample."""
    database: str = ""
    """The one SQLite file; empty: `voicecli.db` in the data folder."""
    cache: str = ""
    """Folder of what can be made again, such as the sound of videos."""


@dataclass(frozen=True, slots=True)
class ModelsConfig:
    """Which models are used."""

    profile: ProfileName = "auto"
    """A set of models that fit together; auto: chosen for this computer's memory and cores."""


@dataclass(frozen=True, slots=True)
class AudioConfig:
    """The microphone and the speaker."""

    device_in: str = ""
    """Index or part of the name of the microphone; empty: the system's default."""
    device_out: str = ""
    """Index or part of the name of the speaker; empty: the system's default."""
    duplex: Duplex = "auto"
    """While an answer sounds: auto cancels its echo or knows headphones, half rests."""
    queue_seconds: float = 30.0
    """How much the microphone may run ahead of its listener before the oldest sound is dropped."""
    latency_seconds: float = 0.1
    """Suggested latency of the speaker's stream."""
    high_pass: bool = False
    """Whether what lies below 200 Hz is taken from the microphone's sound."""
    noise_gate: bool = False
    """Whether what is no louder than the room is turned down by 12 dB."""
    noise_suppression: NoiseSuppression = "off"
    """Noise taken out of the speech itself: webrtc, or the model dtln-16k. Words suffer from it."""
    automatic_gain: bool = False
    """Whether a quiet microphone is turned up."""

    def __post_init__(self) -> None:
        _between("queue_seconds", self.queue_seconds, 1.0, 600.0)
        _between("latency_seconds", self.latency_seconds, 0.005, 2.0)


@dataclass(frozen=True, slots=True)
class VadConfig:
    """When somebody speaks, and when they have finished."""

    threshold: float = 0.5
    """Probability of speech above which a block counts as speech."""
    speech_seconds: float = 0.096
    """Speech that must be heard before an utterance begins."""
    silence_seconds: float = 0.7
    """Silence that ends an utterance in hands-free mode when no model hears the end of a turn."""
    patience: float = 0.5
    """How long a speaker may think in hands-free mode: 0 answers at once, 1 waits long."""
    pause_seconds: float = 0.096
    """Silence after which work on an answer begins, in case nothing more is said."""
    partial_seconds: float = 1.0
    """How often the words so far are recognised while somebody speaks; 0: only in pauses."""
    preroll_seconds: float = 0.5
    """Sound kept from before the first block of speech, so that no first word is lost."""
    longest_seconds: float = 30.0
    """An utterance is cut after this long."""

    def __post_init__(self) -> None:
        _between("threshold", self.threshold, 0.01, 0.99)
        _between("speech_seconds", self.speech_seconds, 0.0, 2.0)
        _between("silence_seconds", self.silence_seconds, 0.1, 10.0)
        _between("patience", self.patience, 0.0, 1.0)
        _between("pause_seconds", self.pause_seconds, 0.064, 2.0)
        _between("partial_seconds", self.partial_seconds, 0.0, 30.0)
        _between("preroll_seconds", self.preroll_seconds, 0.0, 5.0)
        _between("longest_seconds", self.longest_seconds, 1.0, 600.0)


@dataclass(frozen=True, slots=True)
class SttConfig:
    """Speech recognition."""

    model: str = ""
    """Catalogue name of a Whisper model; empty: the profile's."""
    device: Device = "auto"
    """Where it runs."""
    compute_type: str = "auto"
    """CTranslate2's number type; auto: int8 on the CPU, float16 on the GPU."""
    language: str = ""
    """Two-letter language code; empty: detected."""
    beam_size: int = 1
    """Width of the search; 1 is greedy and fastest."""
    window_seconds: float = 10.0
    """Shortest encoder window; longer speech gets a longer one, and 30 is always Whisper's own."""
    hotwords: bool = False
    """Tell the recogniser names from the content: more of them are right, at 18 % more time."""
    threads: int = 0
    """CPU threads; 0: the whole budget."""

    def __post_init__(self) -> None:
        _between("beam_size", self.beam_size, 1, 20)
        _between("window_seconds", self.window_seconds, 10.0, 30.0)
        _between("threads", self.threads, 0, 256)


@dataclass(frozen=True, slots=True)
class LlmConfig:
    """The language model."""

    model: str = ""
    """Catalogue name of a GGUF model; empty: the profile's."""
    device: Device = "auto"
    """Where it runs."""
    context_tokens: int = 2048
    """Tokens that prompt and answer may take together."""
    answer_tokens: int = 160
    """Longest answer."""
    temperature: float = 0.0
    """0 is the same answer every time."""
    first_token_seconds: float = 20.0
    """Longest wait for its first word; an answer goes on without it then."""
    stall_seconds: float = 8.0
    """Longest wait for each further word."""
    failures: int = 2
    """After so many failures in a row it is left out for a while."""
    rest_seconds: float = 30.0
    """How long; doubled as long as it fails again, up to ten minutes."""
    threads: int = 0
    """CPU threads; 0: the whole budget."""

    def __post_init__(self) -> None:
        _between("context_tokens", self.context_tokens, 512, 131_072)
        _between("answer_tokens", self.answer_tokens, 16, 4096)
        _between("first_token_seconds", self.first_token_seconds, 0.05, 600.0)
        _between("stall_seconds", self.stall_seconds, 0.05, 600.0)
        _between("failures", self.failures, 1, 100)
        _between("rest_seconds", self.rest_seconds, 1.0, 600.0)
        _between("temperature", self.temperature, 0.0, 2.0)
        _between("threads", self.threads, 0, 256)


@dataclass(frozen=True, slots=True)
class TtsConfig:
    """Speech synthesis."""

    voice: str = ""
    """Catalogue name of a Piper voice; empty: the profile's."""
    device: Device = "auto"
    """Where it runs."""
    speed: float = 1.0
    """2 speaks twice as fast."""
    volume: float = 1.0
    """Factor on the samples; louder than 1 may clip."""
    sentence_silence_seconds: float = 0.2
    """Pause after each sentence."""
    lexicon: str = ""
    """File of pronunciations; empty: `lexicon.toml` beside the settings file, if it is there."""
    noise_scale: float = 0.667
    """Variation of the sound; 0, with noise_w_scale 0, repeats to the bit."""
    noise_w_scale: float = 0.8
    """Variation of the length of sounds."""
    threads: int = 0
    """CPU threads; 0: the whole budget."""

    def __post_init__(self) -> None:
        _between("speed", self.speed, 0.25, 4.0)
        _between("volume", self.volume, 0.0, 4.0)
        _between("sentence_silence_seconds", self.sentence_silence_seconds, 0.0, 5.0)
        _between("noise_scale", self.noise_scale, 0.0, 2.0)
        _between("noise_w_scale", self.noise_w_scale, 0.0, 2.0)
        _between("threads", self.threads, 0, 256)


@dataclass(frozen=True, slots=True)
class RetrievalConfig:
    """Search in the person's content."""

    model: str = ""
    """Catalogue name of the embedding model; empty: the profile's."""
    passages: int = 5
    """How many passages an answer may use."""
    candidates: int = 25
    """How many the keyword and the vector search each bring to the fusion."""
    keyword_weight: float = 40.0
    """What holding the words of the question counts for an item, against the three that follow."""
    technology_weight: float = 30.0
    """What having the technologies asked for counts."""
    recency_weight: float = 20.0
    """What being recent counts."""
    impact_weight: float = 10.0
    """What figures about its effect count."""
    threads: int = 0
    """CPU threads; 0: the whole budget."""

    def __post_init__(self) -> None:
        _between("passages", self.passages, 1, 50)
        _between("candidates", self.candidates, 1, 500)
        for part in ("keyword", "technology", "recency", "impact"):
            _between(f"{part}_weight", getattr(self, f"{part}_weight"), 0.0, 1000.0)
        _between("threads", self.threads, 0, 256)


@dataclass(frozen=True, slots=True)
class DialogueConfig:
    """How answers are made."""

    mode: ModeName = "balanced"
    """fast: what retrieval alone says; balanced: the model adds to it; detailed: at length."""
    llm: bool = True
    """Whether the language model may add to what retrieval alone says."""
    balanced_tokens: int = 96
    """Longest text of the language model in `balanced`."""
    balanced_seconds: float = 12.0
    """Time that it has for it."""
    detailed_tokens: int = 320
    """Longest text of the language model in `detailed`."""
    detailed_seconds: float = 45.0
    """Time that it has for it."""
    detailed_passages: int = 8
    """How many passages an answer may use in `detailed`."""
    spoken_words: int = 50
    """Longest instant answer when it is spoken."""
    history_turns: int = 4
    """Earlier turns that the language model sees."""
    cache: bool = True
    """Whether a question is answered as before while content, day, mode and models are the same."""
    general: bool = False
    """Whether the language model answers questions of general knowledge, labelled as its own."""

    def __post_init__(self) -> None:
        _between("balanced_tokens", self.balanced_tokens, 16, 4096)
        _between("balanced_seconds", self.balanced_seconds, 1.0, 600.0)
        _between("detailed_tokens", self.detailed_tokens, 16, 4096)
        _between("detailed_seconds", self.detailed_seconds, 1.0, 600.0)
        _between("detailed_passages", self.detailed_passages, 1, 50)
        _between("spoken_words", self.spoken_words, 10, 500)
        _between("history_turns", self.history_turns, 0, 50)


@dataclass(frozen=True, slots=True)
class SpeakersConfig:
    """Who speaks."""

    model: str = ""
    """Catalogue name of the model that tells voices apart; empty: the profile's."""


@dataclass(frozen=True, slots=True)
class EmotionConfig:
    """How somebody sounds."""

    model: str = ""
    """Folder of a wav2vec2 classifier of emotions, if there is one; empty: none is used."""


@dataclass(frozen=True, slots=True)
class CacheConfig:
    """How much is kept of what can be made again. What was used longest ago goes first."""

    sound_megabytes: int = 2_000
    """Room for the sound of videos, so that they are decoded once; 0 keeps none."""
    results_megabytes: int = 500
    """Room for finished transcriptions, so that no recording is transcribed twice."""
    age_days: int = 180
    """What nobody used for so many days goes, too."""

    def __post_init__(self) -> None:
        _between("sound_megabytes", self.sound_megabytes, 0, 10_000_000)
        _between("results_megabytes", self.results_megabytes, 0, 10_000_000)
        _between("age_days", self.age_days, 0, 36_500)


@dataclass(frozen=True, slots=True)
class ThreadsConfig:
    """The CPU budget that the engines share."""

    total: int = 0
    """Threads for all engines; 0: one for each core."""

    def __post_init__(self) -> None:
        _between("total", self.total, 0, 256)


@dataclass(frozen=True, slots=True)
class Config:
    """All knobs, one section per room."""

    paths: PathsConfig = field(default_factory=PathsConfig)
    models: ModelsConfig = field(default_factory=ModelsConfig)
    audio: AudioConfig = field(default_factory=AudioConfig)
    vad: VadConfig = field(default_factory=VadConfig)
    stt: SttConfig = field(default_factory=SttConfig)
    llm: LlmConfig = field(default_factory=LlmConfig)
    tts: TtsConfig = field(default_factory=TtsConfig)
    retrieval: RetrievalConfig = field(default_factory=RetrievalConfig)
    dialogue: DialogueConfig = field(default_factory=DialogueConfig)
    speakers: SpeakersConfig = field(default_factory=SpeakersConfig)
    emotion: EmotionConfig = field(default_factory=EmotionConfig)
    cache: CacheConfig = field(default_factory=CacheConfig)
    threads: ThreadsConfig = field(default_factory=ThreadsConfig)

    @property
    def data_folder(self) -> Path:
        """Folder of the database and the models."""
        return _folder(self.paths.data, platformdirs.user_data_path("voicecli"))

    @property
    def state_folder(self) -> Path:
        """Folder of logs and histories."""
        return _folder(self.paths.state, platformdirs.user_state_path("voicecli"))

    @property
    def models_folder(self) -> Path:
        """Folder that holds one folder per model."""
        return _folder(self.paths.models, self.data_folder / "models")

    @property
    def database_file(self) -> Path:
        """The one SQLite file."""
        return _folder(self.paths.database, self.data_folder / "voicecli.db")

    @property
    def cache_folder(self) -> Path:
        """Folder of what can be made again."""
        return _folder(self.paths.cache, platformdirs.user_cache_path("voicecli"))

    @property
    def content_folder(self) -> Path:
        """The person's own content folder; it need not exist."""
        return _folder(self.paths.content, self.data_folder / "content")


def _folder(setting: str, default: Path) -> Path:
    path = Path(setting) if setting else default
    try:
        expanded = path.expanduser()
        return expanded.resolve() if setting else expanded
    except (OSError, RuntimeError) as error:  # no such home, links in a circle
        raise ConfigError(
            "bad-folder",
            f"{path} leads nowhere: {str(error).rstrip('.').lower()}.",
            "Set HOME, or write the whole path.",
        ) from error


@dataclass(frozen=True, slots=True)
class Loaded:
    """A configuration and where each of its values ("stt.model") came from."""

    config: Config
    origins: Mapping[str, Origin]

    def value(self, key: str) -> Any:
        """The value of "section.field"."""
        section, name = key.split(".")
        return getattr(getattr(self.config, section), name)


def config_file() -> Path:
    """The settings file: `VOICECLI_CONFIG`, or `config.toml` in the user's configuration folder."""
    named = os.environ.get("VOICECLI_CONFIG", "")
    return _folder(named, platformdirs.user_config_path("voicecli") / "config.toml")


@cache
def keys() -> dict[str, Any]:
    """Every settable key ("stt.model") with its type."""
    sections = get_type_hints(Config)
    return {
        f"{section}.{name}": kind
        for section in (item.name for item in fields(Config))
        for name, kind in get_type_hints(sections[section]).items()
    }


def load(
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[str, Any] | None = None,
) -> Loaded:
    """Read the settings from all their places.

    `flags` maps keys to values, None meaning "not given". Raises ConfigError when a place holds an
    unknown key or a value that does not fit; the message names the place.
    """
    environment = os.environ if environment is None else environment
    given: dict[str, tuple[Any, Origin, str]] = {}
    path = config_file() if file is None else file
    for key, value in _read_file(path).items():
        given[key] = (value, "file", str(path))
    for key in keys():
        name = environment_name(key)
        if environment.get(name):
            given[key] = (environment[name], "environment", name)
    for key, value in (flags or {}).items():
        if value is not None:
            given[key] = (value, "flag", f"--{key.split('.')[1].replace('_', '-')}")
    chosen: dict[str, dict[str, Any]] = {}
    for key, (value, _, place) in given.items():
        parsed = parse_value(key, value, place)
        section, name = key.split(".")
        chosen.setdefault(section, {})[name] = parsed
    config = _build(chosen, {key: place for key, (_, _, place) in given.items()})
    origins: dict[str, Origin] = {
        key: given[key][1] if key in given else "default" for key in keys()
    }
    return Loaded(config, origins)


def environment_name(key: str) -> str:
    """The environment variable of a key: "stt.model" is VOICECLI_STT_MODEL."""
    return "VOICECLI_" + key.replace(".", "_").upper()


def parse_value(key: str, value: Any, place: str) -> Any:
    """Turn what a person wrote for `key` into its type. Raises ConfigError naming `place`."""
    if key not in keys():
        raise ConfigError(
            "unknown-setting",
            f"{place}: there is no setting {key!r}.",
            "See `voicecli config show`.",
            exit_code=ExitCode.USAGE,
        )
    kind = keys()[key]
    try:
        if get_origin(kind) is Literal:
            if value not in get_args(kind):
                choices = ", ".join(get_args(kind))
                raise ValueError(f"must be one of {choices}, not {_quoted(value)}")
            return value
        if kind is bool:
            return _parse_bool(value)
        return _parse_text(value) if kind is str else _parse_number(kind, value)
    except ValueError as error:
        raise _bad_value(key, error, place) from None


def _parse_bool(value: Any) -> bool:
    words = {"true": True, "yes": True, "on": True, "1": True}
    words |= {"false": False, "no": False, "off": False, "0": False}
    if str(value).lower() not in words:
        raise ValueError(f"must be true or false, not {_quoted(value)}")
    return words[str(value).lower()]


def _parse_number(kind: type, value: Any) -> Any:
    """A number of that kind. A fraction is no whole number: it is not cut off unseen."""
    is_fraction = isinstance(value, float) and not value.is_integer()
    try:
        if isinstance(value, bool) or (kind is int and is_fraction):
            raise ValueError
        return kind(value)
    except (TypeError, ValueError, OverflowError):
        what = "a whole number" if kind is int else "a number"
        raise ValueError(f"must be {what}, not {_quoted(value)}") from None


def _parse_text(value: Any) -> str:
    if not isinstance(value, str) or "\0" in value:  # no path and no name holds a NUL
        raise ValueError(f"must be text in quotes, not {_quoted(value)}")
    return value


def _quoted(value: Any) -> str:
    """A value as it may stand in one line of an error."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"


def _build(chosen: Mapping[str, Mapping[str, Any]], places: Mapping[str, str]) -> Config:
    types = get_type_hints(Config)
    sections = {}
    for section, values in chosen.items():
        try:
            sections[section] = types[section](**values)
        except ValueError as error:
            name = str(error).split(" ", 1)[0]
            key = f"{section}.{name}"
            raise _bad_value(key, error, places.get(key, key)) from None
    return Config(**sections)


def _bad_value(key: str, error: Exception, place: str) -> ConfigError:
    said = str(error).removeprefix(f"{key.partition('.')[2]} ")
    if place.startswith("--"):
        return ConfigError("bad-setting", f"{place} {said}.", exit_code=ExitCode.USAGE)
    is_variable = place == environment_name(key)
    hint = f"Set it with `voicecli config set {key} VALUE`."
    return ConfigError(
        "bad-setting",
        f"{place} {said}." if is_variable else f"{place}: {key} {said}.",
        f"Try `unset {place}`." if is_variable else hint,
        exit_code=ExitCode.USAGE,
    )


def read_text(path: Path) -> str:
    """The text of a settings file; empty when there is none.

    Raises ConfigError("bad-config-file") for what is no such file, a device without an end, too.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE_BYTES + 1)
        if len(raw) > LARGEST_FILE_BYTES:
            raise bad_file(path, "it is too large for a settings file")
        return raw.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise bad_file(path, (error.strerror or str(error)).lower()) from error
    except UnicodeDecodeError as error:
        raise bad_file(path, "it is not text in UTF-8") from error


def bad_file(path: Path, why: str) -> ConfigError:
    """Make the error for a settings file that cannot be read."""
    return ConfigError(
        "bad-config-file",
        f"{path} cannot be read: {why}.",
        "Mend it by hand, or move it away to start with the defaults.",
    )


def _read_file(path: Path) -> dict[str, Any]:
    """The keys of a settings file, flat; empty when there is none."""
    try:
        tables = tomllib.loads(read_text(path))
    except RecursionError:
        raise bad_file(path, "it is nested too deeply") from None
    except ValueError as error:  # a syntax error, or a number with thousands of digits
        raise bad_file(path, str(error)) from None
    flat: dict[str, Any] = {}
    for section, table in tables.items():
        if not isinstance(table, dict):
            raise ConfigError(
                "unknown-setting",
                f"{path}: {section!r} stands outside a section.",
                "Sections are written in brackets: [stt].",
                exit_code=ExitCode.USAGE,
            )
        flat.update({f"{section}.{name}": value for name, value in table.items()})
    return flat
