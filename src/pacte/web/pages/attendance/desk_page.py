"""« Qu’ai-je à faire pour mes stagiaires ? »: sessions with their people, and the obligations of the provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from pacte.accounts.queries import host_organisation
from pacte.journeys.queries.provider_follow_up import situations_to_ask
from pacte.journeys.queries.provider_obligations import provider_obligations
from pacte.journeys.queries.session_people import session_people_summaries
from pacte.journeys.queries.situations import situation_answers
from pacte.journeys.records import JourneyState as S
from pacte.journeys.rules.next_move import LIKELY, PENDING
from pacte.journeys.services import settle_obligation
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries import own_providers, sessions_of_provider
from pacte.web.follow_up_answers import FOLLOW_UP_COLUMNS, follow_up_rows
from pacte.web.pages.attendance.obligations_model import PROVIDER_OBLIGATION_COLUMNS, provider_obligation_rows
from pacte.web.pages.attendance.page_context import (
    ATTENDANCE_NAV,
    attendance_page_url,
    request_actor,
    session_period_text,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.journeys.queries.provider_follow_up import ToAsk
    from pacte.journeys.queries.session_people import SessionPeopleSummary
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Provider, Session

TRAINEE_DESK_COLUMNS = (
    {"label": "Session"}, {"label": "En chemin", "kind": "num"}, {"label": "À décider", "kind": "num"},
    {"label": "Admises", "kind": "num"}, {"label": "En formation", "kind": "num"}, {"label": "Finies", "kind": "num"},
    {"label": "Présences"}, {"label": "Ouvrir"},
)  # fmt: skip
_ASK_COLUMNS = ({"label": "Personne"}, {"label": "Session"}, {"label": "Depuis le", "kind": "day"}, {"label": "Geste"})
_MAX_TO_ASK = 50


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor is not a provider."""
    actor, on = request_actor(request), today()
    provider, host_id = _provider_and_region(actor)
    is_past = request.GET.get("passees") == "oui"
    sessions = [
        each.line.session
        for each in sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=on, past=is_past)
    ]
    summaries = session_people_summaries(actor=actor, sessions=sessions)
    obligations = provider_obligations(actor=actor)
    total_to_ask, to_ask = (0, []) if is_past else situations_to_ask(actor=actor, on=on, most=_MAX_TO_ASK)
    values = {
        "nav": ATTENDANCE_NAV,
        "trail": [{"label": "Sessions", "url": reverse("supply:home")}, {"label": "Mes stagiaires"}],
        "title": "Qu’ai-je à faire pour mes stagiaires ?",
        "answer": _answer(summaries.values(), len(obligations), sum(each.due_on < on for each in obligations)),
        "is_past": is_past,
        "columns": TRAINEE_DESK_COLUMNS,
        "rows": [_session_cells(each, summaries[each.pk]) for each in sessions],
        "owed": provider_obligation_rows(obligations, on),
        "owed_columns": PROVIDER_OBLIGATION_COLUMNS,
        "answers": follow_up_rows(situation_answers(actor=actor, host_id=host_id)),
        "answer_columns": FOLLOW_UP_COLUMNS,
        "to_ask": [_to_ask_cells(each) for each in to_ask],
        "to_ask_note": pluralise(total_to_ask, "personne"),
        "to_ask_columns": _ASK_COLUMNS,
    }
    return render(request, "training/desk.html", values)


@require_login
@require_POST
def settle(request: HttpRequest, identifier: int) -> HttpResponse:
    """« C’est fait ». Raises ``NotFound`` for an obligation of another organisation."""
    try:
        settle_obligation(actor=request_actor(request), identifier=identifier)
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "C’est noté : fait aujourd’hui.")
    return HttpResponseRedirect(reverse("training:home"))


def _provider_and_region(actor: Actor) -> tuple[Provider, int]:
    """Provider on behalf of which the actor runs sessions, and the Region of the offer. Raises ``NotFound``."""
    organisation_ids = {post.organisation_id for post in actor.memberships if post.role is Role.PROVIDER}
    providers = [each for each in own_providers(actor=actor) if each.body_id in organisation_ids]
    if not providers:
        raise NotFound
    own = host_organisation()
    return providers[0], own.pk if own is not None and own.pk in actor.host_ids else min(actor.host_ids)


def _answer(summaries: Any, obligation_count: int, late_count: int) -> str:
    summary_list: list[SessionPeopleSummary] = list(summaries)
    decide = sum(each.of(*LIKELY) for each in summary_list)
    there = sum(each.of(S.IN_TRAINING, S.INTERRUPTED) for each in summary_list)
    parts = [
        f"{pluralise(decide, 'personne attend', 'personnes attendent')} votre décision." if decide else "",
        f"{pluralise(there, 'personne')} en formation." if there else "",
        f"{pluralise(obligation_count, 'geste')} à "
        f"faire{f', dont {format_number(late_count)} en retard' if late_count else ''}."
        if obligation_count
        else "",
    ]
    return " ".join(part for part in parts if part) or "Rien ne vous attend."


def _session_cells(session: Session, summary: SessionPeopleSummary) -> list[Any]:
    return [
        {
            "text": session.training.title,
            "url": attendance_page_url(session, "people"),
            "note": f"{session.number} · {session_period_text(session.starts_on, session.ends_on)}",
        },
        _number_cell(summary.of(*(PENDING - LIKELY))),
        _number_cell(summary.of(*LIKELY)),
        _number_cell(summary.of(S.ADMITTED)),
        _number_cell(summary.of(S.IN_TRAINING, S.INTERRUPTED)),
        _number_cell(summary.of(S.ENDED)),
        f"signées jusqu’à la semaine du {format_day(summary.last_week)}" if summary.last_week else "",
        {"text": "Présences", "url": attendance_page_url(session, "presences"), "note": ""},
    ]


def _to_ask_cells(each: ToAsk) -> list[Any]:
    url = f"{attendance_page_url(each.session, 'act', 'situation')}?{urlencode({'qui': str(each.key)})}"
    return [
        each.name or "Dossier effacé",
        {"text": each.session.training.title, "note": each.session.number},
        format_day(each.since),
        {"text": f"Dire la situation à {each.months} mois", "url": url},
    ]


def _number_cell(value: int) -> dict[str, str] | str:
    return {"text": format_number(value), "value": str(value)} if value else ""
