"""Contrast of two colours (WCAG 2 contrast ratio), and mixtures of two colours."""

from __future__ import annotations

import re

PAPER = "#fbf9f5"
WHITE = "#ffffff"
MIN_TEXT_CONTRAST = 4.5
_HEX = re.compile(r"^#[0-9a-fA-F]{6}$")


def is_colour(text: str) -> bool:
    return bool(_HEX.match(text))


def contrast_ratio(one: str, other: str) -> float:
    """Returns the ratio, between 1 and 21, of two « #rrggbb » colours in any order."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix_colours(colour: str, with_colour: str, share: float) -> str:
    """Mixes ``colour`` at ``share`` (0 to 1) with ``with_colour`` for the rest."""
    pairs = zip(_channels(colour), _channels(with_colour), strict=True)
    return "#" + "".join(f"{round(own * share + other * (1 - share)):02x}" for own, other in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    if not is_colour(colour):
        raise ValueError(f"not a #rrggbb colour: {colour!r}")
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
