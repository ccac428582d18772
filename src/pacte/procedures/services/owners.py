"""Ownership of cases: appoint an owner, hand over the cases of a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pacte.accounts.models import Person
from pacte.kernel.action_codes import NO_CODE
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import deny_unless
from pacte.kernel.responsibility import Assignment
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.models import Case
from pacte.procedures.permissions import CaseScope, may
from pacte.procedures.queries.assignments import STUDY
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_case_without_reason


def appoint_case_owner(*, actor: Actor, case: Case, person: Person | None, on: date, reason: str) -> None:
    """Changes the owner of a case, or makes it vacant."""
    refuse_case_without_reason(reason)
    with locked_case(actor=actor, case=case, right="procedures.write", name="appoint_owner", reason=reason) as (
        locked,
        entry,
    ):
        _set_owner(actor, locked, person, on, reason)
        entry.detail.update(person=str(person or ""))


def hand_over_cases(
    *, actor: Actor, giver: Person, taker: Person, holdings: Sequence[Assignment], on: date, reason: str
) -> None:
    """Transfers the cases listed that are open and still owned by ``giver``.

    Raises ``PermissionDenied`` or ``ValidationError``.
    """
    refuse_case_without_reason(reason)
    case_ids = [int(each.identifier) for each in holdings if each.kind == STUDY]
    queryset = Case.objects.filter(pk__in=case_ids, owner=giver, ended_on__isnull=True).order_by("pk")
    cases = list(queryset.select_related("plan", "plan_action"))
    for host_id in {case.organisation_id for case in cases}:
        deny_unless(
            may(actor, "procedures.hand_over", CaseScope(ActionStakeholders(host_id, NO_CODE))),
            "hand_over",
            "Seul le pilote du pacte confie à un autre ce qu’une personne porte.",
        )
    for case in cases:
        with locked_case(actor=actor, case=case, right="", name="hand_over", reason=reason) as (locked, entry):
            _set_owner(actor, locked, taker, min(on, today()), reason)
            entry.detail.update(person=str(taker), on=on.isoformat())


def _set_owner(actor: Actor, case: Case, person: Person | None, on: date, reason: str) -> None:
    before = str(case.owner) if case.owner else "personne"
    if case.owner_id == (person.pk if person else None):
        return
    case.owner = person
    case.save()
    add_case_event(
        actor=actor, case=case, kind=CaseEventKind.OWNER_CHANGED, on=on, before=before, after=str(person or "personne"),
        reason=reason,
    )  # fmt: skip
