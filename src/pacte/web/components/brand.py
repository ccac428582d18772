"""Brand of an installation: a name, a logo and two colours that must be readable."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number
from pacte.web.components.contrast import PAPER, READABLE, WHITE, contrast, is_colour, mixed

_TINT_SHARE = 0.16


def brand_css(brand: Mapping[str, str]) -> str:
    """Returns the style sheet that overrides the two brand colours of the tokens.

    Raises ``ConfigurationError`` (``brand_colour``, ``brand_contrast``) when a colour is not « #rrggbb » or has a
    contrast below 4.5 to 1 as text on the paper, on its own tint, or under white text.
    """
    accent = _readable(brand, "accent")
    dark = _readable(brand, "accent_dark")
    return (
        ":root {\n"
        f"  --accent: {accent};\n"
        f"  --accent-dark: {dark};\n"
        f"  --accent-tint: {mixed(accent, WHITE, _TINT_SHARE)};\n"
        f"  --accent-edge: {mixed(accent, WHITE, 0.8)};\n"
        "}\n"
    )


def _readable(brand: Mapping[str, str], key: str) -> str:
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
        "sur sa propre teinte": mixed(colour, WHITE, _TINT_SHARE),
    }
    for where, ground in grounds.items():
        ratio = contrast(colour, ground)
        if ratio < READABLE:
            raise ConfigurationError(
                "brand_contrast",
                f"La couleur {colour} (« {key} ») n’a qu’un contraste de {format_number(ratio, 1)} {where}.",
                "Il en faut 4,5 pour que chacun puisse lire.",
                "Choisissez une couleur plus sombre.",
            )
    return colour
