"""Decisions with their status as of a date: the register, one decision, those of an action, those pending.

Three queries, whatever the number of decisions: a status is folded from the events, never stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from pacte.accounts.queries import organisation_names
from pacte.accounts.records import display_name
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.kernel.responsibility import Assignment
from pacte.steering.models import Committee, Decision, DecisionStep
from pacte.steering.permissions import SteeringScope, may, owned
from pacte.steering.records.meetings import DecisionLine, DecisionsDue, DueDecision, Fate, Step
from pacte.steering.records.words import CommitteeState, DecisionStepKind
from pacte.steering.rules.decisions import due, fate, ordered

if TYPE_CHECKING:
    from pacte.plan.models import Plan


class _Written(NamedTuple):
    """The columns of a decision. A register has hundreds of rows, so no model instances are created."""

    pk: int
    plan_id: int
    organisation_id: int
    number: int
    text: str
    owner_id: int | None
    owner_body_id: int | None
    due_on: date | None
    expected_effect: str
    check_on: date | None
    plan_code: str
    committee_number: int
    committee_title: str
    held_on: date
    committee_state: str
    first_name: str | None
    last_name: str | None
    email: str | None

    @property
    def owner(self) -> str:
        return display_name(self.first_name, self.last_name, self.email)


_COLUMNS = (
    "pk", "plan_id", "organisation_id", "number", "text", "owner_id", "owner_body_id", "due_on", "expected_effect",
    "check_on", "plan__code", "committee__number", "committee__title", "committee__held_on", "committee__state",
    "owner__first_name", "owner__last_name", "owner__email",
)  # fmt: skip


def decisions(*, actor: Actor, plan: Plan, on: date) -> list[DecisionLine]:
    """Returns the decisions of a plan that the actor may read, latest first, with their status at the end of ``on``."""
    return _taken(actor, Decision.objects.filter(plan=plan), on)


def _taken(actor: Actor, found: QuerySet[Decision], on: date) -> list[DecisionLine]:
    return _lines(_seen(actor, found.filter(committee__held_on__lte=on).order_by("-number")), on)


def decision_by_number(*, actor: Actor, plan: Plan, number: int) -> Decision:
    """Returns a decision. Raises ``NotFound`` when it does not exist or the actor may not read it."""
    # Defer the large frozen columns of the committee.
    whole = Decision.objects.select_related("plan", "committee", "owner")
    found = whole.defer("committee__frozen", "committee__statement").filter(plan=plan, number=number).first()
    if found is None or not _may_read(actor, found):
        raise NotFound
    return found


def decision_line(*, actor: Actor, decision: Decision, on: date) -> DecisionLine:
    """Returns one decision with its status. Raises ``NotFound``."""
    found = _seen(actor, Decision.objects.filter(pk=decision.pk))
    if not found:
        raise NotFound
    return _lines(found, on)[0]


def decisions_of_committee(*, actor: Actor, committee_id: int, on: date) -> list[DecisionLine]:
    """Returns the decisions of one committee, by number."""
    return _lines(_seen(actor, Decision.objects.filter(committee_id=committee_id).order_by("number")), on)


def answers_decided(*, actor: Actor, committee: Committee) -> frozenset[int]:
    """Returns the ids of the answers whose requested decision this committee has taken."""
    if not may(actor, "committee.read", SteeringScope(host_id=committee.organisation_id)):
        return frozenset()
    asked = Decision.objects.filter(committee=committee, asked_by__isnull=False)
    return frozenset(asked.values_list("asked_by_id", flat=True))


def decisions_of_action(*, actor: Actor, plan: Plan, number: ActionCode, on: date) -> list[DecisionLine]:
    """Returns the decisions about one action, latest first."""
    about = Decision.objects.filter(plan=plan, plan_actions__number=number)
    return _taken(actor, Decision.objects.filter(pk__in=about.values("pk")), on)


def decisions_due(*, actor: Actor, plan: Plan, on: date) -> DecisionsDue[DueDecision]:
    """Returns the decisions of a plan that are late, to check or due soon, for the pilot's desk."""
    return decisions_due_in(actor=actor, plans=[plan], on=on)[plan.pk]


def decisions_due_in(*, actor: Actor, plans: Sequence[Plan], on: date) -> dict[int, DecisionsDue[DueDecision]]:
    """Same as ``decisions_due`` for several plans, by plan id, in the same number of queries."""
    found = _unsettled(Decision.objects.filter(plan__in=plans, committee__held_on__lte=on), on)
    seen = _seen(actor, found.order_by("-number"))
    names, steps = _bodies(seen, on), _steps([each.pk for each in seen])
    by_plan: dict[int, list[DueDecision]] = {plan.pk: [] for plan in plans}
    for each in seen:
        body = names.get(each.owner_body_id or 0, "")
        stands = _fate(each, steps[each.pk], on)
        by_plan[each.plan_id].append(DueDecision(each.number, each.text, each.owner, each.owner_id, body, stands))
    return {identifier: due(lines, on) for identifier, lines in by_plan.items()}


def decisions_held_by(*, actor: Actor, person_id: int, on: date) -> tuple[Assignment, ...]:
    """Returns the open decisions owned by one person, in every plan, to hand over when the person leaves."""
    found = _seen(actor, Decision.objects.filter(owner_id=person_id).order_by("plan__code", "number"))
    return tuple(
        Assignment(
            kind="decision",
            identifier=str(line.decision_id),
            label=f"{line.ref} : {line.text}",
            organisation_id=decision.owner_body_id or decision.organisation_id,
            since=line.decided_on,
            plan_code=decision.plan_code,
        )
        for decision, line in zip(found, _lines(found, on), strict=True)
        if not line.fate.is_closed
    )


def _may_read(actor: Actor, decision: Decision | _Written) -> bool:
    thing = owned(decision.organisation_id, decision.owner_id, decision.owner_body_id, by_all=True)
    return may(actor, "decision.read", thing)


def _seen(actor: Actor, found: QuerySet[Decision]) -> list[_Written]:
    """Returns the rows that the actor may read. One query."""
    return [each for row in found.values_list(*_COLUMNS) if _may_read(actor, each := _Written(*row))]


def _unsettled(found: QuerySet[Decision], on: date) -> QuerySet[Decision]:
    """Excludes decisions closed by that date: after some years most of the register, with nothing due."""
    steps = DecisionStep.objects.filter(decision=OuterRef("pk"), happened_on__lte=on)
    last = steps.exclude(kind=DecisionStepKind.POSTPONED).order_by("-happened_on", "-recorded_at", "-pk")
    closed = (DecisionStepKind.EFFECT_SEEN, DecisionStepKind.ABANDONED)
    return found.annotate(last_kind=Subquery(last.values("kind")[:1])).exclude(last_kind__in=closed)


def _lines(found: Sequence[_Written], on: date) -> list[DecisionLine]:
    names = _bodies(found, on)
    keys = [each.pk for each in found]
    actions, steps = _numbers(keys), _steps(keys)
    return [_line(each, names, actions[each.pk], tuple(ordered(steps[each.pk])), on) for each in found]


def _line(
    decision: _Written, names: dict[int, str], actions: Iterable[ActionCode], steps: tuple[Step, ...], on: date
) -> DecisionLine:
    return DecisionLine(
        decision_id=decision.pk,
        number=decision.number,
        text=decision.text,
        actions=tuple(sorted(actions)),
        owner=decision.owner,
        owner_id=decision.owner_id,
        owner_body=names.get(decision.owner_body_id or 0, ""),
        owner_body_id=decision.owner_body_id,
        decided_on=decision.held_on,
        committee_number=decision.committee_number,
        committee_title=decision.committee_title,
        due_on=decision.due_on,
        expected_effect=decision.expected_effect,
        check_on=decision.check_on,
        fate=_fate(decision, steps, on),
        steps=steps,
        is_issued=decision.committee_state == CommitteeState.ISSUED,
    )


def _fate(decision: _Written, steps: Iterable[Step], on: date) -> Fate:
    return fate(steps, taken_on=decision.held_on, due_on=decision.due_on, check_on=decision.check_on, on=on)


def _bodies(found: Sequence[_Written], on: date) -> dict[int, str]:
    """Returns the organisation names, when one of the rows has an owning organisation."""
    return organisation_names(on=on) if any(each.owner_body_id for each in found) else {}


def _numbers(decisions: Sequence[int]) -> defaultdict[int, list[ActionCode]]:
    """Returns the action numbers by decision id."""
    found: defaultdict[int, list[ActionCode]] = defaultdict(list)
    links = Decision.plan_actions.through.objects.filter(decision__in=decisions)
    for identifier, number in links.values_list("decision_id", "planaction__number"):
        found[identifier].append(number)
    return found


def _steps(decisions: Sequence[int]) -> defaultdict[int, list[Step]]:
    """Returns the events by decision id, in recording order."""
    found: defaultdict[int, list[Step]] = defaultdict(list)
    steps = DecisionStep.objects.filter(decision__in=decisions).order_by("pk")
    for identifier, kind, happened_on, recorded_at, note, due_on, check_on, by in steps.values_list(
        "decision_id", "kind", "happened_on", "recorded_at", "note", "due_on", "check_on", "person_name"
    ):
        found[identifier].append(Step(_KINDS[kind], happened_on, recorded_at, note, due_on, check_on, by))
    return found


_KINDS = {each.value: each for each in DecisionStepKind}
