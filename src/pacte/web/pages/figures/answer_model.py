"""Reads a saved answer from its JSON document: rows by indicator, summary sentence, comparison of two answers."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from pacte.indicators.facts.dimensions import DIMENSIONS
from pacte.indicators.records import TERRITORY_LABELS, AnswerRow, Indicator, TerritoryRule, Value, ValueState
from pacte.kernel.french import apply_french_spacing, format_day, format_number
from pacte.kernel.user_input import parse_iso_day
from pacte.web.pages.figures.crossing import key_label, split_label
from pacte.web.pages.figures.words import beside_told, cell, state_told, told

Document = Mapping[str, Any]


def lines_of(document: Document, code: str) -> list[AnswerRow]:
    """The total first, then the cells, as they were saved."""
    return [_line(each) for each in document["indicators"] if each["code"] == code]


def refusal_of(document: Document, code: str) -> str:
    return next((each.get("refused", "") for each in document["indicators"] if each["code"] == code), "")


def _line(given: Mapping[str, Any]) -> AnswerRow:
    keys = tuple((split, code, given["split_labels"][split]) for split, code in given["split"].items())
    value = given["value"]
    return AnswerRow(
        keys,
        Value(
            ValueState(given["state"]),
            None if value is None else Fraction(str(value)),
            given["numerator"],
            given["denominator"],
            given["received"],
            given["expected"],
            tuple(given["beside"].items()),
        ),
    )


def sentence(document: Document, asked: Indicator) -> str:
    """« Dans le Cher, du 1er janvier au 31 décembre 2020, seulement pour fonds : pacte : 412 entrées. »"""
    refused = refusal_of(document, asked.code)
    whole = lines_of(document, asked.code)[0].value
    if refused:
        said = f"sans objet, {refused}"
    elif whole.state is ValueState.NUMBER:
        said = told(asked, whole)
    else:
        said = state_told(whole)
    beside = beside_told(whole)
    return apply_french_spacing(f"{said}{f' ({beside})' if beside else ''}")


def scope(document: Document, asked: Indicator) -> list[tuple[str, str]]:
    """Scope of the figure, as (label, text) rows."""
    question = document["question"]
    whole = next(each for each in document["indicators"] if each["code"] == asked.code)
    kept = [
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
        *kept,
        ("Ventilé par", by),
        ("Connu au", _day(document["as_of"])),
        ("Portée", scope_words(document["scope"])),
        ("Source", whole["source"]),
        ("Définition", f"version {whole['definition_version']}"),
        ("Faits", f"{format_number(document['facts']['rows'])} lignes, empreinte {document['facts']['digest'][:12]}"),
    ]
    return [(what, apply_french_spacing(words)) for what, words in lines if words]


def scope_words(codes: list[str]) -> str:
    """Describes whose facts were counted."""
    kinds = {each.partition(":")[0] for each in codes}
    found = []
    if kinds & {"everything", "host"}:
        found.append("tout le pacte")
    if "provider" in kinds:
        found.append("les sessions de l’organisme")
    if "referrer" in kinds:
        found.append("les personnes orientées par le réseau")
    hidden = ", petits nombres masqués" if "small_hidden" in kinds else ""
    return f"{' et '.join(found)}{hidden}"


def compared(first: Document, second: Document, asked: Indicator) -> list[list[Any]]:
    """Compares two answers cell by cell: label, before, after, difference."""
    before = {tuple(line.keys): line.value for line in lines_of(first, asked.code)}
    after = {tuple(line.keys): line.value for line in lines_of(second, asked.code)}
    rows = []
    for keys in dict.fromkeys([*before, *after]):
        label = " · ".join(key_label(*key) for key in keys) or "Ensemble"
        old, new = before.get(keys), after.get(keys)
        gap = ""
        if old and new and old.number is not None and new.number is not None:
            moved = float(new.number - old.number)
            gap = f"{'+' if moved > 0 else ''}{format_number(moved, 0 if moved == int(moved) else 1)}"
        rows.append([label, cell(asked, old) if old else "", cell(asked, new) if new else "", gap])
    return rows


def _day(text: str) -> str:
    return format_day(parse_iso_day(text))
