"""What a question asks for by its meaning: it lies near examples of what people ask.

The examples are general English (examples.toml) and those that a declared type brings. They speak
where no cue is plain; a cue that fits is surer than any likeness of meaning.
"""

import hashlib
import os
import tomllib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecli.protocols import Embedder
from voicecli.storage.private import make_folders, private_opener
from voicecli.types import RecordType

_NEAREST = 2
"""An intent is as near as the mean of so many of its examples that lie nearest."""
_TEMPERATURE = 0.1
"""Cosine that makes one intent e times as likely as another."""
_REMEMBERED = 64

Vectors = NDArray[np.float32]


class Meanings:
    """The examples of every intent as vectors, made at the first question that needs them."""

    def __init__(
        self, embedder: Embedder, folder: Path | None = None, *, keep: bool = True
    ) -> None:
        """`folder` has the vectors of another run; to `keep` these, it is made if need be."""
        self._keeps = keep
        self._embedder = embedder
        self._folder = folder
        self._made: Vectors | None = None
        self._declared: dict[str, Vectors] = {}
        self._shares: dict[tuple[str, ...], Mapping[str, float]] = {}

    def shares(self, question: str, declared: Sequence[RecordType] = ()) -> Mapping[str, float]:
        """Return how near a question is to each intent, as shares that add up to 1."""
        key = (question, *(type_.name for type_ in declared))
        if key not in self._shares:
            if len(self._shares) >= _REMEMBERED:
                self._shares.clear()
            self._shares[key] = self._measure(question, declared)
        return self._shares[key]

    def _measure(self, question: str, declared: Sequence[RecordType]) -> Mapping[str, float]:
        vector = self._embedder.embed([question])[0]
        near: dict[str, float] = {}
        start, similar = 0, self._vectors() @ vector
        for intent, examples in _examples().items():
            near[intent] = _near(similar[start : start + len(examples)])
            start += len(examples)
        for type_ in declared:
            near[type_.name] = _near(self._vectors_of(type_) @ vector)
        powers = np.exp(np.array(list(near.values())) / _TEMPERATURE)
        return dict(zip(near, (powers / powers.sum()).tolist(), strict=True))

    def _vectors(self) -> Vectors:
        """Shape (examples, dimensions), in the order of `_examples`."""
        if self._made is None:
            texts = [text for examples in _examples().values() for text in examples]
            self._made = self._kept(texts)
        return self._made

    def _vectors_of(self, type_: RecordType) -> Vectors:
        examples = _examples_of(type_)
        key = "\n".join(examples)
        if key not in self._declared:
            self._declared[key] = self._embedder.embed(examples)
        return self._declared[key]

    def _kept(self, texts: Sequence[str]) -> Vectors:
        """Return the texts' vectors from the folder; what cannot be read there is made anew."""
        if self._folder is None:
            return self._embedder.embed(texts)
        digest = hashlib.sha256("\n".join([self._embedder.name, *texts]).encode()).hexdigest()
        file = self._folder / f"meanings-{digest[:16]}.npy"
        try:
            vectors: Vectors = np.load(file, allow_pickle=False)
            if vectors.ndim == 2 and len(vectors) == len(texts):
                return vectors
        except (OSError, ValueError):
            pass  # not there yet, or damaged
        vectors = self._embedder.embed(texts)
        if self._keeps:
            _keep(file, vectors)
        return vectors


def _near(similar: Vectors) -> float:
    return float(np.sort(similar)[-_NEAREST:].mean())


def _keep(file: Path, vectors: Vectors) -> None:
    """Write a file as a whole or not at all; a full disk costs only the time to make it again."""
    part = file.with_name(f"{file.stem}.{os.getpid()}.npy")
    try:
        make_folders(file.parent)
        with open(part, "wb", opener=private_opener) as made:
            np.save(made, vectors, allow_pickle=False)
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@cache
def _examples() -> Mapping[str, tuple[str, ...]]:
    text = Path(__file__).with_name("examples.toml").read_text(encoding="utf-8")
    return {intent: tuple(questions) for intent, questions in tomllib.loads(text).items()}


def _examples_of(type_: RecordType) -> list[str]:
    """Write what people may ask for records of a declared type."""
    patterns = [" ".join(pattern.replace("*", " ").split()) for pattern in type_.questions]
    words = dict.fromkeys((type_.singular, *type_.synonyms))
    asked = [f"Which {type_.name} are there?", f"Show me the {type_.name}"]
    return [
        *asked,
        *(f"Is there a {word} for me?" for word in words if word),
        *filter(None, patterns),
    ]
