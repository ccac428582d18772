"""« Qu’ai-je à tenir ? »: dashboard of a provider with its sessions, requests, differences and catalogue quality."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import ledger_differences, provider_requests, quality_of_provider, sessions_of_provider
from pacte.offer.records import ProviderRequestState
from pacte.offer.rules.quality import CRITERIA
from pacte.web.pages.supply.frame import NAV, provider_of, region_of, session_url

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


def provider_desk(actor: Actor, on: date, *, is_past: bool) -> dict[str, Any]:
    provider, host_id = provider_of(actor), region_of(actor)
    held = sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=on, past=is_past)
    asked = provider_requests(actor=actor, states=tuple(ProviderRequestState))
    differing = ledger_differences(actor=actor)
    quality = quality_of_provider(actor=actor, provider=provider, host_id=host_id, on=on)
    return {
        "nav": NAV,
        "title": "Quelles sessions ai-je tenues ?" if is_past else "Qu’ai-je à tenir ?",
        "provider": provider,
        "answer": _answer(held, asked, differing, is_past=is_past),
        "is_past": is_past,
        "session_columns": SESSION_COLUMNS,
        "session_rows": [_session(each) for each in held],
        "session_totals": _totals(held) if held else None,
        "request_columns": REQUEST_COLUMNS,
        "request_rows": [request_row(each, on) for each in list(reversed(asked))[:_SHOWN]],
        "difference_columns": DIFFERENCE_COLUMNS,
        "difference_rows": [difference_row(each) for each in differing],
        "quality": _quality(quality),
        "sheets_url": reverse("supply:sheets"),
    }


def _answer(
    held: list[ProviderSession], asked: list[ProviderRequestRow], differing: list[LedgerDifferenceRow], *, is_past: bool
) -> str:
    if is_past:
        return f"{pluralise(len(held), 'session passée', 'sessions passées')} ou annulées."
    if not held:
        return "Aucune session à venir ni en cours. Déposez votre fichier LHÉO pour en annoncer."
    free = sum(each.line.places.left or 0 for each in held)
    parts = [
        f"{pluralise(len(held), 'session')} à venir ou en cours, {pluralise(free, 'place libre', 'places libres')}."
    ]
    waiting = sum(each.request.state == ProviderRequestState.ASKED for each in asked)
    if waiting:
        parts.append(f"{pluralise(waiting, 'demande attend', 'demandes attendent')} une réponse de l’acheteur.")
    if differing:
        parts.append(f"{pluralise(len(differing), 'différence')} entre vos fichiers et le registre.")
    return " ".join(parts)


def _session(held: ProviderSession) -> list[Any]:
    line = held.line
    session, now = line.session, line.places
    starts = (
        "toute l’année" if line.is_rolling else format_day(session.starts_on) if session.starts_on else "date à venir"
    )
    waiting = [
        pluralise(held.requests, "demande en attente", "demandes en attente") if held.requests else "",
        pluralise(held.differences, "différence à expliquer", "différences à expliquer") if held.differences else "",
    ]
    return [
        {
            "text": session.training.title,
            "url": session_url(line.triplet),
            "note": f"{line.triplet.session} · {line.state_label}",
        },
        {"text": starts, "note": line.site.town if line.site else ""},
        count(now.counted if now.is_counted else None),
        count(now.opened),
        count(now.occupied),
        count(now.left),
        count(now.lost) if now.lost else "",
        ", ".join(each for each in waiting if each),
    ]  # fmt: skip


def count(value: int | None) -> dict[str, str] | str:
    """Numeric table cell; empty when the value is unknown."""
    return "" if value is None else {"text": format_number(value), "value": str(value)}


def _totals(held: list[ProviderSession]) -> list[Any]:
    now = [each.line.places for each in held]
    return [
        "Ensemble", "", count(sum(each.counted for each in now)), count(sum(each.opened or 0 for each in now)),
        count(sum(each.occupied for each in now)), count(sum(each.left or 0 for each in now)),
        count(sum(each.lost for each in now)), "",
    ]  # fmt: skip


def request_row(line: ProviderRequestRow, on: date, *, named: bool = False) -> list[Any]:
    """A request with its answer, for both sides; ``names_provider``: also show the provider."""
    asked = line.request
    what = [pluralise(asked.places, "place") if asked.places else "", f"{format_number(asked.hours)} h" if asked.hours else "",
            f"début le {format_day(asked.starts_on)}" if asked.starts_on else ""]  # fmt: skip
    said = line.state_label
    if asked.state == ProviderRequestState.ASKED:
        note = f"attendue avant le {format_day(asked.due_on)}" + (", en retard" if line.is_late(on) else "")
    else:
        note = f"« {asked.answer} »" if asked.answer else ""
    return [
        {
            "text": f"{line.number}, {line.label}",
            "url": reverse("supply:request", args=[asked.pk]),
            "note": ", ".join(part for part in what if part),
        },
        _of(asked.session, named=named),
        {"text": asked.reason, "note": line.cause_label},
        {"text": said, "note": note},
    ]


def difference_row(line: LedgerDifferenceRow, *, named: bool = False) -> list[Any]:
    found = line.difference
    return [
        {"text": line.label, "url": reverse("supply:difference", args=[found.pk])},
        _of(found.session, named=named),
        line.ledger_text,
        line.file_text,
        {"text": line.state_label, "note": found.reply or found.question},
    ]


def _of(session: Session, *, named: bool) -> dict[str, str]:
    note = f"{session.number} · {session.provider.name}" if named else session.number
    return {"text": session.training.title, "url": session_url(session.triplet), "note": note}


def _quality(found: ProviderQuality | None) -> dict[str, Any] | None:
    if found is None or found.score is None:
        return None
    named = {each.label: each for each in CRITERIA}
    return {
        "score": format_number(found.score, 1),
        "out_of": len(CRITERIA),
        "trainings": pluralise(found.trainings, "fiche"),
        "worst": [named[label] for label in found.worst if label in named],
    }
