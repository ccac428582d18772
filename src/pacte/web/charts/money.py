"""Money by axis: envelope, voted, committed and paid, nested in one bar; on one scale of euros, or against time."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pacte.kernel.french import format_percent, format_signed
from pacte.kernel.money import format_millions
from pacte.web.charts.svg import Markup, axis_class, axis_pattern, element, row_svg, svg_percent

HEIGHT = 30
# The outline of the widest bar stays inside the drawing.
_BAR_WIDTH = 0.995
_DEPTH = {"envelope": 28, "voted": 28, "committed": 18, "paid": 9}


class MoneyChartStage(StrEnum):
    ENVELOPE = "envelope"
    VOTED = "voted"
    COMMITTED = "committed"
    PAID = "paid"


MONEY_STAGE_LABELS = {
    MoneyChartStage.ENVELOPE: "Enveloppe",
    MoneyChartStage.VOTED: "Voté",
    MoneyChartStage.COMMITTED: "Engagé",
    MoneyChartStage.PAID: "Mandaté",
}


@dataclass(frozen=True, slots=True)
class StageAmounts:
    """Cents by stage. None means unknown, not zero."""

    envelope: int | None = None
    voted: int | None = None
    committed: int | None = None
    paid: int | None = None

    def of(self, stage: MoneyChartStage) -> int | None:
        return {
            MoneyChartStage.ENVELOPE: self.envelope,
            MoneyChartStage.VOTED: self.voted,
            MoneyChartStage.COMMITTED: self.committed,
            MoneyChartStage.PAID: self.paid,
        }[stage]


@dataclass(frozen=True, slots=True)
class MoneyBar:
    axis: int
    code: str
    label: str
    amounts: StageAmounts
    address: str = ""


@dataclass(frozen=True, slots=True)
class MoneyChart:
    """Bars on one scale. ``stages`` are the stages known to the page, in order; the others are not drawn.

    ``elapsed``: share of the time of the plan that has passed. Each bar is then as wide as its own envelope, with a
    mark where the time is. ``has_gaps``: the bars keep their one scale, the mark is black, and a last column gives
    what is committed against that time, in points and in M€.
    """

    bars: tuple[MoneyBar, ...]
    stages: tuple[MoneyChartStage, ...] = (MoneyChartStage.ENVELOPE,)
    total_label: str = "Ensemble"
    elapsed: Decimal | None = None
    has_gaps: bool = False

    @property
    def widest(self) -> int:
        return max((amount or 0 for bar in self.bars for amount in map(bar.amounts.of, MoneyChartStage)), default=0)

    def width_of(self, stage: MoneyChartStage, bar: MoneyBar) -> float:
        """Share of the drawing that the amount takes, between 0 and 1; 0 when unknown."""
        scale = self.widest if self.elapsed is None or self.has_gaps else bar.amounts.envelope
        return min((bar.amounts.of(stage) or 0) / scale, 1.0) if scale else 0.0

    def elapsed_at(self, bar: MoneyBar) -> float | None:
        """Place of the mark of time on the drawing, between 0 and 1; None without one."""
        if self.elapsed is None or (self.has_gaps and bar.amounts.envelope is None):
            return None
        return float(self.elapsed) * (self.width_of(MoneyChartStage.ENVELOPE, bar) if self.has_gaps else 1)

    def total(self, stage: MoneyChartStage) -> int | None:
        """Returns the sum over the bars, or None when one of them is unknown: a partial sum is not a total."""
        known = [bar.amounts.of(stage) for bar in self.bars]
        return None if not known or None in known else sum(amount or 0 for amount in known)

    @property
    def knows_envelope_only(self) -> bool:
        return self.stages == (MoneyChartStage.ENVELOPE,)


@dataclass(frozen=True, slots=True)
class TimeGap:
    """« −8,9 points », « 9,60 M€ », and the tone of a delay; "" where the envelope or what is committed is unknown."""

    points: str = ""
    amount: str = ""
    tone: str = ""


# From these delays on, as shares of the envelope, the number is written in a colour of its own.
_LATE, _VERY_LATE = Decimal("0.05"), Decimal("0.2")


@dataclass(frozen=True, slots=True)
class AmountCell:
    """One amount of the equivalent table: « 57,12 », its share, and the number for a spreadsheet (in euros)."""

    label: str
    amount: str
    share: str
    value: str


def money_bar_svg(bar: MoneyBar, chart: MoneyChart) -> Markup:
    """Returns the SVG of one axis, as wide as its cell. Hidden from screen readers: the table has the same amounts."""
    parts = [part for stage in MoneyChartStage if stage in chart.stages for part in _stage(stage, bar, chart)]
    if (share := chart.elapsed_at(bar)) is not None:
        at = svg_percent(share * _BAR_WIDTH)
        css_class = "mn-time" if chart.has_gaps else "mn-elapsed"
        parts.append(element("line", x1=at, x2=at, y1=-3, y2=HEIGHT + 3, class_=css_class))
    return row_svg(*parts, class_=f"mn {axis_class(bar.axis)}", height=HEIGHT)


def money_bar_cells(bar: MoneyBar, chart: MoneyChart) -> list[AmountCell]:
    """Returns the amounts of a bar: envelope as a share of the total, later stages as a share of the envelope."""
    return [_cell(stage, bar.amounts.of(stage), bar.amounts.envelope, chart) for stage in chart.stages]


def money_total_cells(chart: MoneyChart) -> list[AmountCell]:
    return [
        _cell(stage, chart.total(stage), chart.total(MoneyChartStage.ENVELOPE), chart, is_total=True)
        for stage in chart.stages
    ]


def money_bar_gap(bar: MoneyBar, chart: MoneyChart) -> TimeGap:
    return _gap(bar.amounts.committed, bar.amounts.envelope, chart.elapsed)


def money_total_gap(chart: MoneyChart) -> TimeGap:
    return _gap(chart.total(MoneyChartStage.COMMITTED), chart.total(MoneyChartStage.ENVELOPE), chart.elapsed)


def _gap(committed: int | None, envelope: int | None, elapsed: Decimal | None) -> TimeGap:
    if committed is None or not envelope or elapsed is None:
        return TimeGap()
    gap = Decimal(committed) / envelope - elapsed
    tone = "bad" if gap <= -_VERY_LATE else "watch" if gap <= -_LATE else ""
    points = f"{format_signed(gap * 100, 1)} points"
    return TimeGap(points, format_millions(round(abs(gap) * envelope)), tone)


def _cell(
    stage: MoneyChartStage, cents: int | None, envelope: int | None, chart: MoneyChart, *, is_total: bool = False
) -> AmountCell:
    if cents is None:
        return AmountCell(MONEY_STAGE_LABELS[stage], "", "", "")
    total = chart.total(MoneyChartStage.ENVELOPE) if stage is MoneyChartStage.ENVELOPE else envelope
    places = 0 if stage is MoneyChartStage.ENVELOPE else 1
    share_text = (
        format_percent(Decimal(cents) / Decimal(total), places) if total and not (is_total and places == 0) else ""
    )
    return AmountCell(
        MONEY_STAGE_LABELS[stage], format_millions(cents).rsplit("\u202f", 1)[0], share_text, str(Decimal(cents) / 100)
    )


def _stage(stage: MoneyChartStage, bar: MoneyBar, chart: MoneyChart) -> list[Markup]:
    cents = bar.amounts.of(stage)
    if cents is None or not chart.widest:
        return []
    width = chart.width_of(stage, bar) * _BAR_WIDTH
    depth = _DEPTH[stage.value]
    top = (HEIGHT - depth) / 2
    box = {"x": "1", "y": top, "width": svg_percent(width), "height": depth}
    if stage is MoneyChartStage.COMMITTED:
        return [
            element("rect", **box, class_="mn-ground"),
            element("rect", **box, class_="mn-committed", fill=axis_pattern(bar.axis)),
        ]
    suffix = "alone" if chart.knows_envelope_only else stage.value
    shapes = [element("rect", **box, class_=f"mn-{suffix}")]
    if stage is MoneyChartStage.VOTED:
        shapes.append(
            element("line", x1=svg_percent(width), x2=svg_percent(width), y1=top, y2=top + depth, class_="mn-limit")
        )
    return shapes
