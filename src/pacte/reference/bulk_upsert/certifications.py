"""Upsert of certification versions: a row is written only when it differs from the version in force."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from pacte.kernel.french import fold_text
from pacte.reference.bulk_upsert.shown_rows import ShownTable
from pacte.reference.bulk_upsert.target import counts_sql
from pacte.reference.records import CertificationRow

_JSON_COLUMNS = ("certifiers", "blocks", "texts")
_LIST_COLUMNS = ("rome_codes", "nsf_codes", "formacodes", "successors", "predecessors", "same_as", "routes")
_COLUMN_TYPES = {
    "edition": "date",
    "level": "int",
    "is_active": "bool",
    "partner_count": "int",
    **{name: "date" for name in CertificationRow._fields if name.endswith("_on")},
}
_COLUMNS = (*CertificationRow._fields, "plain_title")
SHOWN = ShownTable(
    "reference_certificationversion", "{code} ({edition})",
    {
        "title": "intitulé", "short_name": "sigle", "type_label": "type", "level": "niveau", "is_active": "active",
        "state": "état", "registration_kind": "enregistrement", "decided_on": "décidée le",
        "effective_on": "en vigueur le", "ends_on": "jusqu’au", "delivery_ends_on": "délivrée jusqu’au",
        "published_on": "publiée le", "rome_codes": "ROME", "nsf_codes": "NSF", "formacodes": "Formacode",
        "certifiers": "certificateurs", "blocks": "blocs", "successors": "remplacée par", "predecessors": "remplace",
        "same_as": "aussi", "routes": "voies", "url": "adresse", "partner_count": "partenaires",
    },
)  # fmt: skip
_VALUE_COLUMNS = tuple(name for name in _COLUMNS if name not in ("code", "edition", "register"))


def certification_upsert_sql(*, whole: bool) -> str:
    """Return the SQL that takes the arrays of a batch and what ``counts_sql`` takes, and returns the same: a version
    is compared with the one in force.

    ``whole``: each row has all that its source knows, so a missing value clears the previous one. Otherwise the row
    completes the version in force. Keys must be unique within the batch.
    """
    unnested = ", ".join(f"%s::{_COLUMN_TYPES.get(name, 'text')}[]" for name in _COLUMNS)
    new_values = {name: _new_value_sql(name) for name in _VALUE_COLUMNS}
    written_values = (
        new_values if whole else {name: _merged_value_sql(name, value) for name, value in new_values.items()}
    )
    value_columns = ", ".join(_VALUE_COLUMNS)
    previous = f"select {SHOWN.row_sql('b')} from b where b.code = first.code"  # noqa: S608
    return (
        f"with n as (select * from unnest({unnested}) as n({', '.join(_COLUMNS)})),"  # noqa: S608
        " b as (select distinct on (t.code) t.* from reference_certificationversion t"
        " join n on n.code = t.code and t.edition <= n.edition order by t.code, t.edition desc),"
        " m as (select n.code, n.edition, n.register,"
        f" {', '.join(f'{value} as {name}' for name, value in written_values.items())} from n left join b "
        f"on b.code = n.code),"
        " changed as (select m.* from m left join b on b.code = m.code where b.code is null"
        f" or ({', '.join(f'm.{name}' for name in _VALUE_COLUMNS)}) is distinct from"
        f" ({', '.join(_current_value_sql(name) for name in _VALUE_COLUMNS)})),"
        f" written as (insert into reference_certificationversion as t (code, edition, register, {value_columns})"
        f" select code, edition, register, {value_columns} from changed"
        f" on conflict (code, edition) do update set "
        f"{', '.join(f'{name} = excluded.{name}' for name in _VALUE_COLUMNS)}"
        " returning t.id, t.code, t.xmax = 0 as fresh)"
        f"{counts_sql(previous)}"
    )


def _new_value_sql(name: str) -> str:
    if name in _JSON_COLUMNS:
        return f"n.{name}::jsonb"
    if name in _LIST_COLUMNS:
        return f"string_to_array(n.{name}, ' ')"
    return f"n.{name}"


def _current_value_sql(name: str) -> str:
    return f"b.{name}::text[]" if name in _LIST_COLUMNS else f"b.{name}"


def _merged_value_sql(name: str, value: str) -> str:
    """Return the SQL of the new value, else the value in force. Text columns of the source are never null."""
    if name in _JSON_COLUMNS or name in _LIST_COLUMNS or name in _COLUMN_TYPES:
        return f"coalesce({value}, {_current_value_sql(name)})"
    return f"coalesce(nullif({value}, ''), b.{name}, '')"


def certification_arrays(rows: Sequence[CertificationRow]) -> list[list[Any]]:
    """Return one array per column."""
    column_values = [
        [_array_value(name, row[rank]) for row in rows] for rank, name in enumerate(CertificationRow._fields)
    ]
    return [*column_values, [fold_text(row.title) for row in rows]]


def _array_value(name: str, value: Any) -> Any:
    if value is None or (name not in _JSON_COLUMNS and name not in _LIST_COLUMNS):
        return value
    if name in _LIST_COLUMNS:
        return " ".join(value)
    return json.dumps(dict(value) if name == "texts" else [asdict(each) for each in value], ensure_ascii=False)
