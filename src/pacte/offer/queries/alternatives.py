"""Alternative sessions for people of a cancelled or full session."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from pacte.kernel.actor import Actor
from pacte.offer.models import Session, Training
from pacte.offer.queries.access import session_queryset
from pacte.offer.queries.ledger import public_places
from pacte.offer.records import EntryMode, PublicPlaces, Recruitment, SessionState
from pacte.offer.rules.alternatives import AlternativeSession, best_alternatives
from pacte.offer.rules.nature import domain_of
from pacte.reference.rules import haversine_km

_OPEN_STATES = (SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.RUNNING)
_MAX_CANDIDATES = 400
# Long texts are not loaded; displayed data is read again for the few proposed sessions.
_SESSION_FIELDS = (
    "starts_on", "ends_on", "places_given", "training_action__entry_mode", "training_action__training__certifications",
    "training_action__training__formacodes", "training_action__training__provider__name", "site__commune_code",
    "site__latitude", "site__longitude",
)  # fmt: skip


def alternative_sessions(*, actor: Actor, session: Session, on: date, limit: int = 5) -> list[AlternativeSession]:
    """Sessions of the same training, certification or domain with places left, best first. Public; about five queries.

    A workflow assigns each admitted person from the same list: a place goes to one person only.
    """
    candidates = list(_candidates(actor, session, on).only(*_SESSION_FIELDS)[:_MAX_CANDIDATES])
    numbers = public_places(actor=actor, sessions=candidates)
    return best_alternatives([_alternative(session, each, numbers[each.pk]) for each in candidates], on=on, limit=limit)


def sessions_of_alternatives(*, actor: Actor, alternatives: list[AlternativeSession]) -> dict[int, Session]:
    """Sessions of these alternatives by id, for display."""
    return session_queryset(actor=actor).in_bulk([each.session_id for each in alternatives])


def alternatives_with_sessions(
    *, actor: Actor, session: Session, on: date, limit: int
) -> list[tuple[AlternativeSession, Session]]:
    """Alternatives, best first, each with its session. Public."""
    alternatives = alternative_sessions(actor=actor, session=session, on=on, limit=limit)
    sessions = sessions_of_alternatives(actor=actor, alternatives=alternatives)
    return [(each, sessions[each.session_id]) for each in alternatives if each.session_id in sessions]


def _candidates(actor: Actor, session: Session, on: date) -> QuerySet[Session]:
    begins_later = Q(starts_on__gt=on) | Q(training_action__entry_mode=EntryMode.ROLLING)
    return (
        session_queryset(actor=actor)
        .filter(
            begins_later,
            training_action__training__in=_similar_training_ids(session),
            closed_on__isnull=True,
            state__in=_OPEN_STATES,
        )
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        .exclude(Q(recruitment=Recruitment.CLOSED) & Q(places__isnull=True))
        .exclude(pk=session.pk)
        .order_by("starts_on", "pk")
    )


def _similar_training_ids(session: Session) -> set[int]:
    """Ids of similar trainings: itself, those of the same certification or of the same main Formacode.

    A separate query from the sessions: a join would make the database scan both tables.
    """
    training = session.training
    live = Training.objects.filter(host_id=training.host_id, closed_on__isnull=True)
    training_ids = {training.pk}
    for key, code in sorted(_certification_codes(session)):
        same = live.filter(certifications__contains=[{key: code}])
        training_ids |= set(same.order_by("-pk").values_list("pk", flat=True)[:_MAX_CANDIDATES])
    if training.formacodes:
        same = live.filter(formacodes__0=training.formacodes[0])
        training_ids |= set(same.order_by("-pk").values_list("pk", flat=True)[:_MAX_CANDIDATES])
    return training_ids


def _alternative(left: Session, other: Session, now: PublicPlaces) -> AlternativeSession:
    is_same = other.training.pk == left.training.pk
    return AlternativeSession(
        session_id=other.pk,
        same_training=is_same,
        same_certification=is_same or bool(_certification_codes(left) & _certification_codes(other)),
        same_domain=domain_of(left.training.formacodes) == domain_of(other.training.formacodes) != "",
        starts_on=other.starts_on,
        is_rolling=other.training_action.entry_mode == EntryMode.ROLLING,
        kilometres=_distance(left, other),
        left=now.left,
    )


def _certification_codes(session: Session) -> set[tuple[str, str]]:
    return {
        (key, str(value))
        for each in session.training.certifications
        for key, value in each.items()
        if key in ("rncp", "rs") and value
    }


def _distance(one: Session, two: Session) -> float | None:
    first, second = one.site, two.site
    if first is None or second is None:
        return None
    if first.pk == second.pk or (first.commune_code and first.commune_code == second.commune_code):
        return 0.0
    if first.latitude is None or first.longitude is None or second.latitude is None or second.longitude is None:
        return None
    return haversine_km(first.latitude, first.longitude, second.latitude, second.longitude)
