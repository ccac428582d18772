"""Writes on deliverables: expect, move, receive, accept, refuse with a reason."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError, refuse_blank
from pacte.kernel.french import format_day
from pacte.procedures.models import Case, Deliverable
from pacte.procedures.records.cases import DELIVERABLE_STATE_LABELS, CaseEventKind, DeliverableState
from pacte.procedures.services.guards import (
    add_case_event,
    locked_case,
    refuse_case_without_reason,
    refuse_invalid_case_date,
)

_WRITE = "procedures.write"


def expect_deliverable(*, actor: Actor, case: Case, title: str, due_on: date, on: date) -> Deliverable:
    """Creates an expected deliverable."""
    refuse_blank(title, "title_missing", "Le livrable n’a pas d’intitulé.", hint="Donnez-lui un nom.")
    with locked_case(actor=actor, case=case, right=_WRITE, name="expect_deliverable") as (locked, entry):
        last = locked.deliverables.aggregate(last=Max("rank"))["last"] or 0
        deliverable = Deliverable.objects.create(
            organisation_id=locked.organisation_id, case=locked, rank=last + 1, title=title.strip()[:200], due_on=due_on
        )
        add_case_event(
            actor=actor, case=locked, kind=CaseEventKind.DELIVERABLE_EXPECTED, on=on, deliverable=deliverable,
            after=f"pour le {format_day(due_on)}",
        )  # fmt: skip
        entry.detail.update(deliverable=deliverable.pk)
    return deliverable


def move_deliverable(*, actor: Actor, deliverable: Deliverable, due_on: date, on: date, reason: str) -> None:
    """Changes the due date of a deliverable not yet received."""
    refuse_case_without_reason(reason)
    with locked_case(actor=actor, case=deliverable.case, right=_WRITE, name="move_deliverable", reason=reason) as (
        case,
        _,
    ):
        locked_deliverable = _lock_deliverable(deliverable, DeliverableState.EXPECTED, DeliverableState.REFUSED)
        before, locked_deliverable.due_on = locked_deliverable.due_on, due_on
        locked_deliverable.save()
        add_case_event(
            actor=actor,
            case=case,
            kind=CaseEventKind.DELIVERABLE_MOVED,
            on=on,
            deliverable=locked_deliverable,
            before=format_day(before),
            after=format_day(due_on),
            reason=reason,
        )


def receive_deliverable(*, actor: Actor, deliverable: Deliverable, on: date) -> None:
    """Marks a deliverable as received, possibly again after a refusal."""
    with locked_case(actor=actor, case=deliverable.case, right=_WRITE, name="receive_deliverable") as (case, _):
        refuse_invalid_case_date(on)
        locked_deliverable = _lock_deliverable(deliverable, DeliverableState.EXPECTED, DeliverableState.REFUSED)
        locked_deliverable.state, locked_deliverable.received_on, locked_deliverable.judged_on = (
            DeliverableState.RECEIVED,
            on,
            None,
        )
        locked_deliverable.save()
        add_case_event(
            actor=actor, case=case, kind=CaseEventKind.DELIVERABLE_RECEIVED, on=on, deliverable=locked_deliverable
        )


def accept_deliverable(*, actor: Actor, deliverable: Deliverable, on: date, reason: str = "") -> None:
    _judge(actor, deliverable, DeliverableState.ACCEPTED, CaseEventKind.DELIVERABLE_ACCEPTED, on, reason)


def refuse_deliverable(*, actor: Actor, deliverable: Deliverable, on: date, reason: str) -> None:
    """Refuses a deliverable, which is then expected again. Raises ``ValidationError`` without a reason."""
    refuse_case_without_reason(reason)
    _judge(actor, deliverable, DeliverableState.REFUSED, CaseEventKind.DELIVERABLE_REFUSED, on, reason)


def _judge(
    actor: Actor, deliverable: Deliverable, state: DeliverableState, kind: CaseEventKind, on: date, reason: str
) -> None:
    with locked_case(actor=actor, case=deliverable.case, right=_WRITE, name="judge_deliverable", reason=reason) as (
        case,
        entry,
    ):
        locked_deliverable = _lock_deliverable(deliverable, DeliverableState.RECEIVED)
        if locked_deliverable.received_on and on < locked_deliverable.received_on:
            raise ValidationError(
                "judged_before_received",
                f"Le livrable a été reçu le {format_day(locked_deliverable.received_on)}.",
                hint="Donnez ce jour-là, ou un jour d’après.",
            )
        locked_deliverable.state, locked_deliverable.judged_on = state, on
        locked_deliverable.save()
        add_case_event(actor=actor, case=case, kind=kind, on=on, deliverable=locked_deliverable, reason=reason)
        entry.detail.update(deliverable=locked_deliverable.pk, state=state)


def _lock_deliverable(deliverable: Deliverable, *states: DeliverableState) -> Deliverable:
    locked_deliverable = Deliverable.objects.select_for_update().get(pk=deliverable.pk)
    if locked_deliverable.state not in states:
        raise Conflict(
            "deliverable_state",
            f"Ce livrable est {DELIVERABLE_STATE_LABELS[DeliverableState(locked_deliverable.state)]}.",
            hint="Rechargez la page.",
        )
    return locked_deliverable
