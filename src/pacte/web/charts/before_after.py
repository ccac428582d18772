"""Before/after chart on a scale shared by all rows: a hollow dot before, a full dot after, a line between them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pacte.web.charts.svg import Markup, element, svg_percent

HEIGHT = 18


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A value is None when unknown or suppressed."""

    before: Decimal | None
    after: Decimal | None


def before_after_svg(values: BeforeAfter, *, low: Decimal | int, high: Decimal | int) -> Markup:
    """Returns the SVG of one row. Hidden from screen readers: the numbers are in the same table row."""
    span = float(high - low) or 1.0

    def at(value: Decimal) -> str:
        return svg_percent(0.03 + 0.94 * float(value - low) / span)

    parts = [element("line", x1="0%", x2="100%", y1=9, y2=9, class_="gap-ground")]
    if values.before is not None and values.after is not None:
        parts.append(element("line", x1=at(values.before), x2=at(values.after), y1=9, y2=9, class_="gap-line"))
    if values.before is not None:
        parts.append(element("circle", cx=at(values.before), cy=9, r=4.5, class_="gap-before"))
    if values.after is not None:
        parts.append(element("circle", cx=at(values.after), cy=9, r=4.5, class_="gap-after"))
    hidden = {"aria_hidden": "true", "focusable": "false"}
    return element("svg", *parts, class_="gap", width="100%", height=HEIGHT, **hidden)
