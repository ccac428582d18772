"""Completeness of the fields of a plan: one bar per field, and small squares for one action."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.web.charts.svg import Markup, element, plain, share

HEIGHT = 18
_SIDE, _STEP = 9, 12


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    filled: int
    address: str = ""

    def missing(self, total: int) -> int:
        return total - self.filled


@dataclass(frozen=True, slots=True)
class CompletenessChart:
    """``total`` is the number of records (actions); each field has the number of records that fill it."""

    total: int
    fields: tuple[Field, ...]


def drawing(field: Field, chart: CompletenessChart) -> Markup:
    """Returns the SVG of one field: solid for the filled share, dashed for the rest. Numbers are in the same row."""
    part = field.filled / chart.total if chart.total else 0.0
    drawn = []
    if part < 1:
        drawn.append(_bar(part, 1 - part, "cp-lacking"))
    if part:
        drawn.append(_bar(0, part, "cp-filled"))
    return element("svg", *drawn, class_="cp", width="100%", height=HEIGHT, aria_hidden="true", focusable="false")


def squares(filled: int, total: int) -> Markup:
    """Returns one square per field of one action: solid when filled, dashed when missing."""
    drawn = [
        element(
            "rect", x=index * _STEP + 1, y=1.5, width=_SIDE, height=_SIDE,
            class_="cp-filled" if index < filled else "cp-lacking",
        )
        for index in range(total)
    ]  # fmt: skip
    width = max(total * _STEP - 1, 1)
    return element(
        "svg", *drawn, class_="cp cp-squares", width=width, height=12, viewBox=f"0 0 {plain(width)} 12",
        aria_hidden="true", focusable="false",
    )  # fmt: skip


def _bar(start: float, width: float, look: str) -> Markup:
    return element("rect", x=share(start), y=4, width=share(width * 0.995), height=10, class_=look)
