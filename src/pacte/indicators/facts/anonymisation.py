"""Columns of an erased person that remain in the facts: department and age class. DuckDB SQL. Pure.

Counts by department, by audience and by age class do not change; the commune and the age are deleted.
"""

from __future__ import annotations

FORGOTTEN_COLUMNS = {"source": "VARCHAR", "fact": "BIGINT"}
"""Facts of erased people that were already extracted: their rows lost that number, and must not be read again."""

GENERALISED_COLUMNS = {
    "residence": "case when f.residence like '97%' then left(f.residence, 3) else left(f.residence, 2) end",
    # The first age of each class of ``dimensions``: counts by class do not change.
    "age": "case when f.age < 26 then 16 when f.age < 45 then 26 when f.age < 55 then 45 when f.age >= 55 then 55 end",
}
"""Column → SQL of its generalised value. A generalised row has a negative journey number."""
