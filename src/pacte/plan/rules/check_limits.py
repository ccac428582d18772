"""Checks of database limits, reported with a place and a hint before the database fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pacte.kernel.action_codes import MAX_LENGTH
from pacte.kernel.defects import Defect
from pacte.kernel.french import format_number
from pacte.plan.records import PlanContent, PlanRow
from pacte.plan.rules.defects import error_defect, quote_excerpt

# Maximum text lengths in characters, by record and field: the lengths of the columns of plan.models.
PLAN_LENGTHS = {"code": 100, "title": 300, "region": 120, "document_title": 300, "decided_on": 10}
PUBLIC_LENGTHS = {"code": 80, "label": 200, "rule": 200}
AXIS_LENGTHS = {"code": 20, "label": 200, "amount_as_printed": 200, "source_lines": 200}
OBJECTIVE_LENGTHS = {"code": 40, "axis_code": 20, "parent_code": 40, "code_as_printed": 80}
ACTION_LENGTHS = {"short_title": 200}
ROW_LENGTHS = {
    "key": 40,
    "axis_code": 20,
    "strategic_code": 40,
    "operational_code": 40,
    "short_title": 200,
    "priority": 40,
    "source_lines": 200,
    "linked_numbers": MAX_LENGTH,
}
FIGURE_LENGTHS = {"unit": 120, "per": 120, "horizon": 120, "indicator_code": 80}
LINEAGE_LENGTHS = {"origin_plan": 100, "origin_number": MAX_LENGTH}
LEAD_LENGTHS = {"organisation": 200, "service": 80, "role": 40}
SCHEDULE_LENGTHS = {"as_printed": 200}
# Other fields are free text. The limit leaves room for a page; more is a mistake or an attack.
MAX_TEXT_LENGTH = 20_000
MAX_INTEGER = 2_147_483_647
MAX_STORED_CENTS = 9_223_372_036_854_775_807
MAX_FIGURE = Decimal(10) ** 14
FIGURE_DECIMAL_PLACES = 4
MAX_FLAG_COUNT = 32_767

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_YEAR_FIELDS = {"first_year", "last_year", "year"}
YEAR_RANGE = (1900, 2200)


def limit_defects(content: PlanContent) -> Iterator[Defect]:
    """Yield errors for texts that are too long or contain unsupported characters, and for numbers out of range."""
    yield from _record_limits("plan", "", content, PLAN_LENGTHS)
    yield from _nested_limits("plan", "publics", content.publics, PUBLIC_LENGTHS)
    for axis in content.axes:
        yield from _record_limits(f"axis:{axis.code}", "", axis, AXIS_LENGTHS)
        yield from _nested_limits(f"axis:{axis.code}", "doubts", axis.doubts, {})
    for objective in content.objectives:
        yield from _record_limits(f"objective:{objective.code}", "", objective, OBJECTIVE_LENGTHS)
        yield from _nested_limits(f"objective:{objective.code}", "doubts", objective.doubts, {})
    for action in content.actions:
        yield from _record_limits(f"action:{action.number}", "", action, ACTION_LENGTHS)
    for row in content.rows:
        yield from _row_limits(row)
    for amount in content.amounts:
        yield from _record_limits(f"action:{amount.number}", "amounts", amount, {})
    for status in content.statuses:
        yield from _record_limits(f"action:{status.number}", "standing", status, {})
    for link in content.lineage:
        yield from _record_limits(f"action:{link.number}", "lineage", link, LINEAGE_LENGTHS)


def _row_limits(row: PlanRow) -> Iterator[Defect]:
    yield from _record_limits(row.key, "", row, ROW_LENGTHS)
    yield from _nested_limits(row.key, "leads", row.leads, LEAD_LENGTHS)
    yield from _nested_limits(row.key, "figures", row.figures, FIGURE_LENGTHS)
    yield from _nested_limits(row.key, "staff", row.staff, {})
    yield from _nested_limits(row.key, "expenses", row.expenses, {})
    yield from _nested_limits(row.key, "schedule", (row.schedule,), SCHEDULE_LENGTHS)
    yield from _nested_limits(row.key, "schedule", row.schedule.flags, {})
    yield from _nested_limits(row.key, "doubts", row.doubts, {})


def _nested_limits(subject: str, field: str, parts: tuple[Any, ...], lengths: Mapping[str, int]) -> Iterator[Defect]:
    for part in parts:
        yield from _record_limits(subject, field, part, lengths)


def _record_limits(subject: str, inside: str, record: Any, lengths: Mapping[str, int]) -> Iterator[Defect]:
    """Check the values of a record. ``inside`` is the field that contains it, "" for the subject itself."""
    for each in fields(record):
        value, at = getattr(record, each.name), (subject, inside or each.name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, StrEnum | bool):
                continue
            if isinstance(item, str):
                yield from _text_limits(at, item, lengths.get(each.name, MAX_TEXT_LENGTH))
            elif isinstance(item, int):
                yield from _integer_limits(at, each.name, item)
            elif isinstance(item, Decimal):
                yield from _decimal_limits(at, item)


def _text_limits(at: tuple[str, str], text: str, longest: int) -> Iterator[Defect]:
    if len(text) > longest:
        yield error_defect(
            "text_too_long",
            at,
            f"Le texte {quote_excerpt(text)} a {format_number(len(text))} caractères.",
            f"La place est de {format_number(longest)} caractères.",
            "Raccourcissez-le.",
            text[:80],
        )
    if _UNSTORABLE.search(text):
        clean = _UNSTORABLE.sub("\ufffd", text)
        yield error_defect(
            "control_character",
            at,
            f"Le texte {quote_excerpt(clean)} contient un caractère invisible que l'on ne sait pas garder.",
            hint="Retapez ce texte.",
            value=clean[:80],
        )


def _integer_limits(at: tuple[str, str], name: str, value: int) -> Iterator[Defect]:
    """Check an integer. Negative amounts are reported by the rules on money."""
    if name in ("cents", "amount_cents"):
        low, high = -MAX_STORED_CENTS, MAX_STORED_CENTS
    elif name in _YEAR_FIELDS:
        low, high = YEAR_RANGE
    else:
        low, high = 0, MAX_FLAG_COUNT if name == "flag_count" else MAX_INTEGER
    if low <= value <= high:
        return
    text = str(value) if abs(value) < 10**60 else ""
    if name in _YEAR_FIELDS:
        yield error_defect(
            "not_a_year",
            at,
            f"{quote_excerpt(text)} n'est pas une année.",
            hint="Écrivez une année, par exemple « 2019 ».",
        )
    else:
        yield _out_of_range(at, text)


def _decimal_limits(at: tuple[str, str], value: Decimal) -> Iterator[Defect]:
    """Check a decimal. Figures have four decimal places; more would be rounded silently."""
    if value.is_finite() and (abs(value) >= MAX_FIGURE or value.normalize() != round(value, FIGURE_DECIMAL_PLACES)):
        yield _out_of_range(at, str(value)[:80])


def _out_of_range(at: tuple[str, str], text: str) -> Defect:
    return error_defect(
        "number_out_of_range",
        at,
        f"Le nombre {quote_excerpt(text)} sort de ce que l'on sait garder."
        if text
        else "Un nombre a plus de 60 chiffres.",
        hint="Vérifiez ce nombre, et son unité.",
        value=text,
    )
