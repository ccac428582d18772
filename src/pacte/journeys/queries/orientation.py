"""Sessions that the orientation rule considers for a learner, and its saved answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from pacte.journeys.models import Barrier, Journey, Learner, Recommendation
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.records.orientation import Advice, Candidate, Wanted
from pacte.journeys.rules.orientation import advise
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


def wanted_of(*, learner: Learner, rome: str, words: str, on: date) -> Wanted:
    """What the learner looks for, from their record: commune, licence, vehicle, diploma, open barriers."""
    home = communes_by_code([learner.commune_code]).get(learner.commune_code)
    barriers = Barrier.objects.filter(learner=learner, solved_on=None).exclude(constraint="")
    return Wanted(
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


def candidates(*, actor: Actor, wanted: Wanted) -> list[Candidate]:
    """Future sessions within 100 km that lead to the occupation or a near one, or match the words. By date.

    Full sessions too: a place may be freed. Without coordinates of the learner, the whole territory.
    """
    near = Q(pk__in=_with_words(actor, wanted)) if wanted.words else Q(pk=None)
    codes = [code for code in (wanted.rome, *wanted.near) if code]
    if codes:
        near |= Q(rome_codes__overlap=codes)
    found = SearchRow.objects.filter(near, open_until__gte=wanted.on).filter(
        Q(is_rolling=True) | Q(starts_on__isnull=True) | Q(starts_on__gt=wanted.on)
    )
    if wanted.latitude is not None and wanted.longitude is not None:
        south, north, west, east = bounding_box(wanted.latitude, wanted.longitude, REACH_KM)
        found = found.filter(latitude__range=(south, north), longitude__range=(west, east))
    return [candidate_of(row, wanted) for row in found.order_by("starts_on", "pk")[:_CONSIDERED]]


def _with_words(actor: Actor, wanted: Wanted) -> list[int]:
    around = None
    if wanted.latitude is not None and wanted.longitude is not None:
        around = SearchArea(wanted.latitude, wanted.longitude, REACH_KM)
    asked = SearchParams(
        words=wanted.words[:120], around=around, sort=SearchSort.WORDS, facets=frozenset[SearchFacet]()
    )
    return [hit.session_id for hit in search_sessions(actor=actor, params=asked, on=wanted.on).hits]


def candidate_of(row: SearchRow, wanted: Wanted) -> Candidate:
    """A row of the public search, with its distance from the learner's commune, rounded so that a replay is exact."""
    distance = None
    if None not in (row.latitude, row.longitude, wanted.latitude, wanted.longitude):
        distance = round(haversine_km(wanted.latitude, wanted.longitude, row.latitude, row.longitude), 1)  # type: ignore[arg-type]
    return Candidate(
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


def recommendation(*, actor: Actor, journey: Journey, identifier: int) -> Recommendation:
    """One saved answer of a journey. Raises ``Unseen``."""
    bodies = adviser_bodies(actor)
    found = Recommendation.objects.filter(pk=identifier, journey=journey, journey__referrer_id__in=bodies).first()
    if found is None:
        raise NotFound
    return found


def recommendations_of(*, actor: Actor, journeys: Sequence[Journey]) -> list[Recommendation]:
    """Saved answers of these journeys, latest first, without their candidates."""
    bodies = adviser_bodies(actor)
    found = Recommendation.objects.filter(journey__in=journeys, journey__referrer_id__in=bodies)
    return list(found.defer("candidates", "inputs").order_by("-made_at", "-pk"))


def replayed(row: Recommendation) -> list[Advice]:
    """The same answer, computed again from the saved inputs."""
    return advise(wanted_kept(row.inputs), map(candidate_kept, row.candidates), rule=row.rule)


def wanted_kept(kept: dict[str, Any]) -> Wanted:
    return Wanted(
        **kept
        | {
            "near": tuple(kept["near"]),
            "constraints": tuple(kept["constraints"]),
            "on": date.fromisoformat(kept["on"]),
        }
    )


def candidate_kept(kept: dict[str, Any]) -> Candidate:
    given = kept["candidate"]
    starts_on = date.fromisoformat(given["starts_on"]) if given["starts_on"] else None
    return Candidate(**given | {"romes": tuple(given["romes"]), "starts_on": starts_on})


def rows_of(session_ids: Iterable[int]) -> dict[int, SearchRow]:
    """Rows of the public search by session."""
    return SearchRow.objects.in_bulk(list(session_ids))
