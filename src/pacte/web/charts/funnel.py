"""Where places and people are lost: one bar a stage on one scale, what went since hatched at its end."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.web.charts.svg import Markup, element, share

HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Stage:
    """``count`` None: hidden or not known. ``of``: those among whom it is counted, when the loss is to be drawn."""

    count: int | None
    of: int | None = None
    is_place: bool = False


def scale_of(stages: list[Stage]) -> int:
    """What the whole width stands for."""
    return max((max(each.count or 0, each.of or 0) for each in stages), default=0)


def bar(stage: Stage, scale: int) -> Markup:
    """The SVG of one stage. Its numbers stand in the same row: the drawing is hidden from screen readers."""
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
