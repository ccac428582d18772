"""How long a case is kept after its end, and which of its answers stay once it is erased. Pure."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain

from pacte.kernel.french import pluralise
from pacte.procedures.records.description import Procedure, Retention
from pacte.procedures.records.form import (
    AmountField,
    ChoiceField,
    DayField,
    FormField,
    LinesField,
    NumberField,
    ReferenceField,
    SiretField,
    YesNoField,
)
from pacte.procedures.records.money import PaymentState
from pacte.procedures.rules.conditions import fields_of_condition
from pacte.procedures.rules.grades import grade_pairs

KEPT_AS_PAID = (PaymentState.PREPARED, PaymentState.ORDERED, PaymentState.PAID)
"""An order that is still under way will be paid: its case is kept as one that was."""
_CODED = (AmountField, ChoiceField, DayField, NumberField, ReferenceField, SiretField, YesNoField)


def is_over(keeps: Retention, ended_on: date, *, is_paid: bool, on: date) -> bool:
    """True from the day on which what is personal in a case that ended goes."""
    return on >= erased_from(keeps, ended_on, is_paid=is_paid)


def erased_from(keeps: Retention, ended_on: date, *, is_paid: bool) -> date:
    """The first day on which what is personal in a case that ended that day goes."""
    months = keeps.paid_years * 12 if is_paid else keeps.months
    years, month = divmod(ended_on.month - 1 + months, 12)
    first = date(ended_on.year + years, month + 1, 1)
    # Whole months, as the description gives them: the 31st of a shorter month waits for the next one.
    days = min(ended_on.day - 1, monthrange(first.year, first.month)[1])
    return first + timedelta(days=days)


def kept_length(keeps: Retention) -> str:
    """« 2 ans » or « 18 mois »: how long an unpaid case is kept."""
    years, months = divmod(keeps.months, 12)
    return pluralise(keeps.months, "mois", "mois") if months else pluralise(years, "an")


def retention_text(procedure: Procedure) -> str:
    """How long a case is kept, in one sentence for whoever applies."""
    keeps = procedure.keeps
    paid = f", {pluralise(keeps.paid_years, 'an')} s’il a été payé" if procedure.payments else ""
    return f"Ce qui est personnel dans un dossier est effacé {kept_length(keeps)} après sa fin{paid}."


def kept_fields(procedure: Procedure) -> frozenset[str]:
    """The fields whose answers stay in the skeleton: ``field``, or ``lines.column``.

    What a count reads stays; of the rest, what is a code, a number or a day and is not about a person. Never a text.
    """
    forms = chain((section.fields for section in procedure.form), _report_fields(procedure))
    coded = (path for fields in forms for field in fields for path in _coded_paths(field))
    return frozenset({*coded, *_counted_fields(procedure)} - {""})


def _report_fields(procedure: Procedure) -> Iterator[tuple[FormField, ...]]:
    return (section.fields for report in procedure.reports for section in report.form)


def _coded_paths(field: FormField) -> Iterator[str]:
    if field.is_personal:
        return
    if isinstance(field, LinesField):
        yield from (f"{field.code}.{path}" for column in field.columns for path in _coded_paths(column))
    elif isinstance(field, _CODED):
        yield field.code


def _counted_fields(procedure: Procedure) -> Iterator[str]:
    for count in procedure.counts:
        yield from (count.different, count.total, count.commune, count.journey, *count.context_fields)
        yield from fields_of_condition(count.when)
        if count.compared:
            yield from (count.compared.by, count.compared.mean, count.compared.cost)
        if count.gain:
            yield from (field.code for pair in grade_pairs(procedure, count.gain) for field in pair)
