"""One more month of journeys, for the bench of the facts: those of a past month lived once more by the same people."""

from __future__ import annotations

from django.db import connection

_USUAL = """
with months as (
    select date_trunc('month', entered_on) as month, array_agg(id) as journeys from journeys_journey
    where entered_on is not null group by 1)
select journeys from months
order by abs(cardinality(journeys) - (select avg(cardinality(journeys)) from months)), month limit 1
"""
_AGAIN = """
create temp table again as
select id, (select max(id) from journeys_journey) + row_number() over (order by id) as as_id from journeys_journey
where id = any(%s)
"""
# What differs in the copy; a row that corrects another would correct it twice, and is left out.
_JOURNEY = {"id": "a.as_id", "key": "gen_random_uuid()"}
_FACT = {"journey_id": "a.as_id", "recorded_at": "now()"}
_STEP = _FACT | {"id": "nextval(pg_get_serial_sequence('journeys_step', 'id'))", "message_key": "null"}
_WEEK = _FACT | {"id": "nextval(pg_get_serial_sequence('journeys_attendanceweek', 'id'))"}


def journeys_of_a_usual_month() -> list[int]:
    """Those entered in the month whose entries are nearest to those of a mean one."""
    with connection.cursor() as cursor:
        cursor.execute(_USUAL)
        (journeys,) = cursor.fetchone()
    return list(journeys)


def add_a_month(journeys: list[int]) -> None:
    """The same journeys, lived once more."""
    with connection.cursor() as cursor:
        cursor.execute(_AGAIN, [journeys])
        _again(cursor, "journeys_journey", _JOURNEY, "a.id = e.id")
        _again(cursor, "journeys_step", _STEP, "a.id = e.journey_id and e.corrects_id is null")
        _again(cursor, "journeys_attendanceweek", _WEEK, "a.id = e.journey_id and e.corrects_id is null")
        cursor.execute("drop table again")


def forget_numbers() -> None:
    """Nobody has a number in the facts any more, as before their first build: the demonstration had them made."""
    with connection.cursor() as cursor:
        cursor.execute("delete from indicators_factperson")


def months_lived() -> int:
    """How many months the entries cover."""
    with connection.cursor() as cursor:
        cursor.execute("select count(distinct date_trunc('month', entered_on)) from journeys_journey")
        (count,) = cursor.fetchone()
    return int(count)


def _again(cursor: object, table: str, changed: dict[str, str], on: str) -> None:
    cursor.execute(  # type: ignore[attr-defined]
        "select column_name from information_schema.columns where table_name = %s and is_generated = 'NEVER'"
        " order by ordinal_position",
        [table],
    )
    names = [name for (name,) in cursor.fetchall()]  # type: ignore[attr-defined]
    selected_columns = ", ".join(changed.get(name, f"e.{name}") for name in names)
    cursor.execute(  # type: ignore[attr-defined]
        f"insert into {table} ({', '.join(names)}) overriding system value"  # noqa: S608
        f" select {selected_columns} from {table} e join again a on {on} order by e.id"
    )
