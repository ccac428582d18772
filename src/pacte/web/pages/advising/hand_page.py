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
from pacte.web.form_fields import day, reason
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.hand_over_learner import hand_over_learner, plan_learner_handover

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from pacte.journeys.queries.adviser_learners import LearnerRecord
    from pacte.kernel.actor import Actor


class HandForm(forms.Form):
    on = day("À partir du")
    why = reason("Pourquoi ?")

    def __init__(self, *positional: Any, takers: Sequence[HandoverCandidate], **named: Any) -> None:
        super().__init__(*positional, **named)
        choices = [("", "choisir"), *((each.key, each.label) for each in takers)]
        self.fields["to"] = forms.ChoiceField(
            label="À qui ?", choices=choices, error_messages={"required": "Choisissez qui prend le relais."}
        )
        self.order_fields(["to", "on", "why"])


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = actor_in(request), today()
    found = learner_record(actor=actor, key=key, on=on)
    known = {each.key: each for each in handover_candidates(actor=actor, record=found, on=on)}
    sent = request.POST if request.method == "POST" else None
    form = HandForm(sent, takers=list(known.values()), initial={"on": on})
    left: list[bool] = []

    def run(values: dict[str, Any]) -> str:
        taker = known[values["to"]]
        if values["on"] > on:
            plan_learner_handover(
                actor=actor, learner=found.learner, taker=taker, on=values["on"], reason=values["why"]
            )
            return f"{taker.label} prendra le relais le {french_day(values['on'])} ; d’ici là, rien ne change."
        hand_over_learner(actor=actor, learner=found.learner, taker=taker, on=values["on"], reason=values["why"])
        left.append(taker.body_id != found.body_id)
        return f"{taker.label} prend le relais et en est averti."

    said = ActPage(
        title="Qui la suit à partir de maintenant ?",
        verb="Passer le relais",
        back=person_url(key),
        answer=_planned_words(actor, found)
        or "Le nouveau référent reçoit le dossier, les parcours en cours et le carnet partagé.",
        note="Un jour à venir : le relais se fait ce matin-là. Les informations protégées restent lisibles du seul "
        "organisme référent. Si c’est un autre réseau, vous ne verrez plus cette personne.",
        stylesheet=STYLE,
    )
    if request.POST.get("act") == "give_up":
        cancel_handover(actor=actor, learner=found.learner)
        messages.success(request, "Le relais prévu est abandonné.")
        return HttpResponseRedirect(person_url(key))
    answer = act_page(request, said, form, run, frame((found.name, person_url(key)), ("Passer le relais", "")))
    if left and left[0]:
        answer["Location"] = reverse("advising:people")
    return answer


def _planned_words(actor: Actor, found: LearnerRecord) -> str:
    """« Un relais est prévu le 12 janvier. »: a new handover would replace it."""
    planned = planned_handover(actor=actor, record=found)
    return f"Un relais est déjà prévu le {french_day(planned.on)} ; un autre le remplacerait." if planned else ""
