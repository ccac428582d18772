"""Committees: lists, and one committee with its agenda, frozen pack and statement."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, QuerySet

from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.steering.models import AgendaItem, Committee
from pacte.steering.permissions import SteeringScope, may
from pacte.steering.records.meetings import AgendaKind, AgendaPoint, CommitteeLine
from pacte.steering.records.pack import Pack
from pacte.steering.records.statement import Statement
from pacte.steering.records.words import CommitteeState
from pacte.steering.rules.agenda import timed
from pacte.steering.rules.freezing import read_as

if TYPE_CHECKING:
    from pacte.plan.models import Plan


def committee_lines(*, actor: Actor, plan: Plan) -> list[CommitteeLine]:
    """Returns the committees of a plan with their agendas, latest first; empty without permission. Two queries."""
    if not may(actor, "committee.read", SteeringScope(host_id=plan.organisation_id)):
        return []
    return [_line(each) for each in _light().filter(plan=plan).order_by("-held_on", "-number")]


def committee_by_number(*, actor: Actor, plan: Plan, number: int) -> Committee:
    """Returns a committee. Raises ``NotFound`` when it does not exist or the actor may not read it."""
    found = _whole().filter(plan=plan, number=number).first()
    if found is None or not may(actor, "committee.read", SteeringScope(host_id=found.organisation_id)):
        raise NotFound
    return found


def committee_line(*, actor: Actor, committee: Committee) -> CommitteeLine:
    """Reloads one committee as a summary. Raises ``NotFound``."""
    return _line(committee_by_number(actor=actor, plan=committee.plan, number=committee.number))


def next_committees(*, actor: Actor, on: date) -> dict[str, CommitteeLine]:
    """Returns the next planned committee of each plan, from ``on``, by plan code.

    Two queries, whatever the number of plans.
    """
    coming = _light().filter(state=CommitteeState.PLANNED, held_on__gte=on).order_by("-held_on", "-number")
    return {
        each.plan.code: _line(each)
        for each in coming
        if may(actor, "committee.read", SteeringScope(host_id=each.organisation_id))
    }


def committee_of_round(*, actor: Actor, plan: Plan, round_number: int) -> Committee | None:
    """Returns the latest committee linked to the round, if any."""
    if not may(actor, "committee.read", SteeringScope(host_id=plan.organisation_id)):
        return None
    return _whole().filter(plan=plan, round__number=round_number).order_by("-held_on", "-number").first()


def last_met_on(*, actor: Actor, committee: Committee) -> date | None:
    """Returns the date of the previous meeting of the plan, if any."""
    if not may(actor, "committee.read", SteeringScope(host_id=committee.organisation_id)):
        return None
    before = Committee.objects.filter(plan_id=committee.plan_id, held_on__lt=committee.held_on)
    return before.order_by("-held_on").values_list("held_on", flat=True).first()


def pack_of(*, actor: Actor, committee: Committee) -> Pack | None:
    """Returns the frozen pack. Raises ``NotFound`` when the actor may not read the committee."""
    _refuse_unless_reader(actor, committee)
    return read_as(Pack, committee.frozen) if committee.frozen else None


def statement_of(*, actor: Actor, committee: Committee) -> Statement | None:
    """Returns the issued statement. Raises ``NotFound`` when the actor may not read the committee."""
    _refuse_unless_reader(actor, committee)
    return read_as(Statement, committee.statement) if committee.statement else None


def agenda_of(*, actor: Actor, committee: Committee) -> tuple[AgendaPoint, ...]:
    """Returns the agenda in order, with start times. Raises ``NotFound``."""
    _refuse_unless_reader(actor, committee)
    return _agenda(committee)


def _refuse_unless_reader(actor: Actor, committee: Committee) -> None:
    if not may(actor, "committee.read", SteeringScope(host_id=committee.organisation_id)):
        raise NotFound


def _whole() -> QuerySet[Committee]:
    return (
        Committee.objects.select_related("plan", "round")
        .prefetch_related("agenda__plan_action")
        .defer("round__frozen")
        .annotate(decision_count=Count("decisions"))
    )


def _light() -> QuerySet[Committee]:
    """Defers the large frozen columns, which lists do not need."""
    return _whole().defer("round__frozen", "frozen", "statement")


def _agenda(committee: Committee) -> tuple[AgendaPoint, ...]:
    items = sorted(committee.agenda.all(), key=lambda item: item.rank)
    return timed([_point(item) for item in items], committee.starts_at)


def _point(item: AgendaItem) -> AgendaPoint:
    return AgendaPoint(
        title=item.title,
        kind=AgendaKind(item.kind),
        presenter=item.presenter,
        minutes=item.minutes,
        number=item.plan_action.number if item.plan_action else None,
    )


def _line(committee: Committee) -> CommitteeLine:
    agenda = _agenda(committee)
    linked = committee.round
    return CommitteeLine(
        committee_id=committee.pk,
        number=committee.number,
        title=committee.title,
        held_on=committee.held_on,
        starts_at=committee.starts_at,
        place=committee.place,
        state=CommitteeState(committee.state),
        round_number=linked.number if linked else None,
        round_label=linked.label if linked else "",
        round_state=linked.state if linked else "",
        points=len(agenda),
        decisions=committee.decision_count,  # type: ignore[attr-defined]
        pack_edition=committee.frozen_edition,
        frozen_at=committee.frozen_at,
        statement_number=committee.statement_number,
        issued_at=committee.issued_at,
        issued_by=committee.issued_by_name,
        agenda=agenda,
    )
