"""« Retirer cette étape ? »: what was recorded by mistake is taken back by a new line; the first stays written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.provider import person_of_session
from pacte.journeys.records import STEP_LABELS, StepKind
from pacte.journeys.rules.verbs import withdrawable
from pacte.journeys.services import StepGiven
from pacte.kernel.errors import Conflict, Invalid, Refused, Unseen
from pacte.kernel.french import day
from pacte.web.pages.training.frame import STYLE, actor_in, frame, page_url, trained_session
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.journeys.queries.provider import SessionPerson
    from pacte.journeys.records import Step


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, training: str, action: str, session: str, key: str, step: int) -> HttpResponse:
    """For the last step of a person, when the provider may record such a step. Raises ``Unseen`` for another one."""
    actor = actor_in(request)
    found = trained_session(actor, training, action, session)
    person = person_of_session(actor=actor, session=found, key=key)
    last = withdrawable(person.steps)
    if last is None or last.identifier != step:
        raise Unseen
    said = ActPage(
        title="Retirer cette étape ?",
        verb="Retirer l’étape",
        back=page_url(found, "person", person.key),
        answer=f"« {STEP_LABELS[last.kind]} », le {day(last.happened_on)}, pour {person.name or 'ce dossier'}.",
        note="La ligne reste écrite, une nouvelle la retire. Ce qu’elle avait déclenché n’est plus dû.",
        danger=True,
        stylesheet=STYLE,
    )

    def run(values: dict[str, Any]) -> str:
        _refuse_signed(person, last)
        given = StepGiven(last.kind, last.happened_on, corrects=last.identifier, is_withdrawn=True)
        try:
            record_journey_step(actor=actor, key=person.key, given=given)
        except (Conflict, Refused) as error:
            raise Invalid(error.code, error.what, error.why, error.todo) from error
        return f"« {STEP_LABELS[last.kind]} » est retirée du parcours."

    form = forms.Form(request.POST if request.method == "POST" else None)
    trail = ((person.name or "Dossier effacé", page_url(found, "person", person.key)), (said.verb, ""))
    return act_page(request, said, form, run, frame(actor, found, *trail))


def _refuse_signed(person: SessionPerson, step: Step) -> None:
    if step.kind is StepKind.ENTERED and person.minutes:
        raise Invalid(
            "entry_signed",
            "Des présences sont signées pour cette personne.",
            "Elles disent qu’elle est entrée.",
            "Corrigez d’abord les présences.",
        )
