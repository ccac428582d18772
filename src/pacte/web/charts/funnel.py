"""Funnel chart of places and people: one bar per stage on one scale, with the loss hatched at its end."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.web.charts.svg import Markup, element, svg_percent

HEIGHT = 18


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """``count`` is None when suppressed or unknown. ``of`` is the population of the stage, when its loss is drawn."""

    count: int | None
    of: int | None = None
    is_place: bool = False


def funnel_scale(stages: list[FunnelStage]) -> int:
    """Returns the count that the full width stands for."""
    return max((max(each.count or 0, each.of or 0) for each in stages), default=0)


def funnel_bar_svg(stage: FunnelStage, scale: int) -> Markup:
    """Returns the SVG of one stage. Hidden from screen readers: the numbers are in the same table row."""
    shapes = []
    if scale and stage.count is not None:
        width = stage.count / scale
        if stage.of is not None and stage.of > stage.count:
            shapes.append(_rect(width, (stage.of - stage.count) / scale, "funnel-lost"))
        if stage.count:
            shapes.append(_rect(0, width, "funnel-places" if stage.is_place else "funnel-people"))
    elif stage.count is None:
        shapes.append(_rect(0, 0.25, "funnel-hidden"))
    hidden = {"aria_hidden": "true", "focusable": "false"}
    return element("svg", *shapes, class_="funnel-bar", width="100%", height=HEIGHT, **hidden)


def _rect(start: float, width: float, css_class: str) -> Markup:
    return element("rect", x=svg_percent(start), y=3, width=svg_percent(width * 0.998), height=12, class_=css_class)
