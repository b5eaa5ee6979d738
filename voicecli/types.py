"""Everything that flows from one room to the next.

Samples are float32 mono in -1..1, at 16 kHz unless a sample rate stands beside them. Times are
seconds as float; positions inside a stream are sample indices as int.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Hz; the rate at which everything listens (Silero VAD and Whisper are trained at it)."""

BLOCK_SAMPLES = 512
"""Samples in one block: 32 ms, the window of Silero VAD at 16 kHz."""

Samples = NDArray[np.float32]
Region = tuple[int, int]
"""First sample index, and the one behind the last."""
Ended = Literal["silence", "released", "limit", "pause"]
Role = Literal["system", "user", "assistant"]
EventKind = Literal[
    "run-start",
    "vad-start",
    "vad-end",
    "stt-start",
    "stt-partial",
    "stt-end",
    "understanding-end",
    "retrieval-end",
    "llm-start",
    "llm-text",
    "tts-start",
    "speech-start",
    "speech-end",
    "speech-held",
    "speech-resumed",
    "command",
    "interview",
    "cancelled",
    "error",
    "run-end",
]


@dataclass(frozen=True, slots=True)
class AudioBlock:
    """A piece of the microphone's stream: `samples` begin at sample index `start`."""

    samples: Samples
    start: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """What one person said without a longer pause; `start` and `end` are sample indices.

    `speech_end` is the index behind the last speech in it; None where nobody looked.
    """

    samples: Samples
    start: int
    end: int
    ended: Ended
    speech_end: int | None = None


@dataclass(frozen=True, slots=True)
class SoFar:
    """What was said up to now in an utterance that has not ended.

    `start` and `end` are the sample indices of `samples`, `speech_end` the one behind the last
    speech; `is_pause` tells whether silence follows that speech now.
    """

    samples: Samples
    start: int
    end: int
    speech_end: int
    is_pause: bool


@dataclass(frozen=True, slots=True)
class SpeechWindow:
    """Sound to recognise in one piece; `speech` are the parts of it in which somebody speaks.

    `start` is the sample index of its first sample in the recording, and `speech` counts as that
    does.
    """

    samples: Samples
    start: int
    speech: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word with its time in seconds and its probability (0..1)."""

    start: float
    end: float
    text: str
    probability: float
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Emotion:
    """How a phrase sounded: a guess with its `probability` (0..1), never a fact.

    `label` is "neutral", "happy", "sad", "angry", "fearful", "surprised" or "uncertain"; `arousal`
    (calm to excited) and `valence` (unpleasant to pleasant) lie in -1..1, 0 being the speaker's
    own usual.
    """

    label: str
    probability: float
    arousal: float
    valence: float


@dataclass(frozen=True, slots=True)
class SpeakerTurn:
    """Somebody speaks from `start` to `end`, in seconds. Turns of several speakers may overlap."""

    start: float
    end: float
    speaker: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A spelling that a lexicon mended: the words from `start` to `end` said `was`."""

    start: float
    end: float
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A recognised phrase. The last six fields are Whisper's own figures, kept for JSON output.

    `overlap` tells that somebody else speaks at the same time in a part of it.
    """

    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    speaker: str | None = None
    overlap: bool = False
    emotion: Emotion | None = None
    seek: int = 0
    tokens: tuple[int, ...] = ()
    temperature: float = 0.0
    average_logprob: float = 0.0
    compression_ratio: float = 0.0
    no_speech_probability: float = 0.0


@dataclass(frozen=True, slots=True)
class Transcript:
    """What was recognised in a recording of `duration` seconds.

    `turns` say who spoke when, in order of their starts; empty where nobody looked. `repairs` are
    the spellings that a lexicon mended.
    """

    segments: tuple[Segment, ...]
    language: str
    duration: float
    language_probability: float = 1.0
    turns: tuple[SpeakerTurn, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def text(self) -> str:
        """The words alone, in one line."""
        return " ".join(segment.text.strip() for segment in self.segments).strip()

    @property
    def speaker(self) -> str:
        """Who says all of it; "" when that is not one person, or not known."""
        speakers = {segment.speaker for segment in self.segments}
        return (speakers.pop() or "") if len(speakers) == 1 else ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question asks for.

    `intent` is a name such as "projects", "greeting" or "document"; `slots` hold what was found in
    the words ("technologies", "types", "years"); `guard` names the reason not to answer, if any.
    """

    question: str
    intent: str
    confidence: float
    slots: Mapping[str, Any] = field(default_factory=dict)
    guard: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, list item or table row of a document.

    `headings` lead to it from the top of the document; `line` and `page` count from 1. A document
    without lines of its own (PDF, DOCX, EPUB) has a page or a heading instead; `seconds` is where
    in a recording it is said, of which `recording` is the file. Where a reader was asked for every
    heading, they are blocks, too, and a row of a table has its `cells`: the name of each one's
    column ("" without), and its text with a line for each paragraph.
    """

    text: str
    line: int
    headings: tuple[str, ...] = ()
    kind: Literal["paragraph", "item", "heading"] = "paragraph"
    page: int | None = None
    seconds: float | None = None
    recording: str = ""
    cited: str = ""
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A structured item of the person's content: a project, a job, a degree, …

    `type` is the plural name of its kind; `start` and `end` are ISO dates that may stop at the
    year or month, empty when unknown (an `ongoing` record has no end yet). `other` keeps every
    field that has no place of its own, by its name in the file.
    """

    id: str
    type: str
    title: str
    organisation: str = ""
    summary: str = ""
    technologies: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    start: str = ""
    end: str = ""
    ongoing: bool = False
    metrics: tuple[str, ...] = ()
    link: str = ""
    other: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordType:
    """A kind of record that the person declared in `types.toml`.

    `name` is the plural by which records name their type ("recipes"), `synonyms` are other words
    for it, singular or plural, `questions` patterns of questions that ask for it, in which `*`
    stands for any words ("what can I cook *"). `fields` maps the person's own field names to the
    fields of `Record`; a field that is not named there is kept in `other`.
    """

    name: str
    singular: str
    synonyms: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """What one file of the content says; `path` is its name in the content, with slashes.

    `types` are the kinds of record that it declares.
    """

    path: str
    title: str
    blocks: tuple[Block, ...] = ()
    records: tuple[Record, ...] = ()
    types: tuple[RecordType, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the person's content that may answer.

    `id` is the passage's own key, `type` is "projects", "experience", …, or "document"; `locator`
    says where in the document it stands (record id, heading, page or line); `score` is 0..1.
    `source` is how it is cited: "faq.md:14", "cv.pdf p.2", "meeting.wav 12:34".
    """

    id: str
    type: str
    title: str
    document: str
    locator: str
    text: str
    score: float
    source: str = ""


@dataclass(frozen=True, slots=True)
class TokenStates:
    """What an embedding model made of each token of a text, in the text's order.

    `states` are unit vectors times 127, int8 of shape (tokens, dimensions); `starts` says at which
    character of the text each token begins, uint16 of shape (tokens,).
    """

    states: NDArray[np.int8]
    starts: NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Words of a text, from `start` to `end`, that mean the days from `first` to `last`."""

    start: int
    end: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the prompt for the language model.

    One that is `pinned` stays where older messages have to go.
    """

    role: Role
    text: str
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the answer, numbered from 0 in its turn."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class SpeechChunk:
    """Speech made from one sentence, or from a part of it: `share` is how much of it (0..1]."""

    sentence: Sentence
    samples: Samples
    sample_rate: int
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class EncodedSound:
    """Mono sound of 16 kHz as a whole file in the memory: "opus" (in Ogg) or "flac"."""

    codec: str
    seconds: float
    data: bytes


@dataclass(frozen=True, slots=True)
class Heard:
    """How much of a sentence left the speaker: 1.0 is all of it."""

    sentence: Sentence
    fraction: float


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened in a run; `at` is seconds since the run (or its microphone) began."""

    kind: EventKind
    at: float
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """One finished question and answer, as it is stored.

    `written` is the whole answer, `heard` what left the speaker (all of `written` in text mode);
    `ended` is "done" or the reason of the cancel; `timings` are seconds by stage; `speaker` is
    whose voice asked, "" when that is not known. `component` is the room in which it failed
    ("stt", "llm", …), "" where nothing did.
    """

    question: str
    intent: str
    passages: tuple[Passage, ...]
    written: str
    heard: str
    ended: str
    abstained: bool
    mode: str
    models: Mapping[str, str]
    timings: Mapping[str, float]
    speaker: str = ""
    spoken: bool = False
    """Whether the question was said, not typed."""
    cached: bool = False
    """Whether the answer was given before and kept."""
    persona: str = ""
    """Who answered; "" for the plain one."""
    component: str = ""


def as_json(item: Any) -> dict[str, Any]:
    """The fields of a dataclass of this module as plain JSON values."""
    return asdict(item)
