"""Colours of the pages: contrast (WCAG 2), tokens of the style sheet, and the two colours of a brand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number

PAPER = "#fbf9f5"
WHITE = "#ffffff"
MIN_TEXT_CONTRAST = 4.5
_TINT_SHARE = 0.16
_FILE = Path(__file__).resolve().parents[1] / "static" / "pacte" / "css" / "tokens.css"
_COLOUR = re.compile(r"^\s*--(?P<name>[a-z0-9-]+):\s*(?P<value>#[0-9a-f]{6});(?:\s*/\*\s*(?P<note>.*?)\s*\*/)?", re.M)
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


@dataclass(frozen=True, slots=True)
class ColourToken:
    name: str
    value: str
    note: str = ""

    @property
    def contrast_on_paper(self) -> float:
        return contrast_ratio(self.value, PAPER)


@lru_cache(maxsize=1)
def colour_tokens() -> tuple[ColourToken, ...]:
    """Returns every colour of tokens.css, in file order."""
    text = _FILE.read_text(encoding="utf-8")
    return tuple(ColourToken(each["name"], each["value"], each["note"] or "") for each in _COLOUR.finditer(text))


def brand_css(brand: Mapping[str, str]) -> str:
    """Returns the style sheet that overrides the two brand colours of the tokens.

    Raises ``ConfigurationError`` (``brand_colour``, ``brand_contrast``) when a colour is not « #rrggbb » or has a
    contrast below 4.5 to 1 as text on the paper, on its own tint, or under white text.
    """
    accent, dark = _readable_colour(brand, "accent"), _readable_colour(brand, "accent_dark")
    return (
        ":root {\n"
        f"  --accent: {accent};\n"
        f"  --accent-dark: {dark};\n"
        f"  --accent-tint: {mix_colours(accent, WHITE, _TINT_SHARE)};\n"
        f"  --accent-edge: {mix_colours(accent, WHITE, 0.8)};\n"
        "}\n"
    )


def _readable_colour(brand: Mapping[str, str], key: str) -> str:
    colour = str(brand.get(key, "")).strip().lower()
    if not is_colour(colour):
        raise ConfigurationError(
            "brand_colour",
            f"La couleur « {key} » de la marque vaut « {colour} ».",
            "Une couleur s’écrit avec six chiffres hexadécimaux.",
            f"Écrivez par exemple PACTE_BRAND_{key.upper()}=#1d5f74.",
        )
    grounds = {
        "sur le papier": PAPER,
        "sous un texte blanc": WHITE,
        "sur sa propre teinte": mix_colours(colour, WHITE, _TINT_SHARE),
    }
    for where, ground in grounds.items():
        ratio = contrast_ratio(colour, ground)
        if ratio < MIN_TEXT_CONTRAST:
            raise ConfigurationError(
                "brand_contrast",
                f"La couleur {colour} (« {key} ») n’a qu’un contraste de {format_number(ratio, 1)} {where}.",
                "Il en faut 4,5 pour que chacun puisse lire.",
                "Choisissez une couleur plus sombre.",
            )
    return colour
