"""One bar a class, with its label above it and its number at the end: read without its table, which stands beside it.

The label has a line of its own, so that the longest French one fits a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from pacte.web.charts.svg import Markup, described_svg, element, group

WIDTH = 340
_STEP, _LABEL_BASE, _BAR_TOP, _BAR_HEIGHT = 36, 13, 18, 10
_LONGEST = 38


@dataclass(frozen=True, slots=True)
class ClassBar:
    """``words`` is the number as written. ``value`` None: unknown or masked, as ``words`` says."""

    label: str
    words: str
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ClassBars:
    title: str
    bars: tuple[ClassBar, ...]

    @property
    def is_drawn(self) -> bool:
        """A single bar compares nothing."""
        return len(self.bars) > 1 and any(each.value for each in self.bars)

    @property
    def description(self) -> str:
        return " ; ".join(f"{each.label} : {each.words}" for each in self.bars)


def class_bars_svg(chart: ClassBars, identifier: str) -> Markup:
    most = max((each.value for each in chart.bars if each.value is not None), default=Decimal(0)) or Decimal(1)
    rows = [_row(each, rank * _STEP, most) for rank, each in enumerate(chart.bars)]
    height = len(rows) * _STEP
    return described_svg(
        identifier, chart.title, chart.description, *rows, class_="bars", viewBox=f"0 0 {WIDTH} {height}",
        width=WIDTH, height=height,
    )  # fmt: skip


def _row(bar: ClassBar, top: int, most: Decimal) -> Markup:
    return group(
        element("text", _shortened(bar.label), x=0, y=top + _LABEL_BASE, class_="bars-label"),
        element("text", bar.words, x=WIDTH, y=top + _LABEL_BASE, text_anchor="end", class_="bars-value"),
        *_shape(bar, top + _BAR_TOP, most),
        aria_hidden="true",
    )


def _shape(bar: ClassBar, top: int, most: Decimal) -> Sequence[Markup]:
    if bar.value is None:
        # Dashed along the whole scale: it may be anywhere.
        return [element("rect", x=0.5, y=top, width=WIDTH - 1, height=_BAR_HEIGHT, class_="bars-unknown")]
    width = float(bar.value / most) * WIDTH
    return [element("rect", x=0, y=top, width=max(width, 1.0), height=_BAR_HEIGHT, class_="bars-bar")]


def _shortened(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1].rstrip()}…"
