"""Small drawings in the rows of tables: before and after, completeness of fields, stages of a funnel, dots of people.

The numbers are in the same row, so each drawing is hidden from screen readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pacte.web.charts.svg import Markup, element, row_svg, svg_number, svg_percent

HEIGHT = 18
_SQUARE_SIDE, _SQUARE_STEP = 9, 12
DOT_RADIUS, DOT_STEP, DOTS_PER_ROW = 5, 14, 20
MAX_DOTS = 100


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A value is None when unknown or suppressed."""

    before: Decimal | None
    after: Decimal | None


def before_after_svg(values: BeforeAfter, *, low: Decimal | int, high: Decimal | int) -> Markup:
    """A hollow dot before, a full dot after, a line between them, on a scale shared by all rows."""
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
    return row_svg(*parts, class_="gap", height=HEIGHT)


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
    """One field: solid for the filled share, dashed for the rest."""
    filled_share = field.filled / chart.total if chart.total else 0.0
    shapes = []
    if filled_share < 1:
        shapes.append(_field_bar(filled_share, 1 - filled_share, "cp-lacking"))
    if filled_share:
        shapes.append(_field_bar(0, filled_share, "cp-filled"))
    return row_svg(*shapes, class_="cp", height=HEIGHT)


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
    return row_svg(*shapes, class_="cp cp-squares", width=width, height=12, viewBox=f"0 0 {svg_number(width)} 12")


def _field_bar(start: float, width: float, css_class: str) -> Markup:
    return element("rect", x=svg_percent(start), y=4, width=svg_percent(width * 0.995), height=10, class_=css_class)


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
    """One stage, with its loss hatched at its end."""
    shapes = []
    if scale and stage.count is not None:
        width = stage.count / scale
        if stage.of is not None and stage.of > stage.count:
            shapes.append(_stage_bar(width, (stage.of - stage.count) / scale, "funnel-lost"))
        if stage.count:
            shapes.append(_stage_bar(0, width, "funnel-places" if stage.is_place else "funnel-people"))
    elif stage.count is None:
        shapes.append(_stage_bar(0, 0.25, "funnel-hidden"))
    return row_svg(*shapes, class_="funnel-bar", height=HEIGHT)


def _stage_bar(start: float, width: float, css_class: str) -> Markup:
    return element("rect", x=svg_percent(start), y=3, width=svg_percent(width * 0.998), height=12, class_=css_class)


def dots_svg(count: int, total: int) -> Markup:
    """One dot per person, full for the first ``count``. Nothing above ``MAX_DOTS``, where the sentence is enough."""
    if not 0 < total <= MAX_DOTS:
        return Markup("")
    rows = -(-total // DOTS_PER_ROW)
    width, height = min(total, DOTS_PER_ROW) * DOT_STEP, rows * DOT_STEP
    dots = [
        element(
            "circle",
            cx=DOT_STEP // 2 + rank % DOTS_PER_ROW * DOT_STEP,
            cy=DOT_STEP // 2 + rank // DOTS_PER_ROW * DOT_STEP,
            r=DOT_RADIUS,
            class_="dot-full" if rank < count else "dot-empty",
        )
        for rank in range(total)
    ]
    return element(
        "svg", *dots, class_="dots", aria_hidden="true", focusable="false", width=width, height=height,
        viewBox=f"0 0 {width} {height}",
    )  # fmt: skip
