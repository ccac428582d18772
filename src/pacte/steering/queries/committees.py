"""Committees: lists, and one committee with its agenda, frozen pack and statement."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, QuerySet

from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.plan.models import Plan
from pacte.steering.models import AgendaItem, Committee
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records.enums import CommitteeState
from pacte.steering.records.meetings import AgendaKind, AgendaPoint, CommitteeSummary
from pacte.steering.records.pack import Pack
from pacte.steering.records.statement import Statement
from pacte.steering.rules.agenda_order import with_start_times
from pacte.steering.rules.serialisation import record_from_json


def committee_summaries(*, actor: Actor, plan: Plan) -> list[CommitteeSummary]:
    """Returns the committees of a plan with their agendas, latest first; empty without permission. Two queries."""
    if not may(actor, "committee.read", SteeringScope(host_id=plan.organisation_id)):
        return []
    return [_summary(each) for each in _committees_for_lists().filter(plan=plan).order_by("-held_on", "-number")]


def past_committee_days(*, actor: Actor, plan: Plan, before: date, most: int) -> list[date]:
    """Returns the days of the last committees of a plan, latest first; empty without permission. One query."""
    if not may(actor, "committee.read", SteeringScope(host_id=plan.organisation_id)):
        return []
    earlier = Committee.objects.filter(plan=plan, held_on__lt=before).order_by("-held_on", "-number")
    return list(earlier.values_list("held_on", flat=True)[:most])


def committee_by_number(*, actor: Actor, plan: Plan, number: int) -> Committee:
    """Returns a committee. Raises ``NotFound`` when it does not exist or the actor may not read it."""
    committee = ensure_found(_committees_with_agenda().filter(plan=plan, number=number).first())
    hide_unless(may(actor, "committee.read", SteeringScope(host_id=committee.organisation_id)))
    return committee


def committee_summary(*, actor: Actor, committee: Committee) -> CommitteeSummary:
    """Reloads one committee as a summary. Raises ``NotFound``."""
    return _summary(committee_by_number(actor=actor, plan=committee.plan, number=committee.number))


def next_committees(*, actor: Actor, on: date) -> dict[str, CommitteeSummary]:
    """Returns the next planned committee of each plan, from ``on``, by plan code.

    Two queries, whatever the number of plans.
    """
    coming = (
        _committees_for_lists().filter(state=CommitteeState.PLANNED, held_on__gte=on).order_by("-held_on", "-number")
    )
    return {
        each.plan.code: _summary(each)
        for each in coming
        if may(actor, "committee.read", SteeringScope(host_id=each.organisation_id))
    }


def committee_of_round(*, actor: Actor, plan: Plan, round_number: int) -> Committee | None:
    """Returns the latest committee linked to the round, if any."""
    if not may(actor, "committee.read", SteeringScope(host_id=plan.organisation_id)):
        return None
    return (
        _committees_with_agenda().filter(plan=plan, round__number=round_number).order_by("-held_on", "-number").first()
    )


def previous_meeting_date(*, actor: Actor, committee: Committee) -> date | None:
    """Returns the date of the previous meeting of the plan, if any."""
    if not may(actor, "committee.read", SteeringScope(host_id=committee.organisation_id)):
        return None
    before = Committee.objects.filter(plan_id=committee.plan_id, held_on__lt=committee.held_on)
    return before.order_by("-held_on").values_list("held_on", flat=True).first()


def frozen_pack(*, actor: Actor, committee: Committee) -> Pack | None:
    """Returns the frozen pack. Raises ``NotFound`` when the actor may not read the committee."""
    _refuse_unless_reader(actor, committee)
    return record_from_json(Pack, committee.frozen) if committee.frozen else None


def issued_statement(*, actor: Actor, committee: Committee) -> Statement | None:
    """Returns the issued statement. Raises ``NotFound`` when the actor may not read the committee."""
    _refuse_unless_reader(actor, committee)
    return record_from_json(Statement, committee.statement) if committee.statement else None


def committee_agenda(*, actor: Actor, committee: Committee) -> tuple[AgendaPoint, ...]:
    """Returns the agenda in order, with start times. Raises ``NotFound``."""
    _refuse_unless_reader(actor, committee)
    return _agenda(committee)


def _refuse_unless_reader(actor: Actor, committee: Committee) -> None:
    hide_unless(may(actor, "committee.read", SteeringScope(host_id=committee.organisation_id)))


def _committees_with_agenda() -> QuerySet[Committee]:
    return (
        Committee.objects.select_related("plan", "round")
        .prefetch_related("agenda__plan_action")
        .defer("round__frozen")
        .annotate(decision_count=Count("decisions"))
    )


def _committees_for_lists() -> QuerySet[Committee]:
    """Defers the large frozen columns, which lists do not need."""
    return _committees_with_agenda().defer("round__frozen", "frozen", "statement")


def _agenda(committee: Committee) -> tuple[AgendaPoint, ...]:
    items = sorted(committee.agenda.all(), key=lambda item: item.rank)
    return with_start_times([_agenda_point(item) for item in items], committee.starts_at)


def _agenda_point(item: AgendaItem) -> AgendaPoint:
    return AgendaPoint(
        title=item.title,
        kind=AgendaKind(item.kind),
        presenter=item.presenter,
        minutes=item.minutes,
        number=item.plan_action.number if item.plan_action else None,
    )


def _summary(committee: Committee) -> CommitteeSummary:
    agenda = _agenda(committee)
    linked_round = committee.round
    return CommitteeSummary(
        committee_id=committee.pk,
        number=committee.number,
        title=committee.title,
        held_on=committee.held_on,
        starts_at=committee.starts_at,
        place=committee.place,
        state=CommitteeState(committee.state),
        round_number=linked_round.number if linked_round else None,
        round_label=linked_round.label if linked_round else "",
        round_state=linked_round.state if linked_round else "",
        points=len(agenda),
        decisions=committee.decision_count,  # type: ignore[attr-defined]
        pack_edition=committee.frozen_edition,
        frozen_at=committee.frozen_at,
        statement_number=committee.statement_number,
        issued_at=committee.issued_at,
        issued_by=committee.issued_by_name,
        agenda=agenda,
    )
