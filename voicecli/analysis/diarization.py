"""Who spoke when: the stage of a transcription that names the speakers.

windows → pieces → voice vectors → clusters (how many, whose) → turns → words

Of the sound nothing is kept but vectors: three hours of speech are some 30 megabytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voicecli.analysis.clustering import SpeakerCount, cluster
from voicecli.analysis.overlap import find_overlap
from voicecli.analysis.resegmentation import (
    find_turns,
    frame_scores,
    join_speech,
    join_turns,
    without_pauses,
)
from voicecli.analysis.speaker_words import Floor, assign, at_words, mark_overlap
from voicecli.analysis.voice_track import Vectors, VoiceRecorder, VoiceTrack, centres, unit
from voicecli.protocols import KnownVoices, SpeakerEmbedder
from voicecli.types import SpeakerTurn, SpeechWindow, Transcript

__all__ = ["Diarizer", "SpeakerCount", "Voice"]


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice in a recording: a unit vector, made from `seconds` of speech."""

    vector: NDArray[np.float32]
    seconds: float


class Diarizer:
    """Hears the windows of one recording and gives its words to speakers.

    Speakers are "Speaker 1", "Speaker 2", … in order of their first speech, or have the names that
    `known` gives their voices.
    """

    def __init__(
        self,
        embedder: SpeakerEmbedder,
        count: SpeakerCount | None = None,
        known: KnownVoices | None = None,
    ) -> None:
        self._recorder = VoiceRecorder(embedder)
        self._count = count or SpeakerCount()
        self._known = known
        self.voices: dict[str, Voice] = {}
        """What each speaker sounds like, by label, when the recording is finished."""

    def hear(self, window: SpeechWindow) -> None:
        """Take in the next window of the recording."""
        self._recorder.hear(window)

    def finish(self, transcript: Transcript) -> Transcript:
        """The transcript with turns, and with the speaker of every word and segment.

        Segments are cut where the speaker changes. Without any speech it stays as it is.
        """
        track = self._recorder.track()
        if not len(track):
            return transcript
        words = [word for segment in transcript.segments for word in segment.words]
        spoken = [(item.start, item.end) for item in words or transcript.segments]
        duration = max(transcript.duration, float(track.spans[-1, 1]))
        speech = [*self._recorder.speech, *spoken]
        labels = cluster(track, self._count)
        voices = centres(track.vectors, labels, range(int(labels.max()) + 1))
        scores = frame_scores(track, voices, duration)
        turns = without_pauses(
            find_turns(scores, join_speech(speech, duration)),
            join_speech(speech, duration, pause=0.0),
        )
        beside = list(find_overlap(track, voices, turns))
        found = _voices(voices, turns)
        names = self._names(found)
        self.voices = _by_name(names, found)
        return _told(
            transcript,
            [SpeakerTurn(start, end, names[speaker]) for start, end, speaker in turns],
            [SpeakerTurn(start, end, names[speaker]) for start, end, speaker in beside],
        )

    def _names(self, voices: Mapping[int, Voice]) -> dict[int, str]:
        """What each speaker is called, in order of first speech."""
        names: dict[int, str] = {}
        strangers = 0
        for speaker, voice in voices.items():
            name = self._known.name_of(voice.vector, voice.seconds) if self._known else None
            strangers += name is None
            names[speaker] = name or f"Speaker {strangers}"
        return names


def _voices(vectors: Vectors, turns: Sequence[tuple[float, float, int]]) -> dict[int, Voice]:
    """The voice of each speaker who has a turn, in order of first speech."""
    seconds: dict[int, float] = {}
    for start, end, speaker in turns:
        seconds[speaker] = seconds.get(speaker, 0.0) + end - start
    return {speaker: Voice(vectors[speaker], spoken) for speaker, spoken in seconds.items()}


def _by_name(names: Mapping[int, str], voices: Mapping[int, Voice]) -> dict[str, Voice]:
    """The voice of each name; several that bear one name are one, each as much as it speaks."""
    named: dict[str, Voice] = {}
    for speaker, voice in voices.items():
        name = names[speaker]
        if name in named:
            first = named[name]
            mixed = first.seconds * first.vector + voice.seconds * voice.vector
            voice = Voice(unit(mixed), first.seconds + voice.seconds)
        named[name] = voice
    return named


def _told(
    transcript: Transcript, turns: Sequence[SpeakerTurn], beside: Sequence[SpeakerTurn]
) -> Transcript:
    """The transcript told who has which turn, and who speaks beside them."""
    segments = assign(transcript.segments, Floor(turns))
    words = [word for segment in segments for word in segment.words]
    all_turns = join_turns([*at_words(turns, words), *beside])
    return replace(transcript, segments=tuple(mark_overlap(segments, all_turns)), turns=all_turns)


def voice_print(embedder: SpeakerEmbedder, windows: Sequence[SpeechWindow]) -> Vectors | None:
    """One person's voice: the mean of the pieces of their speech as a unit vector, None without."""
    recorder = VoiceRecorder(embedder)
    for window in windows:
        recorder.hear(window)
    return mean_voice(recorder.track())


def mean_voice(track: VoiceTrack) -> Vectors | None:
    """The mean voice of all pieces as a unit vector of shape (dimensions,); None without any."""
    if not len(track):
        return None
    everybody: Vectors = centres(track.vectors, np.zeros(len(track), np.intp), [0])[0]
    return everybody
