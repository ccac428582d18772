"""A set of rows that a room exports for the figures: SQL over its own tables, and the shape of what it gives. Pure.

Each room lists its exports in ``facts`` under the name ``EXPORTS``. Its SQL names no table of another room: what two
rooms know is joined after the extraction, by the keys that both export.
"""

from __future__ import annotations

from dataclasses import dataclass

ROWS = "{rows}"
FACT_COLUMNS = {
    "fact": "BIGINT",
    "host": "BIGINT",
    "happened_on": "DATE",
    "recorded_at": "TIMESTAMP",
    "corrects": "BIGINT",
    "withdrawn": "BOOLEAN",
}
"""First columns of every export of facts. ``fact`` is the key of the row, ``corrects`` that of the row it replaces."""


@dataclass(frozen=True, slots=True)
class FactExport:
    """``select`` is PostgreSQL text that reads ``table`` as « e »; ``{rows}`` stands for the condition on its rows.

    ``columns``: name → DuckDB type, in the order of the result. ``key``: the integer column of ``table`` by which rows
    are asked. ``version`` goes up when the same rows give other values: the facts are then built anew.
    """

    name: str
    table: str
    columns: dict[str, str]
    select: str
    key: str = "id"
    version: int = 1

    def sql(self, condition: str) -> str:
        """The query of the rows that match ``condition``, which names the columns of « e »."""
        return self.select.replace(ROWS, f"({condition})")
