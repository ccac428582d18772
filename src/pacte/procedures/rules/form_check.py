"""What is wrong with the answers of a form, field by field and across fields. Pure.

A draft may be incomplete, never absurd: only a complete check says what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pacte.kernel.email_address import canonical_email
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number
from pacte.kernel.money import format_euros
from pacte.kernel.siret import checked_siret
from pacte.procedures.records.form import (
    AmountField,
    AtMostShare,
    AttachmentField,
    ChoiceField,
    DayField,
    EmailField,
    EqualTotals,
    FieldError,
    FormCheck,
    FormField,
    FormSection,
    LinesField,
    MonthsApart,
    NumberField,
    PeriodsOverlap,
    PhoneField,
    ReferenceField,
    SectionAuthor,
    SiretField,
    TextField,
    YesNoField,
)
from pacte.procedures.rules.conditions import Values, holds, is_filled
from pacte.procedures.rules.form_answers import (
    asked_sections,
    line_columns,
    total_is_money,
    total_of,
)

_MAX_CENTS = 10**14
_PHONE = re.compile(r"\+?[0-9][0-9 .-]{8,18}[0-9]")


def form_errors(form: tuple[FormSection, ...], values: Values, *, complete: bool) -> list[FieldError]:
    """Returns what is wrong, in the order of the form. ``complete``: also what is missing, and the checks of sums."""
    errors = [
        error
        for section in asked_sections(form, values)
        for each in section.fields
        if holds(each.when, values)
        for error in _field_errors(
            each, values, each.code, values, complete and section.author is not SectionAuthor.INSTRUCTOR
        )
    ]
    if complete and not errors:
        errors += [
            FieldError(section.code, message)
            for section in asked_sections(form, values)
            for check in section.checks
            if (message := _check_message(check, values, form))
        ]
    return errors


def refuse_form_errors(errors: list[FieldError]) -> None:
    """Raises ``ValidationError`` (``form_errors``) that names every answer to mend."""
    if errors:
        raise ValidationError(
            "form_errors",
            " ".join(each.message for each in errors),
            hint="Corrigez ces réponses, puis recommencez.",
        )


def incomplete_sections(form: tuple[FormSection, ...], values: Values) -> frozenset[str]:
    """Returns the sections in which an answer is missing or wrong, or whose sums do not agree."""
    return frozenset(
        section.code for section in asked_sections(form, values) if form_errors((section,), values, complete=True)
    )


def _field_errors(field: FormField, holder: Values, path: str, values: Values, complete: bool) -> Iterator[FieldError]:
    answer = holder.get(field.code)
    if not is_filled(answer):
        if complete and field.is_required:
            yield FieldError(path, f"{field.label} : il manque la réponse.")
    elif isinstance(field, LinesField):
        yield from _lines_errors(field, answer, path, values, complete)
    elif message := answer_error(field, answer, holder):
        yield FieldError(path, f"{field.label} : {message}")


def _lines_errors(field: LinesField, lines: Any, path: str, values: Values, complete: bool) -> Iterator[FieldError]:
    if not isinstance(lines, list) or not all(isinstance(line, dict) for line in lines):
        yield FieldError(path, f"{field.label} : ce ne sont pas des lignes.")
        return
    if len(lines) > field.most:
        yield FieldError(path, f"{field.label} : {field.most} lignes au plus, il y en a {len(lines)}.")
    if complete and len(lines) < field.least:
        yield FieldError(path, f"{field.label} : {field.least} lignes au moins, il y en a {len(lines)}.")
    for rank, line in enumerate(lines, start=1):
        for column in line_columns(field, line, values):
            yield from _field_errors(column, line, f"{path}.{rank}.{column.code}", {**values, **line}, complete)


def answer_error(field: FormField, answer: Any, holder: Values) -> str:
    """Returns what is wrong with one answer; "" when nothing is. ``holder``: the form or the line that it is in."""
    match field:
        case TextField():
            return _text_error(answer, field.most)
        case NumberField():
            return _number_error(field, answer)
        case AmountField():
            is_amount = isinstance(answer, int) and not isinstance(answer, bool) and field.least <= answer <= _MAX_CENTS
            return "" if is_amount else f"écrivez un montant d’au moins {format_euros(field.least)}."
        case DayField():
            return _day_error(field, answer, holder)
        case YesNoField():
            return "" if isinstance(answer, bool) else "répondez par oui ou par non."
        case ChoiceField():
            return _choice_error(field, answer)
        case SiretField():
            return _refusal_of(checked_siret, answer)
        case EmailField():
            return _refusal_of(canonical_email, answer)
        case PhoneField():
            return "" if _PHONE.fullmatch(str(answer)) else "écrivez un numéro de téléphone : « 02 38 00 00 00 »."
        case ReferenceField():
            return _codes_error(answer, field.is_multiple)
        case AttachmentField():
            return "" if isinstance(answer, list) and len(answer) <= field.most else f"{field.most} pièces au plus."
        case _:
            raise TypeError(f"{type(field).__name__} has no check")


def _text_error(answer: Any, most: int) -> str:
    if not isinstance(answer, str):
        return "écrivez un texte."
    return "" if len(answer) <= most else f"{most} signes au plus, il y en a {len(answer)}."


def _number_error(field: NumberField, answer: Any) -> str:
    try:
        number = Decimal(answer) if isinstance(answer, int | str) and not isinstance(answer, bool) else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite() or -int(number.as_tuple().exponent) > field.places:
        return "écrivez un nombre." if field.places else "écrivez un nombre entier."
    if field.least is not None and number < field.least:
        return f"{format_number(field.least)} au moins."
    if field.most is not None and number > field.most:
        return f"{format_number(field.most)} au plus."
    return ""


def _day_error(field: DayField, answer: Any, holder: Values) -> str:
    day, before = _day(answer), _day(holder.get(field.after)) if field.after else None
    if day is None:
        return "écrivez une date."
    return "cette date vient avant celle du début." if before and day < before else ""


def _choice_error(field: ChoiceField, answer: Any) -> str:
    known = {code for code, _ in field.choices}
    if field.is_multiple:
        return "" if isinstance(answer, list) and set(answer) <= known else "choisissez dans la liste."
    return "" if isinstance(answer, str) and answer in known else "choisissez dans la liste."


def _codes_error(answer: Any, is_multiple: bool) -> str:
    codes = answer if is_multiple else [answer]
    return (
        "" if isinstance(codes, list) and all(isinstance(each, str) for each in codes) else "choisissez dans la liste."
    )


def _refusal_of(check: Any, answer: Any) -> str:
    try:
        check(str(answer))
    except ValidationError as error:
        return str(error)
    return ""


def _day(answer: Any) -> date | None:
    try:
        return date.fromisoformat(answer) if isinstance(answer, str) and answer else None
    except ValueError:
        return None


def _check_message(check: FormCheck, values: Values, form: tuple[FormSection, ...]) -> str:
    match check:
        case EqualTotals():
            one, other = total_of(check.one, values), total_of(check.other, values)
            return "" if one == other else _sums_text(check.message, one, other, total_is_money(check.one, form))
        case AtMostShare():
            part, whole = total_of(check.part, values), total_of(check.whole, values)
            is_money = total_is_money(check.part, form)
            return "" if part * 100 <= whole * check.percent else _sums_text(check.message, part, whole, is_money)
        case PeriodsOverlap():
            days = [_day(values.get(code)) for pair in (check.one, check.other) for code in pair]
            if any(each is None for each in days):
                return ""
            start, end, other_start, other_end = (each for each in days if each)
            return "" if start <= other_end and other_start <= end else check.message
        case MonthsApart():
            earlier, later = _day(values.get(check.earlier)), _day(values.get(check.later))
            is_apart = earlier is None or later is None or _months_between(earlier, later) >= check.months
            return "" if is_apart else check.message


def _months_between(earlier: date, later: date) -> int:
    """Whole months: from 15 January to 14 March, one."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)


def _sums_text(message: str, one: Decimal, other: Decimal, is_money: bool) -> str:
    words = format_euros if is_money else format_number
    return f"{message} ({words(int(one))} et {words(int(other))})."
