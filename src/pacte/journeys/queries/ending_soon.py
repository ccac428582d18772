"""Trainings that end soon, and what comes next for each person: nothing, a stage without a seat, or a held seat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from pacte.journeys.models import Journey
from pacte.journeys.permissions import referrers_with_journey_right
from pacte.journeys.queries.adviser_desk import learner_names
from pacte.journeys.queries.desk_rows import filter_by_scope, refuse_other_bodies
from pacte.journeys.records import JourneyState
from pacte.journeys.records.adviser_desk import AdviserScope
from pacte.journeys.rules.desk import END_SOON
from pacte.journeys.rules.state_machine import FINISHED, HOLDS_A_SEAT
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless


class NextStage(StrEnum):
    """What is known of the stage after a training, from the worst to the best."""

    NONE = "none"
    OPEN = "open"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class EndingTraining:
    """A training that ends on ``ends_on``. ``next_*`` are of the other journey of the person that goes furthest."""

    learner_key: UUID
    journey_key: UUID
    name: str
    title: str
    provider: str
    ends_on: date
    stage: NextStage
    next_title: str = ""
    next_state: JourneyState | None = None
    next_starts_on: date | None = None
    seat_until: date | None = None


def ending_trainings(*, actor: Actor, scope: AdviserScope, on: date) -> list[EndingTraining]:
    """Trainings of the scope that end within ``END_SOON``, those with nothing next first, then the soonest.

    Three queries. Raises ``NotFound`` for the scope of another body.
    """
    refuse_other_bodies(actor, scope)
    hide_unless(set(scope.body_ids) <= referrers_with_journey_right(actor, "journeys.orient"))
    present = filter_by_scope(Journey.objects.filter(state=JourneyState.IN_TRAINING), scope)
    rows = list(
        present.filter(session__ends_on__range=(on, on + END_SOON)).select_related(
            "learner", "session__training_action__training__provider"
        )
    )
    others = _best_other_journeys(rows)
    names = learner_names([row.learner_id for row in rows])
    lines = [_line(row, names.get(row.learner_id, ""), others.get(row.learner_id)) for row in rows if row.session]
    return sorted(lines, key=lambda each: (list(NextStage).index(each.stage), each.ends_on, each.name))


def _best_other_journeys(rows: Iterable[Journey]) -> dict[int, Journey]:
    """By learner, the other journey that goes on: one that holds a seat before one that does not."""
    ending = {row.pk: row.learner_id for row in rows}
    others = (
        Journey.objects.filter(learner_id__in=ending.values())
        .exclude(state__in=FINISHED)
        .exclude(pk__in=ending)
        .select_related("session__training_action__training")
        .order_by("opened_on", "pk")
    )
    best: dict[int, Journey] = {}
    for other in others:
        known = best.get(other.learner_id)
        if known is None or known.state not in HOLDS_A_SEAT:
            best[other.learner_id] = other
    return best


def _line(row: Journey, name: str, other: Journey | None) -> EndingTraining:
    session = row.session
    assert session is not None
    assert session.ends_on is not None
    stage = NextStage.NONE if other is None else NextStage.HELD if other.state in HOLDS_A_SEAT else NextStage.OPEN
    following = other.session if other else None
    return EndingTraining(
        learner_key=row.learner.key,
        journey_key=row.key,
        name=name,
        title=session.training.title,
        provider=session.provider.name,
        ends_on=session.ends_on,
        stage=stage,
        next_title=following.training.title if following else "",
        next_state=JourneyState(other.state) if other else None,
        next_starts_on=following.starts_on if following else None,
        seat_until=other.seat_until if other else None,
    )
