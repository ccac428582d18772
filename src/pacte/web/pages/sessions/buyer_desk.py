"""« Qu’est-ce qui attend une décision ? »: dashboard of the buyer with pending requests, differences and sessions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import ledger_differences, preparations_to_sign, provider_requests, sessions_to_decide
from pacte.web.pages.sessions import preparation_model
from pacte.web.pages.sessions.page_context import SESSIONS_NAV, permitted_region_id, session_url
from pacte.web.pages.sessions.provider_desk import DIFFERENCE_COLUMNS, REQUEST_COLUMNS, difference_cells, request_cells

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.queries.details import SessionSummary

DECIDE_COLUMNS = (
    {"label": "Session"}, {"label": "Début", "kind": "day"}, {"label": "Lieu"}, {"label": "Tenues / achetées"},
    {"label": "Minimum", "kind": "num"}, {"label": "À décider"},
)  # fmt: skip
_SHOWN = 50


def buyer_desk_context(actor: Actor, on: date) -> dict[str, Any]:
    """Raises ``NotFound`` when the actor may not read requests."""
    host_id = permitted_region_id(actor, "offer.read_requests")
    request_rows, difference_rows = provider_requests(actor=actor), ledger_differences(actor=actor)
    preparations = preparations_to_sign(actor=actor, on=on)
    sessions = sessions_to_decide(actor=actor, host_id=host_id, on=on)
    return {
        "nav": SESSIONS_NAV,
        "title": "Qu’est-ce qui attend une décision ?",
        "answer": _answer(
            len(request_rows),
            sum(row.is_late(on) for row in request_rows),
            len(difference_rows),
            len(sessions),
            len(preparations),
        ),
        "signing_columns": preparation_model.PREPARATION_COLUMNS,
        "signing_rows": [preparation_model.preparation_cells(each) for each in preparations[:_SHOWN]],
        "request_columns": REQUEST_COLUMNS,
        "request_rows": [request_cells(each, on, names_provider=True) for each in request_rows[:_SHOWN]],
        "difference_columns": DIFFERENCE_COLUMNS,
        "difference_rows": [difference_cells(each, names_provider=True) for each in difference_rows[:_SHOWN]],
        "session_columns": DECIDE_COLUMNS,
        "session_rows": [_session_cells(each, on) for each in sessions[:_SHOWN]],
    }


def _answer(
    request_count: int, late_count: int, difference_count: int, session_count: int, signature_count: int
) -> str:
    if not request_count and not difference_count and not session_count and not signature_count:
        return "Rien : aucune demande, aucune différence, aucune session proche qui ne soit confirmée."
    parts = [
        *(
            [pluralise(signature_count, "commande ou avenant à signer", "commandes ou avenants à signer")]
            if signature_count
            else []
        ),
        pluralise(request_count, "demande d’organisme", "demandes d’organismes")
        + (f", dont {format_number(late_count)} en retard" if late_count else ""),
        pluralise(difference_count, "différence à régler", "différences à régler"),
        pluralise(session_count, "session proche", "sessions proches") + " à confirmer, reporter ou annuler",
    ]
    return " ; ".join(parts) + "."


def _session_cells(summary: SessionSummary, on: date) -> list[Any]:
    session, places = summary.session, summary.places
    short = max(0, places.minimum - places.occupied)
    starts = session.starts_on
    late = starts is not None and starts < on
    todo = (
        "début passé, rien n’est dit"
        if late
        else f"il manque {pluralise(short, 'personne')}"
        if short
        else "à confirmer"
    )
    return [
        {
            "text": session.training.title,
            "url": session_url(summary.triplet),
            "note": f"{session.provider.name} · {summary.triplet.session} · {summary.state_label}",
        },
        format_day(starts) if starts else "date à venir",
        summary.site.town if summary.site else "",
        f"{format_number(places.occupied)} / {format_number(places.counted)}",
        {"text": format_number(places.minimum), "value": str(places.minimum)} if places.minimum else "",
        todo,
    ]
