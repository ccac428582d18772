"""A condition in words, for who fills a form: « si Assurance du chantier : Souscrite ». Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pacte.kernel.french import join_words
from pacte.procedures.records.conditions import AllOf, Among, AnyOf, AtLeast, Condition, Filled, Is, Not
from pacte.procedures.records.form import FormField
from pacte.procedures.rules.answer_text import answer_text


def condition_text(condition: Condition | None, fields: Mapping[str, FormField]) -> str:
    """Returns the condition in words; "" without one. A field that is not in ``fields`` is named by its code."""
    match condition:
        case None:
            return ""
        case Is(field, value):
            return f"si {_label(field, fields)} : {_answer(field, value, fields)}"
        case Among(field, values):
            words = [_answer(field, each, fields) for each in sorted(values)]
            return f"si {_label(field, fields)} : {' ou '.join(words)}"
        case Filled(field):
            return f"si {_label(field, fields)} a une réponse"
        case AtLeast(field, least):
            return f"si {_label(field, fields)} : {_answer(field, least, fields)} ou plus"
        case AllOf(conditions):
            return join_words([condition_text(each, fields) for each in conditions])
        case AnyOf(conditions):
            return " ou ".join(condition_text(each, fields) for each in conditions)
        case Not(inner):
            return f"sauf {condition_text(inner, fields)}"


def _label(code: str, fields: Mapping[str, FormField]) -> str:
    return f"« {fields[code].label} »" if code in fields else code


def _answer(code: str, value: Any, fields: Mapping[str, FormField]) -> str:
    return answer_text(fields[code], value) if code in fields else str(value)
