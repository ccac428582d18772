"""Completeness of the fields of a plan: one bar per field, and small squares for one action."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.web.charts.svg import Markup, element, svg_number, svg_percent

HEIGHT = 18
_SQUARE_SIDE, _SQUARE_STEP = 9, 12


@dataclass(frozen=True, slots=True)
class CompletenessField:
    label: str
    filled: int
    address: str = ""

    def missing(self, total: int) -> int:
        return total - self.filled


@dataclass(frozen=True, slots=True)
class CompletenessChart:
    """``total`` is the number of records (actions); each field has the number of records that fill it."""

    total: int
    fields: tuple[CompletenessField, ...]


def completeness_svg(field: CompletenessField, chart: CompletenessChart) -> Markup:
    """Returns the SVG of one field: solid for the filled share, dashed for the rest. Numbers are in the same row."""
    filled_share = field.filled / chart.total if chart.total else 0.0
    shapes = []
    if filled_share < 1:
        shapes.append(_bar(filled_share, 1 - filled_share, "cp-lacking"))
    if filled_share:
        shapes.append(_bar(0, filled_share, "cp-filled"))
    return element("svg", *shapes, class_="cp", width="100%", height=HEIGHT, aria_hidden="true", focusable="false")


def completeness_squares_svg(filled: int, total: int) -> Markup:
    """Returns one square per field of one action: solid when filled, dashed when missing."""
    shapes = [
        element(
            "rect", x=index * _SQUARE_STEP + 1, y=1.5, width=_SQUARE_SIDE, height=_SQUARE_SIDE,
            class_="cp-filled" if index < filled else "cp-lacking",
        )
        for index in range(total)
    ]  # fmt: skip
    width = max(total * _SQUARE_STEP - 1, 1)
    return element(
        "svg", *shapes, class_="cp cp-squares", width=width, height=12, viewBox=f"0 0 {svg_number(width)} 12",
        aria_hidden="true", focusable="false",
    )  # fmt: skip


def _bar(start: float, width: float, css_class: str) -> Markup:
    return element("rect", x=svg_percent(start), y=4, width=svg_percent(width * 0.995), height=10, class_=css_class)
