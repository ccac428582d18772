"""Funnel chart of places and people: one bar per stage on one scale, with the loss hatched at its end."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.web.charts.svg import Markup, element, share

HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Stage:
    """``count`` is None when suppressed or unknown. ``of`` is the population of the stage, when its loss is drawn."""

    count: int | None
    of: int | None = None
    is_place: bool = False


def scale_of(stages: list[Stage]) -> int:
    """Returns the count that the full width stands for."""
    return max((max(each.count or 0, each.of or 0) for each in stages), default=0)


def bar(stage: Stage, scale: int) -> Markup:
    """Returns the SVG of one stage. Hidden from screen readers: the numbers are in the same table row."""
    drawn = []
    if scale and stage.count is not None:
        width = stage.count / scale
        if stage.of is not None and stage.of > stage.count:
            drawn.append(_rect(width, (stage.of - stage.count) / scale, "funnel-lost"))
        if stage.count:
            drawn.append(_rect(0, width, "funnel-places" if stage.is_place else "funnel-people"))
    elif stage.count is None:
        drawn.append(_rect(0, 0.25, "funnel-hidden"))
    hidden = {"aria_hidden": "true", "focusable": "false"}
    return element("svg", *drawn, class_="funnel-bar", width="100%", height=HEIGHT, **hidden)


def _rect(start: float, width: float, look: str) -> Markup:
    return element("rect", x=share(start), y=3, width=share(width * 0.998), height=12, class_=look)
