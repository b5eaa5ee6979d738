"""Subjects that any job may be asked about: what they are called, and questions about them."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from voicecli.analysis.english import content_stems
from voicecli.interview.plan import Question
from voicecli.protocols import Embedder

NEAR = 0.55
"""Cosine above which words of nobody's list are taken for a subject."""

ASKED_ANYWAY = ("yourself", "problems", "teamwork", "mistakes", "pressure", "organisation")
"""What an interview is about when documents do not say, in this order."""


_GENERAL = frozenset("skills skill ability abilities experience style my general".split())
"""Words beside a subject's name that make no other subject of it."""


@dataclass(frozen=True, slots=True)
class Theme:
    """A subject: its name, what people call it, what it is about, and at least three questions."""

    id: str
    title: str
    words: tuple[str, ...]
    about: str
    questions: tuple[Question, ...]


@cache
def themes() -> dict[str, Theme]:
    """All subjects by their id."""
    text = Path(__file__).with_name("themes.toml").read_text(encoding="utf-8")
    return {
        name: Theme(
            name,
            row["title"],
            tuple(row["words"]),
            row["about"],
            tuple(
                Question(one["text"], one["kind"], tuple(one["seeks"])) for one in row["questions"]
            ),
        )
        for name, row in tomllib.loads(text).items()
    }


def theme_of(words: str, embedder: Embedder | None = None) -> Theme | None:
    """The subject that a few words name: by what it is called, else by their meaning."""
    known = themes().values()
    told = " ".join(word for word in words.split() if word.lower() not in _GENERAL) or words
    stems = set(content_stems(told)) or set(told.lower().split())
    plain = words.lower().strip()
    if exact := next((theme for theme in known if plain in theme.words), None):
        return exact
    best, most = None, 0.0
    for theme in known:
        for name in theme.words:
            called = set(content_stems(name)) or set(name.split())
            share = len(called & stems) / max(len(called), len(stems))
            if called <= stems and share > most:
                best, most = theme, share
    if best is not None and most > 1 / 2:
        return best
    return _nearest(words, tuple(known), embedder) if embedder else None


def _nearest(words: str, known: Sequence[Theme], embedder: Embedder) -> Theme | None:
    vectors = embedder.embed([words, *(f"{theme.title}: {theme.about}" for theme in known)])
    near = vectors[1:] @ vectors[0]
    best = int(np.argmax(near))
    return known[best] if near[best] >= NEAR else None
