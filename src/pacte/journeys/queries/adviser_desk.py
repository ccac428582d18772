"""The desk of an adviser: three columns and the recent changes. A constant number of queries.

One rule in Python decides the column, on narrow rows of the live journeys: a few thousand for the largest agency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from pacte.journeys.models import Due, Journey, LearnerContact, Referent, Step
from pacte.journeys.queries.adviser_scope import adviser_bodies, held_in
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.records.advising import DeskLine, DeskRow, Scope, Wait
from pacte.journeys.rules.consequences import Consequence, Doer
from pacte.journeys.rules.desk import LIVE, in_order, wait_of
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Session
from pacte.offer.records import EntryMode

MOST = 9
# Fields shown on an item; the texts of a training are long.
_SHOWN = (
    "key", "learner__key", "session__site__town", "session__training_action__training__title",
    "session__training_action__training__provider__name",
)  # fmt: skip
_OWED = (Consequence.NEXT_PROPOSAL, Consequence.RESEAT_OR_CALL)
_LOOKED_BACK = timedelta(days=45)
_MOST_CHANGES = 200
# Kinds that the adviser's own body records all day are not news.
_ROUTINE = (
    StepKind.NEED_EXPRESSED, StepKind.PROPOSED, StepKind.INVITED, StepKind.BARRIER_NOTED, StepKind.BARRIER_SOLVED,
    StepKind.CLOSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeskColumn:
    """The total ``count`` of a column, and its first items."""

    wait: Wait
    count: int
    lines: tuple[DeskLine, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A step recently recorded by somebody else. ``title``: of the session."""

    kind: StepKind
    happened_on: date
    name: str
    learner_key: UUID
    title: str


def desk(scope: Scope, by_wait: Mapping[Wait, Sequence[DeskRow]], most: int = MOST) -> dict[Wait, DeskColumn]:
    """The three columns of a scope. For rows obtained through ``waiting_journeys``."""
    shown = {wait: in_order(rows, wait)[:most] for wait, rows in by_wait.items()}
    lines = desk_lines(shown, names_advisers=scope.person_id is None)
    return {wait: DeskColumn(wait, len(by_wait[wait]), tuple(lines[wait])) for wait in Wait}


def waiting(*, actor: Actor, scope: Scope, on: date, silent_days: int) -> dict[Wait, list[DeskRow]]:
    """Journeys of the scope by column. Three queries. Raises ``Unseen`` for the scope of another body."""
    found: dict[Wait, list[DeskRow]] = {wait: [] for wait in Wait}
    for row in _rows(actor, scope):
        wait = wait_of(row, on=on, silent_days=silent_days)
        if wait is not None:
            found[wait].append(row)
    return found


def _refuse(actor: Actor, scope: Scope) -> None:
    if not set(scope.body_ids) <= set(adviser_bodies(actor)):
        raise NotFound


def _rows(actor: Actor, scope: Scope) -> Iterable[DeskRow]:
    _refuse(actor, scope)
    owed = dict(_dues(scope).values_list("journey_id", "due_on"))
    columns = (
        "pk", "learner_id", "state", "state_on", "learner__last_seen_on", "session__starts_on",
        "session__training_action__entry_mode",
    )  # fmt: skip
    alive = of_scope(Journey.objects.filter(state__in=LIVE), scope)
    others = Journey.objects.filter(pk__in=owed).exclude(state__in=LIVE)
    for found in (alive, others):
        for pk, learner, state, state_on, seen_on, starts_on, mode in found.values_list(*columns):
            yield DeskRow(
                journey_id=pk,
                learner_id=learner,
                state=JourneyState(state),
                state_on=state_on,
                seen_on=seen_on,
                starts_on=starts_on,
                is_rolling=mode == EntryMode.ROLLING,
                due_on=owed.get(pk),
            )


def of_scope(found: QuerySet[Journey], scope: Scope) -> QuerySet[Journey]:
    """Journeys that the bodies orient; only those of the adviser's own people when the scope names one."""
    found = found.filter(referrer_id__in=scope.body_ids)
    return found if scope.person_id is None else found.filter(held_in(scope, prefix="learner__referents__"))


def _dues(scope: Scope) -> QuerySet[Due]:
    """Open obligations of the advisers of the bodies. Latest first: the earliest of each journey wins in a dict."""
    owed = Due.objects.filter(body_id__in=scope.body_ids, settled_on=None, doer=Doer.ADVISER, what__in=_OWED).order_by(
        "-due_on"
    )
    if scope.person_id is None:
        return owed
    return owed.filter(held_in(scope, prefix="journey__learner__referents__"))


def desk_lines(shown: dict[Wait, list[DeskRow]], *, names_advisers: bool) -> dict[Wait, list[DeskLine]]:
    """Names and sessions of the rows to show. For rows obtained through a checked query."""
    rows = [row for each in shown.values() for row in each]
    journeys = {
        each.pk: each
        for each in Journey.objects.select_related(
            "learner", "session__site", "session__training_action__training__provider"
        )
        .filter(pk__in=[row.journey_id for row in rows])
        .only(*_SHOWN)
    }
    names = names_of([row.learner_id for row in rows])
    advisers = _advisers([row.learner_id for row in rows]) if names_advisers else {}
    return {
        wait: [
            _line(row, wait, journeys[row.journey_id], names.get(row.learner_id, ""), advisers.get(row.learner_id, ""))
            for row in each
            if row.journey_id in journeys
        ]
        for wait, each in shown.items()
    }


def _line(row: DeskRow, wait: Wait, journey: Journey, name: str, adviser: str) -> DeskLine:
    session = journey.session
    return DeskLine(
        row=row,
        wait=wait,
        journey_key=journey.key,
        learner_key=journey.learner.key,
        name=name,
        title=_title(session),
        town=session.site.town if session and session.site else "",
        provider=session.provider.name if session else "",
        adviser=adviser,
    )


def _title(session: Session | None) -> str:
    return session.training.title if session else ""


def names_of(learner_ids: Sequence[int]) -> dict[int, str]:
    """Names by learner, for readers who may see them; an erased learner has none."""
    found = LearnerContact.objects.filter(learner_id__in=learner_ids)
    rows = found.values_list("learner_id", "first_name", "last_name")
    return {learner_id: f"{first} {last}" for learner_id, first, last in rows}


def _advisers(learner_ids: Sequence[int]) -> dict[int, str]:
    found = Referent.objects.filter(learner_id__in=learner_ids, valid_until=None, person__isnull=False)
    return {each.learner_id: str(each.person) for each in found.select_related("person")}


def changes(*, actor: Actor, scope: Scope, since: datetime, on: date) -> dict[StepKind, list[Change]]:
    """Steps recorded by others since an instant, by kind. Late ones count up to 45 days back."""
    _refuse(actor, scope)
    # Run first: the planner sees the policies and not the adviser's few people, and would read the steps of everybody.
    moved = list(of_scope(Journey.objects.filter(state_on__gte=on - _LOOKED_BACK), scope).values_list("pk", flat=True))
    rows = list(
        Step.objects.filter(journey__in=moved, recorded_at__gte=since, is_withdrawn=False)
        .exclude(kind__in=_ROUTINE)
        .exclude(person_id=actor.person_id)
        .order_by("-recorded_at", "-pk")
        .values_list(
            "kind", "happened_on", "journey__learner_id", "journey__learner__key",
            "journey__session__training_action__training__title",
        )[:_MOST_CHANGES]
    )  # fmt: skip
    names = names_of([learner_id for _, _, learner_id, _, _ in rows])
    found: dict[StepKind, list[Change]] = defaultdict(list)
    for kind, happened_on, learner_id, key, title in rows:
        found[StepKind(kind)].append(
            Change(StepKind(kind), happened_on, names.get(learner_id, ""), learner_key=key, title=title or "")
        )
    return dict(found)
