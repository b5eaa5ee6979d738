"""When each word of known text is said: two judges, and conversations put together from clips.

`ForcedTimes` aligns text to sound with pocketsphinx and its English model. `piper_words` speaks
text with Piper, whose model tells how many samples every phoneme gets: times known by construction,
by which the first judge is judged.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import jiwer
import numpy as np
import soxr
from pocketsphinx import Decoder, get_model_path

from voicecli.types import SAMPLE_RATE, Samples

FRAME_SECONDS = 0.01
"""Pocketsphinx looks at the sound in steps of this length."""
MIDDLE_SECONDS = 0.0128 - FRAME_SECONDS / 2
"""A frame is a window of 25.6 ms: its middle lies so much behind the middle of its 10 ms."""
PAD_SECONDS = 0.4
"""Near-silence around a clip, so that the aligner finds silence before and behind its words."""
BEAM = 1e-200
"""Wide enough that no clip loses its path."""
WORD = re.compile(r"[a-z]+(?:'[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Said:
    """A word in small letters and when it is said, in seconds."""

    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Spoken:
    """Sound, and the words said in it."""

    samples: Samples
    words: tuple[Said, ...]


class ForcedTimes:
    """Pocketsphinx as a forced aligner of English, with pauses allowed between any two words."""

    def __init__(self) -> None:
        model = get_model_path("en-us")
        self._decoder = Decoder(
            hmm=f"{model}/en-us",
            dict=f"{model}/cmudict-en-us.dict",
            lm=None,
            loglevel="FATAL",
            beam=BEAM,
            wbeam=BEAM,
            pbeam=BEAM,
            bestpath=False,
        )

    def align(self, samples: Samples, text: str) -> tuple[Said, ...]:
        """The words of a text and their times; empty when one of them is in no dictionary."""
        words = WORD.findall(text.lower().replace("’", "'"))
        if re.search(r"\d", text) or any(self._decoder.lookup_word(word) is None for word in words):
            return ()
        random = np.random.default_rng(0)
        pad = 1e-4 * random.standard_normal(round(PAD_SECONDS * SAMPLE_RATE)).astype(np.float32)
        sound = np.clip(np.concatenate([pad, samples, pad]), -1, 1)
        # The aligner's own grammar (set_align_text) may end in a word that swallows the silence.
        path = ["<sil>", *words, "<sil>"]
        moves = [(at, at + 1, 1.0, word) for at, word in enumerate(path)]
        self._decoder.add_fsg("said", self._decoder.create_fsg("said", 0, len(path), moves))
        self._decoder.activate_search("said")
        self._decoder.start_utt()
        self._decoder.process_raw((sound * 32_767).astype(np.int16).tobytes(), full_utt=True)
        self._decoder.end_utt()
        shift = MIDDLE_SECONDS - PAD_SECONDS
        found = [
            Said(
                re.sub(r"\(\d+\)$", "", item.word),
                item.start_frame * FRAME_SECONDS + shift,
                (item.end_frame + 1) * FRAME_SECONDS + shift,
            )
            for item in self._decoder.seg() or ()
            if item.word[0] not in "<[("
        ]
        return tuple(found) if [word.text for word in found] == words else ()


def piper_words(voice: Any, text: str, config: Any) -> Spoken:
    """A sentence spoken by a Piper voice that was loaded with `include_alignments=True`.

    Between two words the model has a phoneme of its own, a pause or a glide; a word ends where
    that begins. Words that espeak-ng speaks as one ("on the") stay out: their number of groups of
    phonemes must be that of the words.
    """
    chunks = list(voice.synthesize(text, config, include_alignments=True))
    rate = chunks[0].sample_rate
    sound = np.concatenate([chunk.audio_float_array for chunk in chunks])
    groups: list[tuple[int, int]] = []
    at, inside = 0, False
    for item in (item for chunk in chunks for item in chunk.phoneme_alignments):
        is_sound = item.phoneme not in " ^$,.;:!?"
        if is_sound:
            groups.append((groups.pop()[0] if inside else at, at + int(item.num_samples)))
        inside = is_sound
        at += int(item.num_samples)
    words = WORD.findall(text.lower())
    said = zip(words, groups, strict=True) if len(words) == len(groups) else ()
    return Spoken(
        soxr.resample(sound, rate, SAMPLE_RATE).astype(np.float32),
        tuple(Said(word, start / rate, end / rate) for word, (start, end) in said),
    )


def conversations(clips: Sequence[Spoken], seconds: float, seed: int) -> Iterator[Spoken]:
    """Clips one after the other with gaps of 0.1 to 1.5 s, in random order, until all are used.

    Under everything lies faint noise, as in a room: real recordings have no digital silence.
    """
    random = np.random.default_rng(seed)
    order = [clips[at] for at in random.permutation(len(clips))]
    while order:
        parts: list[Samples] = []
        words: list[Said] = []
        length = 0
        while order and length < seconds * SAMPLE_RATE:
            clip = order.pop()
            gap = np.zeros(round(random.uniform(0.1, 1.5) * SAMPLE_RATE), np.float32)
            offset = (length + gap.size) / SAMPLE_RATE
            words += [
                Said(word.text, word.start + offset, word.end + offset) for word in clip.words
            ]
            parts += [gap, clip.samples]
            length += gap.size + clip.samples.size
        sound = np.concatenate(parts)
        room = 3e-4 * random.standard_normal(sound.size)
        yield Spoken((sound + room).astype(np.float32), tuple(words))


def matched(found: Sequence[str], truth: Sequence[str]) -> list[tuple[int, int]]:
    """Index pairs of equal words in an alignment of two texts with the fewest edits."""
    if not found or not truth:
        return []
    result = jiwer.process_words(" ".join(truth), " ".join(found))
    return [
        (chunk.hyp_start_idx + shift, chunk.ref_start_idx + shift)
        for chunk in result.alignments[0]
        if chunk.type == "equal"
        for shift in range(chunk.ref_end_idx - chunk.ref_start_idx)
    ]
