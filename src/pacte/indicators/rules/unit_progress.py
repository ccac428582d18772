"""Evidence of a figure promised for each place or period, and of a wish: the row, completed by its units. Pure."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.evidence import EvidenceRow
from pacte.indicators.records.figure_units import FigureUnits, UnitValues
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.plan.records import Figure
from pacte.plan.records.per import FigurePer
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress_by_unit import UnitProgress, progress_by_unit
from pacte.plan.rules.wishes import wish_progress


def with_units(row: EvidenceRow, figure: Figure, units: FigureUnits | None) -> EvidenceRow:
    """The row with the progress of each unit, or with the comparison of a wish. Unchanged without ``units``.

    Where only the units have a value, or a lead declares one in all, the row counts the units that arrived.
    """
    if units is None:
        return row
    per = parse_per(figure.per)
    if not per.is_by_unit:
        return _compared(row, figure, units.known)
    known = units.known
    progress, each_unit = progress_by_unit(
        figure, units.expected, known.values, is_falling=known.is_rising is False, hidden=known.hidden
    )
    has_values = any(each.value is not None for each in each_unit)
    if not has_values and row.is_measured:
        # A value in all, and none by unit: the row says that it tells nothing of each unit.
        return replace(row, units=each_unit)
    row = replace(row, units=each_unit, progress=progress)
    return _counted_by_unit(row, per, known, each_unit) if has_values and not row.is_counted else row


def _compared(row: EvidenceRow, figure: Figure, known: UnitValues) -> EvidenceRow:
    years = sorted(year for year, value in known.values.items() if value is not None and year not in known.hidden)
    if len(years) < 2:
        latest = known.values[years[0]] if years else row.value.decimal if row.value else None
        progress = wish_progress(figure, latest, None, since="", is_rising=known.is_rising)
    else:
        progress = wish_progress(
            figure,
            known.values[years[-1]],
            known.values[years[-2]],
            since=f"en {years[-2]}",
            is_rising=known.is_rising,
        )
    return replace(row, progress=progress)


def _counted_by_unit(
    row: EvidenceRow, per: FigurePer, known: UnitValues, units: tuple[UnitProgress, ...]
) -> EvidenceRow:
    arrived = sum(each.outcome.has_arrived for each in units)
    filled = sum(each.value is not None for each in units)
    sentence = pluralise(
        filled, f"{per.one} sur {len(units)} a une valeur", f"{per.many} sur {len(units)} ont une valeur"
    )
    if row.progress.sentence:
        sentence = pluralise(arrived, f"{per.one} sur {len(units)}", f"{per.many} sur {len(units)}")
    return replace(
        row,
        kind=known.kind,
        value=Value(ValueState.NUMBER, Fraction(arrived), arrived, len(units)),
        unit=per.many,
        sentence=apply_french_spacing(sentence),
        until=known.until,
        source=known.source or row.source,
        owed_by="",
    )
