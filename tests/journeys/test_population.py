"""One definition of the classes of people gives the same class in Python, PostgreSQL and DuckDB."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import pytest
from django.db import connection

from pacte.journeys.records.population import (
    AGE_CLASSES,
    LEVEL_CLASSES,
    PUBLISHED_AGE_CLASSES,
    PUBLISHED_LEVEL_CLASSES,
    PopulationClass,
    class_of,
    class_sql,
    department_of_commune,
    department_sql,
    lowest_value_sql,
)

pytestmark = pytest.mark.django_db
AGES, LEVELS = (None, 16, 25, 26, 44, 45, 54, 55, 80), (None, *range(1, 9))
COMMUNES = ("18033", "2A004", "2B033", "97411", "98818", "75056")


def in_postgres(select: str) -> list[object]:
    with connection.cursor() as cursor:
        cursor.execute(select)
        return [value for (value,) in cursor.fetchall()]


def in_duckdb(select: str) -> list[object]:
    return [value for (value,) in duckdb.sql(select).fetchall()]


def each_of(values: Sequence[object], expression: str) -> str:
    """A query that gives the expression of « x » for each value, in order."""
    rows = ", ".join(f"({rank}, {'null' if each is None else repr(each)})" for rank, each in enumerate(values))
    return f"select {expression} from (values {rows}) as given (rank, x) order by rank"


@pytest.mark.parametrize(
    ("classes", "values"),
    [
        (AGE_CLASSES, AGES), (PUBLISHED_AGE_CLASSES, AGES), (LEVEL_CLASSES, LEVELS), (PUBLISHED_LEVEL_CLASSES, LEVELS),
    ],
)  # fmt: skip
def test_a_class_is_the_same_in_the_three_engines(
    classes: Sequence[PopulationClass], values: Sequence[int | None]
) -> None:
    query = each_of(values, class_sql(classes, "x"))
    assert [class_of(classes, each) for each in values] == in_postgres(query) == in_duckdb(query)


def test_a_department_is_the_same_in_the_three_engines() -> None:
    query = each_of(COMMUNES, department_sql("x"))
    expected = [department_of_commune(each) for each in COMMUNES]
    assert expected == ["18", "2A", "2B", "974", "988", "75"]
    assert in_postgres(query) == in_duckdb(query) == expected


def test_the_value_that_stands_for_a_class_is_of_that_class() -> None:
    kept_ages = in_duckdb(each_of(AGES, lowest_value_sql(AGE_CLASSES, "x", first=16)))
    assert kept_ages == [None, 16, 16, 26, 26, 45, 45, 55, 55]
    assert [class_of(AGE_CLASSES, each) for each in kept_ages] == [class_of(AGE_CLASSES, each) for each in AGES]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fine", "published"), [(AGE_CLASSES, PUBLISHED_AGE_CLASSES), (LEVEL_CLASSES, PUBLISHED_LEVEL_CLASSES)]
)
def test_published_classes_are_unions_of_the_others(
    fine: Sequence[PopulationClass], published: Sequence[PopulationClass]
) -> None:
    pairs = {(class_of(fine, value), class_of(published, value)) for value in range(100)}
    assert len(pairs) == len(fine), "no class of the catalogue crosses two published ones"
