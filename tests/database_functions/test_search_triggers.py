"""Triggers keep the search table up to date with sessions and their places."""

from __future__ import annotations

from typing import Any

import pytest

from tests.database_functions.catalogue import TriggerEvent
from tests.database_functions.scratch_database import ScratchDatabase

PLACES, SESSION = "offer_search_follows_places", "offer_search_follows_session"
FOLLOWED = {
    TriggerEvent("offer_sessionplaces", PLACES, "INSERT"),
    TriggerEvent("offer_sessionplaces", PLACES, "UPDATE"),
    TriggerEvent("offer_session", SESSION, "UPDATE"),
}
_FOUND = 'select "left", boxes, state, starts_on::text, ends_on::text, open_until::text from offer_searchrow'


def found(base: ScratchDatabase, session: int = 101) -> tuple[Any, ...]:
    (row,) = base.rows(f"{_FOUND} where session_id = %s", session)
    return row


@pytest.mark.parametrize(
    ("opened", "occupied", "left", "boxes"), [(5, 2, 3, 3), (5, 5, 0, 2), (5, 7, 0, 2), (None, 1, 9, 3)]
)
def test_places_left_are_opened_minus_occupied(
    base: ScratchDatabase, opened: int | None, occupied: int, left: int, boxes: int
) -> None:
    """Bit 1 of ``boxes`` means « places left »; other bits do not change. An unknown capacity changes nothing."""
    base.run('update offer_searchrow set "left" = 9, boxes = 3')
    base.enable_trigger("offer_sessionplaces", PLACES, "UPDATE")
    base.connection.execute(
        "update offer_sessionplaces set opened = %s, occupied = %s where session_id = 101", [opened, occupied]
    )
    assert found(base)[:2] == (left, boxes)
    assert found(base, 102)[:2] == (9, 3)


def test_inserted_places_are_followed_too(base: ScratchDatabase) -> None:
    base.enable_trigger("offer_sessionplaces", PLACES, "INSERT")
    add = (
        'insert into offer_sessionplaces select (jsonb_populate_record(p, \'{"opened": 4, "occupied": 1}\')).*'
        " from offer_sessionplaces p where session_id = 101"
    )
    with base.rolled_back():
        base.run(
            "create temporary table one on commit drop as select * from offer_sessionplaces where session_id = 101"
        )
        base.run("delete from offer_sessionplaces where session_id = 101")
        base.run(add.replace("from offer_sessionplaces p", "from one p"))
        assert found(base)[:2] == (3, 1)


@pytest.mark.parametrize(
    ("state", "is_rolling", "open_until"),
    [("planned", False, "2021-03-01"), ("planned", True, "2021-06-30"), ("cancelled", False, None)],
)
def test_a_moved_session_is_found_at_its_new_dates(
    base: ScratchDatabase, state: str, is_rolling: bool, open_until: str | None
) -> None:
    base.connection.execute("update offer_searchrow set is_rolling = %s", [is_rolling])
    base.enable_trigger("offer_session", SESSION)
    base.connection.execute(
        "update offer_session set state = %s, starts_on = '2021-03-01', ends_on = '2021-06-30' where id = 101", [state]
    )
    assert found(base)[2:] == (state, "2021-03-01", "2021-06-30", open_until)
    assert found(base, 102)[2:] == ("b", None, None, None)


def test_without_the_triggers_the_search_row_does_not_change(base: ScratchDatabase) -> None:
    former = found(base)
    base.run("update offer_sessionplaces set opened = 5, occupied = 2 where session_id = 101")
    base.run("update offer_session set state = 'cancelled', starts_on = '2021-03-01' where id = 101")
    assert found(base) == former
