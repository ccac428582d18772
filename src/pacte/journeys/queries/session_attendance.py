"""Attendance of a session, week by week, with the hours and amounts that it makes due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.journeys.models import AttendanceWeek, Journey
from pacte.journeys.queries.session_people import SessionPerson, can_read_people, can_train, people_of_session
from pacte.journeys.records import JourneyState, StepSource
from pacte.journeys.rules.attendance import Week
from pacte.journeys.rules.attendance_limits import monday_of, mondays
from pacte.journeys.rules.billable_hours import DueAmount, OrderedHours, amount_due, group_minutes, shares
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.offer.models import Session
from pacte.offer.queries.order_shares import OrderShare, order_shares
from pacte.offer.records import PriceUnit

# Admitted learners may come on the first day; those who left were present until then.
_EXPECTED = frozenset({JourneyState.ADMITTED, JourneyState.IN_TRAINING, JourneyState.INTERRUPTED, JourneyState.ENDED})


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One learner in the attendance of a week; ``signed`` is None while the week is not signed for them.

    ``is_on_paper``: it was signed on paper, and typed later.
    """

    person: SessionPerson
    signed: Week | None
    before: Week | None
    is_on_paper: bool = False


@dataclass(frozen=True, slots=True)
class WeekSignatures:
    monday: date
    signed: int
    expected: int


@dataclass(frozen=True, slots=True)
class OrderAmountDue:
    part: OrderShare
    amount: DueAmount


@dataclass(frozen=True, slots=True)
class SessionHours:
    """``trainee_minutes``: all signed minutes; ``group_minutes``: those during which the session took place."""

    trainee_minutes: int
    group_minutes: int
    people: int
    orders: tuple[OrderAmountDue, ...]


def attendance_of_week(*, actor: Actor, session: Session, monday: date) -> list[AttendanceRow]:
    """Everybody who could be present that week, with the signed week and the last one signed before it."""
    hide_unless(can_train(actor=actor, session=session))
    people = [each for each in people_of_session(actor=actor, session=session) if _is_expected(each, monday)]
    weeks = _weeks(session, [each.key for each in people])
    on_paper = _keys_on_paper(session, monday)
    rows = []
    for person in people:
        person_weeks = weeks.get(person.key, {})
        earlier = [each for each in person_weeks if each < monday]
        before = person_weeks[max(earlier)] if earlier else None
        rows.append(AttendanceRow(person, person_weeks.get(monday), before, is_on_paper=person.key in on_paper))
    return rows


def weeks_of_session(*, actor: Actor, session: Session, on: date) -> list[WeekSignatures]:
    """Weeks from the first day to the last, or to ``on``: people signed out of those expected."""
    hide_unless(can_read_people(actor=actor, session=session))
    people = people_of_session(actor=actor, session=session)
    weeks = _weeks(session, [each.key for each in people])
    first, last = _period(session, people, on)
    if first is None:
        return []
    return [
        WeekSignatures(
            monday,
            sum(monday in weeks.get(each.key, {}) for each in people),
            sum(_is_expected(each, monday) and each.entered_on is not None for each in people),
        )
        for monday in mondays(first, last)
    ]


def hours_of_session(*, actor: Actor, session: Session) -> SessionHours:
    """Hours realised and the amount due by each order. Raises ``NotFound`` without the right to read both."""
    hide_unless(can_read_people(actor=actor, session=session))
    weeks = _weeks(session, None)
    signed = [week for mine in weeks.values() for week in mine.values()]
    minutes, group = sum(week.minutes for week in signed), group_minutes(signed)
    parts = order_shares(actor=actor, session=session)
    entered = Journey.objects.filter(session=session, entered_on__isnull=False).count()
    return SessionHours(
        minutes, group, entered, tuple(_order_amounts(parts, minutes, group, somebody_came=entered > 0))
    )


def _order_amounts(parts: list[OrderShare], minutes: int, group: int, *, somebody_came: bool) -> list[OrderAmountDue]:
    """Each unit is shared among the orders that count in it."""
    amounts = []
    for unit in PriceUnit:
        unit_parts = [part for part in parts if part.unit is unit]
        realised = group if unit is PriceUnit.GROUP_HOUR else minutes
        for part, share in zip(unit_parts, shares(realised, [each.hours for each in unit_parts]), strict=True):
            bought = OrderedHours(unit, part.order.unit_price_cents, part.hours, part.places.cents_live)
            amounts.append(OrderAmountDue(part, amount_due(bought, share, somebody_came=somebody_came)))
    return amounts


def _weeks(session: Session, keys: Collection[object] | None) -> dict[object, dict[date, Week]]:
    """Weeks in force by person and Monday, without those replaced by a correction. One query."""
    rows = AttendanceWeek.objects.filter(journey__session=session)
    if keys is not None:
        rows = rows.filter(journey__key__in=keys)
    values = list(rows.values_list("pk", "journey__key", "monday", "marks", "minutes", "corrects_id"))
    replaced = {row[5] for row in values}
    weeks_by_person: dict[object, dict[date, Week]] = defaultdict(dict)
    for pk, key, monday, marks, minutes, _ in values:
        if pk not in replaced:
            weeks_by_person[key][monday] = Week(monday, marks, minutes)
    return weeks_by_person


def _keys_on_paper(session: Session, monday: date) -> set[object]:
    """People whose week in force was signed on paper, then typed. One query."""
    rows = AttendanceWeek.objects.filter(journey__session=session, monday=monday)
    values = list(rows.values_list("pk", "journey__key", "source", "corrects_id"))
    replaced = {corrects for _, _, _, corrects in values}
    return {key for pk, key, source, _ in values if source == StepSource.PAPER and pk not in replaced}


def _is_expected(person: SessionPerson, monday: date) -> bool:
    if person.state not in _EXPECTED:
        return False
    return person.ended_on is None or monday_of(person.ended_on) >= monday


def _period(session: Session, people: list[SessionPerson], on: date) -> tuple[date | None, date]:
    starts = [each.entered_on for each in people if each.entered_on]
    first = min([session.starts_on, *starts] if session.starts_on else starts, default=None)
    last = min(on, session.ends_on) if session.ends_on else on
    return (first if first and first <= last else None), last
