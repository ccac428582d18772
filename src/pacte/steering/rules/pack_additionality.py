"""Additionality in a pack, for the State: euros, places and entries that the pact adds, and the Region's own effort."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from pacte.finance.records import AdditionalCounts, Additionality, AdditionalityRow
from pacte.kernel.french import apply_french_spacing, format_number, format_percent, pluralise
from pacte.kernel.money import format_euros, format_millions
from pacte.steering.records.pack import PackAxis, PackFigure, PackMoney, PackMoneyRow
from pacte.steering.rules.pack_money import TOTAL_CODE

NO_AXIS_CODE = "sans"
_NOTHING = PackMoney("")
SUPPRESSED_LABEL = "masqué"


def pack_additionality(
    additionality: Additionality | None, axes: Sequence[PackAxis], *, as_of: date, note: str = ""
) -> PackMoney:
    """Builds one row per axis and a total, since the start of the plan. Own effort: last complete year."""
    if additionality is None or not additionality.rows:
        return _NOTHING
    year = _last_complete_year(additionality, as_of)
    effort = (
        f"Effort propre {year} / {additionality.base_year}" if year else f"Effort propre / {additionality.base_year}"
    )
    columns = ("Euros ajoutés", "Places ajoutées", "Entrées ajoutées", effort)
    codes = [axis.code for axis in axes]
    sums = additionality.sums.axes
    rows = [
        _additionality_row(
            axis.label,
            axis.title,
            axis.code,
            _rows_of_axes(additionality, {axis.code}),
            sums.get(axis.code),
            year,
            columns,
        )
        for axis in axes
    ]
    axis_codes_without_axis = {each.axis_code for each in additionality.rows} - set(codes)
    if axis_codes_without_axis:
        axis_counts = sums.get(next(iter(axis_codes_without_axis))) if len(axis_codes_without_axis) == 1 else None
        rows.append(
            _additionality_row(
                "Sans axe",
                "commandes sans action",
                NO_AXIS_CODE,
                _rows_of_axes(additionality, axis_codes_without_axis),
                axis_counts,
                year,
                columns,
            )
        )
    rows.append(
        _additionality_row(
            "Ensemble du pacte", "", TOTAL_CODE, additionality.rows, additionality.sums.overall, year, columns
        )
    )
    return PackMoney(
        apply_french_spacing(_sentence(additionality)),
        tuple(map(apply_french_spacing, columns)),
        tuple(rows),
        tuple(_notes(additionality, note)),
    )


def _rows_of_axes(additionality: Additionality, codes: set[str]) -> tuple[AdditionalityRow, ...]:
    return tuple(each for each in additionality.rows if each.axis_code in codes)


def _last_complete_year(additionality: Additionality, as_of: date) -> int | None:
    """Returns the last complete year with a known own effort; a year in progress does not count."""
    last = as_of.year if as_of == date(as_of.year, 12, 31) else as_of.year - 1
    years = [each.year for each in additionality.rows if each.year <= last and each.maintained_cents is not None]
    return max(years, default=None)


def _additionality_row(
    label: str,
    title: str,
    code: str,
    rows: Sequence[AdditionalityRow],
    counts: AdditionalCounts | None,
    year: int | None,
    columns: Sequence[str],
) -> PackMoneyRow:
    cents = sum(each.added_cents for each in rows)
    totals = counts or (AdditionalCounts(0, 0) if rows else AdditionalCounts())
    refs = [f"P-{code}.{rank}" for rank in range(1, 5)]
    heads = [apply_french_spacing(f"{label}, {column.lower()}") for column in columns]
    figures = (
        PackFigure(refs[0], heads[0], format_millions(cents), Decimal(cents) / 100),
        _count(refs[1], heads[1], totals.places),
        PackFigure(refs[2], heads[2], SUPPRESSED_LABEL, None, "peu de personnes")
        if totals.hides_entries
        else _count(refs[2], heads[2], totals.entries),
        _effort_ratio(refs[3], heads[3], [each for each in rows if each.year == year]),
    )
    return PackMoneyRow(label, title, code, figures)


def _count(ref: str, label: str, count: int | None) -> PackFigure | None:
    return None if count is None else PackFigure(ref, label, format_number(count), Decimal(count))


def _effort_ratio(ref: str, label: str, rows: Iterable[AdditionalityRow]) -> PackFigure | None:
    """Returns a ratio of sums, over the rows where both efforts are known; None without any."""
    comparable_rows = [each for each in rows if each.base_cents and each.maintained_cents is not None]
    base_cents = sum(each.base_cents or 0 for each in comparable_rows)
    if not base_cents:
        return None
    effort_cents = sum(each.maintained_cents or 0 for each in comparable_rows)
    share = Decimal(effort_cents) / Decimal(base_cents)
    return PackFigure(
        ref, label, format_percent(share), round(share, 6), f"{format_euros(effort_cents)} / {format_euros(base_cents)}"
    )


def _sentence(additionality: Additionality) -> str:
    years = sorted({each.year for each in additionality.rows})
    counts = [
        pluralise(count, singular, many)
        for count, singular, many in (
            (additionality.places, "place achetée", "places achetées"), (additionality.entries, "entrée", "entrées"),
        )
        if count is not None
    ]  # fmt: skip
    counts_text = f" ; {', '.join(counts)}" if counts else ""
    return f"Depuis {years[0]}, le pacte ajoute {format_millions(additionality.added_cents)} mandatés{counts_text}."


def _notes(additionality: Additionality, note: str) -> list[str]:
    notes = [
        "Euros mandatés sur le fonds du pacte ; places à la date de leur commande ; entrées au jour où l’on entre, "
        "masquées quand elles concernent peu de personnes. Une place est comptée à l’axe de l’action que nomme "
        "la ligne de sa commande."
    ]
    notes += [additionality.shared_note, additionality.missing, note]
    return [apply_french_spacing(each) for each in notes if each]
