"""SVG bars of a comparison: totals by criterion, intervals of one weight, share of all weightings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from django.utils.safestring import SafeString, mark_safe

from pacte.web.charts.svg import Markup, element, joined, share

_TALL, _STRIP = 22, 26


def total_bar(code: str, parts: Sequence[tuple[int, Fraction]]) -> SafeString:
    """One bar out of 5, one segment per criterion; segments alternate in shade and are separated by a line."""
    pieces: list[Markup] = [element("rect", class_="op-ground", x="0", y="0", width="100%", height=_TALL)]
    left = Fraction(0)
    for rank, (_, size) in enumerate(parts):
        if size:
            pieces.append(
                element(
                    "rect", class_=f"op-part op-part-{rank % 2 + 1}", x=share(float(left / 5)), y="0",
                    width=share(float(size / 5)), height=_TALL,
                )
            )  # fmt: skip
        left += size
    return _drawn(f"Option {code}, {float(left):.2f} sur 5", _TALL, pieces)


def weight_strip(
    label: str, weight: Fraction, stretches: Sequence[tuple[Fraction, Fraction, str]], looks: Mapping[str, int]
) -> SafeString:
    """The weight from 0 to 100 %, cut where the first place changes, with the letter of the winner of each interval."""
    pieces: list[Markup] = []
    for start, end, who in stretches:
        look = looks.get(who, 0)
        pieces.append(
            element(
                "rect", class_=f"op-stretch op-look-{look}", x=share(float(start)), y="4",
                width=share(float(end - start)), height=_STRIP - 8,
            )
        )  # fmt: skip
        if end - start > Fraction(4, 100):
            pieces.append(element("text", who, class_="op-letter", x=share(float((start + end) / 2)), y="17.5"))
    pieces.append(element("line", class_="op-now", x1=share(float(weight)), x2=share(float(weight)), y1="0", y2=_STRIP))
    said = " ; ".join(f"de {float(a) * 100:.0f} à {float(b) * 100:.0f} %, {who}" for a, b, who in stretches)
    return _drawn(f"Premier rang selon le poids de {label} : {said}", _STRIP, pieces)


def share_bar(code: str, fraction: Fraction, look: int) -> SafeString:
    pieces = [
        element("rect", class_="op-ground", x="0", y="0", width="100%", height=_TALL),
        element("rect", class_=f"op-stretch op-look-{look}", x="0", y="0", width=share(float(fraction)), height=_TALL),
    ]
    return _drawn(f"Option {code}, première dans {float(fraction) * 100:.1f} % des jeux de poids", _TALL, pieces)


def _drawn(label: str, height: int, pieces: list[Markup]) -> SafeString:
    drawing = element(
        "svg", joined(pieces), class_="op", width="100%", height=height, role="img", aria_label=label, focusable="false"
    )
    return mark_safe(drawing)  # noqa: S308 - every text inside was escaped by ``element``
