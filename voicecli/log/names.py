"""Names that may stand in a log or on a gauge: closed sets, so that no word of a person does."""

from collections.abc import Collection

from voicecli.errors import VoicecliError

OTHER = "other"
"""Stands for a name that is not in its set, such as the kind of record that a person declared."""

INTENTS = frozenset(
    """
    projects experience skills education publications person overview document general off_topic
    unknown greeting thanks goodbye help repeat sources command interview
    """.split()
)
"""What `understanding` calls what is asked for; kinds that a person declares are not among them."""

EVENTS = frozenset(
    """
    run-start vad-start vad-end stt-start stt-partial stt-end understanding-end retrieval-end
    llm-start llm-text tts-start speech-start speech-end speech-held speech-resumed command
    cancelled error run-end turn conversation interview
    """.split()
)
"""What a line can be about: the events of a conversation, a whole turn, a whole conversation."""

MODES = frozenset({"instant", "full"})
DIALOGUE_MODES = frozenset({"fast", "balanced", "detailed"})
ROLES = frozenset({"vad", "end-of-turn", "stt", "llm", "tts", "embedding", "speaker"})
SOURCES = frozenset({"extract", "llm", "general", "notice", "again", "interview"})
ENDINGS = frozenset(
    """
    done barge-in superseded interrupted stopped went-on left device-lost dropped over silence
    released limit pause
    """.split()
)


def components() -> frozenset[str]:
    """The rooms that an error can come from."""
    return frozenset(kind("", "").component for kind in VoicecliError.__subclasses__())


def among(name: object, names: Collection[str]) -> str:
    """The name itself, if it is one of these; else `OTHER`. Nothing stays nothing."""
    return str(name) if name in names or name == "" else OTHER
