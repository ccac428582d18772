"""SVG bars of a comparison: totals by criterion, intervals of one weight, share of all weightings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from pacte.web.charts.svg import Markup, concatenate_markup, element, svg_percent

_BAR_HEIGHT, _STRIP_HEIGHT = 22, 26


def option_total_bar(code: str, parts: Sequence[tuple[int, Fraction]]) -> SafeString:
    """One bar out of 5, one segment per criterion; segments alternate in shade and are separated by a line."""
    pieces: list[Markup] = [element("rect", class_="op-ground", x="0", y="0", width="100%", height=_BAR_HEIGHT)]
    left = Fraction(0)
    for rank, (_, size) in enumerate(parts):
        if size:
            pieces.append(
                element(
                    "rect", class_=f"op-part op-part-{rank % 2 + 1}", x=svg_percent(float(left / 5)), y="0",
                    width=svg_percent(float(size / 5)), height=_BAR_HEIGHT,
                )
            )  # fmt: skip
        left += size
    return _svg(f"Option {code}, {float(left):.2f} sur 5", _BAR_HEIGHT, pieces)


def weight_sensitivity_strip(
    label: str,
    weight: Fraction,
    stretches: Sequence[tuple[Fraction, Fraction, str]],
    style_by_option: Mapping[str, int],
) -> SafeString:
    """The weight from 0 to 100 %, cut where the first place changes, with the letter of the winner of each interval."""
    pieces: list[Markup] = []
    for start, end, who in stretches:
        style = style_by_option.get(who, 0)
        pieces.append(
            element(
                "rect", class_=f"op-stretch op-look-{style}", x=svg_percent(float(start)), y="4",
                width=svg_percent(float(end - start)), height=_STRIP_HEIGHT - 8,
            )
        )  # fmt: skip
        if end - start > Fraction(4, 100):
            pieces.append(element("text", who, class_="op-letter", x=svg_percent(float((start + end) / 2)), y="17.5"))
    pieces.append(
        element(
            "line",
            class_="op-now",
            x1=svg_percent(float(weight)),
            x2=svg_percent(float(weight)),
            y1="0",
            y2=_STRIP_HEIGHT,
        )
    )
    description = " ; ".join(f"de {float(a) * 100:.0f} à {float(b) * 100:.0f} %, {who}" for a, b, who in stretches)
    return _svg(f"Premier rang selon le poids de {label} : {description}", _STRIP_HEIGHT, pieces)


def first_place_share_bar(code: str, fraction: Fraction, style: int) -> SafeString:
    pieces = [
        element("rect", class_="op-ground", x="0", y="0", width="100%", height=_BAR_HEIGHT),
        element(
            "rect",
            class_=f"op-stretch op-look-{style}",
            x="0",
            y="0",
            width=svg_percent(float(fraction)),
            height=_BAR_HEIGHT,
        ),
    ]
    return _svg(f"Option {code}, première dans {float(fraction) * 100:.1f} % des jeux de poids", _BAR_HEIGHT, pieces)


def _svg(label: str, height: int, pieces: list[Markup]) -> SafeString:
    drawing = element(
        "svg",
        concatenate_markup(pieces),
        class_="op",
        width="100%",
        height=height,
        role="img",
        aria_label=label,
        focusable="false",
    )
    return mark_safe(drawing)  # noqa: S308 - every text inside was escaped by ``element``
