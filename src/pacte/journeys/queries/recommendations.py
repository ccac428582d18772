"""Sessions that the orientation rule considers for a learner, and its saved answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from pacte.journeys.models import Barrier, Journey, Learner, Recommendation
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.records.orientation import CandidateSession, OrientationProfile, ScoredSession
from pacte.journeys.rules.orientation import score_sessions
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import SearchRow
from pacte.offer.queries.search import search_sessions
from pacte.offer.records.search import SearchArea, SearchFacet, SearchParams, SearchSort
from pacte.reference.queries import communes_by_code, reachable_occupations
from pacte.reference.rules import haversine_km
from pacte.reference.rules.territory import bounding_box

REACH_KM = 100.0
_CONSIDERED = 120
_NEAR = 6


def orientation_profile(*, learner: Learner, rome: str, words: str, on: date) -> OrientationProfile:
    """What the learner looks for, from their record: commune, licence, vehicle, diploma, open barriers."""
    home = communes_by_code([learner.commune_code]).get(learner.commune_code)
    barriers = Barrier.objects.filter(learner=learner, solved_on=None).exclude(constraint="")
    return OrientationProfile(
        rome=rome,
        near=tuple(each.code for each in reachable_occupations(rome)[:_NEAR]) if rome else (),
        words=words.strip(),
        latitude=home.latitude if home else None,
        longitude=home.longitude if home else None,
        has_licence=learner.has_licence,
        has_vehicle=learner.has_vehicle,
        diploma=learner.diploma,
        constraints=tuple(sorted(set(barriers.values_list("constraint", flat=True)))),
        on=on,
    )


def candidate_sessions(*, actor: Actor, profile: OrientationProfile) -> list[CandidateSession]:
    """Future sessions within 100 km that lead to the occupation or a near one, or match the words. By date.

    Full sessions too: a place may be freed. Without coordinates of the learner, the whole territory.
    """
    near = Q(pk__in=_sessions_matching_words(actor, profile)) if profile.words else Q(pk=None)
    codes = [code for code in (profile.rome, *profile.near) if code]
    if codes:
        near |= Q(rome_codes__overlap=codes)
    rows = SearchRow.objects.filter(near, open_until__gte=profile.on).filter(
        Q(is_rolling=True) | Q(starts_on__isnull=True) | Q(starts_on__gt=profile.on)
    )
    if profile.latitude is not None and profile.longitude is not None:
        south, north, west, east = bounding_box(profile.latitude, profile.longitude, REACH_KM)
        rows = rows.filter(latitude__range=(south, north), longitude__range=(west, east))
    return [candidate_from_row(row, profile) for row in rows.order_by("starts_on", "pk")[:_CONSIDERED]]


def _sessions_matching_words(actor: Actor, profile: OrientationProfile) -> list[int]:
    around = None
    if profile.latitude is not None and profile.longitude is not None:
        around = SearchArea(profile.latitude, profile.longitude, REACH_KM)
    query = SearchParams(
        words=profile.words[:120], around=around, sort=SearchSort.WORDS, facets=frozenset[SearchFacet]()
    )
    return [hit.session_id for hit in search_sessions(actor=actor, params=query, on=profile.on).hits]


def candidate_from_row(row: SearchRow, profile: OrientationProfile) -> CandidateSession:
    """A row of the public search, with its distance from the learner's commune, rounded so that a replay is exact."""
    distance = None
    if None not in (row.latitude, row.longitude, profile.latitude, profile.longitude):
        distance = round(haversine_km(profile.latitude, profile.longitude, row.latitude, row.longitude), 1)  # type: ignore[arg-type]
    return CandidateSession(
        session_id=row.session_id,
        romes=tuple(row.rome_codes),
        kilometres=distance,
        starts_on=row.starts_on,
        is_rolling=row.is_rolling,
        left=row.left,
        level=row.level,
        needs_licence=row.needs_licence,
        without_car=row.without_car,
        is_part_time=row.is_part_time,
        is_remote=row.modality > 0,
        nature=row.nature,
        costs_nothing=row.costs_nothing,
    )


def recommendation_by_id(*, actor: Actor, journey: Journey, identifier: int) -> Recommendation:
    """One saved answer of a journey. Raises ``NotFound``."""
    bodies = adviser_bodies(actor)
    row = Recommendation.objects.filter(pk=identifier, journey=journey, journey__referrer_id__in=bodies).first()
    if row is None:
        raise NotFound
    return row


def recommendations_of(*, actor: Actor, journeys: Sequence[Journey]) -> list[Recommendation]:
    """Saved answers of these journeys, latest first, without their candidates."""
    bodies = adviser_bodies(actor)
    rows = Recommendation.objects.filter(journey__in=journeys, journey__referrer_id__in=bodies)
    return list(rows.defer("candidates", "inputs").order_by("-made_at", "-pk"))


def replay_recommendation(row: Recommendation) -> list[ScoredSession]:
    """The same answer, computed again from the saved inputs."""
    return score_sessions(profile_from_json(row.inputs), map(candidate_from_json, row.candidates), rule=row.rule)


def profile_from_json(data: dict[str, Any]) -> OrientationProfile:
    return OrientationProfile(
        **data
        | {
            "near": tuple(data["near"]),
            "constraints": tuple(data["constraints"]),
            "on": date.fromisoformat(data["on"]),
        }
    )


def candidate_from_json(data: dict[str, Any]) -> CandidateSession:
    fields = data["candidate"]
    starts_on = date.fromisoformat(fields["starts_on"]) if fields["starts_on"] else None
    return CandidateSession(**fields | {"romes": tuple(fields["romes"]), "starts_on": starts_on})


def search_rows_by_session(session_ids: Iterable[int]) -> dict[int, SearchRow]:
    """Rows of the public search by session."""
    return SearchRow.objects.in_bulk(list(session_ids))
