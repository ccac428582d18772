"""Sections of the money page, from the single table that a pack would freeze. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from pacte.finance.records import (
    SECTION_LABELS,
    STAGE_LABELS,
    AdditionalCounts,
    Additionality,
    Forecast,
    Fund,
    InsufficientHistory,
    MoneyHeadline,
    MoneyStage,
    PlanMoneyTable,
    RollUp,
    ceiling_label,
    total_at_stage,
)
from pacte.finance.rules import consumption_by_section
from pacte.kernel.french import apply_french_spacing, format_day, format_number, format_percent, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.web.charts.money import MoneyBar, MoneyChart, StageAmounts
from pacte.web.charts.money import MoneyChartStage as Drawn
from pacte.web.dated_plan import DatedPlan
from pacte.web.pages.money.filters import MoneyFilters


def money_answer(headline: MoneyHeadline, added: Additionality) -> SafeString:
    """Committed over the envelope, then ordered, then the additional effort of the pact."""
    if headline.committed is None:
        return format_html("{}", apply_french_spacing("Aucun montant n’est encore suivi pour ce plan, à cette date."))
    share = format_percent(Decimal(headline.committed) / headline.envelope) if headline.envelope else ""
    over = f" sur {format_millions(headline.envelope)} ({share})" if headline.envelope else ""
    rest = "" if headline.ordered is None else f" ; {format_millions(headline.ordered)} sont mandatés."
    more = ""
    if added.rows:
        years = sorted({line.year for line in added.rows})
        span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
        more = (
            f" Le pacte ajoute {format_millions(added.added_cents)}, mandatés en {span}, à l’effort propre de la "
            f"Région{_places_text(added)}."
        )
    return format_html(
        "<strong>{}</strong>{}{}",
        apply_french_spacing(f"{format_millions(headline.committed)} sont engagés{over}"),
        apply_french_spacing(rest or "."),
        apply_french_spacing(more),
    )


def _places_text(added: Additionality) -> str:
    """«  : 21 300 places achetées, 18 950 entrées »; "" before the first facts."""
    counts = [
        pluralise(count, singular, many)
        for count, singular, many in (
            (added.places, "place achetée", "places achetées"), (added.entries, "entrée", "entrées"),
        )
        if count is not None
    ]  # fmt: skip
    return f" : {', '.join(counts)}" if counts else ""


def money_by_axis_chart(table: PlanMoneyTable, dated_plan: DatedPlan) -> MoneyChart:
    """Envelope, voted, committed and ordered amounts of the pact's fund, by axis."""
    pact = table.filter_cells(lambda cell: cell.fund is Fund.PACT)
    bars = []
    for rank, axis in enumerate(table.axes, start=1):
        here = tuple(cell for cell in pact if cell.axis_code == axis.code)
        voted, committed, ordered = (
            total_at_stage(here, stage) for stage in (MoneyStage.VOTED, MoneyStage.COMMITTED, MoneyStage.ORDERED)
        )
        address = (
            dated_plan.url("money:overview").partition("?")[0]
            + MoneyFilters(axis=axis.code).query(dated_plan)
            + "#detail"
        )
        bars.append(
            MoneyBar(rank, axis.label, axis.title, StageAmounts(axis.cents, voted, committed, ordered), address)
        )
    stages = (Drawn.ENVELOPE, Drawn.VOTED, Drawn.COMMITTED, Drawn.PAID) if pact else (Drawn.ENVELOPE,)
    return MoneyChart(tuple(bars), stages, "Ensemble")


def allocation_table(rolls: tuple[RollUp, ...]) -> dict[str, Any]:
    """Envelope of each axis and its unallocated part."""
    known = [roll for roll in rolls if roll.envelope is not None]
    amounts = [(roll.envelope or 0, roll.on_actions, roll.on_axis, roll.left or 0) for roll in known]
    sums = [sum(values) for values in zip(*amounts, strict=True)]
    return {
        "columns": [
            {"label": "Axe"},
            *(
                {"label": label, "kind": "num"}
                for label in ("Enveloppe", "Voté sur des actions", "Voté sur l’axe seul", "Pas encore réparti")
            ),
        ],
        "rows": [
            [
                roll.label,
                _rounded_amount_cell(roll.envelope),
                _rounded_amount_cell(roll.on_actions),
                _rounded_amount_cell(roll.on_axis),
                _unallocated_cell(roll),
            ]
            for roll in rolls
        ],
        "totals": ["Ensemble", *(_rounded_amount_cell(cents) for cents in sums)]
        if len(known) == len(rolls) and rolls
        else [],
    }


def additionality_table(added: Additionality, table: PlanMoneyTable) -> dict[str, Any]:
    """One row per year and axis, with the total."""
    labels = {axis.code: axis.label for axis in table.axes}
    base = added.base_year
    rows = []
    for line in added.rows:
        share_text = "" if line.maintained_share is None else f"{format_percent(line.maintained_share)} de {base}"
        rows.append(
            [
                f"{line.year}, {labels.get(line.axis_code, 'sans axe')}",
                _rounded_amount_cell(line.base_cents),
                _rounded_amount_cell(line.maintained_cents, share_text),
                _rounded_amount_cell(line.added_cents),
                _count_cell(line.counts.places),
                _entries_cell(line.counts),
                _rounded_amount_cell(line.other_cents),
            ]
        )
    return {
        "columns": [
            {"label": "Année et axe"},
            *(
                {"label": label, "kind": "num"}
                for label in (
                    f"Effort propre de {base}",
                    "Effort propre de l’année",
                    "Ajouté par le pacte",
                    "Places ajoutées",
                    "Entrées ajoutées",
                    "Autres fonds",
                )
            ),
        ],
        "rows": rows,
        "totals": [
            "Ensemble",
            "",
            "",
            _rounded_amount_cell(added.added_cents),
            _count_cell(added.places),
            _entries_cell(added.sums.overall),
            _rounded_amount_cell(sum(line.other_cents for line in added.rows)),
        ],
    }


def _count_cell(count: int | None) -> Any:
    return {"text": "–", "value": ""} if count is None else {"text": format_number(count), "value": str(count)}


def _entries_cell(counts: AdditionalCounts) -> Any:
    if counts.hides_entries:
        return {"text": "masqué", "value": "", "note": "peu de personnes"}
    return _count_cell(counts.entries)


def consumption_table_rows(table: PlanMoneyTable) -> list[list[Any]]:
    """Each stage over its ceiling, always named: « mandaté / CP votés »."""
    rows = []
    for each in consumption_by_section(table):
        ceiling = ceiling_label(each.section) if each.ceiling_stage is MoneyStage.VOTED else "CP"
        share = "non calculable" if each.share is None else format_percent(each.share)
        rows.append(
            [
                f"{STAGE_LABELS[each.stage]} / {ceiling} {'votés' if ceiling == 'CP' else 'votées'}",
                SECTION_LABELS[each.section] if each.section else "",
                _rounded_amount_cell(each.cents), _rounded_amount_cell(each.ceiling_cents), share,
            ]
        )  # fmt: skip
    return rows


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


def source_table_rows(table: PlanMoneyTable) -> list[list[Any]]:
    return [
        [
            source.file_name,
            format_day(source.extracted_on) if source.extracted_on else "date non dite",
            format_day(source.received_at.date()),
            source.person_name,
            pluralise(source.lines, "ligne"),
        ]
        for source in table.sources
    ]


def _rounded_amount_cell(cents: int | None, note: str = "") -> dict[str, str]:
    if cents is None:
        return {"text": "non connu", "value": "", "note": note}
    return {"text": format_euros(round(cents, -2)), "value": str(Decimal(cents) / 100), "note": note}


def _unallocated_cell(roll: RollUp) -> dict[str, str]:
    if roll.left is not None and roll.left < 0:
        return _rounded_amount_cell(roll.left, "plus que l’enveloppe du plan")
    share = format_percent(Decimal(roll.left) / roll.envelope) if roll.left and roll.envelope else ""
    return _rounded_amount_cell(roll.left, share)
