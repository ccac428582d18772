"""People on the waiting list of any session, by nature of training, commune and level: what to buy, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from pacte.journeys.models import Journey
from pacte.journeys.permissions import (
    JourneyScope,
    may,
    providers_with_journey_right,
    referrers_with_journey_right,
)
from pacte.journeys.records import JourneyState
from pacte.journeys.records.counts import PROTECTED_PUBLIC
from pacte.journeys.records.population import LEVEL_CLASSES, class_of
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless
from pacte.offer.models import Training
from pacte.offer.queries import natures_of
from pacte.offer.records import TrainingNature

_READ = "journeys.read"


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """People who wait for a seat in trainings of one nature, and live in one commune, whatever the sessions.

    ``by_level``: number of people by class of their highest diploma, "" for those whose diploma nobody knows.
    ``commune_code`` is empty when nobody said where they live. ``since``: of who waits longest.
    """

    nature: TrainingNature
    commune_code: str
    people: int
    sessions: int
    since: date
    by_level: dict[str, int]


def waiting_groups(*, actor: Actor, host_id: int) -> list[WaitingGroup]:
    """Groups of the Region for its staff, of its own sessions for a provider, of its own people for an adviser.

    Most people first. Each person counts once a nature. Three queries. Raises ``NotFound`` for who reads no journey.
    """
    rows = _readable(actor, host_id).select_related("learner", "session__training_action__training")
    grouped: dict[tuple[TrainingNature, str], list[Journey]] = defaultdict(list)
    journeys = [row for row in rows if row.session]
    natures = natures_of(
        actor=actor, trainings={training.pk: training for training in map(_training, journeys)}.values()
    )
    for row in journeys:
        grouped[natures[_training(row).pk], row.learner.commune_code].append(row)
    groups = [_group(nature, commune, rows) for (nature, commune), rows in grouped.items()]
    return sorted(groups, key=lambda each: (-each.people, each.since, each.nature, each.commune_code))


def _readable(actor: Actor, host_id: int) -> QuerySet[Journey]:
    """The staff of the Region does not read the sessions of a protected public: small counts would identify people."""
    waiting = Journey.objects.filter(state=JourneyState.WAITING, organisation_id=host_id, learner__purged_at=None)
    if may(actor, _READ, JourneyScope(host_id)):
        return waiting.exclude(session__training_action__public_codes__contains=[PROTECTED_PUBLIC])
    providers, referrers = providers_with_journey_right(actor, _READ), referrers_with_journey_right(actor, _READ)
    hide_unless(providers or referrers)
    return waiting.filter(Q(provider_body_id__in=providers) | Q(referrer_id__in=referrers))


def _training(row: Journey) -> Training:
    assert row.session is not None
    return row.session.training


def _group(nature: TrainingNature, commune: str, rows: list[Journey]) -> WaitingGroup:
    by_level: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        by_level[class_of(LEVEL_CLASSES, row.learner.diploma)].add(row.learner_id)
    return WaitingGroup(
        nature=nature,
        commune_code=commune,
        people=len({row.learner_id for row in rows}),
        sessions=len({row.session_id for row in rows}),
        since=min(row.state_on for row in rows),
        by_level={level: len(people) for level, people in by_level.items()},
    )
