"""Sections of the money page, from the single table that a pack would freeze. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from pacte.finance.records import (
    SECTION_LABELS,
    STAGE_LABELS,
    AccountingSource,
    Consumption,
    Forecast,
    Fund,
    InsufficientHistory,
    MoneyStage,
    PlanMoneyTable,
    RollUp,
    ceiling_label,
    total_at_stage,
)
from pacte.finance.rules import consumption_by_section
from pacte.kernel.clock import paris_date
from pacte.kernel.french import format_day, format_percent, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.rules.schedule import elapsed_share
from pacte.web.charts.money import MoneyBar, MoneyChart, StageAmounts
from pacte.web.charts.money import MoneyChartStage as Drawn
from pacte.web.dated_plan import DAY_PARAM, DatedPlan
from pacte.web.pages.money.money_detail import money_cell
from pacte.web.tables import Column, Table, day_column, number_column


def money_by_axis_chart(table: PlanMoneyTable, dated_plan: DatedPlan) -> MoneyChart:
    """Envelope, voted, committed and ordered amounts of the pact's fund, by axis, against the time."""
    pact = table.filter_cells(lambda cell: cell.fund is Fund.PACT)
    day = {} if dated_plan.is_today else {DAY_PARAM: dated_plan.on.isoformat()}
    overview = reverse("money:overview", args=[dated_plan.plan.code]) + "?"
    bars = []
    for rank, axis in enumerate(table.axes, start=1):
        here = tuple(cell for cell in pact if cell.axis_code == axis.code)
        voted, committed, ordered = (
            total_at_stage(here, stage) for stage in (MoneyStage.VOTED, MoneyStage.COMMITTED, MoneyStage.ORDERED)
        )
        address = f"{overview}{urlencode({'axe': axis.code} | day)}#detail"
        bars.append(
            MoneyBar(rank, axis.label, axis.title, StageAmounts(axis.cents, voted, committed, ordered), address)
        )
    stages = (Drawn.ENVELOPE, Drawn.VOTED, Drawn.COMMITTED, Drawn.PAID) if pact else (Drawn.ENVELOPE,)
    elapsed = elapsed_share(table.first_year, table.last_year, table.on)
    return MoneyChart(tuple(bars), stages, pluralise(len(bars), "axe"), elapsed if pact else None, has_gaps=bool(pact))


_ROLL_SUMS = ("envelope", "on_actions", "on_axis", "left")


def allocation_table(rolls: tuple[RollUp, ...]) -> Table[RollUp]:
    """Envelope of each axis and its unallocated part. Without totals when an envelope is unknown."""
    is_known = bool(rolls) and all(roll.envelope is not None for roll in rolls)
    sums = {
        name: _amount_cell(sum(getattr(roll, name) or 0 for roll in rolls)) if is_known else "" for name in _ROLL_SUMS
    }
    return Table(
        rolls,
        Column("Axe", lambda roll: roll.label, total="Ensemble" if is_known else ""),
        number_column("Enveloppe", lambda roll: _amount_cell(roll.envelope), sums["envelope"]),
        number_column("Voté sur des actions", lambda roll: _amount_cell(roll.on_actions), sums["on_actions"]),
        number_column("Voté sur l’axe seul", lambda roll: _amount_cell(roll.on_axis), sums["on_axis"]),
        number_column("Pas encore réparti", _unallocated_cell, sums["left"]),
        id="repartition",
        caption="Répartition des enveloppes",
    )


def consumption_table(table: PlanMoneyTable) -> Table[Consumption]:
    """Each stage over its ceiling, always named: « mandaté / CP votés »."""
    return Table(
        consumption_by_section(table),
        Column("Part", _consumption_label),
        Column("Section", lambda each: SECTION_LABELS[each.section] if each.section else ""),
        number_column("Montant", lambda each: _amount_cell(each.cents)),
        number_column("Plafond", lambda each: _amount_cell(each.ceiling_cents)),
        number_column("Consommé", lambda each: "non calculable" if each.share is None else format_percent(each.share)),
        id="parts",
        caption="Consommation par étape et par section",
        empty="Ni AE ni CP votés à cette date : une part n’aurait pas de dénominateur.",
    )


def _consumption_label(each: Consumption) -> str:
    ceiling = ceiling_label(each.section) if each.ceiling_stage is MoneyStage.VOTED else "CP"
    return f"{STAGE_LABELS[each.stage]} / {ceiling} {'votés' if ceiling == 'CP' else 'votées'}"


def forecast_figures(forecast: Forecast | InsufficientHistory, table: PlanMoneyTable) -> list[dict[str, str]]:
    """For each requested day: the median, the interval, the share of the committed amount."""
    if isinstance(forecast, InsufficientHistory):
        return []
    figures = []
    for point in forecast.points:
        end = point.on.year == table.last_year and point.on == forecast.points[-1].on
        share = format_percent(Decimal(point.cents) / forecast.committed) if forecast.committed else ""
        figures.append(
            {
                "label": f"{STAGE_LABELS[forecast.stage]} au {format_day(point.on)}" + (", fin du plan" if end else ""),
                "value": format_millions(point.cents).rsplit("\u202f", 1)[0],
                "ratio": f"entre {format_millions(point.low)} et {format_millions(point.high)}, 8 fois sur 10",
                "period": f"{share} de ce qui est engagé ({format_millions(forecast.committed)})",
            }
        )
    return figures


def source_table(table: PlanMoneyTable) -> Table[AccountingSource]:
    return Table(
        table.sources,
        Column("Fichier", lambda source: source.file_name),
        day_column(
            "Arrêté au",
            lambda source: format_day(source.extracted_on) if source.extracted_on else "date non dite",
        ),
        day_column("Écrit le", lambda source: format_day(paris_date(source.received_at))),
        Column("Par", lambda source: source.person_name),
        Column("Lignes", lambda source: pluralise(source.lines, "ligne")),
        id="extractions",
        caption="Extractions comptables écrites",
    )


def _amount_cell(cents: int | None, note: str = "") -> dict[str, Any]:
    return money_cell(cents, unknown="non connu", note=note)


def _unallocated_cell(roll: RollUp) -> dict[str, Any]:
    if roll.left is not None and roll.left < 0:
        return _amount_cell(roll.left, "plus que l’enveloppe du plan")
    return _amount_cell(
        roll.left, format_percent(Decimal(roll.left) / roll.envelope) if roll.left and roll.envelope else ""
    )
