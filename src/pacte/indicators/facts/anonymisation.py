"""Columns of an erased person that remain in the facts: department and age class. DuckDB SQL. Pure.

Counts by department, by audience and by age class do not change; the commune and the age are deleted.
"""

from pacte.journeys.records.population import AGE_CLASSES, department_sql, lowest_value_sql

FORGOTTEN_COLUMNS = {"source": "VARCHAR", "fact": "BIGINT"}
"""Facts of erased people that were already extracted: their rows lost that number, and must not be read again."""

GENERALISED_COLUMNS = {
    "residence": department_sql("f.residence"),
    # The first age of each class: counts by class do not change.
    "age": lowest_value_sql(AGE_CLASSES, "f.age", first=16),
}
"""Column → SQL of its generalised value. A generalised row has a negative journey number."""
