"""A strip of days on one scale: boxes between two days, and lines on one. A table beside it gives the same days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.web.charts.svg import Markup, described_svg, element

_WIDTH, _HEIGHT, _MARGIN = 720, 26, 1


@dataclass(frozen=True, slots=True)
class DayStrip:
    """The scale goes from ``first_on`` to ``last_on``, one day at least."""

    first_on: date
    last_on: date

    def box(self, first_on: date, last_on: date, class_: str, *, is_hatched: bool = False) -> list[Markup]:
        """From one day to another; a short one stays visible."""
        width = max(2.0, self._length(first_on, last_on))
        place = {"x": self._x(first_on), "y": _MARGIN, "width": width, "height": _HEIGHT}
        hatching = [element("rect", fill="url(#hatch-likely)", **place)] if is_hatched else []
        return [element("rect", class_=class_, **place), *hatching]

    def line(self, day: date, class_: str) -> Markup:
        return element("line", class_=class_, x1=self._x(day), x2=self._x(day), y1=0, y2=_HEIGHT + 2)

    def svg(self, identifier: str, title: str, description: str, *shapes: Markup) -> Markup:
        return described_svg(
            identifier, title, description, *shapes, class_="segments", width=_WIDTH, height=_HEIGHT + 2,
            viewBox=f"0 0 {_WIDTH + 2} {_HEIGHT + 2}", preserveAspectRatio="none",
        )  # fmt: skip

    def _x(self, day: date) -> float:
        return _MARGIN + self._length(self.first_on, day)

    def _length(self, first_on: date, last_on: date) -> float:
        return (last_on - first_on).days / max(1, (self.last_on - self.first_on).days) * _WIDTH
