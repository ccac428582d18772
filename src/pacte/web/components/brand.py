"""Brand of an installation: a name, a logo and two colours that must be readable."""

from __future__ import annotations

from collections.abc import Mapping

from pacte.kernel.errors import ConfigurationError
from pacte.kernel.french import format_number
from pacte.web.components.contrast import MIN_TEXT_CONTRAST, PAPER, WHITE, contrast_ratio, is_colour, mix_colours

_TINT_SHARE = 0.16


def brand_css(brand: Mapping[str, str]) -> str:
    """Returns the style sheet that overrides the two brand colours of the tokens.

    Raises ``ConfigurationError`` (``brand_colour``, ``brand_contrast``) when a colour is not « #rrggbb » or has a
    contrast below 4.5 to 1 as text on the paper, on its own tint, or under white text.
    """
    accent = _readable_colour(brand, "accent")
    dark = _readable_colour(brand, "accent_dark")
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
