"""« Qu’ai-je à tenir ? »: dashboard of a provider with its sessions, requests, differences and catalogue quality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import ledger_differences, provider_requests, quality_of_provider, sessions_of_provider
from pacte.offer.records import ProviderRequestState
from pacte.offer.rules.quality import CRITERIA
from pacte.web.pages.sessions.page_context import SESSIONS_NAV, actor_provider, offer_region_id, session_url

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.queries import LedgerDifferenceRow, ProviderQuality, ProviderRequestRow, ProviderSession

SESSION_COLUMNS = (
    {"label": "Session"}, {"label": "Dates, lieu"}, {"label": "Achetées", "kind": "num"},
    {"label": "Ouvertes", "kind": "num"}, {"label": "Tenues", "kind": "num"}, {"label": "Libres", "kind": "num"},
    {"label": "Perdues", "kind": "num"}, {"label": "À faire"},
)  # fmt: skip
REQUEST_COLUMNS = (
    {"label": "Demande"}, {"label": "Session"}, {"label": "Motif"}, {"label": "Réponse"},
)  # fmt: skip
_SHOWN = 50
DIFFERENCE_COLUMNS = (
    {"label": "Ce qui diffère"}, {"label": "Session"}, {"label": "Registre"}, {"label": "Fichier"},
    {"label": "État"},
)  # fmt: skip


def provider_desk_context(actor: Actor, on: date, *, is_past: bool) -> dict[str, Any]:
    provider, host_id = actor_provider(actor), offer_region_id(actor)
    provider_sessions = sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=on, past=is_past)
    request_rows = provider_requests(actor=actor, states=tuple(ProviderRequestState))
    difference_rows = ledger_differences(actor=actor)
    quality = quality_of_provider(actor=actor, provider=provider, host_id=host_id, on=on)
    return {
        "nav": SESSIONS_NAV,
        "title": "Quelles sessions ai-je tenues ?" if is_past else "Qu’ai-je à tenir ?",
        "provider": provider,
        "answer": _answer(provider_sessions, request_rows, difference_rows, is_past=is_past),
        "is_past": is_past,
        "session_columns": SESSION_COLUMNS,
        "session_rows": [_session_cells(each) for each in provider_sessions],
        "session_totals": _totals(provider_sessions) if provider_sessions else None,
        "request_columns": REQUEST_COLUMNS,
        "request_rows": [request_cells(each, on) for each in list(reversed(request_rows))[:_SHOWN]],
        "difference_columns": DIFFERENCE_COLUMNS,
        "difference_rows": [difference_cells(each) for each in difference_rows],
        "quality": _quality(quality),
        "sheets_url": reverse("supply:sheets"),
    }


def _answer(
    provider_sessions: list[ProviderSession],
    request_rows: list[ProviderRequestRow],
    difference_rows: list[LedgerDifferenceRow],
    *,
    is_past: bool,
) -> str:
    if is_past:
        return f"{pluralise(len(provider_sessions), 'session passée', 'sessions passées')} ou annulées."
    if not provider_sessions:
        return "Aucune session à venir ni en cours. Déposez votre fichier LHÉO pour en annoncer."
    free = sum(each.line.places.left or 0 for each in provider_sessions)
    parts = [
        f"{pluralise(len(provider_sessions), 'session')} à venir ou en cours, "
        f"{pluralise(free, 'place libre', 'places libres')}."
    ]
    waiting = sum(each.request.state == ProviderRequestState.ASKED for each in request_rows)
    if waiting:
        parts.append(f"{pluralise(waiting, 'demande attend', 'demandes attendent')} une réponse de l’acheteur.")
    if difference_rows:
        parts.append(f"{pluralise(len(difference_rows), 'différence')} entre vos fichiers et le registre.")
    return " ".join(parts)


def _session_cells(provider_session: ProviderSession) -> list[Any]:
    summary = provider_session.line
    session, places = summary.session, summary.places
    starts = (
        "toute l’année"
        if summary.is_rolling
        else format_day(session.starts_on)
        if session.starts_on
        else "date à venir"
    )
    todo = [
        pluralise(provider_session.requests, "demande en attente", "demandes en attente")
        if provider_session.requests
        else "",
        pluralise(provider_session.differences, "différence à expliquer", "différences à expliquer")
        if provider_session.differences
        else "",
    ]
    return [
        {
            "text": session.training.title,
            "url": session_url(summary.triplet),
            "note": f"{summary.triplet.session} · {summary.state_label}",
        },
        {"text": starts, "note": summary.site.town if summary.site else ""},
        number_cell(places.counted if places.is_counted else None),
        number_cell(places.opened),
        number_cell(places.occupied),
        number_cell(places.left),
        number_cell(places.lost) if places.lost else "",
        ", ".join(each for each in todo if each),
    ]  # fmt: skip


def number_cell(value: int | None) -> dict[str, str] | str:
    """Numeric table cell; empty when the value is unknown."""
    return "" if value is None else {"text": format_number(value), "value": str(value)}


def _totals(provider_sessions: list[ProviderSession]) -> list[Any]:
    places = [each.line.places for each in provider_sessions]
    return [
        "Ensemble",
        "",
        number_cell(sum(each.counted for each in places)),
        number_cell(sum(each.opened or 0 for each in places)),
        number_cell(sum(each.occupied for each in places)),
        number_cell(sum(each.left or 0 for each in places)),
        number_cell(sum(each.lost for each in places)),
        "",
    ]


def request_cells(row: ProviderRequestRow, on: date, *, names_provider: bool = False) -> list[Any]:
    """A request with its answer, for both sides; ``names_provider``: also show the provider."""
    provider_request = row.request
    details = [
        pluralise(provider_request.places, "place") if provider_request.places else "",
        f"{format_number(provider_request.hours)} h" if provider_request.hours else "",
        f"début le {format_day(provider_request.starts_on)}" if provider_request.starts_on else "",
    ]
    state = row.state_label
    if provider_request.state == ProviderRequestState.ASKED:
        note = f"attendue avant le {format_day(provider_request.due_on)}" + (", en retard" if row.is_late(on) else "")
    else:
        note = f"« {provider_request.answer} »" if provider_request.answer else ""
    return [
        {
            "text": f"{row.number}, {row.label}",
            "url": reverse("supply:request", args=[provider_request.pk]),
            "note": ", ".join(part for part in details if part),
        },
        _session_cell(provider_request.session, names_provider=names_provider),
        {"text": provider_request.reason, "note": row.cause_label},
        {"text": state, "note": note},
    ]


def difference_cells(row: LedgerDifferenceRow, *, names_provider: bool = False) -> list[Any]:
    difference = row.difference
    return [
        {"text": row.label, "url": reverse("supply:difference", args=[difference.pk])},
        _session_cell(difference.session, names_provider=names_provider),
        row.ledger_text,
        row.file_text,
        {"text": row.state_label, "note": difference.reply or difference.question},
    ]


def _session_cell(session: Session, *, names_provider: bool) -> dict[str, str]:
    note = f"{session.number} · {session.provider.name}" if names_provider else session.number
    return {"text": session.training.title, "url": session_url(session.triplet), "note": note}


def _quality(quality: ProviderQuality | None) -> dict[str, Any] | None:
    if quality is None or quality.score is None:
        return None
    criteria_by_label = {each.label: each for each in CRITERIA}
    return {
        "score": format_number(quality.score, 1),
        "out_of": len(CRITERIA),
        "trainings": pluralise(quality.trainings, "fiche"),
        "worst": [criteria_by_label[label] for label in quality.worst if label in criteria_by_label],
    }
