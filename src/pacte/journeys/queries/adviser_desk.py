"""The desk of an adviser: three columns and the recent changes. A constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from pacte.journeys.models import Journey, LearnerContact, Referent, Step
from pacte.journeys.queries.desk_rows import filter_by_scope, refuse_other_bodies
from pacte.journeys.records import StepKind
from pacte.journeys.records.adviser_desk import AdviserScope, DeskItem, DeskRow, WaitStatus
from pacte.journeys.rules.desk import sort_by_urgency
from pacte.kernel.actor import Actor
from pacte.offer.models import Session

MOST = 9
# Fields shown on an item; the texts of a training are long.
_DISPLAY_FIELDS = (
    "key", "learner__key", "session__site__town", "session__training_action__training__title",
    "session__training_action__training__provider__name",
)  # fmt: skip
_LOOKBACK = timedelta(days=45)
_MOST_CHANGES = 200
# Kinds that the adviser's own body records all day are not news.
_ROUTINE_KINDS = (
    StepKind.NEED_EXPRESSED, StepKind.PROPOSED, StepKind.INVITED, StepKind.BARRIER_NOTED, StepKind.BARRIER_SOLVED,
    StepKind.CLOSED,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DeskColumn:
    """The total ``count`` of a column, and its first items."""

    wait: WaitStatus
    count: int
    lines: tuple[DeskItem, ...]


@dataclass(frozen=True, slots=True)
class RecentStep:
    """A step recently recorded by somebody else. ``title``: of the session."""

    kind: StepKind
    happened_on: date
    name: str
    learner_key: UUID
    title: str


def desk_columns(
    scope: AdviserScope, by_wait: Mapping[WaitStatus, Sequence[DeskRow]], most: int = MOST
) -> dict[WaitStatus, DeskColumn]:
    """The three columns of a scope. For rows obtained through ``waiting_journeys``."""
    shown = {wait: sort_by_urgency(rows, wait)[:most] for wait, rows in by_wait.items()}
    lines = desk_items(shown, names_advisers=scope.person_id is None)
    return {wait: DeskColumn(wait, len(by_wait[wait]), tuple(lines[wait])) for wait in WaitStatus}


def desk_items(shown: dict[WaitStatus, list[DeskRow]], *, names_advisers: bool) -> dict[WaitStatus, list[DeskItem]]:
    """Names and sessions of the rows to show. For rows obtained through a checked query."""
    rows = [row for each in shown.values() for row in each]
    journeys = {
        each.pk: each
        for each in Journey.objects.select_related(
            "learner", "session__site", "session__training_action__training__provider"
        )
        .filter(pk__in=[row.journey_id for row in rows])
        .only(*_DISPLAY_FIELDS)
    }
    names = learner_names([row.learner_id for row in rows])
    advisers = _advisers([row.learner_id for row in rows]) if names_advisers else {}
    return {
        wait: [
            _desk_item(
                row, wait, journeys[row.journey_id], names.get(row.learner_id, ""), advisers.get(row.learner_id, "")
            )
            for row in each
            if row.journey_id in journeys
        ]
        for wait, each in shown.items()
    }


def _desk_item(row: DeskRow, wait: WaitStatus, journey: Journey, name: str, adviser: str) -> DeskItem:
    session = journey.session
    return DeskItem(
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


def learner_names(learner_ids: Sequence[int]) -> dict[int, str]:
    """Names by learner, for readers who may see them; an erased learner has none."""
    contacts = LearnerContact.objects.filter(learner_id__in=learner_ids)
    rows = contacts.values_list("learner_id", "first_name", "last_name")
    return {learner_id: f"{first} {last}" for learner_id, first, last in rows}


def _advisers(learner_ids: Sequence[int]) -> dict[int, str]:
    referents = Referent.objects.filter(learner_id__in=learner_ids, valid_until=None, person__isnull=False)
    return {each.learner_id: str(each.person) for each in referents.select_related("person")}


def recent_steps(*, actor: Actor, scope: AdviserScope, since: datetime, on: date) -> dict[StepKind, list[RecentStep]]:
    """Steps recorded by others since an instant, by kind. Late ones count up to 45 days back."""
    refuse_other_bodies(actor, scope)
    # Run first: the planner sees the policies and not the adviser's few people, and would read the steps of everybody.
    moved = list(
        filter_by_scope(Journey.objects.filter(state_on__gte=on - _LOOKBACK), scope).values_list("pk", flat=True)
    )
    rows = list(
        Step.objects.filter(journey__in=moved, recorded_at__gte=since, is_withdrawn=False)
        .exclude(kind__in=_ROUTINE_KINDS)
        .exclude(person_id=actor.person_id)
        .order_by("-recorded_at", "-pk")
        .values_list(
            "kind", "happened_on", "journey__learner_id", "journey__learner__key",
            "journey__session__training_action__training__title",
        )[:_MOST_CHANGES]
    )  # fmt: skip
    names = learner_names([learner_id for _, _, learner_id, _, _ in rows])
    steps_by_kind: dict[StepKind, list[RecentStep]] = defaultdict(list)
    for kind, happened_on, learner_id, key, title in rows:
        steps_by_kind[StepKind(kind)].append(
            RecentStep(StepKind(kind), happened_on, names.get(learner_id, ""), learner_key=key, title=title or "")
        )
    return dict(steps_by_kind)
