"""Values as DuckDB literals: external values enter the SQL of facts only through them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

Literal = str | int | date | datetime


def sql_literal(value: Literal) -> str:
    """A value as a DuckDB literal."""
    if isinstance(value, bool | float):
        raise TypeError(value)
    if isinstance(value, datetime):
        return f"timestamp '{value:%Y-%m-%d %H:%M:%S}'"
    if isinstance(value, date):
        return f"date '{value.isoformat()}'"
    if isinstance(value, int):
        return str(value)
    return "'" + value.replace("'", "''") + "'"


def sql_list(values: Iterable[Literal]) -> str:
    return ", ".join(sql_literal(each) for each in values)
