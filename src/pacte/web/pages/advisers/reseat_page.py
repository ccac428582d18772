"""« Où la replacer ? »: after a cancellation, each admitted person must get a seat or a call."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.queries.obligations import obligations_of
from pacte.journeys.records import JourneyState, StepKind
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.services import StepInput, settle_obligation
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.offer.queries import alternative_sessions, sessions_of_alternatives
from pacte.web.pages.advisers.page_context import advisers_page_context, learner_page_url, request_actor
from pacte.web.require_login import require_login
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.rules.alternatives import AlternativeSession


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = request_actor(request), today()
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=on)
    back = learner_page_url(record.learner.key)
    if journey.state != JourneyState.TO_RESEAT or journey.session is None:
        raise Conflict(
            "journeys_no_reseat", "Aucune place n’est due à cette personne.",
            "Sa session n’est pas annulée, ou elle a déjà retrouvé une place.", "Revenez à la personne.",
        )  # fmt: skip
    alternatives = alternative_sessions(actor=actor, session=journey.session, on=on, limit=8)
    sessions = sessions_of_alternatives(actor=actor, alternatives=alternatives)
    if request.method == "POST":
        messages.success(request, _apply_action(request, actor, journey, sessions))
        return HttpResponseRedirect(back)
    values = advisers_page_context((record.name, back), ("Replacer", "")) | {
        "title": f"Où replacer {record.name} ?",
        "answer": _answer(journey, alternatives),
        "lines": [
            _alternative_row(each, sessions[each.session_id]) for each in alternatives if each.session_id in sessions
        ],
        "orient_url": reverse("advising:step", args=[key]) + "?etape=need_expressed",
        "phone": record.contact.phone if record.contact else "",
        "synthetic": record.learner.is_synthetic,
    }
    return render(request, "advising/reseat.html", values)


def _apply_action(request: HttpRequest, actor: Actor, journey: Journey, sessions: dict[int, Session]) -> str:
    action = request.POST.get("act", "")
    if action == "called":
        for obligation in obligations_of(actor=actor, journey=journey):
            if obligation.what == Consequence.RESEAT_OR_CALL and obligation.settled_on is None:
                settle_obligation(actor=actor, identifier=obligation.pk)
        return "L’appel est noté. Une place reste à trouver."
    chosen = parse_whole_number(request.POST.get("session", ""))
    if chosen is None or chosen not in sessions:
        raise ValidationError("session", "Aucune session n’est choisie.", hint="Choisissez-en une dans la liste.")
    step_input = StepInput(StepKind.RESEATED, today(), session_id=chosen)
    record_journey_step(actor=actor, key=journey.key, step_input=step_input)
    return "La personne a sa nouvelle place. L’ancienne reste comptée comme perdue."


def _answer(journey: Journey, alternatives: list[AlternativeSession]) -> str:
    title = journey.session.training.title if journey.session else ""
    since = f"« {title} » est annulée depuis le {format_day(journey.state_on)}."
    if not alternatives:
        return f"{since} Aucune session proche n’a de place : appelez-la, ou ouvrez une autre recherche."
    return f"{since} {pluralise(len(alternatives), 'session a de la place', 'sessions ont de la place')}."


def _alternative_row(alternative: AlternativeSession, session: Session) -> dict[str, Any]:
    triplet = session.triplet
    return {
        "id": session.pk,
        "title": session.training.title,
        "provider": session.provider.name,
        "town": session.site.town if session.site else "",
        "starts": "toute l’année"
        if alternative.is_rolling
        else format_day(alternative.starts_on)
        if alternative.starts_on
        else "date à venir",
        "left": "places non dites"
        if alternative.left is None
        else pluralise(alternative.left, "place libre", "places libres"),
        "reason": alternative.reason,
        "url": reverse("supply:session", args=[triplet.training, triplet.training_action, triplet.session]),
    }
