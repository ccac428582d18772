"""Sessions attached to the arms of an experiment, and detached: who may, what is refused, what stays readable."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.audit.models import AuditEntry
from pacte.evaluation.models import ArmSession, Experiment
from pacte.evaluation.queries import arm_periods, unlocked_experiments_with
from pacte.evaluation.records import Arm, Judgement
from pacte.evaluation.services import (
    attach_sessions,
    detach_session,
    lock_protocol,
    record_finding,
    withdraw_experiment,
)
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.offer.models import Session, Training
from tests.cast import MACHINE
from tests.evaluation.test_lock_on_entry import opened
from tests.journeys.making import DAY, session_with
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=30)

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1), row("A02", 2))))


@pytest.fixture
def experiment(stage: Stage) -> Experiment:
    return opened(stage, 1)


@pytest.fixture
def session(stage: Stage) -> Session:
    return session_with(stage.cast)


def attach(experiment: Experiment, *sessions: Session, arm: Arm = Arm.WITH, on: date = DAY) -> int:
    with acting_as(MACHINE):
        return attach_sessions(
            actor=MACHINE, experiment=experiment, arms=dict.fromkeys([each.pk for each in sessions], arm), on=on
        )


def detach(experiment: Experiment, session: Session, *, on: date = LATER, reason: str = "annulée") -> None:
    with acting_as(MACHINE):
        detach_session(actor=MACHINE, experiment=experiment, session_id=session.pk, on=on, reason=reason)


def arms(experiment: Experiment, on: date | None = None) -> dict[int, Arm]:
    """Arm of each session attached on that day."""
    with acting_as(MACHINE):
        periods = arm_periods(actor=MACHINE, experiment_ids=[experiment.pk], on=on or today())
    return {each.session_id: each.arm for each in periods if each.until is None}


def test_sessions_enter_an_arm_from_a_day_and_each_act_is_audited(
    stage: Stage, experiment: Experiment, session: Session
) -> None:
    other = session_with(stage.cast, number="24_2")
    assert attach(experiment, session, other) == 2
    assert arms(experiment) == {session.pk: Arm.WITH, other.pk: Arm.WITH}
    assert arms(experiment, DAY - timedelta(days=1)) == {}
    with acting_as(MACHINE):
        entry = AuditEntry.objects.get(act="evaluation.attach_sessions")
    assert entry.detail == {"with": [session.pk, other.pk], "without": [], "on": DAY.isoformat()}


def test_attaching_again_to_the_same_arm_writes_nothing(experiment: Experiment, session: Session) -> None:
    attach(experiment, session)
    assert attach(experiment, session, on=LATER) == 0
    with acting_as(MACHINE):
        assert ArmSession.objects.count() == 1


def test_a_session_changes_arm_only_once_detached_with_a_reason(experiment: Experiment, session: Session) -> None:
    attach(experiment, session)
    with pytest.raises(Conflict) as caught:
        attach(experiment, session, arm=Arm.WITHOUT, on=LATER)
    assert caught.value.code == "session_in_other_arm"
    with pytest.raises(ValidationError):
        detach(experiment, session, reason=" ")
    detach(experiment, session)
    attach(experiment, session, arm=Arm.WITHOUT, on=LATER)
    assert arms(experiment) == {session.pk: Arm.WITHOUT}
    assert arms(experiment, LATER - timedelta(days=1)) == {session.pk: Arm.WITH}, "what was stays readable"


def test_the_same_session_may_be_in_several_experiments(stage: Stage, experiment: Experiment, session: Session) -> None:
    second = opened(stage, 1, "Autre essai")
    attach(experiment, session)
    attach(second, session, arm=Arm.WITHOUT)
    assert (arms(experiment), arms(second)) == ({session.pk: Arm.WITH}, {session.pk: Arm.WITHOUT})
    with acting_as(MACHINE):
        assert unlocked_experiments_with(actor=MACHINE, session_id=session.pk, on=today()) == [experiment, second]
    detach(second, session)
    with acting_as(MACHINE):
        assert unlocked_experiments_with(actor=MACHINE, session_id=session.pk, on=today()) == [experiment]


def test_a_session_already_begun_or_a_locked_protocol_refuses_nothing(
    stage: Stage, experiment: Experiment, session: Session
) -> None:
    with acting_as(MACHINE):
        lock_protocol(actor=MACHINE, experiment=experiment, on=DAY, by="essai")
    assert attach(experiment, session, on=date(2021, 3, 1)) == 1


def test_a_judged_experiment_takes_no_new_session_and_a_mistake_can_still_be_put_right(
    stage: Stage, experiment: Experiment, session: Session
) -> None:
    attach(experiment, session)
    with acting_as(MACHINE):
        lock_protocol(actor=MACHINE, experiment=experiment, on=DAY, by="essai")
        record_finding(actor=MACHINE, experiment=experiment, result="x", judgement=Judgement.STOP, on=LATER, reason="y")
    with pytest.raises(Conflict) as caught:
        attach(experiment, session_with(stage.cast, number="24_2"), on=LATER)
    assert caught.value.code == "experiment_judged"
    detach(experiment, session, reason="n’a jamais essayé")
    assert arms(experiment) == {}


def test_a_withdrawn_experiment_takes_no_new_session(experiment: Experiment, session: Session) -> None:
    with acting_as(MACHINE):
        withdraw_experiment(actor=MACHINE, experiment=experiment, on=LATER, reason="x")
    with pytest.raises(Conflict):
        attach(experiment, session, on=LATER)


def test_a_day_to_come_or_before_the_last_change_is_refused(experiment: Experiment, session: Session) -> None:
    for day in (today() + timedelta(days=1), DAY - timedelta(days=1)):
        with pytest.raises(ValidationError):
            attach(experiment, session, on=day)
    attach(experiment, session, on=LATER)
    with pytest.raises(ValidationError):
        detach(experiment, session, on=DAY)
    with pytest.raises(ValidationError):
        attach(experiment)


def test_detaching_what_is_in_no_arm_is_refused(experiment: Experiment, session: Session) -> None:
    with pytest.raises(Conflict):
        detach(experiment, session)


def test_a_session_of_another_offer_does_not_exist_for_this_experiment(
    experiment: Experiment, session: Session
) -> None:
    with acting_as(MACHINE):
        Training.objects.filter(pk=session.training.pk).update(host_id=session.training.host_id + 1)
    with pytest.raises(NotFound):
        attach(experiment, session)


def test_the_pilot_and_the_owner_attach_and_others_may_not(
    stage: Stage, experiment: Experiment, session: Session
) -> None:
    for part in ("analyst", "state_reader", "auditor"):
        actor = stage.cast[part].actor
        with acting_as(actor), pytest.raises(PermissionDenied):
            attach_sessions(actor=actor, experiment=experiment, arms={session.pk: Arm.WITH}, on=DAY)
    for part in ("pilot", "lead"):
        actor = stage.cast[part].actor
        with acting_as(actor):
            attach_sessions(actor=actor, experiment=experiment, arms={session.pk: Arm.WITH}, on=DAY)
            detach_session(actor=actor, experiment=experiment, session_id=session.pk, on=DAY, reason="essai")


def test_another_region_reads_nothing_of_the_arms(stage: Stage, experiment: Experiment, session: Session) -> None:
    attach(experiment, session)
    intruder = stage.cast["intruder"].actor
    set_row_context(intruder)
    assert not ArmSession.objects.exists()
    assert arm_periods(actor=intruder, experiment_ids=[experiment.pk], on=today()) == []
    with pytest.raises(NotFound):
        unlocked_experiments_with(actor=intruder, session_id=session.pk, on=today())
    set_row_context(stage.cast["pilot"].actor)
    assert ArmSession.objects.count() == 1


def test_the_database_refuses_an_unknown_arm_and_a_detachment_without_reason(
    experiment: Experiment, session: Session
) -> None:
    attach(experiment, session)
    with acting_as(MACHINE):
        row = ArmSession.objects.get()
        for arm in ("both", ""):
            row.pk, row.arm = None, arm
            with pytest.raises(DatabaseError), transaction.atomic():
                row.save(force_insert=True)
