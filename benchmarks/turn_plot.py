"""The trade-off of cut-offs and dead air as an SVG, for `turns.py`."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

Marks = Sequence[tuple[float, float, str]]
"""Seconds of dead air, share of turns cut off, and the name of each setting; "" for no name."""

WIDTH, HEIGHT = 380, 300
LEFT, TOP, RIGHT, BOTTOM = 52, 40, 12, 46
SECONDS = 0.2, 1.6
COLOURS = {"silence alone": "#8a8f98", "three cues": "#2f6fde"}


@dataclass(frozen=True, slots=True)
class Panel:
    """One group of turns."""

    title: str
    curves: dict[str, Marks]


def draw(panels: Sequence[Panel]) -> str:
    """An SVG with the panels side by side."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH * len(panels)} {HEIGHT}"'
        ' font-family="sans-serif" font-size="11" fill="#57606a">',
        f'<rect width="{WIDTH * len(panels)}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for number, panel in enumerate(panels):
        parts.append(f'<g transform="translate({number * WIDTH} 0)">')
        parts.extend(_panel(panel))
        parts.append("</g>")
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel) -> Iterator[str]:
    highest = max(share for marks in panel.curves.values() for _, share, _ in marks)
    step = next(step for step in (0.05, 0.1, 0.2, 0.25) if highest <= 4 * step or step == 0.25)
    top = step * -(-highest // step)
    yield _text(LEFT, 18, panel.title, 'font-size="13" fill="#24292f"')
    for count in range(round(top / step) + 1):
        y = _y(count * step, top)
        yield f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#e6e8eb"/>'
        yield _text(LEFT - 6, y + 4, f"{100 * count * step:.0f} %", 'text-anchor="end"')
    for tenth in range(round(10 * SECONDS[0]), round(10 * SECONDS[1]) + 1, 2):
        yield _text(_x(tenth / 10), HEIGHT - 28, f"{tenth / 10:.1f}", 'text-anchor="middle"')
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield _text(middle, HEIGHT - 10, "mean dead air, seconds", 'text-anchor="middle"')
    yield _text(LEFT, TOP - 8, "turns cut off")
    for row, (name, marks) in enumerate(panel.curves.items()):
        yield from _curve(marks, COLOURS[name], top)
        look = f'text-anchor="end" fill="{COLOURS[name]}"'
        yield _text(WIDTH - RIGHT - 4, TOP + 12 + 15 * row, name, look)


def _curve(marks: Marks, colour: str, top: float) -> Iterator[str]:
    inside = [mark for mark in marks if SECONDS[0] <= mark[0] <= SECONDS[1]]
    points = " ".join(f"{_x(at):.1f},{_y(share, top):.1f}" for at, share, _ in inside)
    yield f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6"/>'
    for at, share, name in inside:
        if not name:
            continue
        yield f'<circle cx="{_x(at):.1f}" cy="{_y(share, top):.1f}" r="3" fill="{colour}"/>'
        yield _text(_x(at) - 3, _y(share, top) + 14, name, f'text-anchor="end" fill="{colour}"')


def _x(seconds: float) -> float:
    low, high = SECONDS
    return LEFT + (seconds - low) / (high - low) * (WIDTH - LEFT - RIGHT)


def _y(share: float, top: float) -> float:
    return HEIGHT - BOTTOM - share / top * (HEIGHT - TOP - BOTTOM)


def _text(x: float, y: float, text: str, look: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {look}>{escape(text)}</text>'
