"""« Qui la suit à partir de maintenant ? »: hand a learner over to a colleague or another organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.queries.handovers import HandoverCandidate, handover_candidates, planned_handover
from pacte.journeys.services.handovers import cancel_handover
from pacte.kernel.clock import today
from pacte.kernel.french import format_day as french_day
from pacte.web.form_fields import day_field, reason_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.advisers.page_context import (
    ADVISERS_STYLESHEET,
    advisers_page_context,
    learner_page_url,
    request_actor,
)
from pacte.web.require_login import require_login
from pacte.workflows.hand_over_learner import hand_over_learner, plan_learner_handover

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from pacte.journeys.queries.adviser_learners import LearnerRecord
    from pacte.kernel.actor import Actor


class HandoverForm(forms.Form):
    on = day_field("À partir du")
    why = reason_field("Pourquoi ?")

    def __init__(self, *args: Any, candidates: Sequence[HandoverCandidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "choisir"), *((each.key, each.label) for each in candidates)]
        self.fields["to"] = forms.ChoiceField(
            label="À qui ?", choices=choices, error_messages={"required": "Choisissez qui prend le relais."}
        )
        self.order_fields(["to", "on", "why"])


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = request_actor(request), today()
    record = learner_record(actor=actor, key=key, on=on)
    candidates = {each.key: each for each in handover_candidates(actor=actor, record=record, on=on)}
    data = request.POST if request.method == "POST" else None
    form = HandoverForm(data, candidates=list(candidates.values()), initial={"on": on})
    leaves_network: list[bool] = []

    def run(values: dict[str, Any]) -> str:
        candidate = candidates[values["to"]]
        if values["on"] > on:
            plan_learner_handover(
                actor=actor, learner=record.learner, taker=candidate, on=values["on"], reason=values["why"]
            )
            return f"{candidate.label} prendra le relais le {french_day(values['on'])} ; d’ici là, rien ne change."
        hand_over_learner(actor=actor, learner=record.learner, taker=candidate, on=values["on"], reason=values["why"])
        leaves_network.append(candidate.body_id != record.body_id)
        return f"{candidate.label} prend le relais et en est averti."

    page_spec = FormPage(
        title="Qui la suit à partir de maintenant ?",
        submit_label="Passer le relais",
        back_url=learner_page_url(key),
        intro=_planned_sentence(actor, record)
        or "Le nouveau référent reçoit le dossier, les parcours en cours et le carnet partagé.",
        note="Un jour à venir : le relais se fait ce matin-là. Les informations protégées restent lisibles du seul "
        "organisme référent. Si c’est un autre réseau, vous ne verrez plus cette personne.",
        stylesheet=ADVISERS_STYLESHEET,
    )
    if request.POST.get("act") == "give_up":
        cancel_handover(actor=actor, learner=record.learner)
        messages.success(request, "Le relais prévu est abandonné.")
        return HttpResponseRedirect(learner_page_url(key))
    response = form_page(
        request,
        page_spec,
        form,
        run,
        advisers_page_context((record.name, learner_page_url(key)), ("Passer le relais", "")),
    )
    if leaves_network and leaves_network[0]:
        response["Location"] = reverse("advising:people")
    return response


def _planned_sentence(actor: Actor, record: LearnerRecord) -> str:
    """« Un relais est prévu le 12 janvier. »: a new handover would replace it."""
    handover = planned_handover(actor=actor, record=record)
    return f"Un relais est déjà prévu le {french_day(handover.on)} ; un autre le remplacerait." if handover else ""
