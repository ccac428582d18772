"""A contradictory step is set aside, then read again when its journey gains steps. Past days do not change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.store import read_manifest
from pacte.journeys.models import Journey, Learner
from pacte.journeys.models import Step as StepRow
from pacte.journeys.records import StepKind
from pacte.workflows.erase_person import erase_person
from tests.cast import MACHINE, Cast
from tests.effort import few
from tests.indicators.making import Facts
from tests.journeys.making import session_with, somebody

pytestmark = pytest.mark.django_db
K = StepKind
MONDAY, MARCH, APRIL = date(2021, 1, 11), date(2021, 3, 1), date(2021, 4, 1)


@pytest.fixture
def facts(cast: Cast, tmp_path: Path) -> Facts:
    return Facts(cast, tmp_path / "facts")


@pytest.fixture
def journey(cast: Cast) -> Journey:
    found = somebody(cast)
    with acting_as(MACHINE):
        Journey.objects.filter(pk=found.pk).update(session=session_with(cast), entered_on=MONDAY)
    return found


def told(
    journey: Journey, kind: StepKind, on: date, *, corrects: StepRow | None = None, gone: bool = False,
    known: date | None = None,
) -> StepRow:  # fmt: skip
    """A step as a bulk load writes it, recorded by default on the evening of the day when it happened."""
    evening = known or on
    with acting_as(MACHINE):
        return StepRow.objects.create(
            organisation_id=journey.organisation_id, journey=journey, kind=kind, happened_on=on,
            recorded_at=datetime(evening.year, evening.month, evening.day, 18, tzinfo=UTC), source="file",
            detail={"end_kind": "dropout"} if kind is K.ENDED else {}, is_withdrawn=gone,
            corrects_id=corrects.pk if corrects else None,
        )  # fmt: skip


def standing(facts: Facts, journey: Journey, table: str, *, known: date = date.max) -> list[int]:
    """Facts of the journey in force, as known at the end of ``known``."""
    held = read_manifest(facts.folder)
    files = [str(facts.folder / name) for name in held.files(table)]
    if not files:
        return []
    until = f"date '{known}'"
    kept = f"cast(recorded_at as date) <= {until}"
    if gone := [str(facts.folder / name) for name in held.files("replaced")]:
        kept += f" and row not in (select row from read_parquet({gone}) where cast(replaced_at as date) <= {until})"
    text = f"select fact from read_parquet({files}) where journey = {journey.pk} and {kept} order by 1"
    return [fact for (fact,) in duckdb.sql(text).fetchall()]


def test_an_end_read_before_its_entry_counts_from_the_entry(facts: Facts, journey: Journey) -> None:
    end = told(journey, K.ENDED, MONDAY + timedelta(days=30))
    assert facts.refresh().aside == {"end_without_entry": 1}
    assert facts.refresh().aside == {}, "it is told once"
    told(journey, K.ENTERED, MONDAY, known=APRIL)
    done = facts.refresh()
    assert (done.added["ends"], done.aside) == (1, {})
    assert standing(facts, journey, "ends") == [end.pk]
    assert read_manifest(facts.folder).aside == {}
    at_once = Facts(facts.cast, facts.folder.with_name("anew"))
    at_once.refresh()
    for each in (facts, at_once):
        assert standing(each, journey, "ends", known=MARCH) == [], "it was not counted that day"
        assert standing(each, journey, "ends", known=APRIL) == [end.pk]


def test_an_end_whose_entry_is_taken_back_waits_for_another(facts: Facts, journey: Journey) -> None:
    entry = told(journey, K.ENTERED, MONDAY)
    end = told(journey, K.ENDED, MONDAY + timedelta(days=30))
    facts.refresh()
    told(journey, K.ENTERED, APRIL, corrects=entry, gone=True)
    assert facts.refresh().aside == {"end_without_entry": 1}
    assert standing(facts, journey, "ends") == []
    assert standing(facts, journey, "ends", known=MARCH) == [end.pk], "what was counted that day still is"
    told(journey, K.PROPOSED, date(2021, 4, 2))
    assert facts.refresh().aside == {}, "it waits already"
    assert standing(facts, journey, "ends") == []
    told(journey, K.ENTERED, date(2021, 1, 12))
    facts.refresh()
    assert standing(facts, journey, "ends") == [end.pk]
    assert standing(facts, journey, "ends", known=MARCH) == [end.pk], "what was counted that day still is"


def test_a_correction_stands_where_what_it_corrects_stood(facts: Facts, journey: Journey) -> None:
    first = told(journey, K.ENTERED, MONDAY)
    second = told(journey, K.ENTERED, MONDAY + timedelta(days=3))
    facts.refresh()
    fixed = told(journey, K.ENTERED, MONDAY + timedelta(days=1), corrects=first)
    facts.refresh()
    assert standing(facts, journey, "entries") == [fixed.pk], "the second one still waits"
    told(journey, K.ENTERED, MONDAY + timedelta(days=4), corrects=second)
    facts.refresh()
    assert standing(facts, journey, "entries") == [fixed.pk], "so does what corrects it"
    told(journey, K.ENTERED, MONDAY + timedelta(days=5), corrects=fixed, gone=True)
    facts.refresh()
    assert len(standing(facts, journey, "entries")) == 1
    assert read_manifest(facts.folder).aside == {}


def test_a_second_end_counts_when_the_entry_moves_after_the_first(facts: Facts, journey: Journey) -> None:
    entry = told(journey, K.ENTERED, MONDAY)
    first, second = (told(journey, K.ENDED, MONDAY + timedelta(days=days)) for days in (10, 30))
    assert facts.refresh().aside == {"second_end": 1}
    assert standing(facts, journey, "ends") == [first.pk]
    moved = MONDAY + timedelta(days=20)
    told(journey, K.ENTERED, moved, corrects=entry)
    with acting_as(MACHINE):
        Journey.objects.filter(pk=journey.pk).update(entered_on=moved)
    facts.refresh()
    at_once = Facts(facts.cast, facts.folder.with_name("anew"))
    at_once.refresh()
    assert standing(facts, journey, "ends") == standing(at_once, journey, "ends") == [second.pk]


def test_what_waits_of_an_erased_person_is_never_looked_at_again(cast: Cast, facts: Facts, journey: Journey) -> None:
    told(journey, K.ENTERED, MONDAY)
    told(journey, K.ENTERED, MONDAY + timedelta(days=3))
    facts.refresh()
    with acting_as(cast["adviser"].actor) as adviser:
        erase_person(actor=adviser, learner=Learner.objects.get(pk=journey.learner_id), reason="à sa demande")
    for full in (False, True):
        facts.refresh(full=full)
        assert facts.count("entries_by_session") == 1
    assert read_manifest(facts.folder).aside == {}


ACTS = st.sampled_from(("enter", "end", "correct", "take back"))


@given(script=st.lists(st.tuples(ACTS, st.integers(0, 40), st.integers(0, 9), st.booleans()), min_size=2, max_size=7))
@settings(max_examples=few(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_read_little_by_little_or_at_once_as_much_counts(
    cast: Cast, tmp_path_factory: pytest.TempPathFactory, script: list[tuple[str, int, int, bool]]
) -> None:
    """Any script of entries, ends, corrections and withdrawals gives the same facts, read in any number of times."""
    facts = Facts(cast, tmp_path_factory.mktemp("facts"))
    journey = somebody(cast)
    standing_steps: list[StepRow] = []
    origin: dict[int, int] = {}
    for act, days, which, is_read in script:
        on = MONDAY + timedelta(days=days)
        if act in ("enter", "end"):
            standing_steps.append(told(journey, K.ENTERED if act == "enter" else K.ENDED, on))
        elif standing_steps:
            wrong = standing_steps.pop(which % len(standing_steps))
            kind = StepKind(wrong.kind)
            fixed = told(journey, kind, on, corrects=wrong, gone=act == "take back")
            origin[fixed.pk] = origin.get(wrong.pk, wrong.pk)
            if act == "correct":
                standing_steps.append(fixed)
        _follow_the_entry(journey, sorted(standing_steps, key=lambda step: origin.get(step.pk, step.pk)))
        if is_read:
            facts.refresh()
    facts.refresh()
    at_once = Facts(cast, tmp_path_factory.mktemp("facts"))
    at_once.refresh()
    for table in ("entries", "ends"):
        assert len(standing(facts, journey, table)) == len(standing(at_once, journey, table)) <= 1


def _follow_the_entry(journey: Journey, steps: list[StepRow]) -> None:
    """Sets the entry date as the service of journeys does: that of the first entry written that is still in force."""
    entered_on = next((step.happened_on for step in steps if step.kind == K.ENTERED), None)
    with acting_as(MACHINE):
        Journey.objects.filter(pk=journey.pk).update(entered_on=entered_on)
