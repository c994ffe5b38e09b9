"""Two pictures of the held-out figures in one SVG: precision against recall, and the reliability of confidence."""

from collections.abc import Mapping, Sequence
from typing import Any

SIDE, LEFT, TOP, GAP = 260, 60, 40, 110
INK, GREY, BLUE, ORANGE = "#222222", "#bbbbbb", "#1f5fa8", "#b8560f"


def diagram(found: Mapping[str, Any]) -> str:
    """The SVG of what `loaders.training.held_out` measured."""
    curve = [row["all"] for _, row in sorted(found["curve"].items())]
    second = LEFT + SIDE + GAP
    width, height = second + SIDE + 30, TOP + SIDE + 60
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" fill="{INK}">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *_frame(LEFT, "Precision against recall", "recall", "precision"),
        _line([(c["recall"], c["precision"]) for c in curve], LEFT, BLUE),
        *_mark(found["default"]["all"], LEFT, BLUE, "default"),
        *_mark(found["frames"]["all"], LEFT, ORANGE, "frames alone"),
        *_frame(second, f"Reliability (error {found['calibration_error']:.3f})", "confidence", "share right"),
        _line([(0, 0), (1, 1)], second, GREY),
        _line([(a, b) for a, b, _ in found["reliability"]], second, BLUE),
        *(_dot(a, b, second, BLUE, min(9.0, 2 + n**0.5 / 2)) for a, b, n in found["reliability"]),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _frame(x: int, title: str, across: str, up: str) -> list[str]:
    parts = [
        f'<text x="{x}" y="{TOP - 14}" font-weight="bold">{title}</text>',
        f'<rect x="{x}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{INK}"/>',
        f'<text x="{x + SIDE / 2}" y="{TOP + SIDE + 40}" text-anchor="middle">{across}</text>',
        f'<text transform="translate({x - 40},{TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">{up}</text>',
    ]
    for n in range(0, 11, 2):
        at = n / 10
        parts += [
            f'<text x="{x + at * SIDE:.0f}" y="{TOP + SIDE + 18}" text-anchor="middle">{at:.1f}</text>',
            f'<text x="{x - 8}" y="{TOP + SIDE - at * SIDE + 4:.0f}" text-anchor="end">{at:.1f}</text>',
            f'<path d="M{x + at * SIDE:.0f} {TOP}v{SIDE}M{x} {TOP + SIDE - at * SIDE:.0f}h{SIDE}" stroke="#eeeeee" fill="none"/>',
        ]
    return parts


def _place(across: float, up: float, x: int) -> tuple[float, float]:
    return x + across * SIDE, TOP + SIDE - up * SIDE


def _line(points: Sequence[tuple[float, float]], x: int, colour: str) -> str:
    places = " ".join("{:.1f},{:.1f}".format(*_place(a, b, x)) for a, b in points)
    return f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="2"/>'


def _dot(across: float, up: float, x: int, colour: str, size: float) -> str:
    a, b = _place(across, up, x)
    return f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{size:.1f}" fill="{colour}"/>'


def _mark(at: Mapping[str, float], x: int, colour: str, words: str) -> list[str]:
    a, b = _place(at["recall"], at["precision"], x)
    return [
        _dot(at["recall"], at["precision"], x, colour, 5),
        f'<text x="{a + 9:.1f}" y="{b + 4:.1f}" fill="{colour}">{words}</text>',
    ]
