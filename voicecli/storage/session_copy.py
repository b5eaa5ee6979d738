"""A session with all that belongs to it, as one value: read from a database, written into another.

The dataclasses are the documented schema of the JSON that `sessions export` writes. pydantic reads
that strictly, so that a file of somebody else's making is either such a value or refused.
"""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Annotated, Any, Final, Literal

from pydantic import (
    AfterValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    PlainValidator,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
)

from voicecli.errors import StorageError
from voicecli.storage.ids import ALPHABET, LENGTH

FORMAT: Final = "voicecli-sessions"
VERSION: Final = 2
"""2 added interviews; files of version 1 are read as they always were."""

_STRICT = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a time needs its offset, such as Z")
    if not _FIRST <= at < _LAST:
        raise ValueError("a time must lie between 1970 and 9000")
    return at.astimezone(UTC)


def _decoded(written: object) -> bytes:
    if not isinstance(written, str):
        raise ValueError("sound is written in base64")  # pydantic's own way
    return base64.b64decode(written, validate=True)


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


Time = Annotated[datetime, AfterValidator(_in_utc)]
Id = Annotated[str, Field(pattern=f"^[{ALPHABET}]{{{LENGTH}}}$")]
Number = Annotated[int, Field(ge=1, lt=1 << 53)]
Base64 = Annotated[
    bytes,
    PlainValidator(_decoded),
    PlainSerializer(_encoded),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
Seconds = Annotated[float, Field(ge=0)]


@dataclass(frozen=True, slots=True)
class SourceCopy:
    """A passage that an answer stood on, best first."""

    __pydantic_config__ = _STRICT

    passage: str
    type: str
    title: str
    document: str
    locator: str
    text: str
    score: float
    source: str


@dataclass(frozen=True, slots=True)
class SoundCopy:
    """What was said or heard in a turn; `data` is an Ogg Opus or FLAC file, in base64."""

    __pydantic_config__ = _STRICT

    part: Literal["question", "answer"]
    at: Time
    seconds: Seconds
    codec: Literal["opus", "flac"]
    data: Base64


@dataclass(frozen=True, slots=True)
class ShortCopy:
    """A turn in a sentence, and the model that wrote it."""

    __pydantic_config__ = _STRICT

    text: str
    model: str


@dataclass(frozen=True, slots=True)
class TurnCopy:
    """A turn; the fields are those of `types.TurnRecord`, `answer` is what was written of it.

    `waited` are the seconds until the answer began, null where they are not known.
    """

    __pydantic_config__ = _STRICT

    number: Number
    at: Time
    question: str
    answer: str
    heard: str
    ended: str
    intent: str
    abstained: bool
    mode: str
    models: dict[str, str]
    timings: dict[str, float]
    waited: float | None
    speaker: str
    spoken: bool
    cached: bool
    persona: str
    component: str
    sources: tuple[SourceCopy, ...]
    sounds: tuple[SoundCopy, ...]
    short: ShortCopy | None


@dataclass(frozen=True, slots=True)
class DaysCopy:
    """Days that the characters from `start` to `end` of a memory meant when they were said."""

    __pydantic_config__ = _STRICT

    start: Annotated[int, Field(ge=0, lt=1 << 31)]
    end: Annotated[int, Field(ge=0, lt=1 << 31)]
    first: Annotated[str, Field(pattern=r"^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]
    last: Annotated[str, Field(pattern=r"^[1-9]\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


@dataclass(frozen=True, slots=True)
class MemoryCopy:
    """Something that was to be remembered; `turn` is the number of the turn that said it."""

    __pydantic_config__ = _STRICT

    id: Id
    at: Time
    kind: Literal["fact", "note"]
    text: str
    dates: tuple[DaysCopy, ...]
    speaker: str
    turn: Number | None


@dataclass(frozen=True, slots=True)
class ExchangeCopy:
    """A question that was asked, and what came of it; `turn` is the one in which it ended."""

    __pydantic_config__ = _STRICT

    number: Number
    turn: Number | None
    exchange: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class InterviewCopy:
    """What an interview is beyond its turns; `ended` is null while it is not over.

    `repeats` is the id of the session that it repeats. The objects are those of
    `interview.records`, each with its `version`.
    """

    __pydantic_config__ = _STRICT

    created: Time
    updated: Time
    ended: Time | None
    repeats: Id | None
    plan: dict[str, JsonValue]
    limits: dict[str, JsonValue]
    progress: dict[str, JsonValue]
    exchanges: tuple[ExchangeCopy, ...]


@dataclass(frozen=True, slots=True)
class SessionCopy:
    """A session; `ended` is null while it is open. Turns are in the order of their numbers.

    `interview` is null for every other conversation.
    """

    __pydantic_config__ = _STRICT

    id: Id
    title: str
    created: Time
    last_activity: Time
    ended: Time | None
    persona: str
    voice: str
    turns: tuple[TurnCopy, ...]
    memories: tuple[MemoryCopy, ...]
    interview: InterviewCopy | None = None

    def called(self, session_id: str) -> "SessionCopy":
        """The same under another id; its memories have none, as those would be taken, too."""
        told = sorted(self.memories, key=lambda one: (one.at, one.text))
        return replace(self, id=session_id, memories=tuple(replace(one, id="") for one in told))


@dataclass(frozen=True, slots=True)
class SessionsFile:
    """What `voicecli sessions export` writes."""

    __pydantic_config__ = _STRICT

    format: Literal["voicecli-sessions"]
    version: Literal[1, 2]
    sessions: tuple[SessionCopy, ...]


_FILE: TypeAdapter[SessionsFile] = TypeAdapter(SessionsFile)


def as_bytes(sessions: tuple[SessionCopy, ...]) -> bytes:
    """The JSON of a file of sessions."""
    return _FILE.dump_json(SessionsFile(FORMAT, VERSION, sessions), indent=1) + b"\n"


def json_schema() -> Mapping[str, Any]:
    """The JSON Schema of a file of sessions."""
    return _FILE.json_schema(mode="serialization")


def read_sessions(data: bytes, name: str) -> tuple[SessionCopy, ...]:
    """The sessions in a file called `name`. Raises StorageError: not-sessions, newer-sessions."""
    try:
        sessions = _FILE.validate_json(data).sessions
    except ValidationError as error:
        raise _refusal(error, name) from None
    for session in sessions:
        if problem := next(_problems(session), None):
            raise _not_sessions(name, f"{problem} (session {session.id})")
    return sessions


def _problems(session: SessionCopy) -> Iterator[str]:
    """What is wrong between parts that are right in themselves."""
    numbers = [turn.number for turn in session.turns]
    if any(after <= before for before, after in pairwise(numbers)):
        yield "turns are not in the order of their numbers"
    if any(one.turn is not None and one.turn not in set(numbers) for one in session.memories):
        yield "a memory names a turn that is not there"
    exchanges = session.interview.exchanges if session.interview else ()
    if any(after.number <= before.number for before, after in pairwise(exchanges)):
        yield "exchanges are not in the order of their numbers"
    if any(one.turn is not None and one.turn not in set(numbers) for one in exchanges):
        yield "an exchange names a turn that is not there"
    for turn in session.turns:
        parts = [sound.part for sound in turn.sounds]
        if len(set(parts)) < len(parts):
            yield f"turn {turn.number} has two sounds of one part"
    for day in (day for memory in session.memories for day in memory.dates):
        for written in (day.first, day.last):
            try:
                datetime.fromisoformat(written)
            except ValueError:
                yield f"there is no day {written}"


def _refusal(error: ValidationError, name: str) -> StorageError:
    found = error.errors(include_url=False, include_context=False)
    given = {one["loc"]: one["input"] for one in found}
    version = given.get(("version",))
    if isinstance(version, int) and version > VERSION and ("format",) not in given:
        return StorageError(
            "newer-sessions", f"{name} was written by a newer voicecli.", "Update voicecli."
        )
    first = found[0]
    place = ".".join(str(part) for part in first["loc"])
    return _not_sessions(name, f"{place}: {first['msg']}" if place else first["msg"])


def _not_sessions(name: str, why: str) -> StorageError:
    return StorageError(
        "not-sessions",
        f"{name} is no file of sessions: {why}.",
        "`voicecli sessions export --format json` writes one.",
    )
