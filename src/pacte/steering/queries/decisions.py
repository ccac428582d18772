"""Decisions with their fate, as of a day: their register, one of them, those of an action, those to act upon.

Three queries, whatever the number of decisions: a fate is folded from the steps, never stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import OuterRef, QuerySet, Subquery

from pacte.accounts.queries import organisation_names
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Unseen
from pacte.kernel.holding import Holding
from pacte.steering.models import Committee, Decision, DecisionStep
from pacte.steering.permissions import SteeringScope, may, owned
from pacte.steering.records.meetings import DecisionLine, DecisionsDue, Step
from pacte.steering.records.words import CommitteeState, DecisionStepKind
from pacte.steering.rules.decisions import due, fate, ordered

if TYPE_CHECKING:
    from pacte.plan.models import Plan


def decisions(*, actor: Actor, plan: Plan, on: date) -> list[DecisionLine]:
    """The decisions of a plan that the actor may read, the latest first, each as it stands at the end of ``on``."""
    return _read(actor, _whole().filter(plan=plan), on)


def _read(actor: Actor, found: QuerySet[Decision], on: date) -> list[DecisionLine]:
    taken = found.filter(committee__held_on__lte=on).order_by("-number")
    return _lines([each for each in taken if _may_read(actor, each)], on)


def decision_by_number(*, actor: Actor, plan: Plan, number: int) -> Decision:
    """Raises ``Unseen`` alike when there is none, and for who may not read it."""
    found = _whole().filter(plan=plan, number=number).first()
    if found is None or not _may_read(actor, found):
        raise Unseen
    return found


def decision_line(*, actor: Actor, decision: Decision, on: date) -> DecisionLine:
    """One decision with its fate. Raises ``Unseen``."""
    if not _may_read(actor, decision):
        raise Unseen
    return _lines([decision], on)[0]


def decisions_of_committee(*, actor: Actor, committee_id: int, on: date) -> list[DecisionLine]:
    """What one committee decided, in order."""
    found = _whole().filter(committee_id=committee_id).order_by("number")
    return _lines([each for each in found if _may_read(actor, each)], on)


def answers_decided(*, actor: Actor, committee: Committee) -> frozenset[int]:
    """Answers of which this committee has decided what they asked."""
    if not may(actor, "committee.read", SteeringScope(host_id=committee.organisation_id)):
        return frozenset()
    asked = Decision.objects.filter(committee=committee, asked_by__isnull=False)
    return frozenset(asked.values_list("asked_by_id", flat=True))


def decisions_of_action(*, actor: Actor, plan: Plan, number: int, on: date) -> list[DecisionLine]:
    """The decisions about one action, the latest first."""
    about = Decision.objects.filter(plan=plan, plan_actions__number=number)
    return _read(actor, _whole().filter(pk__in=about.values("pk")), on)


def decisions_due(*, actor: Actor, plan: Plan, on: date) -> DecisionsDue:
    """What is late, to check, and soon due: for the pilot's desk."""
    return decisions_due_in(actor=actor, plans=[plan], on=on)[plan.pk]


def decisions_due_in(*, actor: Actor, plans: Sequence[Plan], on: date) -> dict[int, DecisionsDue]:
    """The same for several plans, by identifier, in as many queries as for one."""
    found = _unsettled(_whole().filter(plan__in=plans, committee__held_on__lte=on), on).order_by("-number")
    seen = [each for each in found if _may_read(actor, each)]
    by_plan: dict[int, list[DecisionLine]] = {plan.pk: [] for plan in plans}
    for decision, line in zip(seen, _lines(seen, on), strict=True):
        by_plan[decision.plan_id].append(line)
    return {identifier: due(lines, on) for identifier, lines in by_plan.items()}


def decisions_held_by(*, actor: Actor, person_id: int, on: date) -> tuple[Holding, ...]:
    """The decisions that one person still owes, in every plan: to pass them on when the person leaves."""
    found = [
        each for each in _whole().filter(owner_id=person_id).order_by("plan__code", "number") if _may_read(actor, each)
    ]
    return tuple(
        Holding(
            kind="decision",
            identifier=str(line.decision_id),
            label=f"{line.ref} : {line.text}",
            organisation_id=decision.owner_body_id or decision.organisation_id,
            since=line.decided_on,
            plan_code=decision.plan.code,
        )
        for decision, line in zip(found, _lines(found, on), strict=True)
        if not line.fate.is_closed
    )


def _may_read(actor: Actor, decision: Decision) -> bool:
    thing = owned(decision.organisation_id, decision.owner_id, decision.owner_body_id, by_all=True)
    return may(actor, "decision.read", thing)


def _whole() -> QuerySet[Decision]:
    # What a committee froze is heavy, and a decision does not need it.
    found = Decision.objects.select_related("plan", "committee", "owner").prefetch_related("plan_actions", "steps")
    return found.defer("committee__frozen", "committee__statement")


def _unsettled(found: QuerySet[Decision], on: date) -> QuerySet[Decision]:
    """Without those that were closed by that day: most of a register, after some years, and nothing of them is due."""
    steps = DecisionStep.objects.filter(decision=OuterRef("pk"), happened_on__lte=on)
    last = steps.exclude(kind=DecisionStepKind.POSTPONED).order_by("-happened_on", "-recorded_at", "-pk")
    closed = (DecisionStepKind.EFFECT_SEEN, DecisionStepKind.ABANDONED)
    return found.annotate(last_kind=Subquery(last.values("kind")[:1])).exclude(last_kind__in=closed)


def _lines(found: list[Decision], on: date) -> list[DecisionLine]:
    names = organisation_names(on=on) if any(each.owner_body_id for each in found) else {}
    return [_line(each, names, on) for each in found]


def _line(decision: Decision, names: dict[int, str], on: date) -> DecisionLine:
    steps = tuple(ordered(_step(each) for each in sorted(decision.steps.all(), key=lambda step: step.pk)))
    committee = decision.committee
    return DecisionLine(
        decision_id=decision.pk,
        number=decision.number,
        text=decision.text,
        actions=tuple(sorted(each.number for each in decision.plan_actions.all())),
        owner=str(decision.owner) if decision.owner else "",
        owner_id=decision.owner_id,
        owner_body=names.get(decision.owner_body_id or 0, ""),
        owner_body_id=decision.owner_body_id,
        decided_on=committee.held_on,
        committee_number=committee.number,
        committee_title=committee.title,
        due_on=decision.due_on,
        expected_effect=decision.expected_effect,
        check_on=decision.check_on,
        fate=fate(steps, taken_on=committee.held_on, due_on=decision.due_on, check_on=decision.check_on, on=on),
        steps=steps,
        is_issued=committee.state == CommitteeState.ISSUED,
    )


def _step(step: DecisionStep) -> Step:
    return Step(
        kind=DecisionStepKind(step.kind),
        happened_on=step.happened_on,
        recorded_at=step.recorded_at,
        note=step.note,
        due_on=step.due_on,
        check_on=step.check_on,
        by=step.person_name,
    )
