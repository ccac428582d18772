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
from pacte.web.pages.training.frame import NAV, actor_in, dates, page_url
from pacte.web.pages.training.owed_model import OWED_COLUMNS, owed_rows
from pacte.web.signed_in import signed_in
from pacte.web.situation_answers import ANSWER_COLUMNS, answer_rows

if TYPE_CHECKING:
    from pacte.journeys.queries.provider_follow_up import ToAsk
    from pacte.journeys.queries.session_people import SessionPeopleSummary
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Provider, Session

COLUMNS = (
    {"label": "Session"}, {"label": "En chemin", "kind": "num"}, {"label": "À décider", "kind": "num"},
    {"label": "Admises", "kind": "num"}, {"label": "En formation", "kind": "num"}, {"label": "Finies", "kind": "num"},
    {"label": "Présences"}, {"label": "Ouvrir"},
)  # fmt: skip
_ASK_COLUMNS = ({"label": "Personne"}, {"label": "Session"}, {"label": "Depuis le", "kind": "day"}, {"label": "Geste"})
_ASKED = 50


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor is not a provider."""
    actor, on = actor_in(request), today()
    provider, host_id = _provider(actor)
    is_past = request.GET.get("passees") == "oui"
    sessions = [
        each.line.session
        for each in sessions_of_provider(actor=actor, provider=provider, host_id=host_id, on=on, past=is_past)
    ]
    counted = session_people_summaries(actor=actor, sessions=sessions)
    dues = provider_obligations(actor=actor)
    asked, to_ask = (0, []) if is_past else situations_to_ask(actor=actor, on=on, most=_ASKED)
    values = {
        "nav": NAV,
        "trail": [{"label": "Sessions", "url": reverse("supply:home")}, {"label": "Mes stagiaires"}],
        "title": "Qu’ai-je à faire pour mes stagiaires ?",
        "answer": _answer(counted.values(), len(dues), sum(each.due_on < on for each in dues)),
        "is_past": is_past,
        "columns": COLUMNS,
        "rows": [_row(each, counted[each.pk]) for each in sessions],
        "owed": owed_rows(dues, on),
        "owed_columns": OWED_COLUMNS,
        "answers": answer_rows(situation_answers(actor=actor, host_id=host_id)),
        "answer_columns": ANSWER_COLUMNS,
        "to_ask": [_to_ask(each) for each in to_ask],
        "to_ask_note": pluralise(asked, "personne"),
        "to_ask_columns": _ASK_COLUMNS,
    }
    return render(request, "training/desk.html", values)


@signed_in
@require_POST
def settle(request: HttpRequest, identifier: int) -> HttpResponse:
    """« C’est fait ». Raises ``NotFound`` for an obligation of another organisation."""
    try:
        settle_obligation(actor=actor_in(request), identifier=identifier)
    except Conflict as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "C’est noté : fait aujourd’hui.")
    return HttpResponseRedirect(reverse("training:home"))


def _provider(actor: Actor) -> tuple[Provider, int]:
    """Provider on behalf of which the actor runs sessions, and the Region of the offer. Raises ``NotFound``."""
    bodies = {post.organisation_id for post in actor.memberships if post.role is Role.PROVIDER}
    mine = [each for each in own_providers(actor=actor) if each.body_id in bodies]
    if not mine:
        raise NotFound
    own = host_organisation()
    return mine[0], own.pk if own is not None and own.pk in actor.host_ids else min(actor.host_ids)


def _answer(counted: Any, dues: int, late: int) -> str:
    every: list[SessionPeopleSummary] = list(counted)
    decide = sum(each.of(*LIKELY) for each in every)
    there = sum(each.of(S.IN_TRAINING, S.INTERRUPTED) for each in every)
    parts = [
        f"{pluralise(decide, 'personne attend', 'personnes attendent')} votre décision." if decide else "",
        f"{pluralise(there, 'personne')} en formation." if there else "",
        f"{pluralise(dues, 'geste')} à faire{f', dont {format_number(late)} en retard' if late else ''}."
        if dues
        else "",
    ]
    return " ".join(part for part in parts if part) or "Rien ne vous attend."


def _row(session: Session, tally: SessionPeopleSummary) -> list[Any]:
    return [
        {
            "text": session.training.title,
            "url": page_url(session, "people"),
            "note": f"{session.number} · {dates(session.starts_on, session.ends_on)}",
        },
        _count(tally.of(*(PENDING - LIKELY))),
        _count(tally.of(*LIKELY)),
        _count(tally.of(S.ADMITTED)),
        _count(tally.of(S.IN_TRAINING, S.INTERRUPTED)),
        _count(tally.of(S.ENDED)),
        f"signées jusqu’à la semaine du {format_day(tally.last_week)}" if tally.last_week else "",
        {"text": "Présences", "url": page_url(session, "presences"), "note": ""},
    ]


def _to_ask(each: ToAsk) -> list[Any]:
    url = f"{page_url(each.session, 'act', 'situation')}?{urlencode({'qui': str(each.key)})}"
    return [
        each.name or "Dossier effacé",
        {"text": each.session.training.title, "note": each.session.number},
        format_day(each.since),
        {"text": f"Dire la situation à {each.months} mois", "url": url},
    ]


def _count(value: int) -> dict[str, str] | str:
    return {"text": format_number(value), "value": str(value)} if value else ""
