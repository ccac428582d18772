"""An erased person becomes coarse and unlinked in the facts. Figures do not change, even after a full rebuild."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
import time_machine

from pacte.accounts.row_context import acting_as
from pacte.indicators.facts.tables import TABLES
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.services.fact_anonymisation import PEOPLE_TABLES
from pacte.journeys.models import Journey, Learner
from pacte.journeys.models import Step as StepRow
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.services import StepInput, record_step
from pacte.kernel.clock import today
from pacte.offer.models import Session
from pacte.reference.services.shipped_territory import load_shipped_territory
from pacte.workflows.erase_person import erase_person
from tests.cast import MACHINE, Cast
from tests.indicators.making import Facts
from tests.journeys.making import session_with, somebody, walk

pytestmark = pytest.mark.django_db
K = StepKind
MONDAY = date(2021, 1, 11)
COUNTED = (
    "entries_by_residence", "people_trained", "young_share", "seniors_share", "low_qualified_share", "completion",
    "further_training", "appointments_missed_chosen",
)  # fmt: skip


@pytest.fixture
def facts(cast: Cast, tmp_path: Path) -> Facts:
    with acting_as(MACHINE) as machine:
        load_shipped_territory(actor=machine, region_code="24")
    return Facts(cast, tmp_path / "facts")


def trained(cast: Cast, session: Session, *, name: str = "Inès", born: int = 1995) -> Journey:
    journey = somebody(cast, first_name=name)
    with acting_as(MACHINE):
        Learner.objects.filter(pk=journey.learner_id).update(birth_year=born, commune_code="18033")
    walk(cast["adviser"].actor, journey, session, K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)
    walk(cast["provider"].actor, journey, session, K.ENTERED, on=MONDAY)
    walk(cast["provider"].actor, journey, session, K.ENDED, on=date(2021, 5, 1))
    return journey


def erase(cast: Cast, journey: Journey) -> None:
    with acting_as(cast["adviser"].actor) as adviser:
        erase_person(actor=adviser, learner=Learner.objects.get(pk=journey.learner_id), reason="à sa demande")


def rows(facts: Facts, table: str, columns: str) -> list[tuple[Any, ...]]:
    files = [str(facts.folder / name) for name in read_manifest(facts.folder).files(table)]
    return duckdb.sql(f"select {columns} from read_parquet({files}) order by all").fetchall() if files else []


def in_force(facts: Facts) -> dict[str, list[tuple[Any, ...]]]:
    """Content of every table in force, without row numbers."""
    gone = {row for (row,) in rows(facts, "replaced", "row")}
    found = {}
    for name, table in TABLES.items():
        others = ", ".join(column for column in table.columns if column != "row")
        lines = rows(facts, name, f"row, {others}")
        found[name] = sorted((each[1:] for each in lines if each[0] not in gone), key=repr)
    return found


def test_an_erased_person_leaves_the_department_and_the_class_of_age(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    journey = trained(cast, session, born=1993)
    trained(cast, session, name="Omar")
    facts.refresh()
    before = set(facts.folder.glob("*.parquet"))
    (number,) = {number for (number, tied) in rows(facts, "entries", "person, journey") if tied == journey.pk}
    erase(cast, journey)
    done = facts.refresh()
    assert done.forgotten == 1
    for table in PEOPLE_TABLES:
        told = rows(facts, table, "person, journey, residence, age")
        assert number not in {person for person, *_ in told}
        assert journey.pk not in {tied for _, tied, *_ in told}
    assert {(where, age) for person, _, where, age in rows(facts, "entries", "person, journey, residence, age")
            if person < 0} == {("18", 26)}  # fmt: skip
    with acting_as(MACHINE):
        steps = set(StepRow.objects.filter(journey=journey).values_list("pk", flat=True))
    assert not steps & {fact for table in PEOPLE_TABLES for (fact,) in rows(facts, table, "fact")}
    named = {facts.folder / part.file for part in read_manifest(facts.folder).parts}
    assert set(facts.folder.glob("*.parquet")) == named, "the files that told of the person are gone at once"
    assert before - named


def test_figures_stay_true_after_an_erasure_to_the_byte(cast: Cast, facts: Facts) -> None:
    session = session_with(cast, opened=3)
    journeys = [trained(cast, session, name=name, born=born)
                for name, born in (("Inès", 2000), ("Omar", 1976), ("Léa", 1960))]  # fmt: skip
    facts.refresh()
    asked: list[dict[str, Any]] = [{}, {"by": ("zone", "age")}, {"by": ("month", "level")}, {"by": ("public",)}]
    before = [facts.ask(*COUNTED, **each).text for each in asked]
    past = facts.ask(*COUNTED, known_on=date(2021, 3, 1)).text
    for journey in journeys[1:]:
        erase(cast, journey)
    facts.refresh()
    assert [facts.ask(*COUNTED, **each).text for each in asked] == before
    assert facts.ask(*COUNTED, known_on=date(2021, 3, 1)).text == past
    assert facts.refresh().total == 0, "what was forgotten is not read again"
    assert facts.count("entries_by_residence") == 3


def test_taken_anew_the_facts_are_those_that_came_bit_by_bit(cast: Cast, facts: Facts) -> None:
    session = session_with(cast, opened=4)
    for name in ("Inès", "Omar"):
        journey = trained(cast, session, name=name)
        with acting_as(MACHINE):
            # Its number is taken, but it is written after the facts were read.
            late = StepRow.objects.get(journey=journey, kind=K.ENDED if name == "Inès" else K.INFORMATION_ATTENDED)
            StepRow.objects.filter(pk=late.pk).delete()
        facts.refresh()
        with acting_as(MACHINE):
            late.save(force_insert=True)
    third = trained(cast, session, name="Léa")
    wrong = StepRow.objects.none()
    with acting_as(MACHINE):
        wrong = StepRow.objects.filter(journey=third, kind=K.ENDED)
        rank = wrong.get().pk
    facts.refresh()
    with acting_as(cast["provider"].actor) as provider:
        given = StepInput(
            K.ENDED, date(2021, 5, 1), session_id=session.pk, detail={"end_kind": EndKind.DROPOUT}, corrects=rank
        )
        record_step(actor=provider, key=third.key, step_input=given)
    facts.refresh()
    bit_by_bit, told = in_force(facts), facts.ask("completion", "entries_by_residence", "low_qualified_share").text
    files = len(read_manifest(facts.folder).parts)
    facts.refresh(full=True)
    assert in_force(facts) == bit_by_bit
    assert facts.ask("completion", "entries_by_residence", "low_qualified_share").text == told
    assert len(read_manifest(facts.folder).parts) < files
    assert facts.refresh().total == 0


def test_taken_anew_the_facts_keep_who_was_erased(cast: Cast, facts: Facts) -> None:
    session = session_with(cast, opened=3)
    journey = trained(cast, session)
    trained(cast, session, name="Omar")
    facts.refresh()
    erase(cast, journey)
    facts.refresh()
    kept, told = in_force(facts), facts.ask(*COUNTED, by=("zone", "age")).text
    facts.refresh(full=True)
    assert in_force(facts) == kept
    assert facts.ask(*COUNTED, by=("zone", "age")).text == told
    assert facts.refresh().total == 0
    assert facts.count("people_trained") == 2


def test_who_was_erased_before_their_facts_were_taken_still_counts(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    erase(cast, trained(cast, session, born=2000))
    facts.refresh()
    assert facts.count("people_trained") == 1
    assert facts.count("young_share") == 1
    (whole, line) = facts.ask("entries_by_residence", by=("zone",)).answers[0].rows
    assert (whole.value.numerator, line.keys[0][1]) == (1, "18")


def test_a_refresh_that_stops_half_way_forgets_at_the_next_one(
    cast: Cast, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    journey = trained(cast, session_with(cast))
    facts.refresh()
    erase(cast, journey)

    def full(*_: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patch:
        patch.setattr("pacte.indicators.services.facts_refresh._write_manifest", full)
        with pytest.raises(OSError, match="no space"):
            facts.refresh()
    facts.refresh()
    assert {person < 0 for (person,) in rows(facts, "entries", "person")} == {True}


def test_a_past_day_knows_nothing_of_a_later_erasure(cast: Cast, facts: Facts) -> None:
    with time_machine.travel(datetime(2021, 6, 1, 8, tzinfo=UTC), tick=False):
        journey = trained(cast, session_with(cast))
    facts.refresh()
    erase(cast, journey)
    facts.refresh()
    assert facts.count("entries_by_residence", known_on=date(2021, 5, 31)) == 0
    assert facts.count("entries_by_residence", known_on=today()) == 1
