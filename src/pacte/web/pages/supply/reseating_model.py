"""After a cancellation: each person with the next available seat, or a call to make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.journeys.queries.cancelled_sessions import learners_to_reseat
from pacte.kernel.french import format_day, pluralise
from pacte.offer.records import SessionState
from pacte.offer.rules.alternatives import assign_alternatives
from pacte.web.pages.supply.frame import session_url

if TYPE_CHECKING:
    from pacte.journeys.queries.cancelled_sessions import LearnerToReseat
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.queries.details import SessionDetail
    from pacte.offer.rules.alternatives import AlternativeSession

_COLUMNS = (
    {"label": "Personne"},
    {"label": "Place proposée"},
    {"label": "Début", "kind": "day"},
    {"label": "Pourquoi elle"},
)
_CALL = "à appeler"


def reseating(actor: Actor, sheet: SessionDetail, seats: list[tuple[AlternativeSession, Session]]) -> dict[str, Any]:
    """Empty when the session is not cancelled, or the actor may not read its journeys."""
    if sheet.session.state != SessionState.CANCELLED or actor.is_anonymous:
        return {}
    people = learners_to_reseat(actor=actor, session=sheet.session)
    sessions = {seat.session_id: session for seat, session in seats}
    proposed = assign_alternatives([seat for seat, _ in seats], len(people))
    rows = [
        [_person(each, rank), *_seat(seat, sessions)]
        for rank, (each, seat) in enumerate(zip(people, proposed, strict=True), start=1)
    ]
    calls = sum(seat is None for seat in proposed)
    title = pluralise(len(people), "personne à replacer", "personnes à replacer")
    return {
        "people": rows,
        "people_columns": _COLUMNS,
        "people_title": f"{title}, dont {calls} à appeler" if calls else title,
        "people_named": any(each.name for each in people),
    }


def _person(each: LearnerToReseat, rank: int) -> dict[str, str]:
    where = "était admise" if each.was_admitted else "était en chemin"
    return {"text": each.name or f"Personne {rank}", "note": f"{where} ; le sait depuis le {format_day(each.since)}"}


def _seat(seat: AlternativeSession | None, sessions: dict[int, Session]) -> list[Any]:
    if seat is None:
        return [{"text": _CALL, "note": "aucune place voisine ne reste"}, "", ""]
    session = sessions[seat.session_id]
    town = session.site.town if session.site else ""
    starts = "toute l’année" if seat.is_rolling else format_day(seat.starts_on) if seat.starts_on else "date à venir"
    unknown = " ; places non dites" if seat.left is None else ""
    return [
        {
            "text": session.training.title,
            "url": session_url(session.triplet),
            "note": ", ".join(part for part in (session.provider.name, town) if part),
        },
        starts,
        f"{seat.reason}{unknown}",
    ]
