"""One page of knobs: a section for each room."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import platformdirs

from voicecli.errors import ConfigError

Device = Literal["auto", "cpu", "cuda"]
ProfileName = Literal["auto", "tiny", "light", "balanced", "quality", "gpu"]
Duplex = Literal["auto", "half", "headphones"]
NoiseSuppression = Literal["off", "webrtc", "dtln"]
ModeName = Literal["fast", "balanced", "detailed"]
LogLevel = Literal["debug", "info", "warning", "error"]

PEOPLE = "people"
"""Name of the folder that holds a folder for each person."""
PERSON = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.IGNORECASE | re.ASCII)
"""What a person may be called: the name of a folder on every system."""


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
    person: str = ""
    """Whose sessions, memory and index: a folder of their own in each of these. Empty: nobody's."""

    def __post_init__(self) -> None:
        if self.person and not PERSON.fullmatch(self.person):
            raise ValueError(
                "person must be at most 40 letters, digits, - and _, beginning with a letter or "
                f"digit, not {self.person!r:.60}"
            )


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
    piece_seconds: float = 0.0
    """Speech that is longer is recognised in pieces, cut at its pauses; 0: in one."""

    def __post_init__(self) -> None:
        _between("threshold", self.threshold, 0.01, 0.99)
        _between("speech_seconds", self.speech_seconds, 0.0, 2.0)
        _between("silence_seconds", self.silence_seconds, 0.1, 10.0)
        _between("patience", self.patience, 0.0, 1.0)
        _between("pause_seconds", self.pause_seconds, 0.064, 2.0)
        _between("partial_seconds", self.partial_seconds, 0.0, 30.0)
        _between("preroll_seconds", self.preroll_seconds, 0.0, 5.0)
        _between("longest_seconds", self.longest_seconds, 1.0, 600.0)
        _between("piece_seconds", self.piece_seconds, 0.0, 600.0)


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
    """Earlier turns that the language model sees as they were."""
    summary_tokens: int = 240
    """Room in its prompt for what was said before those turns, in short; 0: none."""
    persona: str = ""
    """Name of the persona that answers; empty: the plain one. See `voicecli persona list`."""
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
        _between("summary_tokens", self.summary_tokens, 0, 4096)


@dataclass(frozen=True, slots=True)
class SessionsConfig:
    """What is kept of conversations."""

    idle_minutes: float = 60.0
    """A session in which nothing was said for so long is closed; it stays, and can be continued."""
    continue_last: bool = False
    """Whether `talk` and `ask` go on with the last session that is not closed."""
    keep: bool = True
    """Whether anything is kept; False is as `--off-the-record` every time."""
    keep_audio: bool = False
    """Whether the sound of questions and answers is kept, too."""
    audio_days: int = 30
    """Kept sound that is older goes."""
    audio_megabytes: int = 500
    """Room for kept sound; the oldest goes first."""
    kiosk_seconds: float = 60.0
    """With `talk --kiosk`: silence after which the next visitor finds a new session."""

    def __post_init__(self) -> None:
        _between("idle_minutes", self.idle_minutes, 0.05, 525_600.0)
        _between("audio_days", self.audio_days, 0, 36_500)
        _between("audio_megabytes", self.audio_megabytes, 0, 10_000_000)
        _between("kiosk_seconds", self.kiosk_seconds, 5.0, 86_400.0)


@dataclass(frozen=True, slots=True)
class InterviewConfig:
    """Practice interviews."""

    minutes: float = 45.0
    """No question is asked when so much time is over."""
    questions: int = 16
    """Most questions, those that follow up included."""
    follow_ups: int = 2
    """Most questions that follow up on one topic."""
    topics: int = 6
    """How many topics a plan has; fewer where the documents give no more."""
    think_seconds: float = 4.0
    """Hands-free: longest pause inside an answer that sounds unfinished."""
    silence_seconds: float = 15.0
    """Silence after a question before it is asked whether all is well."""
    follow_up_seconds: float = 3.0
    """Time that the language model has to word a spoken follow-up; 0: they are ready ones."""

    def __post_init__(self) -> None:
        _between("follow_up_seconds", self.follow_up_seconds, 0.0, 60.0)
        _between("minutes", self.minutes, 1.0, 600.0)
        _between("questions", self.questions, 1, 200)
        _between("follow_ups", self.follow_ups, 0, 10)
        _between("topics", self.topics, 4, 8)
        _between("think_seconds", self.think_seconds, 0.5, 30.0)
        _between("silence_seconds", self.silence_seconds, 3.0, 600.0)


@dataclass(frozen=True, slots=True)
class LogConfig:
    """The log in the state folder: one JSON object a line."""

    level: LogLevel = "info"
    """The least that is written."""
    words: bool = False
    """Whether what was said and answered may stand in it."""
    megabytes: float = 5.0
    """A file that has grown so large makes room for a new one."""
    files: int = 3
    """How many files of before are kept."""

    def __post_init__(self) -> None:
        _between("megabytes", self.megabytes, 0.01, 10_000.0)
        _between("files", self.files, 0, 100)


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
    sessions: SessionsConfig = field(default_factory=SessionsConfig)
    interview: InterviewConfig = field(default_factory=InterviewConfig)
    log: LogConfig = field(default_factory=LogConfig)
    speakers: SpeakersConfig = field(default_factory=SpeakersConfig)
    emotion: EmotionConfig = field(default_factory=EmotionConfig)
    cache: CacheConfig = field(default_factory=CacheConfig)
    threads: ThreadsConfig = field(default_factory=ThreadsConfig)

    @property
    def data_folder(self) -> Path:
        """Folder of the person's database and content."""
        return self._own(self._shared_data)

    @property
    def state_folder(self) -> Path:
        """Folder of logs and histories."""
        return self._own(folder_of(self.paths.state, platformdirs.user_state_path("voicecli")))

    @property
    def models_folder(self) -> Path:
        """Folder that holds one folder per model; the same for every person."""
        return folder_of(self.paths.models, self._shared_data / "models")

    @property
    def database_file(self) -> Path:
        """The one SQLite file."""
        file = folder_of(self.paths.database, self._shared_data / "voicecli.db")
        return self._own(file.parent) / file.name

    @property
    def cache_folder(self) -> Path:
        """Folder of what can be made again."""
        return self._own(folder_of(self.paths.cache, platformdirs.user_cache_path("voicecli")))

    @property
    def content_folder(self) -> Path:
        """The person's own content folder; it need not exist."""
        return folder_of(self.paths.content, self.data_folder / "content")

    @property
    def people_folder(self) -> Path:
        """Folder that holds one folder per person who has been named."""
        return self._shared_data / PEOPLE

    @property
    def _shared_data(self) -> Path:
        return folder_of(self.paths.data, platformdirs.user_data_path("voicecli"))

    def _own(self, folder: Path) -> Path:
        """The part of a folder that is this person's alone; the whole of it for nobody."""
        person = self.paths.person.lower()
        return folder / PEOPLE / person if person else folder


def folder_of(setting: str, default: Path) -> Path:
    """The folder or file that a setting names; `default` where it is empty. Raises ConfigError."""
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
