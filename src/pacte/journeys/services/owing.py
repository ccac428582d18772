"""Side effects of a step: close obligations, create new ones, queue partner messages. In the step's transaction."""

from __future__ import annotations

from datetime import date

from pacte.audit.services import audit_event
from pacte.journeys.models import Due, Journey, Outgoing, Seat
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer, consequences
from pacte.journeys.rules.dues import Refill, Settled, leaves, owed_after, settled_by
from pacte.journeys.rules.seats import entry_deadline
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound
from pacte.offer.records import EntryMode


def set_off(*, actor: Actor, journey: Journey, step: StepRow) -> list[Due]:
    """Applies the side effects of a step and returns the new obligations. Called once, by ``record_step`` only."""
    replaced = _settle_corrected(actor, step)
    if not step.is_withdrawn:
        _settle(actor, journey, step)
    _announce(step, was_told=replaced)
    return [] if step.is_withdrawn else _owe(journey, step)


def settle_due(*, actor: Actor, identifier: int) -> Due:
    """Marks an obligation as done. For members of the body that owes it.

    Raises ``Unseen``, or ``Conflict`` when it was already closed.
    """
    due = Due.objects.select_for_update(of=("self",)).select_related("journey").filter(pk=identifier).first()
    if due is None or not _owes(actor, due):
        raise NotFound
    if due.settled_on is not None:
        raise Conflict("journeys_due_settled", "C’est déjà fait.", hint="Revenez à la liste : elle est à jour.")
    with audit_event(
        actor=actor, name="journeys.settle_due", subject_kind="journey", subject_id=due.journey.key,
        subject_label=LABELS[Consequence(due.what)], organisation_id=due.body_id,
    ):  # fmt: skip
        due.settled_on, due.settled_by, due.settled_how = today(), actor.name[:200], Settled.PERSON
        due.save(update_fields=["settled_on", "settled_by", "settled_how"])
    return due


def owe_region_since(*, actor: Actor, since: date) -> int:
    """Creates the Region's obligations from steps loaded in bulk since that day. For the machine. Returns how many."""
    if not actor.is_system:
        raise NotFound
    kinds = [kind for kind in StepKind if any(due.who is Doer.REGION for due in consequences(kind))]
    rows = StepRow.objects.filter(happened_on__gte=since, kind__in=[*kinds, StepKind.ENDED], is_withdrawn=False)
    fresh = [
        Due(
            organisation_id=row.organisation_id, journey_id=row.journey_id, step=row, what=each.what, doer=each.doer,
            body_id=each.body_id, due_on=each.due_on,
        )
        for row in rows.order_by("pk")
        for each in owed_after(
            StepKind(row.kind), _end_kind(row), happened_on=row.happened_on, bodies={Doer.REGION: row.organisation_id}
        )
    ]  # fmt: skip
    return len(Due.objects.bulk_create(fresh, ignore_conflicts=True))


def _owes(actor: Actor, due: Due) -> bool:
    if actor.is_system:
        return True
    journey = due.journey
    scope = JourneyScope(journey.organisation_id, journey.referrer_id, journey.provider_body_id)
    return may(actor, "journeys.settle", scope) and due.body_id in actor.organisation_ids


def _settle_corrected(actor: Actor, step: StepRow) -> bool:
    """Closes the obligations of the corrected step. True when it had been queued for partners."""
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
    """A correction of a step sent to partners is sent too, even when it only withdraws it."""
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
    owed = owed_after(
        StepKind(step.kind), _end_kind(step), happened_on=step.happened_on, bodies=bodies,
        refill=_refill(journey),
    )  # fmt: skip
    return Due.objects.bulk_create(
        [
            Due(
                organisation_id=journey.organisation_id, journey=journey, step=step, what=each.what, doer=each.doer,
                body_id=each.body_id, due_on=each.due_on,
            )
            for each in owed
        ]
    )  # fmt: skip


def _refill(journey: Journey) -> Refill | None:
    """Entry deadline of the seat that the journey has just left; None when it left none."""
    left = Seat.objects.filter(journey=journey, session_id=journey.session_id).exclude(released_on=None).order_by("-pk")
    seat = left.select_related("session__training_action").first()
    if seat is None:
        return None
    session = seat.session
    is_rolling = session.training_action.entry_mode == EntryMode.ROLLING
    return Refill(entry_deadline(session.starts_on, session.ends_on, is_rolling=is_rolling))


def _end_kind(step: StepRow) -> EndKind | None:
    return EndKind(str(step.detail["end_kind"])) if step.kind == StepKind.ENDED and not step.is_withdrawn else None
