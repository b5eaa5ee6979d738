"""Reliability of probabilities: how often what was given 60 % was right, as numbers and as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

_SIZE, _EDGE = 240, 36


@dataclass(frozen=True, slots=True)
class Bin:
    """Answers with probabilities from `low` to 0.1 more: the mean said, and the share right."""

    low: float
    count: int
    said: float
    right: float


def bins(answers: Sequence[tuple[float, bool]]) -> list[Bin]:
    """The bins that hold any answer, of (probability, right)."""
    said = np.array([probability for probability, _ in answers])
    right = np.array([hit for _, hit in answers])
    places = np.minimum((said * 10 + 1e-9).astype(int), 9)
    return [
        Bin(place / 10, int(here.sum()), float(said[here].mean()), float(right[here].mean()))
        for place in range(10)
        if (here := places == place).any()
    ]


def draw(diagrams: Mapping[str, Sequence[Bin]]) -> str:
    """One diagram beside the other as SVG; a dot's area is its number of answers."""
    width = len(diagrams) * (_SIZE + _EDGE) + _EDGE
    height = _SIZE + 2 * _EDGE
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">']
    parts.append("<style>text{font:11px sans-serif}.axis{stroke:#888;fill:none}</style>")
    for number, (title, found) in enumerate(diagrams.items()):
        parts.append(f'<g transform="translate({_EDGE + number * (_SIZE + _EDGE)},{_EDGE})">')
        parts.append(f'<rect class="axis" width="{_SIZE}" height="{_SIZE}"/>')
        parts.append(f'<path class="axis" stroke-dasharray="4" d="M0 {_SIZE}L{_SIZE} 0"/>')
        parts.append(f'<text y="-10">{escape(title)}</text>')
        parts.append(f'<text y="{_SIZE + 16}">said 0 to 1; upwards: right 0 to 1</text>')
        parts += [_dot(each) for each in found]
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _dot(each: Bin) -> str:
    x, y = each.said * _SIZE, (1 - each.right) * _SIZE
    hint = escape(f"{each.count} answers, said {each.said:.2f}, right {each.right:.2f}")
    radius = 1.5 * each.count**0.5
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#3b6ea5" fill-opacity=".7">'
        f"<title>{hint}</title></circle>"
    )
