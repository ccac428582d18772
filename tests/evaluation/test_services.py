"""Services of experiment sheets: lock once, hand over, remind once, and rows hidden from other Regions."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.audit.models import AuditEntry
from pacte.evaluation.models import Experiment, Ownership, ProtocolVersion
from pacte.evaluation.queries import (
    experiment_assignments_of,
    experiment_count,
    experiment_summaries,
    experiments_of_action,
)
from pacte.evaluation.records import Judgement, ProtocolState
from pacte.evaluation.services import (
    appoint_experiment_owner,
    hand_over_experiments,
    lock_protocol,
    open_experiment,
    record_finding,
    remind_experiment_owners,
    withdraw_experiment,
    write_protocol,
)
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import Notification
from pacte.plan.records import Lead
from tests.cast import MACHINE
from tests.evaluation.sheets import whole_sheet
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
OPENED = date(2020, 1, 6)


kept_stage = kept_for_module(
    lambda: staged(small_plan(row("A01", 1, leads=(Lead("Région"),)), row("A02", 2, leads=(Lead("Etat"),))))
)


def opened(stage: Stage, number: int = 1, title: str = "Essai", owner: str = "") -> Experiment:
    with acting_as(MACHINE):
        person = stage.cast[owner].person if owner else None
        return open_experiment(
            actor=MACHINE, plan=stage.plan, number=ActionCode(number), title=title, on=OPENED, owner=person
        )


def address(code: str, number: int) -> str:
    return f"/plan/{code}/experimentations/{number}/"


def test_the_first_lock_stays_and_the_second_says_so(stage: Stage) -> None:
    experiment = opened(stage)
    with acting_as(MACHINE):
        assert lock_protocol(actor=MACHINE, experiment=experiment, on=date(2020, 2, 3), by="entrée 12")
        assert not lock_protocol(actor=MACHINE, experiment=experiment, on=date(2020, 1, 20), by="entrée 9")
    experiment.refresh_from_db()
    assert experiment.locked_on == date(2020, 2, 3)
    assert experiment.locked_by == "entrée 12"


def test_every_act_goes_to_the_journal_with_its_reason(stage: Stage) -> None:
    experiment = opened(stage)
    with acting_as(MACHINE):
        write_protocol(actor=MACHINE, experiment=experiment, content=whole_sheet(), on=OPENED)
        write_protocol(
            actor=MACHINE, experiment=experiment, content=whole_sheet(target="90 %"), on=OPENED, reason="revu"
        )
        entry = AuditEntry.objects.filter(act="evaluation.write_sheet").latest("pk")
    assert entry.reason == "revu"
    assert entry.detail["changes"] == ["target"]


def test_writing_the_same_sheet_again_writes_nothing(stage: Stage) -> None:
    experiment = opened(stage)
    with acting_as(MACHINE):
        for _ in range(2):
            write_protocol(actor=MACHINE, experiment=experiment, content=whole_sheet(), on=OPENED)
        assert experiment.versions.count() == 1


def test_an_end_before_the_baseline_is_refused(stage: Stage) -> None:
    experiment = opened(stage)
    with acting_as(MACHINE), pytest.raises(ValidationError) as caught:
        write_protocol(actor=MACHINE, experiment=experiment, content=whole_sheet(end_on=date(2019, 1, 1)), on=OPENED)
    assert caught.value.code == "end_before_baseline"


def test_a_person_who_leaves_hands_over_what_still_goes_and_nothing_else(stage: Stage) -> None:
    leaving, coming = stage.cast["lead"], stage.cast["analyst"]
    going, judged, passed = (opened(stage, title=title, owner="lead") for title in ("En cours", "Jugée", "Passée"))
    with acting_as(MACHINE):
        for experiment in (going, judged):
            lock_protocol(actor=MACHINE, experiment=experiment, on=date(2020, 2, 3), by="essai")
        record_finding(
            actor=MACHINE, experiment=judged, result="x", judgement=Judgement.STOP, on=date(2020, 9, 1), reason="y"
        )
        appoint_experiment_owner(actor=MACHINE, experiment=passed, person=coming.person, on=OPENED, reason="relais")
    pilot = stage.cast["pilot"].actor
    with acting_as(pilot):
        holdings = experiment_assignments_of(actor=pilot, person_id=leaving.person.pk, on=today())
        assert [each.label for each in holdings] == ["expérimentation « En cours », action 1"]
        hand_over_experiments(
            actor=pilot, giver=leaving.person, taker=coming.person, holdings=holdings, on=today(), reason="départ"
        )  # fmt: skip
        assert experiment_assignments_of(actor=pilot, person_id=leaving.person.pk, on=today()) == ()
        held = experiment_assignments_of(actor=pilot, person_id=coming.person.pk, on=today())
        assert [each.identifier for each in held] == [str(going.pk), str(passed.pk)]
        assert {each.organisation_id for each in held} == {stage.cast.observatory.pk}
        assert Ownership.objects.filter(experiment=going).count() == 2, "the one before stays"


def test_a_hand_over_is_for_the_pilot_and_needs_a_reason(stage: Stage) -> None:
    opened(stage, owner="lead")
    lead, pilot, intruder = (stage.cast[part].actor for part in ("lead", "pilot", "intruder"))
    person = stage.cast["lead"].person
    with acting_as(pilot):
        holdings = experiment_assignments_of(actor=pilot, person_id=person.pk, on=today())
    given = {"giver": person, "taker": stage.cast["analyst"].person, "holdings": holdings, "on": today()}
    with acting_as(lead), pytest.raises(PermissionDenied):
        hand_over_experiments(actor=lead, reason="x", **given)
    with acting_as(pilot), pytest.raises(ValidationError):
        hand_over_experiments(actor=pilot, reason=" ", **given)
    with acting_as(intruder):
        assert experiment_assignments_of(actor=intruder, person_id=person.pk, on=today()) == ()
        hand_over_experiments(actor=intruder, reason="x", **given)
    with acting_as(pilot):
        assert experiment_assignments_of(actor=pilot, person_id=person.pk, on=today()) == holdings, (
            "another Region moves nothing"
        )


def test_who_owes_a_sheet_is_told_once_a_month_and_a_late_finding_once_a_week(stage: Stage) -> None:
    opened(stage, owner="lead")
    late = opened(stage, title="Finie", owner="analyst")
    with acting_as(MACHINE):
        write_protocol(actor=MACHINE, experiment=late, content=whole_sheet(), on=OPENED)
        lock_protocol(actor=MACHINE, experiment=late, on=date(2020, 2, 3), by="essai")
        day = date(2021, 3, 1)
        assert remind_experiment_owners(actor=MACHINE, on=day, address_of=address) == 2
        assert remind_experiment_owners(actor=MACHINE, on=day, address_of=address) == 0
        assert remind_experiment_owners(actor=MACHINE, on=date(2021, 3, 9), address_of=address) == 1
        assert remind_experiment_owners(actor=MACHINE, on=date(2021, 4, 1), address_of=address) == 2
        told = Notification.objects.filter(person=stage.cast["analyst"].person).order_by("pk").first()
    assert told is not None
    assert told.address == f"/plan/{stage.plan.code}/experimentations/{late.number}/"
    assert "Constat attendu" in told.subject
    pilot = stage.cast["pilot"].actor
    with acting_as(pilot), pytest.raises(PermissionDenied):
        remind_experiment_owners(actor=pilot, on=day, address_of=address)


def test_a_sheet_that_is_whole_or_withdrawn_owes_nothing(stage: Stage) -> None:
    whole, gone = opened(stage, owner="lead"), opened(stage, title="Retirée", owner="lead")
    with acting_as(MACHINE):
        write_protocol(actor=MACHINE, experiment=whole, content=whole_sheet(), on=OPENED)
        withdraw_experiment(actor=MACHINE, experiment=gone, on=OPENED, reason="x")
        assert remind_experiment_owners(actor=MACHINE, on=date(2020, 3, 1), address_of=address) == 0
        states = {line.title: line.state for line in experiment_summaries(actor=MACHINE, plan=stage.plan, on=today())}
    assert states == {"Essai": ProtocolState.READY, "Retirée": ProtocolState.WITHDRAWN}


def test_row_level_security_shows_that_an_experiment_exists_and_nothing_of_its_sheet(stage: Stage) -> None:
    experiment = opened(stage, owner="lead")
    with acting_as(MACHINE):
        write_protocol(actor=MACHINE, experiment=experiment, content=whole_sheet(), on=OPENED)
    for actor in (NOBODY, stage.cast["intruder"].actor):
        set_row_context(actor)
        assert experiment_count(actor=actor, plan=stage.plan, number=ActionCode(1), on=today()) == 1
        assert not ProtocolVersion.objects.exists()
        assert not Ownership.objects.exists()
        assert experiments_of_action(actor=actor, plan=stage.plan, number=ActionCode(1), on=today()) == []
        with pytest.raises(NotFound):
            experiment_summaries(actor=actor, plan=stage.plan, on=today())
    set_row_context(stage.cast["pilot"].actor)
    assert ProtocolVersion.objects.count() == 1


def test_a_withdrawn_experiment_is_no_longer_counted_and_was_before(stage: Stage) -> None:
    experiment = opened(stage)
    with acting_as(MACHINE):
        withdraw_experiment(actor=MACHINE, experiment=experiment, on=date(2020, 3, 2), reason="x")
        assert experiment_count(actor=MACHINE, plan=stage.plan, number=ActionCode(1), on=date(2020, 3, 1)) == 1
        assert experiment_count(actor=MACHINE, plan=stage.plan, number=ActionCode(1), on=date(2020, 3, 2)) == 0
