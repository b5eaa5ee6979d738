"""Whose words they are, in a conversation."""

from dataclasses import replace

from voicecli.protocols import KnownVoices, Recognizer, SpeakerEmbedder
from voicecli.turn import Turn
from voicecli.types import SAMPLE_RATE, Samples, Transcript, Utterance


class NamingRecognizer:
    """A recogniser that also tells by the voice who said it, where it is somebody enrolled.

    The models of both stay with whoever opened them.
    """

    def __init__(
        self, recognizer: Recognizer, embedder: SpeakerEmbedder, known: KnownVoices
    ) -> None:
        self._recognizer = recognizer
        self._embedder = embedder
        self._known = known

    def transcribe(self, utterance: Utterance, turn: Turn) -> Transcript:
        """Recognise one utterance; its segments bear the name of who said them, if it is known."""
        heard = self._recognizer.transcribe(utterance, turn)
        if not heard.segments:
            return heard
        name = self._name(_speech(utterance))
        return replace(
            heard, segments=tuple(replace(segment, speaker=name) for segment in heard.segments)
        )

    def draft(self, samples: Samples, turn: Turn) -> Transcript:
        """Recognise what was said so far, quickly and without a name."""
        return self._recognizer.draft(samples, turn)

    def _name(self, speech: Samples) -> str | None:
        return self._known.name_of(self._embedder.embed([speech])[0], speech.size / SAMPLE_RATE)


def _speech(utterance: Utterance) -> Samples:
    """The utterance without the silence behind its last speech."""
    if utterance.speech_end is None:
        return utterance.samples
    return utterance.samples[: max(1, utterance.speech_end - utterance.start)]
