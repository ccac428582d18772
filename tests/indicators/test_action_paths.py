"""What people of an action follow next, by year of entry: only theirs, and only for readers who see small counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pacte.indicators.queries.action_paths import action_paths
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, Actor
from pacte.plan.models import Plan
from tests.cast import MACHINE
from tests.indicators.written_facts import write_tables

KNOWN_ON = date(2022, 12, 31)


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    """Two sessions of action 1, one of action 2. Somebody who entered in 2019 and left in 2020 went on within weeks."""
    numbers = iter(range(1, 100))

    def fact(on: str, **more: object) -> dict[str, object]:
        return {"fact": next(numbers), "host": 9, "happened_on": on, "recorded_at": f"{on} 09:00:00", **more}

    def left(person: int, session: int, entered: str, on: str) -> dict[str, object]:
        return fact(on, kind="ended", person=person, journey=person, session=session, entered_on=entered,
                    nature="remobilisation")  # fmt: skip

    ledger = [
        fact("2019-01-05", kind="bought", places=10, hours=100, cents=9_000, order_id=session, session=session, plan=4,
             plan_action=action, order_fund="pact") for session, action in ((1, "1"), (2, "1"), (3, "2"))
    ]  # fmt: skip
    ends = [
        left(1, 1, "2019-09-02", "2020-03-31"), left(2, 1, "2019-09-02", "2020-03-31"),
        left(3, 2, "2021-01-04", "2021-06-30"), left(4, 3, "2021-01-04", "2021-06-30"),
    ]  # fmt: skip
    entries = [
        fact(on, kind="entered", person=person, journey=10 + person, session=2, certifying=True)
        for person, on in ((1, "2020-04-20"), (4, "2021-07-05"))
    ]
    write_tables(tmp_path, {"ledger": ledger, "ends": ends, "entries": entries}, built_on=KNOWN_ON)
    return tmp_path


def paths(facts: Path, actor: Actor, number: str = "1") -> dict[str, dict[str, tuple[float, float | None]]]:
    answers = action_paths(
        actor=actor, plan=Plan(pk=4, organisation_id=9), number=ActionCode(number), first=date(2019, 1, 1),
        last=KNOWN_ON, known_on=KNOWN_ON, facts_dir=facts,
    )  # fmt: skip
    return {
        each.code: {row.keys[0][1]: (row.value.numerator or 0, row.value.denominator) for row in each.rows if row.keys}
        for each in answers
    }


def test_chained_paths_are_counted_by_year_of_entry_in_the_action_alone(facts: Path) -> None:
    assert paths(facts, MACHINE)["chained_paths"] == {"2019": (1, 2), "2021": (0, 1)}
    assert paths(facts, MACHINE, "2")["chained_paths"] == {"2021": (1, 1)}
    assert paths(facts, MACHINE)["further_certifying_training"] == {"2019": (1, 2), "2021": (0, 1)}


def test_readers_who_see_no_small_count_have_no_years_of_an_action(facts: Path) -> None:
    assert paths(facts, NOBODY) == {}
