"""Writes on deliverables: expect, move, receive, accept, refuse with a reason."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day
from pacte.procedures.models import Deliverable, File
from pacte.procedures.records.files import DELIVERABLE_WORDS, DeliverableState, StepKind
from pacte.procedures.services.writing import add_step, at_work, refuse_without_reason, refuse_wrong_day

_WRITE = "procedures.write"


def expect_deliverable(*, actor: Actor, file: File, title: str, due_on: date, on: date) -> Deliverable:
    """Creates an expected deliverable."""
    if not title.strip():
        raise ValidationError("title_missing", "Le livrable n’a pas d’intitulé.", hint="Donnez-lui un nom.")
    with at_work(actor=actor, file=file, right=_WRITE, name="expect_deliverable") as (locked, entry):
        last = locked.deliverables.aggregate(last=Max("rank"))["last"] or 0
        made = Deliverable.objects.create(
            organisation_id=locked.organisation_id, file=locked, rank=last + 1, title=title.strip()[:200], due_on=due_on
        )
        add_step(
            actor=actor, file=locked, kind=StepKind.DELIVERABLE_EXPECTED, on=on, deliverable=made,
            after=f"pour le {format_day(due_on)}",
        )  # fmt: skip
        entry.detail.update(deliverable=made.pk)
    return made


def move_deliverable(*, actor: Actor, deliverable: Deliverable, due_on: date, on: date, reason: str) -> None:
    """Changes the due date of a deliverable not yet received."""
    refuse_without_reason(reason)
    with at_work(actor=actor, file=deliverable.file, right=_WRITE, name="move_deliverable", reason=reason) as (file, _):
        found = _locked(deliverable, DeliverableState.EXPECTED, DeliverableState.REFUSED)
        before, found.due_on = found.due_on, due_on
        found.save()
        add_step(
            actor=actor, file=file, kind=StepKind.DELIVERABLE_MOVED, on=on, deliverable=found, before=format_day(before),
            after=format_day(due_on), reason=reason,
        )  # fmt: skip


def receive_deliverable(*, actor: Actor, deliverable: Deliverable, on: date) -> None:
    """Marks a deliverable as received, possibly again after a refusal."""
    with at_work(actor=actor, file=deliverable.file, right=_WRITE, name="receive_deliverable") as (file, _):
        refuse_wrong_day(on)
        found = _locked(deliverable, DeliverableState.EXPECTED, DeliverableState.REFUSED)
        found.state, found.received_on, found.judged_on = DeliverableState.RECEIVED, on, None
        found.save()
        add_step(actor=actor, file=file, kind=StepKind.DELIVERABLE_RECEIVED, on=on, deliverable=found)


def accept_deliverable(*, actor: Actor, deliverable: Deliverable, on: date, reason: str = "") -> None:
    _judge(actor, deliverable, DeliverableState.ACCEPTED, StepKind.DELIVERABLE_ACCEPTED, on, reason)


def refuse_deliverable(*, actor: Actor, deliverable: Deliverable, on: date, reason: str) -> None:
    """Refuses a deliverable, which is then expected again. Raises ``ValidationError`` without a reason."""
    refuse_without_reason(reason)
    _judge(actor, deliverable, DeliverableState.REFUSED, StepKind.DELIVERABLE_REFUSED, on, reason)


def _judge(
    actor: Actor, deliverable: Deliverable, state: DeliverableState, kind: StepKind, on: date, reason: str
) -> None:
    with at_work(actor=actor, file=deliverable.file, right=_WRITE, name="judge_deliverable", reason=reason) as (
        file,
        entry,
    ):
        found = _locked(deliverable, DeliverableState.RECEIVED)
        if found.received_on and on < found.received_on:
            raise ValidationError(
                "judged_before_received",
                f"Le livrable a été reçu le {format_day(found.received_on)}.",
                hint="Donnez ce jour-là, ou un jour d’après.",
            )
        found.state, found.judged_on = state, on
        found.save()
        add_step(actor=actor, file=file, kind=kind, on=on, deliverable=found, reason=reason)
        entry.detail.update(deliverable=found.pk, state=state)


def _locked(deliverable: Deliverable, *states: DeliverableState) -> Deliverable:
    found = Deliverable.objects.select_for_update().get(pk=deliverable.pk)
    if found.state not in states:
        raise Conflict(
            "deliverable_state",
            f"Ce livrable est {DELIVERABLE_WORDS[DeliverableState(found.state)]}.",
            hint="Rechargez la page.",
        )
    return found
