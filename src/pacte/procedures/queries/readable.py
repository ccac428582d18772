"""Which cases of a plan an actor may read: ``permissions.may`` asked once an action, then said in SQL, never by row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pacte.kernel.action_codes import NO_CODE
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.plan.models import Plan
from pacte.plan.queries import action_ids_by_number
from pacte.plan.queries.stakeholders import stakeholders_by_action
from pacte.plan.records.stakeholders import ActionStakeholders
from pacte.procedures.models import Case
from pacte.procedures.permissions import CaseScope, may, may_on_any_case
from pacte.procedures.queries.conflicts import cases_without_conflict


@dataclass(frozen=True, slots=True)
class CaseReach:
    """The cases of a plan that one right opens: all, or those of ``action_ids`` and those that ``owner_id`` owns."""

    is_whole: bool
    action_ids: frozenset[int] = frozenset()
    owner_id: int | None = None

    @property
    def condition(self) -> Q:
        if self.is_whole:
            return Q()
        own = Q() if self.owner_id is None else Q(owner_id=self.owner_id)
        return Q(plan_action_id__in=sorted(self.action_ids)) | own

    @property
    def is_empty(self) -> bool:
        """Returns True when no case can be within reach."""
        return not (self.is_whole or self.action_ids or self.owner_id is not None)

    def holds(self, case: Case) -> bool:
        """Returns True for a case within reach."""
        is_own = self.owner_id is not None and case.owner_id == self.owner_id
        return self.is_whole or is_own or case.plan_action_id in self.action_ids


def may_list_cases(*, actor: Actor, plan: Plan) -> bool:
    """Returns True when the actor may see the list of cases, even if it is empty."""
    return may_on_any_case(actor, "procedures.read", plan.organisation_id)


def case_reach(*, actor: Actor, plan: Plan, on: date, right: str = "procedures.read") -> CaseReach:
    """Returns what a right opens. At most five queries, none for whoever reads the whole plan."""
    nothing_tied = ActionStakeholders(plan.organisation_id, NO_CODE)
    if may(actor, right, CaseScope(nothing_tied)):
        return CaseReach(is_whole=True)
    ids = action_ids_by_number(actor=actor, plan=plan)
    tied = stakeholders_by_action(actor=actor, plan=plan, on=on)
    owns = may(actor, right, CaseScope(nothing_tied, actor.person_id))
    return CaseReach(
        is_whole=False,
        action_ids=frozenset(
            ids[number] for number, each in tied.items() if number in ids and may(actor, right, CaseScope(each))
        ),
        owner_id=actor.person_id if owns else None,
    )


def readable_cases(*, actor: Actor, plan: Plan, on: date) -> QuerySet[Case]:
    """Returns the cases open on that date that the actor may read. Raises ``NotFound`` without access to the list."""
    hide_unless(may_list_cases(actor=actor, plan=plan))
    within = Case.objects.filter(case_reach(actor=actor, plan=plan, on=on).condition, plan=plan, opened_on__lte=on)
    return cases_without_conflict(actor=actor, rows=within)
