"""Free seats for the learners of an adviser: nearby sessions with room, with reasons. A constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pacte.journeys.models import Barrier, Journey
from pacte.journeys.queries.adviser_desk import learner_names
from pacte.journeys.queries.recommendations import candidate_from_row
from pacte.journeys.records.adviser_desk import DeskRow, WaitStatus
from pacte.journeys.records.orientation import OrientationProfile, ScoredSession
from pacte.journeys.rules.desk import OWED, TO_MOVE, sort_by_urgency
from pacte.journeys.rules.orientation import score_sessions
from pacte.kernel.actor import Actor
from pacte.offer.models import SearchRow, Session
from pacte.offer.queries import public_places
from pacte.offer.records import PublicPlaces
from pacte.reference.queries import communes_by_code
from pacte.reference.records import Place

NEAR_KM = 40.0
_PEOPLE, _SESSIONS, _SHOWN = 40, 250, 5
_DEGREES = 0.6  # of latitude or longitude: a little more than 40 km here


@dataclass(frozen=True, slots=True)
class SuitableLearner:
    """A learner whom the session could suit, with the reasons of the rule."""

    name: str
    journey_key: UUID
    advice: ScoredSession


@dataclass(frozen=True, slots=True)
class FreeSeat:
    session: Session
    places: PublicPlaces
    people: tuple[SuitableLearner, ...]


def free_seats(*, actor: Actor, by_wait: Mapping[WaitStatus, Sequence[DeskRow]], on: date) -> list[FreeSeat]:
    """Sessions that could suit the most learners waiting for a proposal, at most 40 km from their homes.

    For rows obtained through ``waiting_journeys``.
    """
    journeys = _journeys_to_place(
        [row for wait in (WaitStatus.TO_DO, WaitStatus.SILENT) for row in sort_by_urgency(by_wait[wait], wait)]
    )
    profiles = _profiles(journeys, on)
    rows = _search_rows(profiles.values(), on)
    suited: dict[int, list[tuple[Journey, ScoredSession]]] = defaultdict(list)
    for journey in journeys:
        if journey.pk not in profiles:
            continue
        for advice in _near(profiles[journey.pk], rows):
            suited[advice.candidate.session_id].append((journey, advice))
    best = sorted(suited, key=lambda key: (-len(suited[key]), -max(each.score for _, each in suited[key]), key))
    return _seats(actor, {key: suited[key] for key in best[:_SHOWN]})


def _journeys_to_place(rows: Sequence[DeskRow]) -> list[Journey]:
    """Journeys that wait for a proposal and whose target occupation is known, most urgent first."""
    keys = [row.journey_id for row in rows if row.state in OWED | TO_MOVE][:_PEOPLE]
    journeys_by_id = Journey.objects.filter(pk__in=keys).exclude(goal_rome="").select_related("learner").in_bulk()
    return [journeys_by_id[key] for key in keys if key in journeys_by_id]


def _profiles(journeys: Sequence[Journey], on: date) -> dict[int, OrientationProfile]:
    homes = communes_by_code(journey.learner.commune_code for journey in journeys)
    constraints: dict[int, set[str]] = defaultdict(set)
    learners = [journey.learner_id for journey in journeys]
    for learner, constraint in Barrier.objects.filter(learner_id__in=learners, solved_on=None).values_list(
        "learner_id", "constraint"
    ):
        constraints[learner].add(constraint)
    return {
        journey.pk: _profile(journey, homes[journey.learner.commune_code], constraints[journey.learner_id], on)
        for journey in journeys
        if journey.learner.commune_code in homes
    }


def _profile(journey: Journey, home: Place, constraints: set[str], on: date) -> OrientationProfile:
    learner = journey.learner
    return OrientationProfile(
        rome=journey.goal_rome,
        near=(),
        words="",
        latitude=home.latitude,
        longitude=home.longitude,
        has_licence=learner.has_licence,
        has_vehicle=learner.has_vehicle,
        diploma=learner.diploma,
        constraints=tuple(sorted(constraints - {""})),
        on=on,
    )


def _search_rows(profiles: Iterable[OrientationProfile], on: date) -> list[SearchRow]:
    """Future sessions with a place left, in the rectangle that contains everybody."""
    known = [each for each in profiles if each.latitude is not None and each.longitude is not None]
    if not known:
        return []
    latitudes = [each.latitude for each in known if each.latitude is not None]
    longitudes = [each.longitude for each in known if each.longitude is not None]
    return list(
        SearchRow.objects.filter(
            open_until__gte=on,
            left__gt=0,
            rome_codes__overlap=sorted({each.rome for each in known}),
            latitude__range=(min(latitudes) - _DEGREES, max(latitudes) + _DEGREES),
            longitude__range=(min(longitudes) - _DEGREES, max(longitudes) + _DEGREES),
        )
        .exclude(is_rolling=False, starts_on__lte=on)
        .order_by("starts_on", "pk")[:_SESSIONS]
    )


def _near(profile: OrientationProfile, rows: Sequence[SearchRow]) -> list[ScoredSession]:
    candidates = [candidate_from_row(row, profile) for row in rows if profile.rome in row.rome_codes]
    near = [each for each in candidates if each.kilometres is not None and each.kilometres <= NEAR_KM]
    return [each for each in score_sessions(profile, near) if each.score > 0][:_SHOWN]


def _seats(actor: Actor, suited: dict[int, list[tuple[Journey, ScoredSession]]]) -> list[FreeSeat]:
    sessions = Session.objects.select_related("site", "training_action__training__provider").in_bulk(list(suited))
    places = public_places(actor=actor, sessions=list(sessions.values()))
    names = learner_names([journey.learner_id for pairs in suited.values() for journey, _ in pairs])
    return [
        FreeSeat(
            session=sessions[key],
            places=places[key],
            people=tuple(
                SuitableLearner(names.get(journey.learner_id, ""), journey.key, advice)
                for journey, advice in sorted(pairs, key=lambda pair: -pair[1].score)
            ),
        )
        for key, pairs in suited.items()
        if key in sessions
    ]
