"""Alternative sessions for people of a cancelled or full session."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from pacte.kernel.actor import Actor
from pacte.offer.models import Session, Training
from pacte.offer.queries.ledger import places_now
from pacte.offer.queries.reach import session_rows
from pacte.offer.records import EntryMode, PlacesNow, Recruitment, SessionState
from pacte.offer.rules.nature import domain_of
from pacte.offer.rules.seats import Seat, best_seats
from pacte.reference.rules import haversine_km

_LIVING = (SessionState.PLANNED, SessionState.CONFIRMED, SessionState.POSTPONED, SessionState.RUNNING)
_CONSIDERED = 400
# Long texts are not loaded; displayed data is read again for the few proposed sessions.
_READ = (
    "starts_on", "ends_on", "places_given", "training_action__entry_mode", "training_action__training__certifications",
    "training_action__training__formacodes", "training_action__training__provider__name", "site__commune_code",
    "site__latitude", "site__longitude",
)  # fmt: skip


def next_seats(*, actor: Actor, session: Session, on: date, limit: int = 5) -> list[Seat]:
    """Sessions of the same training, certification or domain with places left, best first. Public; about five queries.

    A workflow assigns each admitted person from the same list: a place goes to one person only.
    """
    near = list(_candidates(actor, session, on).only(*_READ)[:_CONSIDERED])
    numbers = places_now(actor=actor, sessions=near)
    return best_seats([_seat(session, each, numbers[each.pk]) for each in near], on=on, limit=limit)


def seat_sessions(*, actor: Actor, seats: list[Seat]) -> dict[int, Session]:
    """Sessions of these alternatives by id, for display."""
    return session_rows(actor=actor).in_bulk([each.session_id for each in seats])


def _candidates(actor: Actor, session: Session, on: date) -> QuerySet[Session]:
    begins_later = Q(starts_on__gt=on) | Q(training_action__entry_mode=EntryMode.ROLLING)
    return (
        session_rows(actor=actor)
        .filter(begins_later, training_action__training__in=_alike(session), closed_on__isnull=True, state__in=_LIVING)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
        .exclude(Q(recruitment=Recruitment.CLOSED) & Q(places__isnull=True))
        .exclude(pk=session.pk)
        .order_by("starts_on", "pk")
    )


def _alike(session: Session) -> set[int]:
    """Ids of similar trainings: itself, those of the same certification or of the same main Formacode.

    A separate query from the sessions: a join would make the database scan both tables.
    """
    training = session.training
    live = Training.objects.filter(host_id=training.host_id, closed_on__isnull=True)
    found = {training.pk}
    for key, code in sorted(_codes(session)):
        same = live.filter(certifications__contains=[{key: code}])
        found |= set(same.order_by("-pk").values_list("pk", flat=True)[:_CONSIDERED])
    if training.formacodes:
        same = live.filter(formacodes__0=training.formacodes[0])
        found |= set(same.order_by("-pk").values_list("pk", flat=True)[:_CONSIDERED])
    return found


def _seat(left: Session, other: Session, now: PlacesNow) -> Seat:
    is_same = other.training.pk == left.training.pk
    return Seat(
        session_id=other.pk,
        same_training=is_same,
        same_certification=is_same or bool(_codes(left) & _codes(other)),
        same_domain=domain_of(left.training.formacodes) == domain_of(other.training.formacodes) != "",
        starts_on=other.starts_on,
        is_rolling=other.training_action.entry_mode == EntryMode.ROLLING,
        kilometres=_distance(left, other),
        left=now.left,
    )


def _codes(session: Session) -> set[tuple[str, str]]:
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
