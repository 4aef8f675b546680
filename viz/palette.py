"""Which colour does a meaning have, in light and in dark; and from when on is a tie called strong."""

from dataclasses import dataclass
from typing import Literal

from graph.algorithms.relations import STRONG

Theme = Literal["light", "dark"]
Strength = Literal["strong", "fair", "thin"]

# [J] Our judgement, in warmth (0..1): about one shared unit for years, and about one shared meeting a quarter.
STRONG_FROM = STRONG
FAIR_FROM = 0.2
# Pixels of a line at warmth 0 and 1.
THINNEST, WIDEST = 1.5, 8.0


@dataclass(frozen=True, slots=True)
class Colour:
    light: str
    dark: str


COLOURS: dict[str, Colour] = {
    "background": Colour("#F6F7F9", "#0E1318"),
    "surface": Colour("#FFFFFF", "#182028"),
    "sunken": Colour("#EEF1F4", "#222C36"),
    "line": Colour("#DCE1E8", "#2E3944"),
    "edge": Colour("#BAC3CE", "#4A5866"),
    "ink": Colour("#121A26", "#E8EDF2"),
    "second-ink": Colour("#4C5868", "#A3AFBD"),
    "us": Colour("#1F4FC2", "#8FB3FF"),
    "us-soft": Colour("#E8EEFB", "#1B2A49"),
    "us-edge": Colour("#B9CBF3", "#3A558F"),
    "tie-strong": Colour("#1F4FC2", "#8FB3FF"),
    "tie-fair": Colour("#6A93E2", "#6389D6"),
    "tie-thin": Colour("#6A93E2", "#6389D6"),
    "target": Colour("#5B3FD1", "#A794FF"),
    "influence": Colour("#5B3FD1", "#A794FF"),
    "camp-0": Colour("#E9EDF6", "#1C2738"),
    "camp-1": Colour("#EFEBF7", "#272140"),
    "camp-2": Colour("#E6F1F3", "#16302F"),
    "alert": Colour("#B42318", "#FF8A7D"),
    "stale": Colour("#8A5300", "#F2B957"),
    "stale-soft": Colour("#FCF1DC", "#36290F"),
    "on-mark": Colour("#FFFFFF", "#0E1318"),
    "stance-3": Colour("#0B5F49", "#35D6A0"),
    "stance-2": Colour("#137C59", "#6FCF97"),
    "stance-1": Colour("#4A7F1F", "#A3D16B"),
    "stance-0": Colour("#66727F", "#A9B4C0"),
    "stance-minus-1": Colour("#A36000", "#F4B24A"),
    "stance-minus-2": Colour("#C2440C", "#FB9062"),
    "stance-minus-3": Colour("#A81E1E", "#FF7A70"),
}


def strength(warmth: float, *, strong_from: float = STRONG_FROM, fair_from: float = FAIR_FROM) -> Strength:
    """Say a warmth (0..1) as a word.

    >>> strength(0.64), strength(0.2), strength(0.19)
    ('strong', 'fair', 'thin')
    """
    return "strong" if warmth >= strong_from else "fair" if warmth >= fair_from else "thin"


def line_width(warmth: float) -> float:
    """Return the pixels of a line: the wider, the warmer."""
    return round(THINNEST + (WIDEST - THINNEST) * min(1.0, max(0.0, warmth)), 2)


def stance_colour(stance: int | None) -> str:
    """Return the name of the colour of a stance; unknown has the second ink, because it is drawn as an outline."""
    if stance is None:
        return "second-ink"
    return f"stance-{stance}" if stance >= 0 else f"stance-minus-{-stance}"


def css_properties(theme: Theme) -> str:
    """Return the colours as CSS custom properties; the canvas reads the same ones."""
    return "".join(f"--{name}:{getattr(colour, theme)};" for name, colour in COLOURS.items())


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (1..21).

    >>> round(contrast("#FFFFFF", "#000000"))
    21

    References
    ----------
    WCAG 2.2, "relative luminance" and "contrast ratio".
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
