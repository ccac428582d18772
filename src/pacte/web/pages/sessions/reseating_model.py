"""After a cancellation: each person with the next available seat, or a call to make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.journeys.queries.cancelled_sessions import learners_to_reseat
from pacte.kernel.french import format_day, pluralise
from pacte.offer.records import SessionState
from pacte.offer.rules.alternatives import assign_alternatives
from pacte.web.pages.sessions.page_context import session_url

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
_CALL_LABEL = "à appeler"


def reseating_context(
    actor: Actor, detail: SessionDetail, alternatives: list[tuple[AlternativeSession, Session]]
) -> dict[str, Any]:
    """Empty when the session is not cancelled, or the actor may not read its journeys."""
    if detail.session.state != SessionState.CANCELLED or actor.is_anonymous:
        return {}
    people = learners_to_reseat(actor=actor, session=detail.session)
    sessions = {alternative.session_id: session for alternative, session in alternatives}
    assignments = assign_alternatives([alternative for alternative, _ in alternatives], len(people))
    rows = [
        [_person_cell(each, rank), *_alternative_cells(alternative, sessions)]
        for rank, (each, alternative) in enumerate(zip(people, assignments, strict=True), start=1)
    ]
    calls = sum(alternative is None for alternative in assignments)
    title = pluralise(len(people), "personne à replacer", "personnes à replacer")
    return {
        "people": rows,
        "people_columns": _COLUMNS,
        "people_title": f"{title}, dont {calls} à appeler" if calls else title,
        "people_named": any(each.name for each in people),
    }


def _person_cell(each: LearnerToReseat, rank: int) -> dict[str, str]:
    where = "était admise" if each.was_admitted else "était en chemin"
    return {"text": each.name or f"Personne {rank}", "note": f"{where} ; le sait depuis le {format_day(each.since)}"}


def _alternative_cells(alternative: AlternativeSession | None, sessions: dict[int, Session]) -> list[Any]:
    if alternative is None:
        return [{"text": _CALL_LABEL, "note": "aucune place voisine ne reste"}, "", ""]
    session = sessions[alternative.session_id]
    town = session.site.town if session.site else ""
    starts = (
        "toute l’année"
        if alternative.is_rolling
        else format_day(alternative.starts_on)
        if alternative.starts_on
        else "date à venir"
    )
    unknown = " ; places non dites" if alternative.left is None else ""
    return [
        {
            "text": session.training.title,
            "url": session_url(session.triplet),
            "note": ", ".join(part for part in (session.provider.name, town) if part),
        },
        starts,
        f"{alternative.reason}{unknown}",
    ]
