"""Sessions that the orientation rule considers for a learner, and its saved answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Q

from pacte.journeys.models import Barrier, Journey, Learner, Recommendation
from pacte.journeys.permissions import may
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.records.orientation import CandidateSession, OrientationProfile, OrientationStart, ScoredSession
from pacte.journeys.rules.orientation import PREPARING, score_sessions
from pacte.journeys.rules.state_machine import allowed_step_kinds
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.errors import ensure_found
from pacte.offer.models import SearchRow, Training
from pacte.offer.queries.nature import natures_of
from pacte.offer.queries.search import search_sessions, terms_read
from pacte.offer.records import Modality
from pacte.offer.records.search import SearchArea, SearchParams
from pacte.reference.queries import communes_by_code, reachable_occupations
from pacte.reference.rules import haversine_km
from pacte.reference.rules.territory import bounding_box

REACH_KM = 100.0
MOST_CONSIDERED = 500
_NEAR = 6
_TO_CHOOSE = ("remobilisation", "prequalifying")


def last_training(*, actor: Actor, journey: Journey) -> Training | None:
    """The training of the journey, else of the learner's latest journey that has one: what to start from again."""
    if journey.session is not None:
        return journey.session.training
    bodies = adviser_bodies(actor)
    others = Journey.objects.filter(learner_id=journey.learner_id, referrer_id__in=bodies).exclude(session=None)
    latest = others.select_related("session__training_action__training").order_by("-state_on", "-pk").first()
    return latest.session.training if latest and latest.session else None


def journeys_to_propose(*, actor: Actor, words: str = "", limit: int = 200) -> list[Journey]:
    """Journeys of the adviser's bodies to which a session may be proposed now, longest wait first; ``words`` of names.

    Raises ``NotFound`` for anyone but an adviser.
    """
    states = [state for state in JourneyState if StepKind.PROPOSED in allowed_step_kinds(state)]
    journeys = Journey.objects.filter(
        referrer_id__in=adviser_bodies(actor), state__in=states, learner__purged_at=None, ended_on=None
    ).select_related("learner__contact")
    for word in words.split():
        names = Q(learner__contact__last_name__icontains=word) | Q(learner__contact__first_name__icontains=word)
        journeys = journeys.filter(names)
    rows = journeys.order_by("state_on", "pk")[:limit]
    return [each for each in rows if may(actor, "journeys.orient", journey_scope(each))]


def starting_occupation(*, actor: Actor, training: Training) -> str:
    """The occupation of a last training; "" when it came before one, or names none."""
    is_first_step = natures_of(actor=actor, trainings=[training])[training.pk] in PREPARING
    return "" if is_first_step or not training.rome_codes else str(training.rome_codes[0])


def orientation_profile(
    *,
    learner: Learner,
    rome: str,
    words: str,
    on: date,
    start: OrientationStart = OrientationStart.WORDS,
    training: Training | None = None,
) -> OrientationProfile:
    """What the learner looks for, from their record: commune, licence, vehicle, diploma, open barriers.

    ``training``: the last one, to look for the same kind. Without an occupation, words or a training: a project to
    choose.
    """
    home = communes_by_code([learner.commune_code]).get(learner.commune_code)
    barriers = Barrier.objects.filter(learner=learner, solved_on=None).exclude(constraint="")
    nature = natures_of(actor=NOBODY, trainings=[training])[training.pk] if training else ""
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
        start=start,
        formacode=training.formacodes[0] if training and training.formacodes else "",
        natures=_TO_CHOOSE if start is OrientationStart.PROJECT else (),
        is_first_step=start is OrientationStart.PROJECT
        or nature in PREPARING
        or (bool(words) and terms_read(actor=NOBODY, params=SearchParams(words=words[:120])).is_first_step),
    )


def candidate_sessions(*, actor: Actor, profile: OrientationProfile) -> list[CandidateSession]:
    """All the future sessions that match, nearest first: the occupation or a near one, the words, the kind of training.

    Full sessions too: a place may be freed. Within 100 km; when nothing is, in the whole territory, as without
    coordinates of the learner. The nearest ``MOST_CONSIDERED``: a saved answer holds them all.
    """
    area = None
    if profile.latitude is not None and profile.longitude is not None:
        area = SearchArea(profile.latitude, profile.longitude, REACH_KM)
    rows = _matching_rows(actor, profile, area)
    if not rows and area is not None:
        rows = _matching_rows(actor, profile, None)
    candidates = [candidate_from_row(row, profile) for row in rows]
    nearest = sorted(candidates, key=lambda each: (each.kilometres is None, each.kilometres or 0.0, each.session_id))
    return nearest[:MOST_CONSIDERED]


def _matching_rows(actor: Actor, profile: OrientationProfile, area: SearchArea | None) -> list[SearchRow]:
    searches = [SearchParams(words=profile.words[:120], around=area)] if profile.words else []
    searches += [SearchParams(formacode=profile.formacode, around=area)] if profile.formacode else []
    found_ids = {
        hit.session_id
        for params in searches
        for hit in search_sessions(actor=actor, params=params, on=profile.on, page_size=None).hits
    }
    codes = [code for code in (profile.rome, *profile.near) if code]
    matching = Q(pk__in=found_ids) | Q(nature__in=profile.natures)
    if codes:
        matching |= Q(rome_codes__overlap=codes)
    rows = SearchRow.objects.filter(matching, open_until__gte=profile.on).filter(
        Q(is_rolling=True) | Q(starts_on__isnull=True) | Q(starts_on__gt=profile.on)
    )
    if area is not None:
        south, north, west, east = bounding_box(area.latitude, area.longitude, area.kilometres)
        rows = rows.filter(latitude__range=(south, north), longitude__range=(west, east))
    return list(rows)


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
        is_wholly_remote=row.modality == Modality.REMOTE,
        training_id=row.training_id,
        commune_code=row.commune_code,
        nature=row.nature,
        costs_nothing=row.costs_nothing,
    )


def recommendation_by_id(*, actor: Actor, journey: Journey, identifier: int) -> Recommendation:
    """One saved answer of a journey. Raises ``NotFound``."""
    bodies = adviser_bodies(actor)
    return ensure_found(
        Recommendation.objects.filter(pk=identifier, journey=journey, journey__referrer_id__in=bodies).first()
    )


def replay_recommendation(row: Recommendation) -> list[ScoredSession]:
    """The same answer, computed again from the saved inputs."""
    return score_sessions(profile_from_json(row.inputs), map(candidate_from_json, row.candidates), rule=row.rule)


def profile_from_json(data: dict[str, Any]) -> OrientationProfile:
    return OrientationProfile(
        **data
        | {
            "near": tuple(data["near"]),
            "natures": tuple(data.get("natures", ())),
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
