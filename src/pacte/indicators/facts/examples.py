"""Completes the tiny facts of the examples of the catalogue with default values. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from pacte.indicators.facts.tables import REPLACED_COLUMNS, TABLES
from pacte.indicators.records.definition import ExampleRows

DEFAULT_DAY = date(2021, 3, 1)
_KINDS = {"entries": "entered", "ends": "ended", "situations": "situation", "hours": "present", "ledger": "bought"}
_TABLE_DEFAULTS: dict[str, dict[str, object]] = {
    "ledger": {"places": 0, "hours": 0, "cents": 0, "order_id": 1, "price_unit": "trainee_hour", "unit_price_cents": 0},
    "states": {"state": "confirmed"},
    "situations": {"months": 6, "answered": True},
    "money": {"section": "operating", "fund": "pact", "plan": 1, "year": 2021, "financer": "Région", "cents": 0},
    "ends": {"end_kind": "to_term"},
    "targets": {"plan": 1, "version": 1, "plan_action": "1", "code": "", "what": "cible", "proposed": False},
    "hours": {"minutes": 0},
    "campaign_contacts": {"plan": 1, "plan_action": "1"},
    "origins": {"plan": 1, "plan_action": "1"},
    "tensions": {"is_invented": False},
    "employer_needs": {"kind": "custom_training"},
}


def complete_row(table: str, row: Mapping[str, object], rank: int) -> dict[str, object]:
    """A full row. Journey, person and row default to its rank; it is recorded on the day it happened."""
    columns = TABLES[table].columns
    happened = row.get("happened_on", row.get("starts_on", DEFAULT_DAY))
    defaults: dict[str, object] = {
        "row": rank,
        "fact": rank,
        "host": 1,
        "happened_on": happened,
        "kind": _KINDS.get(table, ""),
        "journey": rank,
        "session": 1,
        "session_commune": "18033",
        "residence": "18033",
        "rolling": False,
        "certifying": False,
        "sex": "f",
        "fund": "pact",
        "entered_on": DEFAULT_DAY,
        "ended_on": happened,
        "planned_end_on": DEFAULT_DAY,
        "opened_on": DEFAULT_DAY,
    }
    values = {**defaults, **_TABLE_DEFAULTS.get(table, {}), **row}
    values.setdefault("person", values["journey"])
    if isinstance(happened, date):
        values.setdefault("recorded_at", datetime.combine(happened, time(9)))
    return {name: values.get(name) for name in columns}


def example_rows_by_table(facts: Mapping[str, ExampleRows]) -> dict[str, list[dict[str, object]]]:
    """All the rows of the example by table, numbered across tables; replacements come as they are, without defaults."""
    rank = 0
    by_table: dict[str, list[dict[str, object]]] = {}
    for table, rows in facts.items():
        for row in rows:
            if table == "replaced":
                complete: dict[str, object] = {name: row.get(name) for name in REPLACED_COLUMNS}
            else:
                rank += 1
                complete = complete_row(table, row, rank)
            by_table.setdefault(table, []).append(complete)
    return by_table
