"""Enrolled people's names in conversations: whose time is right, and who stays a stranger.

    python benchmarks/speakers.py --speech FOLDER --conversations FOLDER --assembled 150

`FOLDER`s hold a `manifest.jsonl` of clips with `speaker`, and of conversations with `rttm`.
Everybody who has that much other speech is enrolled by 15 seconds of it. Further conversations are
assembled of up to four of these people and two others, and spoiled (`spoiled.py`). Each is told
with every choice of enrolled people that leaves two strangers at most, and with all people enrolled
who are not strangers in it, present or not.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator
from spoiled import SOUNDS, spoiled

from voicecli.analysis.conditions import CONDITIONS
from voicecli.analysis.diarization import Diarizer, Voice
from voicecli.analysis.embedders import open_embedder
from voicecli.analysis.identity import EnrolledVoices, Prints
from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import decode, read_audio
from voicecli.bench.who_spoke import read_rttm
from voicecli.config import load
from voicecli.protocols import SpeakerEmbedder
from voicecli.stt.windows import cut
from voicecli.types import SAMPLE_RATE, Samples, SpeakerTurn, Transcript
from voicecli.vad.silero import SileroVad

ENROLLED_SECONDS = 15.0
LEAST_SECONDS = 24.0
"""Who has less speech is not enrolled, but may be a stranger."""
MOST_STRANGERS = 2

People = Mapping[str, Prints]
"""What enrolled people sound like, by name."""
Clips = Mapping[str, Sequence[tuple[str, Samples]]]
"""The clips of each speaker, by id."""


@dataclass(frozen=True, slots=True)
class Told:
    """A conversation: seconds of each person under each label, and the labels' voices."""

    kind: str
    seconds: Mapping[tuple[str, str], float]
    voices: Mapping[str, Voice]
    able: People
    """Those of its people who can be enrolled."""


class Ear:
    """Finds voices in recordings."""

    def __init__(self, model: str) -> None:
        models = load().config.models_folder
        self.embedder: SpeakerEmbedder = open_embedder(models / model, 2)
        self._vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")

    def prints(self, sound: Samples) -> Prints:
        """A voice in each condition."""
        return {name: self.embedder.embed([as_if(sound)]) for name, as_if in CONDITIONS.items()}

    def told(
        self, kind: str, chunks: Iterable[Samples], reference: Sequence[SpeakerTurn], able: People
    ) -> Told:
        """A recording beside who speaks in it."""
        diarizer = Diarizer(self.embedder)
        for window in cut(self._vad.detect(cut_blocks(chunks)), 0.5):
            diarizer.hear(window)
        turns = diarizer.finish(Transcript((), "", 0.0)).turns
        return Told(kind, together(reference, turns), dict(diarizer.voices), able)


@dataclass(slots=True)
class Score:
    """Seconds of enrolled people with the right, a wrong and no name; of strangers, with a name."""

    right: float = 0.0
    wrong: float = 0.0
    unnamed: float = 0.0
    strange: float = 0.0
    mistaken: float = 0.0

    def add(self, told: Told, names: Mapping[str, str | None], strangers: set[str]) -> None:
        """Count a conversation whose labels have these names."""
        for (person, label), seconds in told.seconds.items():
            name = names[label]
            if person in strangers:
                self.strange += seconds
                self.mistaken += seconds if name else 0.0
            elif name == person:
                self.right += seconds
            elif name:
                self.wrong += seconds
            else:
                self.unnamed += seconds

    def __str__(self) -> str:
        known = max(self.right + self.wrong + self.unnamed, 1e-9)
        line = f"right {self.right / known:6.1%}, wrong {self.wrong / known:5.1%}"
        rejected = f"{1 - self.mistaken / self.strange:6.1%}" if self.strange else "     -"
        return f"{line}; strangers rejected {rejected}; {known + self.strange:6.0f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--speech", type=Path, required=True)
    parser.add_argument("--conversations", type=Path)
    parser.add_argument("--assembled", type=int, default=0)
    parser.add_argument("--model", default="resemblyzer-ge2e")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    for folder in (asked.speech, asked.conversations):
        if folder and not (folder / "manifest.jsonl").is_file():
            raise SystemExit(f"{folder} is not there: these recordings are not part of the project")
    ear, clips = Ear(asked.model), read_clips(asked.speech)
    if asked.conversations:
        show("conversations", list(given(asked.conversations, clips, ear)), asked.model)
    if asked.assembled:
        made = list(assembled(asked.assembled, clips, ear, np.random.default_rng(asked.seed)))
        show("assembled", made, asked.model)


def lines(folder: Path) -> Iterator[Mapping[str, Any]]:
    return map(json.loads, (folder / "manifest.jsonl").read_text().splitlines())


def read_clips(folder: Path) -> Clips:
    found: dict[str, list[tuple[str, Samples]]] = defaultdict(list)
    for clip in sorted(lines(folder), key=lambda clip: str(clip["id"])):
        found[clip["speaker"]].append((clip["id"], read_audio(folder / clip["file"])))
    return found


def given(folder: Path, clips: Clips, ear: Ear) -> Iterator[Told]:
    """The conversations of a folder; people are enrolled by clips that are not in them."""
    for item in lines(folder):
        used = {turn.get("utt") for turn in item.get("turns", ())}
        other = {
            name: [sound for number, sound in clips.get(name, ()) if number not in used]
            for name in item["speakers"]
        }
        able = {
            name: ear.prints(np.concatenate(sounds)[: round(ENROLLED_SECONDS * SAMPLE_RATE)])
            for name, sounds in other.items()
            if sum(map(len, sounds)) >= ENROLLED_SECONDS * SAMPLE_RATE
        }
        if able:
            reference = read_rttm(folder / item["rttm"])
            yield ear.told(item["id"], decode(folder / item["file"]), reference, able)


def assembled(count: int, clips: Clips, ear: Ear, random: Generator) -> Iterator[Told]:
    """Conversations of clips in turns, by up to four people who are enrolled and two others."""
    able, left = {}, {}
    for name, own in clips.items():
        sounds = [sound for _, sound in own]
        if len(own) > 1 and sum(map(len, sounds)) >= LEAST_SECONDS * SAMPLE_RATE:
            ends = np.cumsum([len(sound) for sound in sounds])
            first = int(np.searchsorted(ends, ENROLLED_SECONDS * SAMPLE_RATE)) + 1
            speech = np.concatenate(sounds[:first])
            able[name] = ear.prints(speech[: round(ENROLLED_SECONDS * SAMPLE_RATE)])
            sounds = sounds[first:]
        if sounds:
            left[name] = sounds
    others = sorted(left.keys() - able.keys())
    babble = np.concatenate([left[name][0][:160_000] for name in others[:6]])
    for number in range(count):
        chosen = random.choice(sorted(able.keys() & left.keys()), random.integers(1, 5), False)
        strangers = random.choice(others, random.integers(0, MOST_STRANGERS + 1), False)
        people = [str(name) for name in (*chosen, *strangers)]
        sound, reference = in_turns({name: left[name] for name in people}, random)
        how = list(SOUNDS)[number % len(SOUNDS)]
        yield ear.told(how, [spoiled(sound, how, random, babble)], reference, able)


def in_turns(
    clips: Mapping[str, Sequence[Samples]], random: Generator
) -> tuple[Samples, list[SpeakerTurn]]:
    """Up to six clips of each person, as loud as it happens, with short pauses between them."""
    queue = [(name, sound) for name, own in clips.items() for sound in shuffled(own, random)[:6]]
    gains = {name: 10 ** (random.uniform(-6, 6) / 20) for name in clips}
    parts: list[Samples] = []
    turns: list[SpeakerTurn] = []
    at = 0.0
    for name, sound in shuffled(queue, random):
        pause = random.uniform(0.1, 0.9)
        level = 0.05 * gains[name] / max(float(sound.std()), 1e-9)
        parts += [np.zeros(round(pause * SAMPLE_RATE), np.float32), sound * np.float32(level)]
        end = at + pause + len(sound) / SAMPLE_RATE
        turns.append(SpeakerTurn(at + pause, end, name))
        at = end
    return np.concatenate(parts), turns


def shuffled(items: Sequence[Any], random: Generator) -> list[Any]:
    return [items[index] for index in random.permutation(len(items))]


def together(
    reference: Sequence[SpeakerTurn], turns: Sequence[SpeakerTurn]
) -> dict[tuple[str, str], float]:
    """Seconds in which one person speaks, and a label is said to; in frames of 10 ms."""
    frames = round(100 * max((turn.end for turn in (*reference, *turns)), default=0.0)) + 1
    speaks, found = np.full(frames, "", object), np.full(frames, "", object)
    speaking = np.zeros(frames, int)
    for turn in reference:
        speaks[round(100 * turn.start) : round(100 * turn.end)] = turn.speaker
        speaking[round(100 * turn.start) : round(100 * turn.end)] += 1
    for turn in turns:
        found[round(100 * turn.start) : round(100 * turn.end)] = turn.speaker
    one = (speaking == 1) & (found != "")
    count = Counter(zip(speaks[one], found[one], strict=True))
    return {pair: frames / 100 for pair, frames in count.items()}


def show(title: str, conversations: Sequence[Told], model: str) -> None:
    """Names with every choice of enrolled people, by kind and together."""
    by_kind: dict[str, Score] = defaultdict(Score)
    present, everybody = Score(), Score()
    for told in conversations:
        people = {person for person, _ in told.seconds}
        able = sorted(people & told.able.keys())
        for count in range(len(able) + 1):
            for chosen in combinations(able, count):
                strangers = people - set(chosen)
                if len(strangers) > MOST_STRANGERS:
                    continue
                scores = (by_kind[told.kind], present)
                tell(told, {name: told.able[name] for name in chosen}, strangers, model, scores)
                book = {name: own for name, own in told.able.items() if name not in strangers}
                tell(told, book, strangers, model, (everybody,))
    print(f"{title}: {len(conversations)}")
    for kind, score in by_kind.items():
        print(f"  {kind:20} {score}")
    print(f"  {'all':20} {present}")
    print(f"  {'others enrolled, too':20} {everybody}")


def tell(
    told: Told, enrolled: People, strangers: set[str], model: str, scores: Iterable[Score]
) -> None:
    if enrolled:
        known = EnrolledVoices(model, enrolled)
        names = {
            label: known.name_of(voice.vector, voice.seconds)
            for label, voice in told.voices.items()
        }
        for score in scores:
            score.add(told, names, strangers)


if __name__ == "__main__":
    main()
