"""Evidence for one target: a sentence with the figures, or what is missing. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from pacte.indicators.records import Indicator, Unit, Value, ValueState
from pacte.indicators.records.evidence import EvidenceKind, EvidenceRow
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.indicators.rules.periods import months_before
from pacte.kernel.french import apply_french_spacing, format_day, format_number
from pacte.kernel.money import format_amount, is_in_millions
from pacte.plan.records import Figure
from pacte.plan.rules.progress import target_progress

_COUNT_UNITS = frozenset({Unit.ENTRIES, Unit.PEOPLE, Unit.PLACES, Unit.HOURS, Unit.SESSIONS, Unit.DAYS})
# « euros commandés en tout »: an amount, not a count of things.
_IN_EUROS = "euros "


def unit_of_number(unit: str, number: Decimal) -> str:
    """« sessions », and « session » for one."""
    return unit.removesuffix("s") if unit in _COUNT_UNITS and abs(number) < 2 else unit


def measured_value_text(value: Value, unit: str) -> str:
    """« 76,3 % (1 234 / 1 617) », « 3 838 entrées », « 55,25 M€ »."""
    if value.number is None:
        return ""
    exact = value.number.denominator == 1
    number = Decimal(value.number.numerator) / value.number.denominator
    text = f"{format_number(number, 0 if exact else 1)} {unit_of_number(unit, number)}"
    if unit == Unit.EUROS and is_in_millions(number):
        text = format_amount(round(number * 100))
    if value.denominator is not None and value.numerator is not None:
        text += f" ({format_number(value.numerator)} / {format_number(value.denominator)})"
    return apply_french_spacing(text)


def computed_evidence(
    figure: Figure, indicator: Indicator, value: Value, *, until: date, on: date, lead: str
) -> EvidenceRow:
    """Evidence from a computed indicator. ``lead`` owes what is missing when the source provides nothing."""
    unit = indicator.unit_word
    sentence = _total_text(indicator, value) or measured_value_text(value, unit) or _missing_reason(indicator, value)
    due_on = months_before(until, -(indicator.periodicity_months + indicator.delay_months))
    is_number = value.state is ValueState.NUMBER
    return EvidenceRow(
        code=indicator.code,
        what=figure.what,
        kind=EvidenceKind.COMPUTED if is_number else EvidenceKind.MISSING,
        value=value,
        unit=unit,
        sentence=sentence,
        progress=target_progress(figure, _decimal(value)),
        is_proposed=figure.proposed,
        until=until,
        due_on=due_on,
        is_late=not is_number and due_on < on,
        source=indicator.source,
        owed_by="" if is_number else indicator.owner or lead,
    )


def _total_text(indicator: Indicator, value: Value) -> str:
    """Total of a share of a total, whose ratio to itself would say nothing. "" for any other value."""
    if not indicator.is_share_of_total or value.numerator is None or value.numerator != value.denominator:
        return ""
    label = indicator.denominator_label
    if label.startswith(_IN_EUROS):
        return apply_french_spacing(f"{format_amount(round(value.numerator) * 100)} {label.removeprefix(_IN_EUROS)}")
    return apply_french_spacing(f"{format_number(value.numerator)} {label}")


def manual_evidence(
    figure: Figure,
    value: Value,
    *,
    kind: EvidenceKind,
    unit: str,
    until: date,
    due_on: date | None,
    on: date,
    source: str,
) -> EvidenceRow:
    """Evidence from a declared value, or from the last one of a series."""
    sentence = f"{measured_value_text(value, unit) or 'gardé secret par la source'}, au {format_day(until)}"
    return EvidenceRow(
        code=figure.indicator_code,
        what=figure.what,
        kind=kind,
        value=value,
        unit=unit,
        sentence=sentence,
        progress=target_progress(figure, _decimal(value)),
        is_proposed=figure.proposed,
        until=until,
        due_on=due_on,
        is_late=due_on is not None and due_on < on,
        source=source,
    )


def operational_evidence(
    figure: Figure, service: OperationalCount, counted: CountResult, *, until: date
) -> EvidenceRow:
    """Evidence from an operational count. ``counted`` is not empty."""
    scale = 100 if service.is_share else 1
    exact = Fraction(counted.count) if counted.total is None else Fraction(scale * counted.count, counted.total)
    value = Value(ValueState.NUMBER, exact, counted.count, counted.total)
    unit = service.unit_of(counted)
    return EvidenceRow(
        code=figure.indicator_code,
        what=figure.what,
        kind=EvidenceKind.COMPUTED,
        value=value,
        unit=unit,
        sentence=measured_value_text(value, unit),
        progress=target_progress(figure, _decimal(value)),
        is_proposed=figure.proposed,
        until=until,
        source=apply_french_spacing(f"{service.source}, {counted.precision}" if counted.precision else service.source),
        details=counted.details,
    )


def missing_evidence(figure: Figure, *, owed_by: str) -> EvidenceRow:
    sentence = apply_french_spacing(f"aucune valeur à ce jour : à fournir par {owed_by}")
    return EvidenceRow(
        code=figure.indicator_code, what=figure.what, kind=EvidenceKind.MISSING, value=None, unit=figure.unit,
        sentence=sentence, progress=target_progress(figure, None), is_proposed=figure.proposed, owed_by=owed_by,
    )  # fmt: skip


def withheld_evidence(figure: Figure, *, sentence: str) -> EvidenceRow:
    """Evidence for a value that exists but that the reader may not see."""
    return EvidenceRow(
        code=figure.indicator_code,
        what=figure.what,
        kind=EvidenceKind.COMPUTED,
        value=Value(ValueState.HIDDEN),
        unit=figure.unit,
        sentence=apply_french_spacing(sentence),
        progress=target_progress(figure, None),
        is_proposed=figure.proposed,
    )


def _missing_reason(indicator: Indicator, value: Value) -> str:
    if value.state is ValueState.MISSING and value.expected:
        return apply_french_spacing(f"manquant : {value.received or 0} réponse(s) sur {value.expected} attendues")
    words = {
        ValueState.NOT_DUE: "pas encore dû : l’échéance de ces faits est à venir",
        ValueState.NOT_COMPUTABLE: "non calculable : aucun fait de la période n’entre dans le calcul",
        ValueState.HIDDEN: "masqué : ce chiffre montrerait de petits effectifs",
        ValueState.MISSING: f"manquant : rien n’est venu de la source ({indicator.source})",
    }
    return apply_french_spacing(words.get(value.state, ""))


def _decimal(value: Value) -> Decimal | None:
    return None if value.number is None else Decimal(value.number.numerator) / value.number.denominator
