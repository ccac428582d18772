"""« Qu’ajoute le pacte ? », the page of the State: the Region’s own effort, what was added, for how many people."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pacte.finance.records import AdditionalCounts, Additionality, AdditionalityRow, AxisEnvelope, PlanMoneyTable
from pacte.indicators.queries.additionality import pact_additionality
from pacte.kernel.french import apply_french_spacing, format_number, format_percent, pluralise
from pacte.kernel.money import format_millions
from pacte.web.charts.class_bars import ClassBar, ClassBars
from pacte.web.pages.money.money_detail import money_cell
from pacte.web.pages.money.page import MoneyPage
from pacte.web.tables import Column, Table, cell, number_column


@MoneyPage.view(template_name="money/added.html", crumb="Ce que le pacte ajoute")
def added_money(page: MoneyPage) -> dict[str, Any]:
    table, on = page.table, page.dated_plan.on
    added = pact_additionality(actor=page.actor, plan=page.plan, table=table, known_on=on)
    return {
        "answer": added_answer(added),
        "added": added,
        "euros": euros_by_year(added),
        "places": places_by_year(added),
        "axes": axis_table(added, table) if added.rows else None,
        "effort_note": f"l’effort à garder est celui de {added.base_year}",
        "rows": additionality_table(added, table),
        "reports": [
            {"label": f"Rapport annuel {year}", "url": page.url("plan:state_report", year)}
            for year in range(table.last_year, table.first_year - 1, -1)
            if year < on.year or year == table.first_year
        ],
        "money_url": page.url("money:overview"),
    }


def added_answer(added: Additionality) -> str:
    """What was added and for whom; then whether the Region keeps its own effort of the year before the pact."""
    if not added.rows:
        return apply_french_spacing("Rien n’est encore mandaté : il n’y a rien à comparer avec l’effort propre.")
    years = [year for year, cents in _cents_by_year(added).items() if cents] or _years(added)
    span = str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"
    first = f"Le pacte a ajouté {format_millions(added.added_cents)}, mandatés en {span}{_places_text(added)}."
    return apply_french_spacing(f"{first} {_effort_text(added)}".strip())


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


def _effort_text(added: Additionality) -> str:
    """The last year in which the own effort is known, against the base year."""
    known = [line for line in added.rows if line.base_cents and line.maintained_cents is not None]
    if not known:
        return f"L’effort propre de la Région n’est pas encore déclaré : rien ne se compare à {added.base_year}."
    year = max(line.year for line in known)
    base, own = (
        sum(getattr(line, name) or 0 for line in known if line.year == year)
        for name in ("base_cents", "maintained_cents")
    )
    share = format_percent(Decimal(own) / base)
    return f"En {year}, la Région dépense d’elle-même {format_millions(own)}, {share} de {added.base_year}."


def euros_by_year(added: Additionality) -> ClassBars:
    """What the pact added each year, in millions of euros."""
    sums = {year: cents for year, cents in _cents_by_year(added).items() if cents}
    return ClassBars(
        "Ajouté par le pacte, mandaté dans l’année, en M€",
        tuple(ClassBar(str(year), format_millions(cents), Decimal(cents)) for year, cents in sums.items()),
    )


def places_by_year(added: Additionality) -> ClassBars:
    """Places bought and entries of each year, one under the other."""
    bars = []
    for year in _years(added):
        counts = added.sums.years.get(year, AdditionalCounts())
        if counts.places is not None:
            bars.append(ClassBar(f"{year}, places achetées", format_number(counts.places), Decimal(counts.places)))
        if counts.entries is not None or counts.hides_entries:
            words = "masqué" if counts.entries is None else format_number(counts.entries)
            value = None if counts.entries is None else Decimal(counts.entries)
            bars.append(ClassBar(f"{year}, entrées", words, value))
    return ClassBars("Places achetées et entrées, par année", tuple(bars))


def _cents_by_year(added: Additionality) -> dict[int, int]:
    return {year: sum(line.added_cents for line in added.year(year)) for year in _years(added)}


def _years(added: Additionality) -> list[int]:
    return sorted({line.year for line in added.rows})


def axis_table(added: Additionality, table: PlanMoneyTable) -> Table[AxisEnvelope]:
    """One row per axis, over all years."""

    def euros(axis: AxisEnvelope) -> int:
        return sum(line.added_cents for line in added.rows if line.axis_code == axis.code)

    def counts(axis: AxisEnvelope) -> AdditionalCounts:
        return added.sums.axes.get(axis.code, AdditionalCounts())

    return Table(
        table.axes,
        Column("Axe", lambda axis: cell(axis.label, note=axis.title), total="Ensemble"),
        number_column("Ajouté par le pacte", lambda axis: _amount_cell(euros(axis)), _amount_cell(added.added_cents)),
        number_column("Places ajoutées", lambda axis: _count_cell(counts(axis).places), _count_cell(added.places)),
        number_column("Entrées ajoutées", lambda axis: _entries_cell(counts(axis)), _entries_cell(added.sums.overall)),
        id="ajoute-axes",
        caption="Ce que le pacte ajoute, par axe, depuis le début",
    )


def additionality_table(added: Additionality, table: PlanMoneyTable) -> Table[AdditionalityRow]:
    """One row per year and axis, with the total."""
    labels = {axis.code: axis.label for axis in table.axes}
    return Table(
        added.rows,
        Column("Année et axe", lambda line: f"{line.year}, {labels.get(line.axis_code, 'sans axe')}", total="Ensemble"),
        number_column(f"Effort propre de {added.base_year}", lambda line: _amount_cell(line.base_cents)),
        number_column(
            "Effort propre de l’année",
            lambda line: _amount_cell(line.maintained_cents, _share_text(line.maintained_share, added.base_year)),
        ),
        number_column(
            "Ajouté par le pacte", lambda line: _amount_cell(line.added_cents), _amount_cell(added.added_cents)
        ),
        number_column("Places ajoutées", lambda line: _count_cell(line.counts.places), _count_cell(added.places)),
        number_column("Entrées ajoutées", lambda line: _entries_cell(line.counts), _entries_cell(added.sums.overall)),
        number_column(
            "Autres fonds",
            lambda line: _amount_cell(line.other_cents),
            _amount_cell(sum(line.other_cents for line in added.rows)),
        ),
        id="ajoute",
        caption="Effort propre et argent ajouté, par année et par axe",
    )


def _share_text(share: Decimal | None, base_year: int) -> str:
    return "" if share is None else f"{format_percent(share)} de {base_year}"


def _count_cell(count: int | None) -> Any:
    return cell("–") if count is None else cell(format_number(count), value=str(count))


def _entries_cell(counts: AdditionalCounts) -> Any:
    if counts.hides_entries:
        return cell("masqué", note="peu de personnes")
    return _count_cell(counts.entries)


def _amount_cell(cents: int | None, note: str = "") -> dict[str, Any]:
    return money_cell(cents, unknown="non connu", note=note)
