"""Two values of one thing on a scale shared by all the rows: a hollow dot before, a full one after, a line between."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pacte.web.charts.svg import Markup, element, share

HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Gap:
    """None: not known, or hidden."""

    before: Decimal | None
    after: Decimal | None


def drawing(gap: Gap, *, low: Decimal | int, high: Decimal | int) -> Markup:
    """The SVG of one row. Its numbers stand in the same row: the drawing is hidden from screen readers."""
    span = float(high - low) or 1.0

    def at(value: Decimal) -> str:
        return share(0.03 + 0.94 * float(value - low) / span)

    parts = [element("line", x1="0%", x2="100%", y1=9, y2=9, class_="gap-ground")]
    if gap.before is not None and gap.after is not None:
        parts.append(element("line", x1=at(gap.before), x2=at(gap.after), y1=9, y2=9, class_="gap-line"))
    if gap.before is not None:
        parts.append(element("circle", cx=at(gap.before), cy=9, r=4.5, class_="gap-before"))
    if gap.after is not None:
        parts.append(element("circle", cx=at(gap.after), cy=9, r=4.5, class_="gap-after"))
    hidden = {"aria_hidden": "true", "focusable": "false"}
    return element("svg", *parts, class_="gap", width="100%", height=HEIGHT, **hidden)
