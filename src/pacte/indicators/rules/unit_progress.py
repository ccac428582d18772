"""Evidence of a figure promised for each place or period, and of a wish: the row, completed by its units. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from pacte.indicators.records import Value, ValueState
from pacte.indicators.records.evidence import EvidenceKind, EvidenceRow
from pacte.indicators.records.figure_units import FigureUnits, UnitValues
from pacte.indicators.rules.evidence import declaration_source, lead_declaration
from pacte.kernel.french import apply_french_spacing, pluralise
from pacte.plan.records import Figure
from pacte.plan.records.per import FigurePer
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress_by_unit import UnitProgress, declared_text, progress_by_unit
from pacte.plan.rules.wishes import wish_progress
from pacte.steering.records import DeclaredValueSummary


def with_units(
    row: EvidenceRow, figure: Figure, units: FigureUnits | None, declared: Sequence[DeclaredValueSummary] = ()
) -> EvidenceRow:
    """The row with the progress of each unit, or with the comparison of a wish. Unchanged without ``units``.

    Where only the units have a value, or a lead declares one in all, the row counts the units that arrived.
    ``declared``: what the lead says of some units. Of a value that this reader may not see, nothing is by_unit.
    """
    if units is None:
        return row
    per = parse_per(figure.per)
    if not per.is_by_unit:
        return _compared(row, figure, units.known)
    known = units.known
    by_unit = {each.about_key: each for each in declared if not row.is_withheld and each.about_key not in known.hidden}
    progress, each_unit = progress_by_unit(
        figure,
        units.expected,
        known.values,
        is_falling=known.is_rising is False,
        hidden=known.hidden,
        declared={key: each.value for key, each in by_unit.items()},
    )
    row = replace(
        row,
        unit_declarations=tuple(
            lead_declaration(by_unit[each.key], None if each.is_declared else each.value, figure.unit)
            for each in each_unit
            if each.key in by_unit
        ),
    )
    has_values = any(each.value is not None for each in each_unit)
    if not has_values and row.is_measured:
        # A value in all, and none by unit: the row says that it tells nothing of each unit.
        return replace(row, units=each_unit)
    row = replace(row, units=each_unit, progress=progress)
    if not has_values or row.is_counted:
        return row
    if any(each.value is not None and not each.is_declared for each in each_unit):
        return _counted_by_unit(row, per, known, each_unit)
    return _declared_by_unit(row, per, list(by_unit.values()), each_unit)


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
    """What is declared is told apart: who reads what leads declare, and who does not, count the same proofs."""
    measured = [each for each in units if not each.is_declared]
    arrived = sum(each.outcome.has_arrived for each in measured)
    filled = sum(each.value is not None for each in measured)
    sentence = pluralise(
        filled, f"{per.one} sur {len(units)} a une valeur", f"{per.many} sur {len(units)} ont une valeur"
    )
    if row.progress.sentence:
        sentence = pluralise(arrived, f"{per.one} sur {len(units)}", f"{per.many} sur {len(units)}")
    declared = declared_text(per, units)
    if declared:
        sentence += f", et {declared}"
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


def _declared_by_unit(
    row: EvidenceRow, per: FigurePer, declared: Sequence[DeclaredValueSummary], units: Sequence[UnitProgress]
) -> EvidenceRow:
    """Nothing measures any unit: the row counts those that the lead declares, and proves nothing."""
    latest = max(declared, key=lambda each: each.happened_on)
    arrived = sum(each.outcome.has_arrived for each in units)
    return replace(
        row,
        kind=EvidenceKind.DECLARED,
        value=Value(ValueState.NUMBER, Fraction(arrived), arrived, len(units)),
        unit=per.many,
        sentence=apply_french_spacing(
            pluralise(arrived, f"{per.one} sur {len(units)}", f"{per.many} sur {len(units)}")
        ),
        until=latest.happened_on,
        source=declaration_source(latest),
        owed_by="",
    )
