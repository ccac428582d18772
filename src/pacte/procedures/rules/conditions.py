"""Whether a condition holds on the answers of a form. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pacte.procedures.records.conditions import AllOf, Among, AnyOf, AtLeast, Condition, Filled, Is, Not

Values = Mapping[str, Any]
"""Answers by field code, as ``records.form`` says that they are kept."""


def holds(condition: Condition | None, values: Values) -> bool:
    """Returns whether the answers meet the condition; True without one. A missing answer meets none but ``Not``."""
    match condition:
        case None:
            return True
        case Is(field, value):
            return bool(values.get(field) == value)
        case Among(field, allowed):
            answer = values.get(field)
            return bool(allowed & set(answer)) if isinstance(answer, list) else answer in allowed
        case Filled(field):
            return is_filled(values.get(field))
        case AtLeast(field, least):
            answer = values.get(field)
            return type(answer) is type(least) and answer >= least
        case AllOf(conditions):
            return all(holds(each, values) for each in conditions)
        case AnyOf(conditions):
            return any(holds(each, values) for each in conditions)
        case Not(inner):
            return not holds(inner, values)


def is_filled(answer: Any) -> bool:
    """Returns True for an answer; « no » and zero are answers, an empty text or list is none."""
    return answer is not None and answer not in ("", [], {})


def fields_of_condition(condition: Condition | None) -> frozenset[str]:
    """Returns the codes of the fields that a condition names."""
    match condition:
        case None:
            return frozenset()
        case AllOf(conditions) | AnyOf(conditions):
            return frozenset(code for each in conditions for code in fields_of_condition(each))
        case Not(inner):
            return fields_of_condition(inner)
        case _:
            return frozenset({condition.field})
