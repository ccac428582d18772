"""Which journeys of an adviser wait, and for whom. A constant number of queries.

One rule in Python decides the column, on narrow rows of the live journeys: a few thousand for the largest agency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from pacte.journeys.models import AttendanceWeek, Invitation, Journey, NotebookEntry, Obligation, Postponement
from pacte.journeys.queries.adviser_scope import adviser_bodies, is_referent_in_scope
from pacte.journeys.queries.module_plans import later_stages
from pacte.journeys.records import JourneyState
from pacte.journeys.records.adviser_desk import AdviserScope, DeskRow, WaitStatus
from pacte.journeys.rules.attendance import Presence, Week
from pacte.journeys.rules.consequences import Consequence, Doer
from pacte.journeys.rules.desk import ABSENT_WITHIN, END_SOON, LIVE, absent_days, wait_status_of
from pacte.journeys.rules.state_machine import HOLDS_A_SEAT
from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date
from pacte.kernel.errors import hide_unless
from pacte.offer.records import EntryMode

# What an adviser owes to the learner, and what the desk says of it.
ADVISER_OBLIGATIONS = (
    Consequence.NEXT_PROPOSAL, Consequence.RESEAT_OR_CALL, Consequence.INVITATION_DUE, Consequence.CALL_BACK,
    Consequence.RETURN_TO_PREPARE, Consequence.REFERENT_CONTACT,
)  # fmt: skip
_COLUMNS = (
    "pk", "learner_id", "state", "state_on", "learner__last_seen_on", "session__starts_on",
    "session__training_action__entry_mode", "session__ends_on", "seat_until",
    "awaited_on", "follows_id",
)  # fmt: skip
_ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _InTraining:
    """Days of the unexcused half-days of a journey in training; whether another journey of the learner holds a seat."""

    absences: tuple[date, ...] = ()
    has_next: bool = False


_NOT_IN_TRAINING = _InTraining()


def waiting_journeys(
    *, actor: Actor, scope: AdviserScope, on: date, silent_days: int
) -> dict[WaitStatus, list[DeskRow]]:
    """Journeys of the scope by column. At most eleven queries. Raises ``NotFound`` for the scope of another body."""
    refuse_other_bodies(actor, scope)
    rows_by_wait: dict[WaitStatus, list[DeskRow]] = {wait: [] for wait in WaitStatus}
    for row in _rows(actor, scope, on):
        wait = wait_status_of(row, on=on, silent_days=silent_days)
        if wait is not None:
            rows_by_wait[wait].append(row)
    return rows_by_wait


def refuse_other_bodies(actor: Actor, scope: AdviserScope) -> None:
    """Raises ``NotFound`` for the scope of another body."""
    hide_unless(set(scope.body_ids) <= set(adviser_bodies(actor)))


def filter_by_scope(journeys: QuerySet[Journey], scope: AdviserScope) -> QuerySet[Journey]:
    """Journeys that the bodies orient; only those of the adviser's own people when the scope names one."""
    journeys = journeys.filter(referrer_id__in=scope.body_ids)
    return (
        journeys
        if scope.person_id is None
        else journeys.filter(is_referent_in_scope(scope, prefix="learner__referents__"))
    )


def _rows(actor: Actor, scope: AdviserScope, on: date) -> Iterable[DeskRow]:
    owed = {journey: (due_on, what) for journey, due_on, what in _obligations(scope)}
    postponed = dict(
        Postponement.objects.filter(body_id__in=scope.body_ids, until__gt=on).values_list("journey_id", "until")
    )
    training = _in_training(scope, on)
    to_send = _to_send(scope)
    alive = filter_by_scope(Journey.objects.filter(state__in=LIVE), scope)
    others = Journey.objects.filter(pk__in={*owed, *training, *to_send}).exclude(state__in=LIVE)
    rows = [list(journeys.values_list(*_COLUMNS)) for journeys in (alive, others)]
    chained = [row[0] for row in rows[0] if row[2] == JourneyState.PROPOSED and row[-1] is not None]
    later = later_stages(actor=actor, journey_ids=chained)
    for narrow in rows:
        for pk, learner, state, state_on, seen_on, starts_on, mode, ends_on, until, awaited_on, _ in narrow:
            due_on, due_what = owed.get(pk, (None, ""))
            # Admitted for another day than the first one of the session.
            enters_on = awaited_on if state == JourneyState.ADMITTED else None
            trained = training.get(pk, _NOT_IN_TRAINING)
            yield DeskRow(
                journey_id=pk,
                learner_id=learner,
                state=JourneyState(state),
                state_on=state_on,
                seen_on=seen_on,
                starts_on=enters_on or starts_on,
                is_rolling=mode == EntryMode.ROLLING and enters_on is None,
                due_on=due_on,
                due_what=due_what,
                is_to_send=pk in to_send,
                postponed_until=postponed.get(pk),
                ends_on=ends_on,
                has_next=trained.has_next,
                absences=len(trained.absences),
                absent_on=trained.absences[-1] if trained.absences else None,
                seat_until=until,
                is_later_stage=pk in later and later[pk] is None,
            )


def _obligations(scope: AdviserScope) -> Iterable[tuple[int, date, str]]:
    """Open obligations of the advisers of the bodies. Latest first: the earliest of each journey wins in a dict."""
    obligations = Obligation.objects.filter(
        body_id__in=scope.body_ids, settled_on=None, doer=Doer.ADVISER, what__in=ADVISER_OBLIGATIONS
    ).order_by("-due_on")
    if scope.person_id is not None:
        obligations = obligations.filter(is_referent_in_scope(scope, prefix="journey__learner__referents__"))
    return obligations.values_list("journey_id", "due_on", "what")


def _to_send(scope: AdviserScope) -> set[int]:
    """Journeys with an invitation of the bodies that is prepared and has not left."""
    prepared = Invitation.objects.filter(sent_by_id__in=scope.body_ids, sent_at=None, outcome="")
    if scope.person_id is not None:
        prepared = prepared.filter(is_referent_in_scope(scope, prefix="journey__learner__referents__"))
    return set(prepared.values_list("journey_id", flat=True))


def _in_training(scope: AdviserScope, on: date) -> dict[int, _InTraining]:
    """Journeys in training with unexcused half-days, or that end soon."""
    present = filter_by_scope(Journey.objects.filter(state=JourneyState.IN_TRAINING), scope)
    rows = list(present.values_list("pk", "learner_id", "session__ends_on"))
    absences = _absences([pk for pk, _, _ in rows], on)
    ending = {pk: learner for pk, learner, ends_on in rows if ends_on and on <= ends_on <= on + END_SOON}
    followed = set(
        Journey.objects.filter(learner_id__in=ending.values())
        .filter(state__in=HOLDS_A_SEAT)
        .exclude(pk__in=ending)
        .values_list("learner_id", flat=True)
    )
    return {
        pk: _InTraining(absences.get(pk, ()), has_next=learner in followed)
        for pk, learner, _ in rows
        if pk in absences or pk in ending
    }


def _absences(journey_ids: list[int], on: date) -> dict[int, tuple[date, ...]]:
    """Days of the unexcused half-days of each journey that has some, since the last contact with the learner."""
    since = on - ABSENT_WITHIN
    weeks: dict[int, dict[date, Week]] = defaultdict(dict)
    signed = AttendanceWeek.objects.filter(journey_id__in=journey_ids, monday__gt=since - _ONE_WEEK, monday__lte=on)
    # In recording order: a correction replaces the week that it corrects.
    for journey, monday, marks in signed.order_by("pk").values_list("journey_id", "monday", "marks"):
        weeks[journey][monday] = Week(monday, marks, 0)
    absent = {key: each for key, each in weeks.items() if any(Presence.ABSENT in week.marks for week in each.values())}
    contacts = _last_contacts(absent)
    days = {
        key: tuple(absent_days(each.values(), since=max(since, contacts.get(key, since)), on=on))
        for key, each in absent.items()
    }
    return {key: each for key, each in days.items() if each}


def _last_contacts(journey_ids: Iterable[int]) -> Mapping[int, date]:
    reached = NotebookEntry.objects.filter(journey_id__in=list(journey_ids), reached=True)
    last: Iterable[tuple[int, datetime]] = reached.values_list("journey_id").annotate(Max("at")).order_by()
    return {key: paris_date(at) for key, at in last}
