"""Evidence for one target: a sentence with the figures, or what is missing. Pure."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from pacte.indicators.records import Indicator, State, Value
from pacte.indicators.records.evidence import EvidenceKind, EvidenceLine
from pacte.indicators.records.served import Counted, Service
from pacte.indicators.rules.periods import months_before
from pacte.kernel.french import apply_french_spacing, format_day, format_number
from pacte.plan.records import Figure
from pacte.plan.rules.progress import target_progress


def figure_told(value: Value, unit: str) -> str:
    """« 76,3 % (1 234 / 1 617) », « 3 838 entrées »."""
    if value.number is None:
        return ""
    exact = value.number.denominator == 1
    text = f"{format_number(Decimal(value.number.numerator) / value.number.denominator, 0 if exact else 1)} {unit}"
    if value.denominator is not None and value.numerator is not None:
        text += f" ({format_number(value.numerator)} / {format_number(value.denominator)})"
    return apply_french_spacing(text)


def computed(figure: Figure, indicator: Indicator, value: Value, *, until: date, on: date, lead: str) -> EvidenceLine:
    """Evidence from a computed indicator. ``lead`` owes what is missing when the source provides nothing."""
    unit = indicator.unit_word
    told = _whole_told(indicator, value) or figure_told(value, unit) or _why_none(indicator, value)
    due_on = months_before(until, -(indicator.periodicity_months + indicator.delay_months))
    is_number = value.state is State.NUMBER
    return EvidenceLine(
        code=indicator.code,
        what=figure.what,
        kind=EvidenceKind.COMPUTED if is_number else EvidenceKind.MISSING,
        value=value,
        unit=unit,
        told=told,
        progress=target_progress(figure, _decimal(value)),
        is_proposed=figure.proposed,
        until=until,
        due_on=due_on,
        is_late=not is_number and due_on < on,
        source=indicator.source,
        owed_by="" if is_number else indicator.owner or lead,
    )


def _whole_told(indicator: Indicator, value: Value) -> str:
    """Total of a share of a total, whose ratio to itself would say nothing. "" for any other value."""
    if not indicator.of_whole or value.numerator is None or value.numerator != value.denominator:
        return ""
    return apply_french_spacing(f"{format_number(value.numerator)} {indicator.denominator_label}")


def entered(
    figure: Figure,
    value: Value,
    *,
    kind: EvidenceKind,
    unit: str,
    until: date,
    due_on: date | None,
    on: date,
    source: str,
) -> EvidenceLine:
    """Evidence from a declared value, or from the last one of a series."""
    told = f"{figure_told(value, unit) or 'gardé secret par la source'}, au {format_day(until)}"
    return EvidenceLine(
        code=figure.indicator_code,
        what=figure.what,
        kind=kind,
        value=value,
        unit=unit,
        told=told,
        progress=target_progress(figure, _decimal(value)),
        is_proposed=figure.proposed,
        until=until,
        due_on=due_on,
        is_late=due_on is not None and due_on < on,
        source=source,
    )


def served(figure: Figure, service: Service, counted: Counted, *, until: date) -> EvidenceLine:
    """Evidence from an operational count. ``counted`` is not empty."""
    exact = Fraction(counted.count) if counted.of is None else Fraction(100 * counted.count, counted.of)
    value = Value(State.NUMBER, exact, counted.count, counted.of)
    unit = service.unit_of(counted)
    return EvidenceLine(
        code=figure.indicator_code,
        what=figure.what,
        kind=EvidenceKind.COMPUTED,
        value=value,
        unit=unit,
        told=figure_told(value, unit),
        progress=target_progress(figure, _decimal(value)),
        is_proposed=figure.proposed,
        until=until,
        source=apply_french_spacing(f"{service.source}, {counted.precision}" if counted.precision else service.source),
        details=counted.details,
    )


def nothing(figure: Figure, *, owed_by: str) -> EvidenceLine:
    told = apply_french_spacing(f"aucune valeur à ce jour : à fournir par {owed_by}")
    return EvidenceLine(
        code=figure.indicator_code, what=figure.what, kind=EvidenceKind.MISSING, value=None, unit=figure.unit,
        told=told, progress=target_progress(figure, None), is_proposed=figure.proposed, owed_by=owed_by,
    )  # fmt: skip


def withheld(figure: Figure, *, told: str) -> EvidenceLine:
    """Evidence for a value that exists but that the reader may not see."""
    return EvidenceLine(
        code=figure.indicator_code, what=figure.what, kind=EvidenceKind.COMPUTED, value=Value(State.HIDDEN),
        unit=figure.unit, told=apply_french_spacing(told), progress=target_progress(figure, None), is_proposed=figure.proposed,
    )  # fmt: skip


def _why_none(indicator: Indicator, value: Value) -> str:
    if value.state is State.MISSING and value.expected:
        return apply_french_spacing(f"manquant : {value.received or 0} réponse(s) sur {value.expected} attendues")
    words = {
        State.NOT_DUE: "pas encore dû : l’échéance de ces faits est à venir",
        State.NOT_COMPUTABLE: "non calculable : aucun fait de la période n’entre dans le calcul",
        State.HIDDEN: "masqué : ce chiffre montrerait de petits effectifs",
        State.MISSING: f"manquant : rien n’est venu de la source ({indicator.source})",
    }
    return apply_french_spacing(words.get(value.state, ""))


def _decimal(value: Value) -> Decimal | None:
    return None if value.number is None else Decimal(value.number.numerator) / value.number.denominator
