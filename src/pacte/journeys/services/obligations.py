"""Side effects of a step: close obligations, create new ones, queue partner messages. In the step's transaction."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date

from django.db import transaction

from pacte.audit.services import audit_event
from pacte.journeys.models import Journey, Obligation, OutboxMessage, Seat
from pacte.journeys.models import Step as StepRow
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.journeys import as_step_records
from pacte.journeys.queries.relations import relation_decisions
from pacte.journeys.records import EndKind, StepKind
from pacte.journeys.rules.consequences import LABELS, Consequence, Doer, side_effects_of
from pacte.journeys.rules.obligations import (
    SeatVacancy,
    SettlementMethod,
    announced_days,
    is_sent_to_partners,
    obligations_after,
    obligations_settled_by,
)
from pacte.journeys.rules.relations import CONTACT_OBLIGATIONS, decision_in_force, first_contacts_due
from pacte.journeys.rules.seats import seat_entry_deadline
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ensure_found, hide_unless
from pacte.offer.records import EntryMode


def apply_side_effects(*, actor: Actor, journey: Journey, step: StepRow) -> list[Obligation]:
    """Applies the side effects of a step and returns the new obligations. Called once, by ``record_step`` only."""
    was_sent = _settle_corrected(actor, step)
    if not step.is_withdrawn:
        _settle(actor, journey, step)
    _queue_for_partners(step, was_sent=was_sent)
    return [] if step.is_withdrawn else _create_obligations(actor, journey, step)


def settle_obligation(*, actor: Actor, identifier: int) -> Obligation:
    """Marks an obligation as done. For members of the body that owes it.

    Raises ``NotFound``, or ``Conflict`` when it was already closed.
    """
    obligation = ensure_found(
        Obligation.objects.select_for_update(of=("self",)).select_related("journey").filter(pk=identifier).first()
    )
    hide_unless(_may_settle(actor, obligation))
    if obligation.settled_on is not None:
        raise Conflict("journeys_obligation_settled", "C’est déjà fait.", hint="Revenez à la liste : elle est à jour.")
    with audit_event(
        actor=actor, name="journeys.settle_due", subject_kind="journey", subject_id=obligation.journey.key,
        subject_label=LABELS[Consequence(obligation.what)], organisation_id=obligation.body_id,
    ):  # fmt: skip
        obligation.settled_on, obligation.settled_by, obligation.settled_how = (
            today(),
            actor.name[:200],
            SettlementMethod.PERSON,
        )
        obligation.save(update_fields=["settled_on", "settled_by", "settled_how"])
    return obligation


def settle_obligations(*, actor: Actor, identifiers: Iterable[int]) -> int:
    """Marks them as done in one transaction; how many. Those that somebody else closed meanwhile are passed over.

    Raises ``NotFound`` when one of them is of another body.
    """
    settled_count = 0
    with transaction.atomic():
        for identifier in identifiers:
            with suppress(Conflict):
                settle_obligation(actor=actor, identifier=identifier)
                settled_count += 1
    return settled_count


def settle_first_contacts(*, actor: Actor, journey: Journey, body_ids: Iterable[int | None]) -> None:
    """A contact that reached the person closes the first contacts that these bodies owed."""
    Obligation.objects.filter(
        journey=journey, body_id__in=[each for each in body_ids if each], what__in=CONTACT_OBLIGATIONS, settled_on=None
    ).update(settled_on=today(), settled_by=actor.name[:200], settled_how=SettlementMethod.CONTACT)


def backfill_region_obligations(*, actor: Actor, since: date) -> int:
    """Creates the Region's obligations from steps loaded in bulk since that day. For the machine. Returns how many."""
    actor.require_system()
    kinds = [kind for kind in StepKind if any(due.who is Doer.REGION for due in side_effects_of(kind))]
    rows = StepRow.objects.filter(happened_on__gte=since, kind__in=[*kinds, StepKind.ENDED], is_withdrawn=False)
    fresh = [
        Obligation(
            organisation_id=row.organisation_id, journey_id=row.journey_id, step=row, what=each.what, doer=each.doer,
            body_id=each.body_id, due_on=each.due_on,
        )
        for row in rows.order_by("pk")
        for each in obligations_after(
            StepKind(row.kind), _end_kind(row), happened_on=row.happened_on, bodies={Doer.REGION: row.organisation_id}
        )
    ]  # fmt: skip
    return len(Obligation.objects.bulk_create(fresh, ignore_conflicts=True))


def _may_settle(actor: Actor, obligation: Obligation) -> bool:
    if actor.is_system:
        return True
    journey = obligation.journey
    scope = JourneyScope(journey.organisation_id, journey.referrer_id, journey.provider_body_id)
    return may(actor, "journeys.settle", scope) and obligation.body_id in actor.organisation_ids


def _settle_corrected(actor: Actor, step: StepRow) -> bool:
    """Closes the obligations of the corrected step. True when it had been queued for partners."""
    if step.corrects_id is None:
        return False
    Obligation.objects.filter(step_id=step.corrects_id, settled_on=None).update(
        settled_on=today(), settled_by=actor.name[:200], settled_how=SettlementMethod.CORRECTED
    )
    return OutboxMessage.objects.filter(step_id=step.corrects_id).exists()


def _settle(actor: Actor, journey: Journey, step: StepRow) -> None:
    done = obligations_settled_by(StepKind(step.kind))
    if done:
        Obligation.objects.filter(journey=journey, what__in=done, settled_on=None).update(
            settled_on=today(), settled_by=actor.name[:200], settled_how=SettlementMethod.STEP
        )


def _queue_for_partners(step: StepRow, *, was_sent: bool) -> None:
    """A correction of a step sent to partners is sent too, even when it only withdraws it."""
    if was_sent or is_sent_to_partners(StepKind(step.kind), _end_kind(step)):
        OutboxMessage.objects.create(
            organisation_id=step.organisation_id,
            journey_id=step.journey_id,
            step=step,
            key=f"step:{step.pk}",
            created_at=step.recorded_at,
        )


def _create_obligations(actor: Actor, journey: Journey, step: StepRow) -> list[Obligation]:
    bodies = {
        Doer.ADVISER: journey.referrer_id,
        Doer.PROVIDER: journey.provider_body_id,
        Doer.REGION: journey.organisation_id,
    }
    obligations = obligations_after(
        StepKind(step.kind), _end_kind(step), happened_on=step.happened_on, bodies=bodies,
        vacancy=_seat_vacancy(journey), announced=announced_days(as_step_records([step])[0]),
    )  # fmt: skip
    if step.kind == StepKind.ENTERED:
        decisions = relation_decisions(actor=actor, host_id=journey.organisation_id)
        decision = decision_in_force(decisions, step.happened_on)
        obligations += first_contacts_due(decision, entered_on=step.happened_on, bodies=bodies)
    return Obligation.objects.bulk_create(
        [
            Obligation(
                organisation_id=journey.organisation_id, journey=journey, step=step, what=each.what, doer=each.doer,
                body_id=each.body_id, due_on=each.due_on,
            )
            for each in obligations
        ]
    )  # fmt: skip


def _seat_vacancy(journey: Journey) -> SeatVacancy | None:
    """Entry deadline of the seat that the journey has just left; None when it left none."""
    left = Seat.objects.filter(journey=journey, session_id=journey.session_id).exclude(released_on=None).order_by("-pk")
    seat = left.select_related("session__training_action").first()
    if seat is None:
        return None
    session = seat.session
    is_rolling = session.training_action.entry_mode == EntryMode.ROLLING
    return SeatVacancy(seat_entry_deadline(session.starts_on, session.ends_on, is_rolling=is_rolling))


def _end_kind(step: StepRow) -> EndKind | None:
    return EndKind(str(step.detail["end_kind"])) if step.kind == StepKind.ENDED and not step.is_withdrawn else None
