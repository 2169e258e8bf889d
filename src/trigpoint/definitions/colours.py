"""Whether colours can be told apart: contrast as WCAG 2.2 works it out."""

from __future__ import annotations

LEAST_FOR_TEXT = 4.5
"""WCAG 2.2, 1.4.3: of text against what is behind it."""

WHITE = "#ffffff"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours written as #1d70b8, from 1 to 21.

    Source: WCAG 2.2, "contrast ratio" and "relative luminance".
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
