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
from pacte.web.pages.advising.frame import actor_in, frame, person_url
from pacte.web.signed_in import signed_in
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor
    from pacte.offer.models import Session
    from pacte.offer.rules.alternatives import AlternativeSession


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = actor_in(request), today()
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=on)
    back = person_url(found.learner.key)
    if journey.state != JourneyState.TO_RESEAT or journey.session is None:
        raise Conflict(
            "journeys_no_reseat", "Aucune place n’est due à cette personne.",
            "Sa session n’est pas annulée, ou elle a déjà retrouvé une place.", "Revenez à la personne.",
        )  # fmt: skip
    seats = alternative_sessions(actor=actor, session=journey.session, on=on, limit=8)
    sessions = sessions_of_alternatives(actor=actor, alternatives=seats)
    if request.method == "POST":
        messages.success(request, _do(request, actor, journey, sessions))
        return HttpResponseRedirect(back)
    values = frame((found.name, back), ("Replacer", "")) | {
        "title": f"Où replacer {found.name} ?",
        "answer": _answer(journey, seats),
        "lines": [_line(each, sessions[each.session_id]) for each in seats if each.session_id in sessions],
        "orient_url": reverse("advising:step", args=[key]) + "?etape=need_expressed",
        "phone": found.contact.phone if found.contact else "",
        "synthetic": found.learner.is_synthetic,
    }
    return render(request, "advising/reseat.html", values)


def _do(request: HttpRequest, actor: Actor, journey: Journey, sessions: dict[int, Session]) -> str:
    asked = request.POST.get("act", "")
    if asked == "called":
        for due in obligations_of(actor=actor, journey=journey):
            if due.what == Consequence.RESEAT_OR_CALL and due.settled_on is None:
                settle_obligation(actor=actor, identifier=due.pk)
        return "L’appel est noté. Une place reste à trouver."
    chosen = parse_whole_number(request.POST.get("session", ""))
    if chosen is None or chosen not in sessions:
        raise ValidationError("session", "Aucune session n’est choisie.", hint="Choisissez-en une dans la liste.")
    given = StepInput(StepKind.RESEATED, today(), session_id=chosen)
    record_journey_step(actor=actor, key=journey.key, step_input=given)
    return "La personne a sa nouvelle place. L’ancienne reste comptée comme perdue."


def _answer(journey: Journey, seats: list[AlternativeSession]) -> str:
    title = journey.session.training.title if journey.session else ""
    since = f"« {title} » est annulée depuis le {format_day(journey.state_on)}."
    if not seats:
        return f"{since} Aucune session proche n’a de place : appelez-la, ou ouvrez une autre recherche."
    return f"{since} {pluralise(len(seats), 'session a de la place', 'sessions ont de la place')}."


def _line(seat: AlternativeSession, session: Session) -> dict[str, Any]:
    triplet = session.triplet
    return {
        "id": session.pk,
        "title": session.training.title,
        "provider": session.provider.name,
        "town": session.site.town if session.site else "",
        "starts": "toute l’année"
        if seat.is_rolling
        else format_day(seat.starts_on)
        if seat.starts_on
        else "date à venir",
        "left": "places non dites" if seat.left is None else pluralise(seat.left, "place libre", "places libres"),
        "reason": seat.reason,
        "url": reverse("supply:session", args=[triplet.training, triplet.training_action, triplet.session]),
    }
