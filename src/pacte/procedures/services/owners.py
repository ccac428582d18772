"""Ownership of cases: appoint an owner, hand over the cases of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.accounts.models import Person
from pacte.kernel.action_codes import NO_CODE
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import PermissionDenied
from pacte.kernel.responsibility import Assignment
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.models import File
from pacte.procedures.permissions import FileScope, may
from pacte.procedures.queries.owned import STUDY
from pacte.procedures.records.files import StepKind
from pacte.procedures.services.writing import add_step, at_work, refuse_without_reason


def appoint_owner(*, actor: Actor, file: File, person: Person | None, on: date, reason: str) -> None:
    """Changes the owner of a case, or makes it vacant."""
    refuse_without_reason(reason)
    with at_work(actor=actor, file=file, right="procedures.write", name="appoint_owner", reason=reason) as (
        locked,
        entry,
    ):
        _own(actor, locked, person, on, reason)
        entry.detail.update(person=str(person or ""))


def hand_over(
    *, actor: Actor, giver: Person, taker: Person, holdings: Sequence[Assignment], on: date, reason: str
) -> None:
    """Transfers the cases listed that are open and still owned by ``giver``.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    refuse_without_reason(reason)
    named = [int(each.identifier) for each in holdings if each.kind == STUDY]
    found = File.objects.filter(pk__in=named, owner=giver, ended_on__isnull=True).order_by("pk")
    handed = list(found.select_related("plan", "plan_action"))
    for host_id in {file.organisation_id for file in handed}:
        if not may(actor, "procedures.hand_over", FileScope(ActionStakeholders(host_id, NO_CODE))):
            raise PermissionDenied("hand_over", "Seul le pilote du pacte confie à un autre ce qu’une personne porte.")
    for file in handed:
        with at_work(actor=actor, file=file, right="", name="hand_over", reason=reason) as (locked, entry):
            _own(actor, locked, taker, min(on, today()), reason)
            entry.detail.update(person=str(taker), on=on.isoformat())


def _own(actor: Actor, file: File, person: Person | None, on: date, reason: str) -> None:
    before = str(file.owner) if file.owner else "personne"
    if file.owner_id == (person.pk if person else None):
        return
    file.owner = person
    file.save()
    add_step(
        actor=actor, file=file, kind=StepKind.OWNER_CHANGED, on=on, before=before, after=str(person or "personne"),
        reason=reason,
    )  # fmt: skip
