"""How well the parts of a story are found in answers: `python benchmarks/interview_structure.py`.

Compares `voicecli.interview.judging.star` with labelled answers, sentence by sentence and answer
by answer: a set that the rules were written with, one that mended them, two that they have not
seen, one of stories in the present tense.
"""

import re
import sys
from pathlib import Path

from voicecli.interview.judging.star import PARTS, label

FOLDER = Path(__file__).parent / "interviews"
LETTERS = dict(zip("STAR", PARTS, strict=True))
Labelled = list[tuple[frozenset[str], str]]


def main() -> None:
    wanted = sys.argv[1:] or [
        "structure.txt",
        "structure_held_out.txt",
        "structure_unseen.txt",
        "structure_fresh.txt",
        "structure_present.txt",
    ]
    for name in wanted:
        answers = read(FOLDER / name)
        report(name.split("/")[-1], answers)


def read(path: Path) -> list[Labelled]:
    answers: list[Labelled] = [[]]
    for line in path.read_text().splitlines():
        if line.startswith("#"):
            continue
        if not line.strip():
            answers.append([])
            continue
        letters, text = line.split("|", 1)
        parts = frozenset(LETTERS[letter] for letter in letters.strip() if letter != "-")
        answers[-1].append((parts, text.strip()))
    return [answer for answer in answers if answer]


def found(answer: Labelled) -> list[frozenset[str]]:
    """The parts found in each sentence of an answer."""
    text = " ".join(sentence for _, sentence in answer)
    ends, at = [], 0
    for _, sentence in answer:
        at += len(sentence) + 1
        ends.append(at)
    parts: list[set[str]] = [set() for _ in answer]
    for clause, own in label(text):
        parts[next(n for n, end in enumerate(ends) if clause.start < end)] |= own
    return [frozenset(one) for one in parts]


def report(name: str, answers: list[Labelled]) -> None:
    sentences = sum(map(len, answers))
    right = dict.fromkeys(PARTS, 0)
    given = dict.fromkeys(PARTS, 0)
    gold = dict.fromkeys(PARTS, 0)
    whole = told = 0
    for answer in answers:
        labels = found(answer)
        for (wanted, text), got in zip(answer, labels, strict=True):
            for part in PARTS:
                right[part] += part in wanted and part in got
                given[part] += part in got
                gold[part] += part in wanted
            if wanted - got or got - wanted:
                print(f"  {letters(wanted):4} {letters(got):4} {text}", file=sys.stderr)
            told += bool(wanted & got) or not (wanted | got)
        for part in PARTS:
            whole += any(part in w for w, _ in answer) == any(part in g for g in labels)
    print(f"{name}: {len(answers)} answers, {sentences} sentences")
    print(f"  sentences with the right part among theirs: {told / sentences:.1%}")
    print(f"  parts told or not, per answer: {whole / (4 * len(answers)):.1%}")
    print(f"  the same without marks and capitals: {unmarked(answers):.1%}")
    for part in PARTS:
        precision = right[part] / max(1, given[part])
        recall = right[part] / max(1, gold[part])
        print(f"  {part:10} precision {precision:.2f} recall {recall:.2f} of {gold[part]}")


def unmarked(answers: list[Labelled]) -> float:
    """The share of parts told or not that is right when marks and capitals are taken away."""
    right = 0
    for answer in answers:
        text = " ".join(sentence for _, sentence in answer)
        bare = " ".join(re.sub(r"[.,;:!?]", " ", text).lower().split())
        heard = {part for _, parts in label(bare) for part in parts}
        right += sum((part in heard) == any(part in w for w, _ in answer) for part in PARTS)
    return right / (len(PARTS) * len(answers))


def letters(parts: frozenset[str]) -> str:
    return "".join(letter for letter, part in LETTERS.items() if part in parts) or "-"


if __name__ == "__main__":
    main()
