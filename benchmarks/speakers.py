"""How surely voices are told: pairs of people by length of speech, and names in conversations.

    python benchmarks/speakers.py --speech FOLDER --conversations FOLDER

`FOLDER`s hold a `manifest.jsonl` of clips with `speaker`, and of conversations with `rttm`. In each
conversation every speaker who has 15 seconds of other speech is enrolled, but one, who is a
stranger; then the stranger is another one. Time is right that bears the right name.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from voicecli.analysis.conditions import CONDITIONS
from voicecli.analysis.diarization import Diarizer
from voicecli.analysis.embedders import open_embedder
from voicecli.analysis.identity import EnrolledVoices, Prints
from voicecli.audio.blocks import cut_blocks
from voicecli.audio.files import decode, read_audio
from voicecli.config import load
from voicecli.protocols import SpeakerEmbedder
from voicecli.stt.windows import cut
from voicecli.types import SAMPLE_RATE, Samples, SpeakerTurn, SpeechWindow, Transcript
from voicecli.vad.silero import SileroVad

ENROLLED_SECONDS = 15.0
LENGTHS = (1.5, 3.0, 5.0, 8.0)

Clips = Mapping[str, Sequence[Mapping[str, Any]]]
"""The clips of each speaker."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--speech", type=Path, required=True)
    parser.add_argument("--conversations", type=Path)
    parser.add_argument("--model", default="resemblyzer-ge2e")
    asked = parser.parse_args()
    for folder in (asked.speech, asked.conversations):
        if folder and not (folder / "manifest.jsonl").is_file():
            raise SystemExit(f"{folder} is not there: these recordings are not part of the project")
    models = load().config.models_folder
    embedder = open_embedder(models / asked.model, 2)
    clips = by_speaker(asked.speech)
    pairs(asked.speech, clips, embedder)
    if asked.conversations:
        vad = SileroVad(models / "silero-vad" / "silero_vad.onnx")
        names(asked, clips, embedder, vad)


def by_speaker(folder: Path) -> Clips:
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        clip = json.loads(line)
        found[clip["speaker"]].append(clip)
    return {
        name: sorted(own, key=lambda clip: clip["id"])
        for name, own in found.items()
        if sum(clip["seconds"] for clip in own) >= 1.5 * LENGTHS[-1]
    }


def pairs(folder: Path, clips: Clips, embedder: SpeakerEmbedder) -> None:
    """Similarities of one person's speech and of different people's, and how the rule does."""
    random = np.random.default_rng(1)
    prints: dict[str, Prints] = {}
    tests: dict[str, list[Samples]] = {}
    for name, own in clips.items():
        sound = np.concatenate([read_audio(folder / clip["file"]) for clip in own])
        middle = min(len(sound) // 2, round(ENROLLED_SECONDS * SAMPLE_RATE))
        prints[name] = conditions_of(sound[:middle], embedder)
        tests[name] = [sound[middle:]]
    known = EnrolledVoices(embedder.name, prints)
    print(f"{len(prints)} speakers; similarity: same speaker 5/50 %, different 50/99 %")
    for seconds in LENGTHS:
        same, different, missed, wrong, count = [], [], 0, 0, 0
        for name, (sound,) in tests.items():
            length = round(seconds * SAMPLE_RATE)
            for start in random.integers(0, max(1, len(sound) - length), size=3):
                voice = embedder.embed([sound[start : start + length]])[0]
                found = dict(known.similarities(voice))
                same.append(found.pop(name))
                different += found.values()
                others = {each: prints[each] for each in prints if each != name}
                missed += known.name_of(voice, seconds) != name
                wrong += EnrolledVoices(embedder.name, others).name_of(voice, seconds) is not None
                count += 1
        threshold = known.threshold(seconds)
        accepted = float(np.mean(np.array(different) >= threshold))
        rejected = float(np.mean(np.array(same) < threshold))
        print(
            f"{seconds:4.1f} s  same {np.percentile(same, 5):.2f} {np.median(same):.2f}  "
            f"different {np.median(different):.2f} {np.percentile(different, 99):.2f}  "
            f"threshold {threshold:.3f}: rejected {rejected:.1%}, accepted {accepted:.1%} of pairs; "
            f"right name among {len(prints)} {1 - missed / count:.1%}, "
            f"stranger rejected by {len(prints) - 1} {1 - wrong / count:.1%}"
        )


def names(
    asked: argparse.Namespace, clips: Clips, embedder: SpeakerEmbedder, vad: SileroVad
) -> None:
    """Enrolled people and a stranger in each conversation."""
    folder = asked.conversations
    right = wrong = missed = stranger = mistaken = 0.0
    for line in (folder / "manifest.jsonl").read_text().splitlines():
        item = json.loads(line)
        reference = list(read_rttm(folder / item["rttm"]))
        people = sorted({turn.speaker for turn in reference})
        prints = {name: enrolled(name, item, clips, asked, embedder) for name in people}
        able = {name: voice for name, voice in prints.items() if voice is not None}
        if not able:
            continue
        windows = list(windows_of(folder / item["file"], vad))
        for out in [*able, None] if len(able) > 1 else [None, *able]:
            known = {name: voice for name, voice in able.items() if name != out}
            if not known:
                continue
            turns = diarized(windows, embedder, EnrolledVoices(embedder.name, known))
            told = times(reference, turns, known, out)
            right, wrong, missed = right + told[0], wrong + told[1], missed + told[2]
            stranger, mistaken = stranger + told[3], mistaken + told[4]
            print(
                f"{item['id']:22} enrolled {len(known)}, stranger {out or '-':10} right {told[0]:6.1f} s, wrong {told[1]:5.1f}, unnamed {told[2]:5.1f}; stranger's {told[3]:5.1f} s, of which named {told[4]:5.1f}"
            )
    total = right + wrong + missed
    if total:
        print(
            f"enrolled people's time: right {right / total:.1%}, wrong {wrong / total:.1%}, unnamed {missed / total:.1%}"
        )
    if stranger:
        print(f"strangers' time left without a name: {1 - mistaken / stranger:.1%}")


def enrolled(
    name: str,
    item: Mapping[str, Any],
    clips: Clips,
    asked: argparse.Namespace,
    embedder: SpeakerEmbedder,
) -> Prints | None:
    """Prints of 15 seconds of that person's clips that are not in the conversation."""
    used = {turn.get("utt") for turn in item.get("turns", ())}
    pieces: list[Samples] = []
    for clip in reversed(clips.get(name, ())):
        if clip["id"] not in used:
            pieces.append(read_audio(asked.speech / clip["file"]))
        if sum(map(len, pieces)) >= ENROLLED_SECONDS * SAMPLE_RATE:
            sound = np.concatenate(pieces)[: round(ENROLLED_SECONDS * SAMPLE_RATE)]
            return conditions_of(sound, embedder)
    return None


def conditions_of(sound: Samples, embedder: SpeakerEmbedder) -> Prints:
    return {name: embedder.embed([sounding(sound)]) for name, sounding in CONDITIONS.items()}


def windows_of(file: Path, vad: SileroVad) -> Iterator[SpeechWindow]:
    return cut(vad.detect(cut_blocks(decode(file))), 0.5)


def diarized(
    windows: Sequence[SpeechWindow], embedder: SpeakerEmbedder, known: EnrolledVoices
) -> Sequence[SpeakerTurn]:
    diarizer = Diarizer(embedder, known=known)
    for window in windows:
        diarizer.hear(window)
    return diarizer.finish(Transcript((), "", 0.0)).turns


def read_rttm(file: Path) -> Iterator[SpeakerTurn]:
    for line in file.read_text().splitlines():
        field = line.split()
        yield SpeakerTurn(float(field[3]), float(field[3]) + float(field[4]), field[7])


def times(
    reference: Sequence[SpeakerTurn],
    turns: Sequence[SpeakerTurn],
    known: Mapping[str, Any],
    stranger: str | None,
) -> tuple[float, float, float, float, float]:
    """Seconds of enrolled people right, wrong and unnamed; the stranger's, and those named.

    In frames of 10 ms in which one person speaks; what nobody is said to speak counts nowhere.
    """
    frames = round(100 * max(turn.end for turn in [*reference, *turns])) + 1
    says = np.full(frames, "", dtype=object)
    speaking = np.zeros(frames, int)
    found = np.full(frames, "", dtype=object)
    for turn in reference:
        says[round(100 * turn.start) : round(100 * turn.end)] = turn.speaker
        speaking[round(100 * turn.start) : round(100 * turn.end)] += 1
    for turn in turns:
        found[round(100 * turn.start) : round(100 * turn.end)] = turn.speaker
    one = (speaking == 1) & (found != "")
    is_known = one & np.isin(says, list(known))
    named = np.isin(found, list(known))
    is_right = is_known & (says == found)
    strange = one & (says == stranger)
    seconds = (is_right, is_known & named & ~is_right, is_known & ~named, strange, strange & named)
    return tuple(float(mask.sum()) / 100 for mask in seconds)  # type: ignore[return-value]


if __name__ == "__main__":
    main()
