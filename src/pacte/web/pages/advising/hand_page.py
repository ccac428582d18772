"""« Qui la suit à partir de maintenant ? »: a colleague, or another body, with the notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.adviser_people import learner_file
from pacte.journeys.queries.advisers import Taker, takers
from pacte.kernel.clock import today
from pacte.kernel.errors import Invalid
from pacte.web.form_fields import day, reason
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.hand_over_learner import hand_over_learner

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID


class HandForm(forms.Form):
    on = day("À partir du")
    why = reason("Pourquoi ?")

    def __init__(self, *positional: Any, takers: Sequence[Taker], **named: Any) -> None:
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
    found = learner_file(actor=actor, key=key, on=on)
    known = {each.key: each for each in takers(actor=actor, found=found, on=on)}
    sent = request.POST if request.method == "POST" else None
    form = HandForm(sent, takers=list(known.values()), initial={"on": on})
    left: list[bool] = []

    def run(values: dict[str, Any]) -> str:
        if values["on"] > on:
            raise Invalid("on", "Cette date est à venir.", todo="Passez le relais le jour même : personne n’est perdu.")
        taker = known[values["to"]]
        hand_over_learner(actor=actor, learner=found.learner, taker=taker, on=values["on"], reason=values["why"])
        left.append(taker.body_id != found.body_id)
        return f"{taker.label} prend le relais et en est averti."

    said = ActPage(
        title="Qui la suit à partir de maintenant ?",
        verb="Passer le relais",
        back=person_url(key),
        answer="Le nouveau référent reçoit le dossier, les parcours en cours et le carnet partagé.",
        note="Les informations protégées restent lisibles du seul organisme référent. Si c’est un autre réseau, "
        "vous ne verrez plus cette personne.",
        stylesheet=STYLE,
    )
    answer = act_page(request, said, form, run, frame((found.name, person_url(key)), ("Passer le relais", "")))
    if left and left[0]:
        answer["Location"] = reverse("advising:people")
    return answer
