"""An answer in words, for pages, histories, exports and documents. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from pacte.kernel.french import format_day, format_number, join_words, pluralise
from pacte.kernel.money import format_euros
from pacte.procedures.records.form import (
    AmountField,
    AttachmentField,
    ChoiceField,
    DayField,
    FormField,
    LinesField,
    NumberField,
    ReferenceField,
    YesNoField,
)
from pacte.procedures.rules.conditions import is_filled

Labels = Mapping[tuple[str, str], str]
"""Names of what references name, by kind and code."""


def answer_text(field: FormField, answer: Any, labels: Labels | None = None) -> str:
    """Returns the answer in words; "" without one. What does not fit its field is given as it is kept."""
    if not is_filled(answer):
        return ""
    match field:
        case AmountField():
            return format_euros(answer) if isinstance(answer, int) else str(answer)
        case DayField():
            return _day_text(answer)
        case YesNoField():
            return {True: "oui", False: "non"}.get(answer, str(answer))
        case NumberField():
            return _number_text(field, answer)
        case ChoiceField():
            words = dict(field.choices)
            codes = answer if isinstance(answer, list) else [answer]
            return join_words([words.get(str(each), str(each)) for each in codes])
        case ReferenceField():
            codes = answer if isinstance(answer, list) else [answer]
            return join_words([reference_text(field, str(each), labels or {}) for each in codes])
        case LinesField():
            return pluralise(len(answer), "ligne") if isinstance(answer, list) else str(answer)
        case AttachmentField():
            return pluralise(len(answer), "pièce") if isinstance(answer, list) else str(answer)
        case _:
            return str(answer)


def reference_text(field: ReferenceField, code: str, labels: Labels) -> str:
    """« Vierzon (18279) », or the code alone when its name is not known."""
    name = labels.get((field.kind.value, code), "")
    return f"{name} ({code})" if name else code


def _day_text(answer: Any) -> str:
    try:
        return format_day(date.fromisoformat(str(answer)))
    except ValueError:
        return str(answer)


def _number_text(field: NumberField, answer: Any) -> str:
    try:
        number = Decimal(str(answer))
    except InvalidOperation:
        return str(answer)
    decimals = max(0, -int(number.as_tuple().exponent))
    return f"{format_number(number, decimals)} {field.unit}".strip()
