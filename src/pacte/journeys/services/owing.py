"""After a step: what it settles, what it sets off, what partners must hear. In the transaction of the step."""

from __future__ import annotations

from pacte.journal.services import act
from pacte.journeys.models import Due, Journey, Outgoing
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer
from pacte.journeys.rules.dues import Settled, leaves, owed_after, settled_by
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, Unseen


def set_off(*, actor: Actor, journey: Journey, step: StepRow) -> list[Due]:
    """Writes what follows from the step and gives what is owed. Called once a step, by ``record_step`` alone."""
    replaced = _settle_corrected(actor, step)
    if not step.is_withdrawn:
        _settle(actor, journey, step)
    _announce(step, was_told=replaced)
    return [] if step.is_withdrawn else _owe(journey, step)


def settle_due(*, actor: Actor, identifier: int) -> Due:
    """Says that what was owed is done. For who belongs to the body that owes it.

    Raises ``Unseen``, or ``Conflict`` when somebody settled it before.
    """
    due = Due.objects.select_for_update(of=("self",)).select_related("journey").filter(pk=identifier).first()
    if due is None or not _owes(actor, due):
        raise Unseen
    if due.settled_on is not None:
        raise Conflict("journeys_due_settled", "C’est déjà fait.", todo="Revenez à la liste : elle est à jour.")
    with act(
        actor=actor, name="journeys.settle_due", subject_kind="journey", subject_id=due.journey.key,
        subject_label=LABELS[Consequence(due.what)], organisation_id=due.body_id,
    ):  # fmt: skip
        due.settled_on, due.settled_by, due.settled_how = today(), actor.name[:200], Settled.PERSON
        due.save(update_fields=["settled_on", "settled_by", "settled_how"])
    return due


def _owes(actor: Actor, due: Due) -> bool:
    if actor.is_system:
        return True
    journey = due.journey
    scope = JourneyScope(journey.organisation_id, journey.referrer_id, journey.provider_body_id)
    return may(actor, "journeys.read", scope) and due.body_id in actor.organisation_ids


def _settle_corrected(actor: Actor, step: StepRow) -> bool:
    """What the corrected step had set off is no longer owed. True when partners had been told of it."""
    if step.corrects_id is None:
        return False
    Due.objects.filter(step_id=step.corrects_id, settled_on=None).update(
        settled_on=today(), settled_by=actor.name[:200], settled_how=Settled.CORRECTED
    )
    return Outgoing.objects.filter(step_id=step.corrects_id).exists()


def _settle(actor: Actor, journey: Journey, step: StepRow) -> None:
    done = settled_by(StepKind(step.kind))
    if done:
        Due.objects.filter(journey=journey, what__in=done, settled_on=None).update(
            settled_on=today(), settled_by=actor.name[:200], settled_how=Settled.STEP
        )


def _announce(step: StepRow, *, was_told: bool) -> None:
    """A correction of what partners heard is told too, even when it only takes it back."""
    if was_told or leaves(StepKind(step.kind), _end_kind(step)):
        Outgoing.objects.create(
            organisation_id=step.organisation_id,
            journey_id=step.journey_id,
            step=step,
            key=f"step:{step.pk}",
            created_at=step.recorded_at,
        )


def _owe(journey: Journey, step: StepRow) -> list[Due]:
    bodies = {
        Doer.ADVISER: journey.referrer_id,
        Doer.PROVIDER: journey.provider_body_id,
        Doer.REGION: journey.organisation_id,
    }
    owed = owed_after(StepKind(step.kind), _end_kind(step), happened_on=step.happened_on, bodies=bodies)
    return Due.objects.bulk_create(
        [
            Due(
                organisation_id=journey.organisation_id, journey=journey, step=step, what=each.what, doer=each.doer,
                body_id=each.body_id, due_on=each.due_on,
            )
            for each in owed
        ]
    )  # fmt: skip


def _end_kind(step: StepRow) -> EndKind | None:
    return EndKind(str(step.detail["end_kind"])) if step.kind == StepKind.ENDED and not step.is_withdrawn else None
