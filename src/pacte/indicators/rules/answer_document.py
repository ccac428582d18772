"""The JSON document that answers a question. Deterministic: same question and facts, same bytes. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from pacte.indicators.records import (
    AnswerRow,
    FactsStamp,
    Indicator,
    IndicatorAnswer,
    IndicatorQuestion,
    Value,
    ValueState,
)
from pacte.indicators.records.changes import ChangeExplanation

_DIGITS = 6


def build_answer_document(
    question: IndicatorQuestion,
    stamp: FactsStamp,
    indicators: Mapping[str, Indicator],
    answers: Iterable[IndicatorAnswer],
    *,
    scope: tuple[str, ...],
    is_synthetic: bool,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Keys ``as_of``, ``facts``, ``question``, ``indicators``, and ``notes`` when there are some.

    ``indicators`` has one entry for the total and one per cell, with their figures.
    """
    return {
        "as_of": question.known_on.isoformat(),
        "facts": {"rows": stamp.rows, "last_recorded_at": stamp.last_recorded_at, "digest": stamp.digest},
        "synthetic": is_synthetic,
        "question": question_to_json(question),
        "scope": list(scope),
        "indicators": [
            entry
            for answer in answers
            for row in answer.rows
            for entry in (_row_to_json(indicators[answer.code], answer, row, question),)
        ],
    } | ({"notes": list(notes)} if notes else {})


def answer_document_text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1)


def question_to_json(question: IndicatorQuestion) -> dict[str, Any]:
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
        "plan": question.plan,
    }


def _row_to_json(
    indicator: Indicator, answer: IndicatorAnswer, row: AnswerRow, question: IndicatorQuestion
) -> dict[str, Any]:
    value = row.value
    # Places have no residence: they are counted at the session, whatever the question.
    territory = (question.territory if indicator.counts_people else None) or indicator.territory
    content: dict[str, Any] = {
        "code": indicator.code,
        "number": indicator.number,
        "label": indicator.label,
        "unit": indicator.unit_word,
        "zone": question.zone.key if question.zone else "",
        "territory": territory.value,
        "period": question.period,
        "split": {dimension: code for dimension, code, _ in row.keys},
        "split_labels": {dimension: label for dimension, _, label in row.keys},
        "numerator": plain_number(value.numerator),
        "denominator": plain_number(value.denominator),
        "value": plain_number(value.number),
        "state": value.state.value,
        "received": value.received,
        "expected": value.expected,
        "beside": {label: plain_number(count) for label, count in value.side_counts},
        "due": answer.due_on.isoformat() if answer.due_on else None,
        "source": indicator.source,
        "definition_version": indicator.version,
    }
    if answer.refusal:
        content["refused"] = answer.refusal
    if value.state is ValueState.MISSING:
        content["owed_by"] = indicator.owner
    if value.state is ValueState.HIDDEN:
        content["threshold"] = indicator.threshold
    return content


def explanation_to_json(explanation: ChangeExplanation) -> dict[str, Any]:
    """Explanation of a change as JSON: the three values, the changes by cause and table, and the records provided."""
    return {
        "code": explanation.code,
        "since": explanation.since.isoformat(),
        "until": explanation.until.isoformat(),
        "before": _value_to_json(explanation.before),
        "known_since": _value_to_json(explanation.known_since),
        "after": _value_to_json(explanation.after),
        "contributions": [
            {
                "cause": each.cause.value, "numerator": plain_number(each.numerator),
                "denominator": plain_number(each.denominator), "value": plain_number(each.number),
            }
            for each in explanation.contributions
        ],
        "changes": [
            {"cause": change.cause.value, "table": change.table, "facts": change.count, "note": change.note}
            for change in explanation.changes
        ],
        "records": [
            {
                "cause": each.cause.value, "table": each.table, "fact": each.fact, "journey": each.journey,
                "session": each.session, "happened_on": each.happened_on.isoformat(),
                "recorded_at": each.recorded_at.isoformat(),
            }
            for each in explanation.records
        ],
    }  # fmt: skip


def _value_to_json(value: Value) -> dict[str, Any]:
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
