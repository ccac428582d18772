"""Dashboard of sessions: what a provider has to run, or what waits for a decision of the buyer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from pacte.accounts.queries import actor_region_id
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import (
    LedgerDifferenceRow,
    ProviderQuality,
    ProviderRequestRow,
    ProviderSession,
    ProviderSessionsTotal,
    SessionSummary,
    acting_provider,
    ledger_differences,
    permitted_region_id,
    preparations_to_sign,
    provider_requests,
    provider_sessions_total,
    quality_of_provider,
    sessions_of_provider,
    sessions_to_decide,
)
from pacte.offer.records import ProviderRequestState
from pacte.offer.rules.quality import CRITERIA
from pacte.web.buyer_links import BUYER_LINKS
from pacte.web.page_links import links_open_to
from pacte.web.pages.sessions.offer_pages import OfferPage, session_cell
from pacte.web.pages.sessions.preparation_model import preparation_table
from pacte.web.paging import PagedFilterForm
from pacte.web.session_display import start_text
from pacte.web.tables import Column, Table, cell, day_column, number_cell, number_column

if TYPE_CHECKING:
    from pacte.offer.models import Session

_SHOWN = 50


class DeskFilters(PagedFilterForm):
    passees = forms.ChoiceField(choices=[("oui", "")], initial="")


@OfferPage.view(
    template_name=lambda page: f"sessions/{'provider' if page.actor.has_role(Role.PROVIDER) else 'buyer'}.html",
    breadcrumb=lambda page: (),
)
def desk(page: OfferPage) -> dict[str, Any]:
    """Raises ``NotFound`` when the actor neither runs sessions nor reads requests."""
    return _provider_desk(page) if page.actor.has_role(Role.PROVIDER) else _buyer_desk(page)


def _buyer_desk(page: OfferPage) -> dict[str, Any]:
    actor, on = page.actor, today()
    host_id = permitted_region_id(actor=actor, act="offer.read_requests")
    requests, differences = provider_requests(actor=actor), ledger_differences(actor=actor)
    preparations = preparations_to_sign(actor=actor, on=on)
    sessions = sessions_to_decide(actor=actor, host_id=host_id, on=on)
    late = sum(row.is_late(on) for row in requests)
    parts = [
        pluralise(len(preparations), "commande ou avenant à signer", "commandes ou avenants à signer")
        if preparations
        else "",
        pluralise(len(requests), "demande d’organisme", "demandes d’organismes")
        + (f", dont {format_number(late)} en retard" if late else ""),
        pluralise(len(differences), "différence à régler", "différences à régler"),
        pluralise(len(sessions), "session proche", "sessions proches") + " à confirmer, reporter ou annuler",
    ]
    is_quiet = not (requests or differences or sessions or preparations)
    return {
        "title": "Qu’est-ce qui attend une décision ?",
        "answer": "Rien : aucune demande, aucune différence, aucune session proche qui ne soit confirmée."
        if is_quiet
        else " ; ".join(part for part in parts if part) + ".",
        "links": links_open_to(actor, BUYER_LINKS),
        "signing": preparation_table(preparations[:_SHOWN], id="signatures-table", caption="Attendent votre signature"),
        "requests": _request_table(
            requests[:_SHOWN], caption="Demandes sans réponse", empty="Aucune demande n’attend.", names_provider=True
        ),
        "differences": _difference_table(
            differences[:_SHOWN],
            caption="Différences à régler",
            empty="Aucune différence entre les fichiers des organismes et le registre.",
            names_provider=True,
        ),
        "sessions": Table(
            sessions[:_SHOWN],
            Column(
                "Session",
                lambda each: session_cell(
                    each.session, f"{each.session.provider.name} · {each.triplet.session} · {each.state_label}"
                ),
            ),
            day_column("Début", lambda each: start_text(each.session.starts_on)),
            Column("Lieu", lambda each: each.site.town if each.site else ""),
            Column(
                "Tenues / achetées",
                lambda each: f"{format_number(each.places.occupied)} / {format_number(each.places.counted)}",
            ),
            number_column("Minimum", lambda each: number_cell(each.places.minimum or None)),
            Column("À décider", _what_to_decide),
            id="sessions-table",
            caption="Sessions à décider",
            empty="Aucune session proche n’attend de décision.",
        ),
    }


def _what_to_decide(summary: SessionSummary) -> str:
    starts_on, short = summary.session.starts_on, summary.places.minimum - summary.places.occupied
    if starts_on is not None and starts_on < today():
        return "début passé, rien n’est dit"
    return f"il manque {pluralise(short, 'personne')}" if short > 0 else "à confirmer"


def _provider_desk(page: OfferPage) -> dict[str, Any]:
    actor, on = page.actor, today()
    provider, host_id = acting_provider(actor=actor), actor_region_id(actor=actor)
    filters = DeskFilters(page.request.GET)
    is_past = bool(filters.values["passees"])
    chosen: dict[str, Any] = {"provider": provider, "host_id": host_id, "on": on, "past": is_past}
    total = provider_sessions_total(actor=actor, **chosen)
    sessions = filters.cut(sessions_of_provider(actor=actor, **chosen))
    differences = ledger_differences(actor=actor)
    latest = provider_requests(actor=actor, states=tuple(ProviderRequestState), latest=_SHOWN)
    past = f"{pluralise(total.sessions, 'session passée', 'sessions passées')} ou annulées."
    return {
        "title": "Quelles sessions ai-je tenues ?" if is_past else "Qu’ai-je à tenir ?",
        "provider": provider,
        "answer": past if is_past else _provider_answer(total, len(provider_requests(actor=actor)), differences),
        "is_past": is_past,
        "sessions": _own_session_table(sessions, total),
        "pager": filters.pager(sessions, "sessions"),
        "requests": _request_table(
            latest,
            caption="Mes demandes à l’acheteur",
            empty="Aucune demande. Ouvrez une session pour en adresser une à l’acheteur.",
        ),
        "differences": _difference_table(
            differences, caption="Différences entre mes fichiers et le registre", empty="Aucune différence."
        ),
        "quality": _quality(quality_of_provider(actor=actor, provider=provider, host_id=host_id, on=on)),
        "sheets_url": page.url("sessions:sheets"),
    }


def _provider_answer(total: ProviderSessionsTotal, waiting: int, differences: list[LedgerDifferenceRow]) -> str:
    if not total.sessions:
        return "Aucune session à venir ni en cours. Déposez votre fichier LHÉO pour en annoncer."
    free = pluralise(total.left, "place libre", "places libres")
    parts = [f"{pluralise(total.sessions, 'session')} à venir ou en cours, {free}."]
    if waiting:
        parts.append(f"{pluralise(waiting, 'demande attend', 'demandes attendent')} une réponse de l’acheteur.")
    if differences:
        parts.append(f"{pluralise(len(differences), 'différence')} entre vos fichiers et le registre.")
    return " ".join(parts)


def _own_session_table(sessions: Iterable[ProviderSession], total: ProviderSessionsTotal) -> Table[ProviderSession]:
    """The last line sums every session, whatever the page."""
    return Table(
        sessions,
        Column(
            "Session",
            lambda each: session_cell(each.line.session, f"{each.line.triplet.session} · {each.line.state_label}"),
            total="Ensemble",
        ),
        Column(
            "Dates, lieu",
            lambda each: cell(
                start_text(each.line.session.starts_on, is_rolling=each.line.is_rolling),
                note=each.line.site.town if each.line.site else "",
            ),
        ),
        number_column(
            "Achetées",
            lambda each: number_cell(each.line.places.counted if each.line.places.is_counted else None),
            number_cell(total.counted),
        ),
        number_column(
            "Ouvertes",
            lambda each: number_cell(each.line.places.opened),
            number_cell(total.opened),
        ),
        number_column(
            "Tenues",
            lambda each: number_cell(each.line.places.occupied),
            number_cell(total.occupied),
        ),
        number_column(
            "Libres",
            lambda each: number_cell(each.line.places.left),
            number_cell(total.left),
        ),
        number_column(
            "Perdues",
            lambda each: number_cell(each.line.places.lost or None),
            number_cell(total.lost),
        ),
        Column("À faire", _what_to_do),
        id="mes-sessions",
        caption="Mes sessions",
        empty="Aucune session ici.",
    )


def _what_to_do(row: ProviderSession) -> str:
    requests = pluralise(row.requests, "demande en attente", "demandes en attente")
    differences = pluralise(row.differences, "différence à expliquer", "différences à expliquer")
    return ", ".join(text for text, count in ((requests, row.requests), (differences, row.differences)) if count)


def _request_table(
    rows: Iterable[ProviderRequestRow], *, caption: str, empty: str, names_provider: bool = False
) -> Table[ProviderRequestRow]:
    """Requests with their answers, for both sides."""
    return Table(
        rows,
        Column(
            "Demande",
            lambda row: cell(
                f"{row.number}, {row.label}",
                url=reverse("sessions:request", args=[row.request.pk]),
                note=_request_details(row),
            ),
        ),
        Column("Session", lambda row: _named_session_cell(row.request.session, names_provider=names_provider)),
        Column("Motif", lambda row: cell(row.request.reason, note=row.cause_label)),
        Column("Réponse", lambda row: cell(row.state_label, note=_answer_note(row))),
        id="demandes-table",
        caption=caption,
        empty=empty,
    )


def _request_details(row: ProviderRequestRow) -> str:
    order_request = row.request
    details = [
        pluralise(order_request.places, "place") if order_request.places else "",
        f"{format_number(order_request.hours)} h" if order_request.hours else "",
        f"début le {format_day(order_request.starts_on)}" if order_request.starts_on else "",
    ]
    return ", ".join(part for part in details if part)


def _answer_note(row: ProviderRequestRow) -> str:
    if row.request.state == ProviderRequestState.ASKED:
        late = ", en retard" if row.is_late(today()) else ""
        return f"attendue avant le {format_day(row.request.due_on)}{late}"
    return f"« {row.request.answer} »" if row.request.answer else ""


def _difference_table(
    rows: Iterable[LedgerDifferenceRow], *, caption: str, empty: str, names_provider: bool = False
) -> Table[LedgerDifferenceRow]:
    return Table(
        rows,
        Column(
            "Ce qui diffère",
            lambda row: cell(row.label, url=reverse("sessions:difference", args=[row.difference.pk])),
        ),
        Column("Session", lambda row: _named_session_cell(row.difference.session, names_provider=names_provider)),
        Column("Registre", lambda row: row.ledger_text),
        Column("Fichier", lambda row: row.file_text),
        Column("État", lambda row: cell(row.state_label, note=row.difference.reply or row.difference.question)),
        id="differences-table",
        caption=caption,
        empty=empty,
    )


def _named_session_cell(session: Session, *, names_provider: bool) -> object:
    return session_cell(session, f"{session.number} · {session.provider.name}" if names_provider else session.number)


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
