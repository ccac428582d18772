"""The learners of an adviser: a list with search, filters and the next date of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from pacte.journeys.models import Barrier, Invitation, Journey, Learner, LearnerContact, Referent
from pacte.journeys.queries.adviser_scope import is_referent_in_scope
from pacte.journeys.queries.desk_rows import waiting_journeys
from pacte.journeys.records import JourneyState, Theme
from pacte.journeys.records.adviser_desk import (
    AdviserScope,
    DeskRow,
    LearnerSummary,
    NextDate,
    NextDateKind,
    WaitStatus,
)
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.rules.state_machine import FINISHED
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, paris_date

PAGE = 50


@dataclass(frozen=True, slots=True)
class LearnerFilters:
    """Filters from the query string. ``sort``: "name", "seen" (longest silence first) or "-seen".

    ``is_current`` leaves out those whose latest journey is over, unless the adviser still owes them something.
    """

    words: str = ""
    wait: WaitStatus | None = None
    state: JourneyState | None = None
    theme: Theme | None = None
    is_current: bool = False
    sort: str = "name"
    page: int = 1


@dataclass(frozen=True, slots=True)
class LearnerPage:
    lines: tuple[LearnerSummary, ...]
    total: int


def learners_of_scope(
    *, actor: Actor, scope: AdviserScope, filters: LearnerFilters, on: date, silent_days: int, size: int = PAGE
) -> LearnerPage:
    """One page of ``size`` learners of a scope. A constant number of queries."""
    by_wait = waiting_journeys(actor=actor, scope=scope, on=on, silent_days=silent_days)
    waits = {row.learner_id: wait for wait in reversed(WaitStatus) for row in by_wait[wait]}
    learners = _filtered_learners(scope, filters, owed=waits)
    if filters.wait is not None:
        learners = learners.filter(pk__in=[learner for learner, wait in waits.items() if wait is filters.wait])
    start = (max(1, filters.page) - 1) * size
    rows = list(_sorted_learners(learners, filters.sort)[start : start + size])
    total = start + len(rows) if rows and len(rows) < size else learners.count()
    waiting = {row.journey_id: row for each in by_wait.values() for row in each}
    return LearnerPage(tuple(_learner_summaries(rows, waits, waiting, on)), total)


def _filtered_learners(scope: AdviserScope, filters: LearnerFilters, owed: Iterable[int]) -> QuerySet[Learner]:
    learners = Learner.objects.filter(is_referent_in_scope(scope, prefix="referents__"))
    for word in filters.words.split()[:4]:
        learners = learners.filter(
            Q(contact__last_name__istartswith=word)
            | Q(contact__first_name__istartswith=word)
            | Q(contact__partner_number__iexact=word)
        )
    if filters.theme is not None:
        learners = learners.filter(
            pk__in=Barrier.objects.filter(theme=filters.theme, solved_on=None).values("learner_id")
        )
    if filters.state is None and not filters.is_current:
        return learners
    latest = Journey.objects.filter(learner=OuterRef("pk")).order_by("-opened_on", "-pk").values("state")[:1]
    learners = learners.alias(now=Subquery(latest))
    if filters.state is not None:
        return learners.filter(now=filters.state)
    # A file without a journey has just been opened.
    return learners.filter(~Q(now__in=FINISHED) | Q(now=None) | Q(pk__in=list(owed)))


def _sorted_learners(learners: QuerySet[Learner], sort: str) -> QuerySet[Learner]:
    if sort == "seen":
        return learners.order_by("last_seen_on", "pk")
    if sort == "-seen":
        return learners.order_by("-last_seen_on", "pk")
    return learners.order_by("contact__last_name", "contact__first_name", "pk")


def _learner_summaries(
    rows: Sequence[Learner], waits: Mapping[int, WaitStatus], waiting: Mapping[int, DeskRow], on: date
) -> list[LearnerSummary]:
    keys = [row.pk for row in rows]
    names = {each.learner_id: each for each in LearnerContact.objects.filter(learner_id__in=keys)}
    journeys = {
        each.learner_id: each
        for each in Journey.objects.filter(learner_id__in=keys)
        .select_related("session__training_action__training")
        .order_by("opened_on", "pk")
    }
    referents = Referent.objects.filter(learner_id__in=keys, valid_until=None).select_related("person")
    advisers = {each.learner_id: str(each.person) if each.person else "" for each in referents}
    dates = _next_dates(list(journeys.values()), waiting, on)
    barriers = _open_barriers(keys)
    return [
        _learner_summary(
            row, names.get(row.pk), journeys.get(row.pk), advisers.get(row.pk, ""), waits.get(row.pk),
            dates.get(row.pk), tuple(barriers[row.pk]),
        )
        for row in rows
    ]  # fmt: skip


def _learner_summary(
    row: Learner, contact: LearnerContact | None, journey: Journey | None, adviser: str, wait: WaitStatus | None,
    next_date: NextDate | None, barriers: tuple[Theme, ...],
) -> LearnerSummary:  # fmt: skip
    session = journey.session if journey else None
    return LearnerSummary(
        learner_key=row.key,
        name=f"{contact.last_name} {contact.first_name}" if contact else "Nom effacé",
        commune_code=row.commune_code,
        seen_on=row.last_seen_on,
        adviser=adviser,
        journey_key=journey.key if journey else None,
        state=JourneyState(journey.state) if journey else None,
        state_on=journey.state_on if journey else None,
        title=session.training.title if session else "",
        wait=wait,
        next_date=next_date,
        barriers=barriers,
    )


def _open_barriers(learner_ids: Sequence[int]) -> Mapping[int, list[Theme]]:
    barriers: dict[int, list[Theme]] = defaultdict(list)
    noted = Barrier.objects.filter(learner_id__in=learner_ids, solved_on=None).order_by("noted_on", "pk")
    for learner, theme in noted.values_list("learner_id", "theme"):
        if Theme(theme) not in barriers[learner]:
            barriers[learner].append(Theme(theme))
    return barriers


def _next_dates(journeys: Sequence[Journey], waiting: Mapping[int, DeskRow], on: date) -> dict[int, NextDate]:
    """The earliest date of each learner, over what their latest journey announces. One query."""
    keys = [journey.pk for journey in journeys]
    chosen = Invitation.objects.filter(journey_id__in=keys, outcome="", chosen__starts_at__gte=now())
    meetings = dict(chosen.values_list("journey_id", "chosen__starts_at"))
    next_dates = {}
    for journey in journeys:
        row = waiting.get(journey.pk)
        if row is not None and row.postponed_until is not None:
            next_dates[journey.learner_id] = NextDate(row.postponed_until, NextDateKind.POSTPONED)
            continue
        dates = []
        if journey.pk in meetings:
            dates.append(NextDate(paris_date(meetings[journey.pk]), NextDateKind.MEETING))
        if row is not None and row.due_on is not None:
            is_call = row.due_what == Consequence.CALL_BACK
            dates.append(NextDate(row.due_on, NextDateKind.CALL_BACK if is_call else NextDateKind.DUE))
        dates += _session_dates(journey, on)
        if dates:
            next_dates[journey.learner_id] = min(dates, key=lambda each: each.on)
    return next_dates


def _session_dates(journey: Journey, on: date) -> list[NextDate]:
    session = journey.session
    if session is None:
        return []
    if journey.state == JourneyState.ADMITTED and session.starts_on and session.starts_on >= on:
        return [NextDate(session.starts_on, NextDateKind.ENTRY)]
    if journey.state == JourneyState.IN_TRAINING and session.ends_on and session.ends_on >= on:
        return [NextDate(session.ends_on, NextDateKind.END)]
    return []
