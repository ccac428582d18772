"""What the facts say of a person beyond one training: the journey they resume, who was in contact, why they left.

It comes bit by bit, follows corrections, and outlives an erasure without a link to anybody.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from pacte.accounts.row_context import acting_as
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records import ValueState
from pacte.indicators.records.manifest import SCHEMA_VERSION
from pacte.journeys.models import Journey, Learner
from pacte.journeys.models import Step as StepRow
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.records.adviser_desk import NoteKind
from pacte.journeys.records.reasons import DeclineReason, PauseReason
from pacte.journeys.rules.ends import DropoutReason
from pacte.journeys.services import StepInput, open_journey, record_step
from pacte.journeys.services.notebook import write_notebook_entry
from pacte.kernel.clock import today
from pacte.offer.models import Session, Training
from pacte.reference.services.shipped_territory import load_shipped_territory
from pacte.workflows.erase_person import erase_person
from tests.cast import MACHINE, Cast
from tests.indicators.making import Facts
from tests.journeys.making import session_with, somebody, walk

pytestmark = pytest.mark.django_db
K = StepKind
ENTRY, END = date(2021, 1, 11), date(2021, 5, 1)
TO_THE_SEAT = (K.PROPOSED, K.INFORMATION_ATTENDED, K.ADMITTED)


@pytest.fixture
def facts(cast: Cast, tmp_path: Path) -> Facts:
    with acting_as(MACHINE) as machine:
        load_shipped_territory(actor=machine, region_code="24")
    return Facts(cast, tmp_path / "facts")


def rows(facts: Facts, sql: str) -> list[tuple[Any, ...]]:
    with open_facts(on=today(), facts_dir=facts.folder) as connection:
        return connection.execute(sql).fetchall()


def enter(cast: Cast, journey: Journey, session: Session, *, on: date = ENTRY) -> None:
    walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT, on=on - timedelta(days=4))
    walk(cast["provider"].actor, journey, session, K.ENTERED, on=on)


def leave(cast: Cast, journey: Journey, kind: EndKind, *, on: date = END, reason: str = "") -> None:
    record(cast, journey, K.ENDED, on=on, end_kind=kind, **({"reason": reason} if reason else {}))


def record(cast: Cast, journey: Journey, kind: StepKind, *, on: date, **detail: object) -> None:
    with acting_as(cast["provider"].actor) as provider:
        record_step(actor=provider, key=journey.key, step_input=StepInput(kind, on, detail=detail))


def next_journey(cast: Cast, earlier: Journey, *, on: date) -> Journey:
    with acting_as(cast["adviser"].actor) as adviser:
        journey = open_journey(actor=adviser, learner=earlier.learner, body=cast.network, on=on, follows=earlier)
        record_step(actor=adviser, key=journey.key, step_input=StepInput(K.NEED_EXPRESSED, on))
    return journey


def contact(
    cast: Cast, journey: Journey, on: date, *, kind: NoteKind = NoteKind.CALL, reached: bool | None = True
) -> int:
    with (
        acting_as(cast["adviser"].actor) as adviser,
        time_machine.travel(datetime(on.year, on.month, on.day, 9, tzinfo=UTC), tick=False),
    ):
        return write_notebook_entry(actor=adviser, key=journey.key, kind=kind, text="il va bien", reached=reached).pk


def correct_entry(cast: Cast, journey: Journey, session: Session, *, on: date) -> None:
    with acting_as(MACHINE):
        wrong = StepRow.objects.get(journey=journey, kind=K.ENTERED)
    with acting_as(cast["provider"].actor) as provider:
        given = StepInput(K.ENTERED, on, session_id=session.pk, corrects=wrong.pk)
        record_step(actor=provider, key=journey.key, step_input=given)


def test_a_journey_says_which_one_it_resumes(cast: Cast, facts: Facts) -> None:
    session, later = session_with(cast), session_with(cast, number="24_2")
    first = somebody(cast)
    enter(cast, first, session)
    leave(cast, first, EndKind.TO_JOB)
    facts.refresh()
    second = next_journey(cast, first, on=date(2021, 9, 1))
    enter(cast, second, later, on=date(2021, 9, 6))
    facts.refresh()
    correct_entry(cast, second, later, on=date(2021, 9, 13))
    facts.refresh()
    assert rows(facts, "select journey, follows, happened_on from entries order by journey") == [
        (first.pk, None, ENTRY),
        (second.pk, first.pk, date(2021, 9, 13)),
    ]
    assert facts.count("returns_after_job") == 1
    assert facts.count("early_exits_of_resumed_journeys") == 0


def test_who_left_for_a_job_and_comes_back_too_late_has_not_come_back(cast: Cast, facts: Facts) -> None:
    first = somebody(cast)
    enter(cast, first, session_with(cast))
    leave(cast, first, EndKind.TO_JOB)
    enter(cast, next_journey(cast, first, on=date(2022, 6, 1)), session_with(cast, number="24_2"), on=date(2022, 6, 7))
    facts.refresh()
    found = facts.value("returns_after_job")
    assert (found.numerator, found.denominator) == (0, 1)
    assert (
        facts.value("returns_after_job", known_on=today(), last=date(2020, 12, 31)).state is ValueState.NOT_COMPUTABLE
    )


def test_a_mission_pauses_a_journey_that_resumes(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    on_mission, at_home = somebody(cast), somebody(cast, first_name="Omar")
    for journey, reason in ((on_mission, PauseReason.JOB), (at_home, PauseReason.CHILDCARE)):
        enter(cast, journey, session)
        record(cast, journey, K.INTERRUPTED, on=date(2021, 2, 1), reason=reason)
        record(cast, journey, K.RESUMED, on=date(2021, 3, 1))
    facts.refresh()
    assert rows(facts, "select journey, returned_on from departures") == [(on_mission.pk, date(2021, 3, 1))]


def test_reasons_of_refusals_and_of_exits_are_facts(cast: Cast, facts: Facts) -> None:
    session = session_with(cast, opened=4)
    poor, silent, tired, hired = (somebody(cast, first_name=name) for name in ("Inès", "Omar", "Léa", "Awa"))
    for journey, reason in ((poor, DeclineReason.MONEY), (silent, DeclineReason.NOT_SAID)):
        walk(cast["adviser"].actor, journey, session, *TO_THE_SEAT)
        record(cast, journey, K.DECLINED, on=date(2021, 1, 8), reason=reason)
    for journey in (tired, hired):
        enter(cast, journey, session)
    leave(cast, tired, EndKind.DROPOUT, reason=DropoutReason.PERSONAL_OR_HEALTH)
    leave(cast, hired, EndKind.TO_JOB)
    facts.refresh()
    assert rows(facts, "select journey, reason from reasons order by journey") == [
        (poor.pk, "money"), (silent.pk, None), (tired.pk, "personal_or_health"), (hired.pk, "job_found"),
    ]  # fmt: skip
    money, barriers = facts.value("money_reasons"), facts.value("early_exits_for_barriers")
    assert (money.numerator, money.denominator) == (1, 3)
    assert (barriers.numerator, barriers.denominator) == (1, 2)
    assert facts.count("money_reasons", where=(("public", ("low_qualified",)),)) == 1
    assert facts.count("money_reasons", where=(("public", ("55_plus",)),)) == 0


def test_contacts_come_bit_by_bit_without_any_text(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    journey = somebody(cast)
    contact(cast, journey, date(2021, 1, 5))
    enter(cast, journey, session)
    note = contact(cast, journey, date(2021, 2, 1), kind=NoteKind.WORD, reached=None)
    contact(cast, journey, date(2021, 2, 2), kind=NoteKind.MEETING)
    leave(cast, journey, EndKind.TO_TERM)
    assert facts.refresh().added["notebook"] == 2
    holes = read_manifest(facts.folder).reads["notebook"].holes
    assert not any(first <= note <= last for first, last in holes), "a note is not looked for again"
    assert facts.count("contact_before_during_after") == 0
    contact(cast, journey, END + timedelta(days=1), reached=False)
    assert facts.refresh().added["notebook"] == 1
    assert facts.count("contact_before_during_after") == 0, "nobody answered"
    contact(cast, journey, END + timedelta(days=2))
    facts.refresh()
    assert facts.refresh().total == 0
    found = facts.value("contact_before_during_after")
    assert (found.numerator, found.denominator) == (1, 1)
    columns = rows(facts, "describe notebook")
    assert "text" not in {name for name, *_ in columns}
    assert rows(facts, "select kind, reached, person is not null, session from notebook order by happened_on") == [
        ("call", True, True, session.pk),
        ("meeting", True, True, session.pk),
        ("call", False, True, session.pk),
        ("call", True, True, session.pk),
    ]


def test_a_contact_changes_its_phase_with_the_entry_that_is_corrected(cast: Cast, facts: Facts) -> None:
    session = session_with(cast)
    journey = somebody(cast)
    enter(cast, journey, session)
    contact(cast, journey, date(2021, 1, 15))
    leave(cast, journey, EndKind.TO_TERM)
    phases = "select contacted_before, contacted_during from accompanied"
    facts.refresh()
    assert rows(facts, phases) == [(False, True)]
    correct_entry(cast, journey, session, on=date(2021, 1, 18))
    facts.refresh()
    assert rows(facts, phases) == [(True, False)]


def test_an_erased_person_keeps_their_chain_and_their_contacts_under_other_numbers(cast: Cast, facts: Facts) -> None:
    session, later = session_with(cast), session_with(cast, number="24_2")
    first = somebody(cast)
    contact(cast, first, date(2021, 1, 5))
    enter(cast, first, session)
    leave(cast, first, EndKind.TO_JOB)
    second = next_journey(cast, first, on=date(2021, 9, 1))
    enter(cast, second, later, on=date(2021, 9, 6))
    facts.refresh()
    asked = ("returns_after_job", "early_exits_of_resumed_journeys", "contact_before_during_after")
    before = facts.ask(*asked).text
    with acting_as(cast["adviser"].actor) as adviser:
        erase_person(actor=adviser, learner=Learner.objects.get(pk=first.learner_id), reason="à sa demande")
    assert facts.refresh().forgotten == 1
    chain = "select n.journey < 0, n.follows = p.journey from entries n join entries p on p.person = n.person"
    assert rows(facts, f"{chain} where n.follows is not null and p.follows is null") == [(True, True)]
    assert rows(facts, "select n.fact < 0, n.journey = e.journey from notebook n join ends e on true") == [(True, True)]
    assert facts.ask(*asked).text == before
    facts.refresh(full=True)
    assert facts.ask(*asked).text == before
    assert facts.refresh().total == 0


def test_a_certification_of_several_journeys_is_the_same_one(cast: Cast, facts: Facts) -> None:
    session, later, other = (session_with(cast, number=f"24_{rank}") for rank in (1, 2, 3))
    codes = ((session, [{"rncp": "RNCP34"}]), (later, [{"rncp": "34"}]), (other, [{"rs": "5080"}]))
    with acting_as(MACHINE):
        for each, certifications in codes:
            Training.objects.filter(pk=each.training_action.training_id).update(certifications=certifications)
    first = somebody(cast)
    enter(cast, first, session)
    leave(cast, first, EndKind.TO_JOB)
    record(cast, first, K.BLOCK_CERTIFIED, on=END, block="RNCP34BC01")
    for rank, where in enumerate((later, other), 1):
        journey = next_journey(cast, first, on=date(2021, 8 + rank, 1))
        enter(cast, journey, where, on=date(2021, 8 + rank, 6))
        leave(cast, journey, EndKind.TO_TERM, on=date(2021, 8 + rank, 20))
        record(cast, journey, K.PRESENTED, on=date(2021, 8 + rank, 21))
        record(cast, journey, K.CERTIFIED, on=date(2021, 8 + rank, 22))
    facts.refresh()
    assert rows(facts, "select certification, part_on from certified order by happened_on") == [
        ("RNCP34", END),
        ("RS5080", None),
    ]
    assert facts.count("certified_by_addition") == 1


def test_a_store_of_an_older_schema_is_taken_anew(cast: Cast, facts: Facts) -> None:
    enter(cast, somebody(cast), session_with(cast))
    facts.refresh()
    path = facts.folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"shape": SCHEMA_VERSION - 1}))
    assert facts.refresh().added["entries"] == 1
    assert facts.count("entries_by_session") == 1


@pytest.mark.parametrize("part", ["lead", "state_reader"])
@pytest.mark.parametrize(
    "code", ["returns_after_job", "money_reasons", "early_exits_for_barriers", "contact_before_during_after"]
)
def test_who_sees_no_small_count_gets_neither_a_few_people_nor_a_cut(
    cast: Cast, facts: Facts, part: str, code: str
) -> None:
    session = session_with(cast, opened=4)
    journeys = [somebody(cast, first_name=name) for name in ("Inès", "Omar", "Léa")]
    for journey, kind in zip(journeys, (EndKind.TO_JOB, EndKind.TO_JOB, EndKind.DROPOUT), strict=True):
        enter(cast, journey, session)
        leave(cast, journey, kind, reason=DropoutReason.MONEY if kind is EndKind.DROPOUT else "")
    facts.refresh()
    reader, year = cast[part].actor, {"first": date(2021, 1, 1), "last": date(2021, 12, 31)}
    whole = facts.value(code, actor=reader, **year)
    assert (whole.state, whole.numerator, whole.side_counts) == (ValueState.HIDDEN, None, ())
    assert facts.value(code, **year).denominator
    for by in ("zone", "public", "provider"):
        told = facts.ask(code, actor=reader, by=(by,), **year).answers[0]
        assert "demandez" in told.refusal, by


@pytest.mark.parametrize("code", ["rqth_completion", "rqth_completion_gap", "people_under_justice_certified_share"])
def test_protected_situations_are_not_for_everybody(cast: Cast, facts: Facts, code: str) -> None:
    facts.refresh()
    assert facts.ask(code, actor=cast["provider"].actor).answers[0].refusal.startswith("réservé")
    assert facts.ask(code, actor=cast["pilot"].actor).answers[0].refusal == ""
