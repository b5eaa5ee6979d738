"""How long an interview waits at the end of an answer, and how often it takes a pause for one.

`python benchmarks/interview_pauses.py` speaks answers with Piper, with pauses of 0.8 to 3 s between
their sentences, and listens as an interview does, in audio time: the words of a pause are known at
once, so that only the decision is measured and no other load matters. An end that is taken too
early is joined again in a real interview, where who goes on within 2 s of the first sound has given
one answer; the listener is told so here as it is there, and the answers of five or more sentences
show what follows from it. Each answer is listened to anew, so that nothing is learned from others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from voicecli import assembly
from voicecli.assembly.engines import open_recognizer, open_synthesizer, open_vad
from voicecli.bench.figures import spread
from voicecli.bench.questions import say
from voicecli.config import Config, load
from voicecli.pipeline.interview_talk import WENT_ON_SECONDS
from voicecli.protocols import Recognizer, Synthesizer, VoiceActivity
from voicecli.turn import Turn
from voicecli.types import (
    BLOCK_SAMPLES,
    SAMPLE_RATE,
    AudioBlock,
    Samples,
    SoFar,
    Utterance,
)
from voicecli.vad.endpointing import endpoint

PAUSES = (0.8, 1.2, 1.5, 3.0)
BEHIND_SECONDS = 6.0
FIRST_SOUND_SECONDS = 0.4
"""From the decision to the first sound of what follows."""
NOISE = 1e-4
"""Amplitude of the room."""
LOUD = 0.01
"""What is quieter at the ends of a synthetic sentence is no part of it."""

ANSWERS: tuple[tuple[str, ...], ...] = (
    (
        "I worked on the cardiac ward for six years and looked after twelve patients a shift.",
        "When one of them fell, I called the doctor, stayed with him, and wrote everything down.",
        "He went home two weeks later.",
    ),
    (
        "I taught maths to ninth graders in a school with many refugees.",
        "The parents were angry about the homework, so I invited them to my classroom.",
        "After that nobody complained again.",
    ),
    (
        "We cut the food waste by a third.",
        "I wrote a list of what came back on the plates every evening for a month.",
        "Then I changed the portions.",
    ),
    (
        "I closed the books for three companies each month.",
        "Once I found an error of forty thousand euros and reported it to my boss the same day.",
    ),
    (
        "I drive at night, mostly to Poland and back.",
        "I never had an accident, and I keep my papers in order.",
    ),
    (
        "I built a model that predicts which customers leave.",
        "It was right in eight of ten cases, and the marketing team used it for their letters.",
    ),
    (
        "I sold software to hospitals for four years.",
        "In the last year I reached a hundred and twenty percent of my target.",
    ),
    (
        "I weld stainless steel pipes, mostly by hand.",
        "The hardest job was a pressure vessel where every seam was tested with X-rays.",
        "All of them passed.",
    ),
    (
        "My client wanted to sue her landlord.",
        "I read the contract, found a clause that was void, and wrote one letter.",
        "We won without going to court.",
    ),
    (
        "Honestly, I have never done that.",
        "But I would ask somebody who has, and I would read about it first.",
    ),
    ("I like working with people and I want to learn more.", "Your company is close to my home."),
    ("I think it went quite well.",),
    ("About five years.",),
    ("I don't know.",),
    ("No, I have never used it.",),
)
AT_LENGTH: tuple[tuple[str, ...], ...] = (
    (*ANSWERS[0], "His family wrote to us.", "I still have that letter.", "It helps on bad days."),
    (
        "We had two weeks to move the whole archive.",
        "I counted the shelves first.",
        "Then I gave every room a colour.",
        "My colleague drove the van, and I kept the list.",
        "On the last evening one box was missing.",
        "We found it behind the door.",
    ),
    (
        "I had never spoken in front of so many people.",
        "So I practised with my brother, four evenings in a row.",
        "The first minutes were hard.",
        "After that I forgot to be afraid.",
        "They asked me back the next year.",
    ),
)


@dataclass
class Heard:
    """What listening to one answer came to."""

    waits: list[float] = field(default_factory=list)
    """Seconds from the last sound to the decision that it was the end."""
    early: list[float] = field(default_factory=list)
    """Seconds of silence behind which a pause was taken for the end."""


def main() -> None:
    """Measure and print."""
    config = assembly.for_answers(load().config)
    with (
        open_synthesizer(config) as voice,
        open_vad(config) as vad,
        open_recognizer(config) as recognizer,
    ):
        spoken = [[said(voice, text) for text in answer] for answer in ANSWERS]
        at_length = [[said(voice, text) for text in answer] for answer in AT_LENGTH]
        for pause in PAUSES:
            heard = [listen(config, vad, recognizer, pieces, pause) for pieces in spoken]
            tell(heard, pause, sum(len(pieces) - 1 for pieces in spoken))
            heard = [listen(config, vad, recognizer, pieces, pause) for pieces in at_length]
            tell_at_length(heard, sum(len(pieces) - 1 for pieces in at_length))


def tell(heard: Sequence[Heard], pause: float, pauses: int) -> None:
    """Print what was measured with pauses of that length."""
    long = [one.waits[-1] for one, said in zip(heard, ANSWERS, strict=True) if len(said) > 1]
    short = [one.waits[-1] for one, said in zip(heard, ANSWERS, strict=True) if len(said) == 1]
    early = [silence for one in heard for silence in one.early]
    print(
        f"pauses of {pause:.1f} s: {len(early)} of {pauses} taken for the end · "
        f"wait, two sentences or more: {shown(long)} · one short sentence: {shown(short)}"
    )


def tell_at_length(heard: Sequence[Heard], pauses: int) -> None:
    """Print what was measured of answers of many sentences."""
    early = sum(len(one.early) for one in heard)
    print(
        f"    five sentences or more: {early} of {pauses} taken for the end · "
        f"wait: {shown([one.waits[-1] for one in heard])}"
    )


def shown(seconds: Sequence[float]) -> str:
    """The median and the longest."""
    told = spread(seconds)
    return f"p50 {told.p50:.2f} s, longest {told.max:.2f} s" if told else "–"


def said(voice: Synthesizer, text: str) -> Samples:
    """The sound of a sentence, without silence around it."""
    samples = say(voice, text)
    loud = np.flatnonzero(np.abs(samples) > LOUD)
    return samples[loud[0] : loud[-1] + 1]


def listen(
    config: Config,
    vad: VoiceActivity,
    recognizer: Recognizer,
    pieces: Sequence[Samples],
    pause: float,
) -> Heard:
    """Listen to an answer as the listener of an interview does."""
    sound, end = with_pauses(pieces, pause)
    heard, words, before = Heard(), "", ""
    reached = cut_offs = 0
    is_cut_off = False

    def blocks() -> Iterator[AudioBlock]:
        nonlocal reached
        for start in range(0, sound.size - BLOCK_SAMPLES + 1, BLOCK_SAMPLES):
            reached = start + BLOCK_SAMPLES
            yield AudioBlock(sound[start:reached], start)

    cues = assembly.answer_cues(config)(lambda: f"{before} {words}".strip() if words else "")
    cues = replace(cues, cut_offs=lambda: cut_offs)
    for told in endpoint(vad.detect(blocks()), config.vad, cues):
        if is_cut_off and isinstance(told, SoFar):  # what was said then shows it
            cut_offs, is_cut_off = cut_offs + 1, False
        match told:
            case SoFar(samples, start, stop, speech_end, is_pause=True):
                piece = Utterance(samples, start, stop, "silence", speech_end)
                words = recognizer.transcribe(piece, Turn()).text
            case SoFar():
                words = ""
            case Utterance(ended=ended, speech_end=speech_end):
                before, words = f"{before} {words}".strip(), ""
                if ended != "pause" and reached >= end:
                    heard.waits.append((reached - end) / SAMPLE_RATE)
                elif ended != "pause" and speech_end is not None:
                    silence = (reached - speech_end) / SAMPLE_RATE
                    heard.early.append(silence)
                    is_cut_off = pause - silence < FIRST_SOUND_SECONDS + WENT_ON_SECONDS
    return heard


def with_pauses(pieces: Sequence[Samples], pause: float) -> tuple[Samples, int]:
    """One recording, and the index behind its last speech."""
    rest = np.zeros(round(pause * SAMPLE_RATE), np.float32)
    parts = [part for piece in pieces for part in (rest, piece)]
    end = sum(part.size for part in parts)
    behind = np.zeros(round(BEHIND_SECONDS * SAMPLE_RATE), np.float32)
    sound = np.concatenate([*parts, behind])
    room = np.random.default_rng(0).standard_normal(sound.size, dtype=np.float32)
    return sound + room * np.float32(NOISE), end


if __name__ == "__main__":
    main()
