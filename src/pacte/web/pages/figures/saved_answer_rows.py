"""Reads a saved answer from its JSON document: rows by indicator, summary sentence, comparison of two answers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.records import TERRITORY_LABELS, AnswerRow, Indicator, TerritoryRule, Value, ValueState
from pacte.kernel.french import apply_french_spacing, format_day, format_number
from pacte.kernel.user_input import parse_iso_day
from pacte.web.pages.figures.crosstab import split_label, split_value_label
from pacte.web.pages.figures.value_text import detailed_value_text, side_counts_text, value_cell, value_state_text

Document = Mapping[str, Any]


def saved_answer_rows(document: Document, code: str) -> list[AnswerRow]:
    """The total first, then the cells, as they were saved."""
    return [_answer_row(each) for each in document["indicators"] if each["code"] == code]


def saved_answer_refusal(document: Document, code: str) -> str:
    return next((each.get("refused", "") for each in document["indicators"] if each["code"] == code), "")


def _answer_row(data: Mapping[str, Any]) -> AnswerRow:
    keys = tuple((split, code, data["split_labels"][split]) for split, code in data["split"].items())
    value = data["value"]
    return AnswerRow(
        keys,
        Value(
            ValueState(data["state"]),
            None if value is None else Fraction(str(value)),
            data["numerator"],
            data["denominator"],
            data["received"],
            data["expected"],
            tuple(data["beside"].items()),
        ),
    )


def saved_answer_sentence(document: Document, indicator: Indicator) -> str:
    """« Dans le Cher, du 1er janvier au 31 décembre 2020, seulement pour fonds : pacte : 412 entrées. »"""
    refused = saved_answer_refusal(document, indicator.code)
    whole = saved_answer_rows(document, indicator.code)[0].value
    if refused:
        text = f"sans objet, {refused}"
    elif whole.state is ValueState.NUMBER:
        text = detailed_value_text(indicator, whole)
    else:
        text = value_state_text(whole)
    side_text = side_counts_text(whole)
    return apply_french_spacing(f"{text}{f' ({side_text})' if side_text else ''}")


def saved_answer_scope_rows(document: Document, indicator: Indicator) -> list[tuple[str, str]]:
    """Scope of the figure, as (label, text) rows."""
    question = document["question"]
    whole = next(each for each in document["indicators"] if each["code"] == indicator.code)
    filters = [
        (
            f"Seulement, {DIMENSIONS[name].label}",
            ", ".join(DIMENSIONS[name].labels.get(value, value) for value in values),
        )
        for name, values in question["where"].items()
    ]
    by = ", puis ".join(split_label(each) for each in question["by"])
    lines = [
        ("Période", f"du {_day(question['from'])} au {_day(question['to'])}"),
        ("Où", question["zone_label"] or "toute la région"),
        ("Compté à la", TERRITORY_LABELS[TerritoryRule(whole["territory"])]),
        *filters,
        ("Ventilé par", by),
        ("Connu au", _day(document["as_of"])),
        ("Portée", access_scope_text(document["scope"])),
        ("Source", whole["source"]),
        ("Définition", f"version {whole['definition_version']}"),
        ("Faits", f"{format_number(document['facts']['rows'])} lignes, empreinte {document['facts']['digest'][:12]}"),
    ]
    return [(what, apply_french_spacing(words)) for what, words in lines if words]


def access_scope_text(codes: list[str]) -> str:
    """Describes whose facts were counted."""
    kinds = {each.partition(":")[0] for each in codes}
    parts = []
    if kinds & {"everything", "host"}:
        parts.append("tout le pacte")
    if "provider" in kinds:
        parts.append("les sessions de l’organisme")
    if "referrer" in kinds:
        parts.append("les personnes orientées par le réseau")
    hidden = ", petits nombres masqués" if "small_hidden" in kinds else ""
    return f"{' et '.join(parts)}{hidden}"


def compare_saved_answers(first: Document, second: Document, indicator: Indicator) -> list[list[Any]]:
    """Compares two answers cell by cell: label, before, after, difference."""
    before = {tuple(line.keys): line.value for line in saved_answer_rows(first, indicator.code)}
    after = {tuple(line.keys): line.value for line in saved_answer_rows(second, indicator.code)}
    rows = []
    for keys in dict.fromkeys([*before, *after]):
        label = " · ".join(split_value_label(*key) for key in keys) or "Ensemble"
        old, new = before.get(keys), after.get(keys)
        difference_text = ""
        if old and new and old.number is not None and new.number is not None:
            difference = float(new.number - old.number)
            difference_text = (
                f"{'+' if difference > 0 else ''}{format_number(difference, 0 if difference == int(difference) else 1)}"
            )
        rows.append(
            [
                label,
                value_cell(indicator, old) if old else "",
                value_cell(indicator, new) if new else "",
                difference_text,
            ]
        )
    return rows


def _day(text: str) -> str:
    return format_day(parse_iso_day(text))
