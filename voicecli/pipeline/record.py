"""From the events of a turn to what is remembered of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from voicecli.types import Event, Passage, TurnRecord, Understanding


@dataclass(frozen=True, slots=True)
class _Said:
    text: str
    source: str


def turn_record(
    events: Iterable[Event], models: Mapping[str, str], *, spoken: bool
) -> TurnRecord | None:
    """Fold a finished turn's events into its record; None when nothing was heard or asked.

    What was heard is what left the speaker: whole sentences, and of a cut one its first words in
    proportion. In text mode all that was written counts as heard.
    """
    question, intent, ended, abstained = "", "", "done", False
    passages: tuple[Passage, ...] = ()
    said: dict[int, _Said] = {}
    fractions: dict[int, float] = {}
    timings: Mapping[str, float] = {}
    for event in events:
        data = event.data
        match event.kind:
            case "understanding-end":
                question, intent = data["question"], data["intent"]
            case "retrieval-end":
                passages = tuple(Passage(**passage) for passage in data["passages"])
                abstained = data["abstained"]
            case "llm-text":
                said[data["index"]] = _Said(data["text"], data["source"])
            case "speech-end":
                fractions[data["index"]] = data["fraction"]
            case "cancelled":
                ended = data["reason"]
            case "error":
                ended = f"error: {data['code']}"
            case "run-end":
                timings = data["timings"]
    if not question:
        return None
    written = " ".join(sentence.text for sentence in said.values())
    heard = " ".join(
        part
        for index, sentence in said.items()
        if (part := _heard(sentence.text, fractions.get(index, 0.0)))
    )
    by_model = any(sentence.source == "llm" for sentence in said.values())
    return TurnRecord(
        question=question,
        intent=intent,
        passages=passages,
        written=written,
        heard=heard if spoken else written,
        ended=ended,
        abstained=abstained,
        mode="full" if by_model else "instant",
        models=models,
        timings=timings,
    )


def understood(events: Iterable[Event]) -> Understanding | None:
    """What the turn's question was understood as; None when there was none."""
    for event in events:
        if event.kind == "understanding-end":
            return Understanding(**event.data)
    return None


def _heard(text: str, fraction: float) -> str:
    """The words of a sentence of which `fraction` was played."""
    if fraction >= 1.0:
        return text
    words = text.split()
    return " ".join(words[: int(len(words) * fraction)])
