"""Barriers of a learner: a row of their record, and a dated step of each journey concerned."""

from __future__ import annotations

from pacte.accounts.models import Organisation
from pacte.audit.services import audit_event
from pacte.journeys.models import Barrier, Learner, Referent
from pacte.journeys.records import CONSTRAINTS, StepKind, Theme
from pacte.journeys.rules.state_machine import TRANSITIONS
from pacte.journeys.services.learners import refuse_unless_referent
from pacte.journeys.services.steps import StepInput, record_step
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError


def note_barrier(*, actor: Actor, learner: Learner, body: Organisation, theme: Theme, constraint: str = "") -> Barrier:
    """Raises ``ValidationError`` when the constraint does not belong to the theme: no free text about a person."""
    refuse_unless_referent(actor, learner, body.pk, "journeys.orient")
    if constraint and constraint not in CONSTRAINTS[theme]:
        raise ValidationError(
            "barrier_constraint", "Cette contrainte n’est pas dans la liste.", hint="Choisissez-en une."
        )
    with audit_event(
        actor=actor, name="journeys.note_barrier", subject_kind="learner", subject_id=learner.key,
        subject_label="Frein repéré", organisation_id=body.pk,
    ):  # fmt: skip
        made = Barrier.objects.create(
            organisation_id=learner.organisation_id, learner=learner, theme=theme, constraint=constraint,
            noted_on=today(), noted_by=body, person_name=actor.name[:200],
        )  # fmt: skip
        _record_on_journeys(actor, learner, StepKind.BARRIER_NOTED, theme)
    return made


def solve_barrier(*, actor: Actor, barrier: Barrier) -> Barrier:
    """For the present referent, whoever recorded the barrier. Raises ``NotFound``."""
    present = Referent.objects.filter(learner=barrier.learner, valid_until=None).first()
    body_id = present.body_id if present else barrier.noted_by_id
    refuse_unless_referent(actor, barrier.learner, body_id, "journeys.orient")
    with audit_event(
        actor=actor, name="journeys.solve_barrier", subject_kind="learner", subject_id=barrier.learner.key,
        subject_label="Frein levé", organisation_id=body_id,
    ):  # fmt: skip
        barrier.solved_on = today()
        barrier.save(update_fields=["solved_on"])
        _record_on_journeys(actor, barrier.learner, StepKind.BARRIER_SOLVED, Theme(barrier.theme))
    return barrier


def _record_on_journeys(actor: Actor, learner: Learner, kind: StepKind, theme: Theme) -> None:
    """Only the theme is recorded: the constraint stays with the body that accompanies the learner."""
    for journey in learner.journeys.filter(state__in=TRANSITIONS[kind][0]).order_by("pk"):
        record_step(actor=actor, key=journey.key, step_input=StepInput(kind, today(), detail={"theme": theme}))
