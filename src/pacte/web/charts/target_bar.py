"""How much of a target is done, on the length of the target, with a mark for the time that has passed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pacte.web.charts.svg import Markup, axis_class, element, row_svg, svg_percent

_HEIGHT, _DEPTH = 22, 12
_WIDTH = 0.99


@dataclass(frozen=True, slots=True)
class TargetBar:
    """``fraction`` of the target, more than 1 past it; ``elapsed``: share of the time of the plan."""

    fraction: Decimal
    elapsed: Decimal
    axis: int


def target_bar_svg(bar: TargetBar) -> Markup:
    """Hidden from screen readers: the text beside says the value, the target and what is missing."""
    top = (_HEIGHT - _DEPTH) / 2
    box = {"x": "1", "y": top, "height": _DEPTH}
    done = min(max(bar.fraction, Decimal(0)), Decimal(1))
    at = svg_percent(float(min(max(bar.elapsed, Decimal(0)), Decimal(1))) * _WIDTH)
    return row_svg(
        element("rect", **box, width=svg_percent(_WIDTH), class_="mn-alone"),
        element("rect", **box, width=svg_percent(float(done) * _WIDTH), class_="mn-paid"),
        element("line", x1=at, x2=at, y1=1, y2=_HEIGHT - 1, class_="mn-elapsed"),
        class_=f"mn {axis_class(bar.axis)}", height=_HEIGHT,
    )  # fmt: skip
