"""The JSON document that answers a question. Deterministic: same question and facts, same bytes. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from pacte.indicators.records import Answer, Indicator, Line, Question, Stamp, State, Value
from pacte.indicators.records.changes import Explanation

_DIGITS = 6


def document(
    question: Question,
    stamp: Stamp,
    asked: Mapping[str, Indicator],
    answers: Iterable[Answer],
    *,
    scope: tuple[str, ...],
    is_synthetic: bool,
) -> dict[str, Any]:
    """Keys ``as_of``, ``facts``, ``question``, ``indicators``.

    ``indicators`` has one entry for the total and one per cell, with their figures.
    """
    return {
        "as_of": question.known_on.isoformat(),
        "facts": {"rows": stamp.rows, "last_recorded_at": stamp.last_recorded_at, "digest": stamp.digest},
        "synthetic": is_synthetic,
        "question": question_told(question),
        "scope": list(scope),
        "indicators": [
            told
            for answer in answers
            for line in answer.lines
            for told in (_line(asked[answer.code], answer, line, question),)
        ],
    }


def text_of(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)


def question_told(question: Question) -> dict[str, Any]:
    return {
        "codes": list(question.codes),
        "zone": question.zone.key if question.zone else "",
        "zone_label": question.zone.name if question.zone else "",
        "zone_kind": question.zone_kind,
        "from": question.first.isoformat(),
        "to": question.last.isoformat(),
        "by": list(question.by),
        "where": {dimension: list(values) for dimension, values in question.where},
        "territory": question.territory.value if question.territory else "",
    }


def _line(indicator: Indicator, answer: Answer, line: Line, question: Question) -> dict[str, Any]:
    value = line.value
    # Places have no residence: they are counted at the session, whatever the question.
    territory = (question.territory if indicator.counts_people else None) or indicator.territory
    told: dict[str, Any] = {
        "code": indicator.code,
        "number": indicator.number,
        "label": indicator.label,
        "unit": indicator.unit_word,
        "zone": question.zone.key if question.zone else "",
        "territory": territory.value,
        "period": question.period,
        "split": {dimension: code for dimension, code, _ in line.keys},
        "split_labels": {dimension: label for dimension, _, label in line.keys},
        "numerator": plain_number(value.numerator),
        "denominator": plain_number(value.denominator),
        "value": plain_number(value.number),
        "state": value.state.value,
        "received": value.received,
        "expected": value.expected,
        "beside": {label: plain_number(count) for label, count in value.beside},
        "due": answer.due_on.isoformat() if answer.due_on else None,
        "source": indicator.source,
        "definition_version": indicator.version,
    }
    if answer.refused:
        told["refused"] = answer.refused
    if value.state is State.MISSING:
        told["owed_by"] = indicator.owner
    if value.state is State.HIDDEN:
        told["threshold"] = indicator.threshold
    return told


def explanation_told(found: Explanation) -> dict[str, Any]:
    """Explanation of a change as JSON: the three values, the changes by cause and table, and the records provided."""
    return {
        "code": found.code,
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "before": _value_told(found.before),
        "known_since": _value_told(found.known_since),
        "after": _value_told(found.after),
        "contributions": [
            {
                "cause": each.cause.value, "numerator": plain_number(each.numerator),
                "denominator": plain_number(each.denominator), "value": plain_number(each.number),
            }
            for each in found.contributions
        ],
        "changes": [
            {"cause": line.cause.value, "table": line.table, "facts": line.count, "note": line.note}
            for line in found.lines
        ],
        "records": [
            {
                "cause": each.cause.value, "table": each.table, "fact": each.fact, "journey": each.journey,
                "session": each.session, "happened_on": each.happened_on.isoformat(),
                "recorded_at": each.recorded_at.isoformat(),
            }
            for each in found.records
        ],
    }  # fmt: skip


def _value_told(value: Value) -> dict[str, Any]:
    return {
        "value": plain_number(value.number), "numerator": plain_number(value.numerator),
        "denominator": plain_number(value.denominator), "state": value.state.value,
    }  # fmt: skip


def plain_number(value: Fraction | float | None) -> int | float | None:
    """An integer when the value is whole; six decimals otherwise."""
    if value is None:
        return None
    exact = Fraction(value).limit_denominator(10**9)
    return int(exact) if exact.denominator == 1 else round(float(exact), _DIGITS)
