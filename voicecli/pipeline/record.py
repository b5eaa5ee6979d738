"""From the events of a turn to what is remembered of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from voicecli.types import Event, Passage, TurnRecord, Understanding

NOTICE = "notice"
"""The source of a sentence that is about the conversation and answers nothing."""


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of an answer, where it came from, and how much of it was heard (0..1)."""

    text: str
    source: str
    fraction: float = 0.0


def said(events: Iterable[Event], *, notices: bool = False) -> list[Said]:
    """The sentences of a finished turn's answer in order, with or without notices."""
    told: dict[int, Said] = {}
    for event in events:
        data = event.data
        if event.kind == "llm-text" and (notices or data["source"] != NOTICE):
            told[data["index"]] = Said(data["text"], data["source"])
        elif event.kind == "speech-end" and data["index"] in told:
            told[data["index"]] = replace(told[data["index"]], fraction=data["fraction"])
    return [told[index] for index in sorted(told)]


def turn_record(
    events: Iterable[Event], models: Mapping[str, str], *, spoken: bool, persona: str = ""
) -> TurnRecord | None:
    """Fold a finished turn's events into its record; None when nothing was heard or asked.

    What was heard is what left the speaker: whole sentences, and of a cut one its first words in
    proportion. In text mode all that was written counts as heard.
    """
    events = list(events)
    question, intent, speaker, ended, component = "", "", "", "done", ""
    was_said = abstained = cached = False
    passages: tuple[Passage, ...] = ()
    sentences = said(events)
    timings: Mapping[str, float] = {}
    for event in events:
        data = event.data
        match event.kind:
            case "stt-end":
                speaker = data.get("speaker", "")
                was_said = not data.get("typed", False)
            case "understanding-end":
                question, intent = data["question"], data["intent"]
            case "retrieval-end":
                passages = tuple(Passage(**passage) for passage in data["passages"])
                abstained, cached = data["abstained"], data.get("cached", False)
            case "llm-text" if told := data.get("passage"):
                passages = tuple(dict.fromkeys([*passages, Passage(**told)]))
            case "cancelled":
                ended = data["reason"]
            case "error":
                ended, component = f"error: {data['code']}", data.get("component", "")
            case "run-end":
                timings = data["timings"]
    if not question:
        return None
    written = " ".join(sentence.text for sentence in sentences)
    heard = words_heard(sentences)
    sources = {sentence.source for sentence in sentences}
    return TurnRecord(
        question=question,
        intent=intent,
        passages=passages,
        written=written,
        heard=heard if spoken else written,
        ended=ended,
        abstained=abstained and "general" not in sources,
        mode="full" if sources & {"llm", "general"} else "instant",
        models=models,
        timings=timings,
        speaker=speaker,
        spoken=was_said,
        cached=cached,
        persona=persona,
        component=component,
    )


def order_record(events: Iterable[Event], *, spoken: bool, persona: str = "") -> TurnRecord:
    """An order as a turn: what was said, and what was said to it. Nothing answered it."""
    events = list(events)
    told = {event.kind: event.data for event in events}
    words = told.get("stt-end", {})
    sentences = said(events, notices=True)
    written = " ".join(sentence.text for sentence in sentences)
    ended = told.get("cancelled", {}).get("reason", "done")
    return TurnRecord(
        question=words.get("text", ""),
        intent=told.get("command", {}).get("name", ""),
        passages=(),
        written=written,
        heard=words_heard(sentences) if spoken else written,
        ended=f"error: {told['error']['code']}" if "error" in told else ended,
        abstained=False,
        mode="instant",
        models={},
        timings=told.get("run-end", {}).get("timings", {}),
        speaker=words.get("speaker", ""),
        spoken="stt-end" in told and not words.get("typed", False),
        persona=persona,
        component=told.get("error", {}).get("component", ""),
    )


def understood(events: Iterable[Event]) -> Understanding | None:
    """What the turn's question was understood as; None when there was none."""
    for event in events:
        if event.kind == "understanding-end":
            return Understanding(**event.data)
    return None


def words_heard(sentences: Iterable[Said]) -> str:
    """The words of an answer that left the speaker."""
    return " ".join(filter(None, map(_heard, sentences)))


def _heard(sentence: Said) -> str:
    """The words of a sentence that left the speaker."""
    if sentence.fraction >= 1.0:
        return sentence.text
    words = sentence.text.split()
    return " ".join(words[: int(len(words) * sentence.fraction)])
