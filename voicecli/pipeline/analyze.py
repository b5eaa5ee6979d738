"""The path of an analysis: transcript → sentences → floor → what was said → figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from voicecli.analysis.actions import Settled, settled
from voicecli.analysis.english import FUNCTION_WORDS, words
from voicecli.analysis.findings import (
    Analysis,
    EmotionSpan,
    Overlap,
    Question,
    Summary,
)
from voicecli.analysis.keywords import keywords
from voicecli.analysis.questions import questions
from voicecli.analysis.said import Said, sentences
from voicecli.analysis.statistics import Heard, speaker_figures
from voicecli.analysis.summary import quotes
from voicecli.analysis.topics import topics
from voicecli.analysis.turn_taking import Floor, Stretch, floor
from voicecli.pipeline.sound_of_talk import SoundOfTalk
from voicecli.pipeline.written_summary import Writer, written
from voicecli.protocols import Embedder
from voicecli.types import Transcript

UNKNOWN = "Speaker 1"
"""Whoever speaks where nobody was told apart."""
ENGLISH_SHARE = 0.2
"""Share of English function words above which words of no known language are English: of English
texts it is half, of others less than a tenth."""


@dataclass(frozen=True, slots=True)
class Analysts:
    """What an analysis is made with; without an embedder words stand in for meaning."""

    embedder: Embedder | None = None
    writer: Writer | None = None
    listen: Callable[[Floor], SoundOfTalk] | None = None
    """Measures the recording; None: there is only the transcript."""
    limits: tuple[str, ...] = field(default=())
    """What is known already to be missing, and why."""


@dataclass(frozen=True, slots=True)
class Analyzed:
    """An analysis with what a page needs besides it."""

    analysis: Analysis
    said: tuple[Said, ...]
    stretches: tuple[Stretch, ...]
    sound: SoundOfTalk | None
    feelings: Mapping[int, str]
    """By the number of a segment, how it sounded, where that is more than neutral."""


def analyze(transcript: Transcript, source: str, by: Analysts) -> Analyzed:
    """Analyse a transcript; `source` is what it is called. Raises AudioError while listening."""
    said = sentences(transcript)
    language = transcript.language or _language(said)
    is_english = language == "en"
    way = floor(said, transcript.turns, UNKNOWN)
    sound = by.listen(way) if by.listen else None
    parts = topics(said, by.embedder) if is_english else ()
    names = tuple(dict.fromkeys(one.speaker for one in said if one.speaker))
    outcome = settled(said, names) if is_english else Settled((), ())
    asked = _without(questions(said, language), outcome)
    emotions = _emotions(transcript)
    telling = quotes(said, parts, by.embedder if is_english else None, language)
    duration = sound.seconds if sound else transcript.duration
    speech = _covered([(one.start, one.end) for one in way.stretches])
    analysis = Analysis(
        source=source,
        duration=duration,
        language=language,
        speakers=speaker_figures(
            said, way, asked, Heard(sound.pitch if sound else {}, emotions), language, UNKNOWN
        ),
        speech_seconds=speech,
        overlap_seconds=_overlapped(way.overlaps) if transcript.turns else None,
        silence_seconds=max(0.0, duration - speech),
        turns=way.turns,
        overlaps=way.overlaps,
        pauses=way.pauses,
        emotions=emotions,
        keywords=keywords([one.text for one in said], by.embedder) if is_english else (),
        topics=parts,
        questions=asked,
        agreements=outcome.agreements,
        actions=outcome.actions,
        summary=Summary(telling),
        limits=(*by.limits, *_limits(transcript, said, language, sound)),
    )
    if by.writer is not None and is_english and said:
        analysis = replace(analysis, summary=written(analysis, said, by.writer))
    feelings = {
        number: one.emotion.label
        for number, one in enumerate(transcript.segments)
        if one.emotion and one.emotion.label not in ("neutral", "uncertain")
    }
    return Analyzed(analysis, said, way.stretches, sound, feelings)


def _language(said: tuple[Said, ...]) -> str:
    """English, or empty for what is not known."""
    spoken = [word for one in said for word in words(one.text)]
    known = sum(word in FUNCTION_WORDS for word in spoken)
    return "en" if spoken and known / len(spoken) >= ENGLISH_SHARE else ""


def _without(asked: tuple[Question, ...], outcome: Settled) -> tuple[Question, ...]:
    """Questions that are no requests or proposals: those stand among the actions."""
    taken = {action.quote for action in outcome.actions}
    taken |= {agreement.quote for agreement in outcome.agreements}
    return tuple(question for question in asked if question.quote not in taken)


def _emotions(transcript: Transcript) -> tuple[EmotionSpan, ...]:
    return tuple(
        EmotionSpan(
            one.start,
            one.end,
            one.speaker or UNKNOWN,
            one.emotion.label,
            one.emotion.probability,
            one.emotion.arousal,
            one.emotion.valence,
        )
        for one in transcript.segments
        if one.emotion
    )


def _covered(spans: list[tuple[float, float]]) -> float:
    """Seconds in which at least one span is."""
    total, until = 0.0, float("-inf")
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total


def _overlapped(overlaps: tuple[Overlap, ...]) -> float:
    return _covered([(one.start, one.end) for one in overlaps])


def _limits(
    transcript: Transcript, said: tuple[Said, ...], language: str, sound: SoundOfTalk | None
) -> tuple[str, ...]:
    """What this transcript cannot tell, in plain words."""
    speakers = {one.speaker for one in said}
    found = []
    if not said:
        return ("Nothing is said in it.",)
    if speakers == {None}:
        found.append(
            "It is not known who spoke: everything counts as one speaker's, and nothing can be "
            "told of turns, interruptions and answers. Transcribe it with `--diarize`."
        )
    elif not transcript.turns:
        found.append(
            "Who spoke is known from the words alone: speech of several at once cannot be seen in "
            "them, and interruptions only where a sentence is written as broken off."
        )
    if not all(one.is_timed for one in said):
        found.append(
            "Words have no times of their own: pauses and pace are not told, and the times of "
            "sentences inside of a segment are estimates."
        )
    if sound is None:
        found.append("There is no recording: no pitch and no waveform.")
    if not any(one.emotion for one in transcript.segments):
        found.append("Nobody listened for emotions.")
    if language != "en":
        found.append(
            "Keywords, topics, agreements and actions are found by rules for English, and "
            f"{'it is not known which language' if not language else f'{language!r}'} is spoken."
        )
    return tuple(found)
