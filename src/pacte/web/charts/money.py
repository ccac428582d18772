"""Money by axis on one scale of euros: envelope, voted, committed and paid, nested in one bar."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pacte.kernel.french import format_percent
from pacte.kernel.money import format_millions
from pacte.web.charts.svg import Markup, axis_class, axis_pattern, element, share

HEIGHT = 30
_DEPTH = {"envelope": 28, "voted": 28, "committed": 18, "paid": 9}


class Stage(StrEnum):
    ENVELOPE = "envelope"
    VOTED = "voted"
    COMMITTED = "committed"
    PAID = "paid"


STAGE_WORDS = {
    Stage.ENVELOPE: "Enveloppe",
    Stage.VOTED: "Voté",
    Stage.COMMITTED: "Engagé",
    Stage.PAID: "Mandaté",
}


@dataclass(frozen=True, slots=True)
class Amounts:
    """Cents by stage. None means unknown, not zero."""

    envelope: int | None = None
    voted: int | None = None
    committed: int | None = None
    paid: int | None = None

    def of(self, stage: Stage) -> int | None:
        return {
            Stage.ENVELOPE: self.envelope,
            Stage.VOTED: self.voted,
            Stage.COMMITTED: self.committed,
            Stage.PAID: self.paid,
        }[stage]


@dataclass(frozen=True, slots=True)
class Bar:
    axis: int
    code: str
    label: str
    amounts: Amounts
    address: str = ""


@dataclass(frozen=True, slots=True)
class MoneyChart:
    """Bars on one scale. ``stages`` are the stages known to the page, in order; the others are not drawn."""

    bars: tuple[Bar, ...]
    stages: tuple[Stage, ...] = (Stage.ENVELOPE,)
    total_label: str = "Ensemble"

    @property
    def widest(self) -> int:
        return max((amount or 0 for bar in self.bars for amount in _all(bar.amounts)), default=0)

    def total(self, stage: Stage) -> int | None:
        """Returns the sum over the bars, or None when one of them is unknown: a partial sum is not a total."""
        known = [bar.amounts.of(stage) for bar in self.bars]
        return None if not known or None in known else sum(amount or 0 for amount in known)

    @property
    def knows_envelope_only(self) -> bool:
        return self.stages == (Stage.ENVELOPE,)


@dataclass(frozen=True, slots=True)
class AmountCell:
    """One amount of the equivalent table: « 57,12 », its share, and the number for a spreadsheet (in euros)."""

    label: str
    amount: str
    share: str
    value: str


def drawing(bar: Bar, chart: MoneyChart) -> Markup:
    """Returns the SVG of one axis, as wide as its cell. Hidden from screen readers: the table has the same amounts."""
    parts = [part for stage in Stage if stage in chart.stages for part in _stage(stage, bar, chart)]
    return element(
        "svg", *parts, class_=f"mn {axis_class(bar.axis)}", width="100%", height=HEIGHT,
        aria_hidden="true", focusable="false",
    )  # fmt: skip


def cells(bar: Bar, chart: MoneyChart) -> list[AmountCell]:
    """Returns the amounts of a bar: envelope as a share of the total, later stages as a share of the envelope."""
    return [_cell(stage, bar.amounts.of(stage), bar.amounts.envelope, chart) for stage in chart.stages]


def totals(chart: MoneyChart) -> list[AmountCell]:
    return [
        _cell(stage, chart.total(stage), chart.total(Stage.ENVELOPE), chart, is_total=True) for stage in chart.stages
    ]


def _cell(
    stage: Stage, cents: int | None, envelope: int | None, chart: MoneyChart, *, is_total: bool = False
) -> AmountCell:
    if cents is None:
        return AmountCell(STAGE_WORDS[stage], "", "", "")
    whole = chart.total(Stage.ENVELOPE) if stage is Stage.ENVELOPE else envelope
    places = 0 if stage is Stage.ENVELOPE else 1
    said = format_percent(Decimal(cents) / Decimal(whole), places) if whole and not (is_total and places == 0) else ""
    return AmountCell(
        STAGE_WORDS[stage], format_millions(cents).rsplit("\u202f", 1)[0], said, str(Decimal(cents) / 100)
    )


def _all(amounts: Amounts) -> tuple[int | None, ...]:
    return amounts.envelope, amounts.voted, amounts.committed, amounts.paid


def _stage(stage: Stage, bar: Bar, chart: MoneyChart) -> list[Markup]:
    cents = bar.amounts.of(stage)
    if cents is None or not chart.widest:
        return []
    width = cents / chart.widest * 0.995
    depth = _DEPTH[stage.value]
    top = (HEIGHT - depth) / 2
    box = {"x": "1", "y": top, "width": share(width), "height": depth}
    if stage is Stage.COMMITTED:
        return [
            element("rect", **box, class_="mn-ground"),
            element("rect", **box, class_="mn-committed", fill=axis_pattern(bar.axis)),
        ]
    look = "alone" if chart.knows_envelope_only else stage.value
    drawn = [element("rect", **box, class_=f"mn-{look}")]
    if stage is Stage.VOTED:
        drawn.append(element("line", x1=share(width), x2=share(width), y1=top, y2=top + depth, class_="mn-limit"))
    return drawn
