"""« Qu’est-ce qui attend une décision ? »: dashboard of the buyer with pending requests, differences and sessions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import ledger_differences, preparations_to_sign, provider_requests, sessions_to_decide
from pacte.web.pages.supply import prepared_model
from pacte.web.pages.supply.frame import NAV, region_where, session_url
from pacte.web.pages.supply.provider_desk import DIFFERENCE_COLUMNS, REQUEST_COLUMNS, difference_row, request_row

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.queries.details import SessionSummary

DECIDE_COLUMNS = (
    {"label": "Session"}, {"label": "Début", "kind": "day"}, {"label": "Lieu"}, {"label": "Tenues / achetées"},
    {"label": "Minimum", "kind": "num"}, {"label": "À décider"},
)  # fmt: skip
_SHOWN = 50


def buyer_desk(actor: Actor, on: date) -> dict[str, Any]:
    """Raises ``NotFound`` when the actor may not read requests."""
    host_id = region_where(actor, "offer.read_requests")
    asked, differing = provider_requests(actor=actor), ledger_differences(actor=actor)
    signing = preparations_to_sign(actor=actor, on=on)
    deciding = sessions_to_decide(actor=actor, host_id=host_id, on=on)
    return {
        "nav": NAV,
        "title": "Qu’est-ce qui attend une décision ?",
        "answer": _answer(
            len(asked), sum(line.is_late(on) for line in asked), len(differing), len(deciding), len(signing)
        ),
        "signing_columns": prepared_model.COLUMNS,
        "signing_rows": [prepared_model.row(each) for each in signing[:_SHOWN]],
        "request_columns": REQUEST_COLUMNS,
        "request_rows": [request_row(each, on, named=True) for each in asked[:_SHOWN]],
        "difference_columns": DIFFERENCE_COLUMNS,
        "difference_rows": [difference_row(each, named=True) for each in differing[:_SHOWN]],
        "session_columns": DECIDE_COLUMNS,
        "session_rows": [_session(each, on) for each in deciding[:_SHOWN]],
    }


def _answer(asked: int, late: int, differing: int, deciding: int, signing: int) -> str:
    if not asked and not differing and not deciding and not signing:
        return "Rien : aucune demande, aucune différence, aucune session proche qui ne soit confirmée."
    parts = [
        *([pluralise(signing, "commande ou avenant à signer", "commandes ou avenants à signer")] if signing else []),
        pluralise(asked, "demande d’organisme", "demandes d’organismes")
        + (f", dont {format_number(late)} en retard" if late else ""),
        pluralise(differing, "différence à régler", "différences à régler"),
        pluralise(deciding, "session proche", "sessions proches") + " à confirmer, reporter ou annuler",
    ]  # fmt: skip
    return " ; ".join(parts) + "."


def _session(line: SessionSummary, on: date) -> list[Any]:
    session, now = line.session, line.places
    short = max(0, now.minimum - now.occupied)
    starts = session.starts_on
    late = starts is not None and starts < on
    said = (
        "début passé, rien n’est dit"
        if late
        else f"il manque {pluralise(short, 'personne')}"
        if short
        else "à confirmer"
    )
    return [
        {
            "text": session.training.title,
            "url": session_url(line.triplet),
            "note": f"{session.provider.name} · {line.triplet.session} · {line.state_label}",
        },
        format_day(starts) if starts else "date à venir",
        line.site.town if line.site else "",
        f"{format_number(now.occupied)} / {format_number(now.counted)}",
        {"text": format_number(now.minimum), "value": str(now.minimum)} if now.minimum else "",
        said,
    ]
