"""« Que corriger dans cette étape ? » for a provider: a new step replaces one that it may record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.journeys.permissions import RIGHT_OF_STEP, may
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.journeys import as_step_records, journey_scope, steps_of
from pacte.journeys.queries.session_people import person_of_session
from pacte.journeys.records import STEP_LABELS, StepKind
from pacte.journeys.rules.corrections import possible_replacements
from pacte.journeys.rules.provider_actions import provider_correctable_steps, provider_replacements
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day
from pacte.web.pages.training.frame import STYLE, actor_in, frame, page_url, trained_session
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.web.step_correcting import NOTE, CorrectForm, correct, fresh_step, initial, refuse_broken

if TYPE_CHECKING:
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.records import StepRecord


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, training: str, action: str, session: str, key: str, step: int) -> HttpResponse:
    """Raises ``NotFound`` for a step of another session, already replaced, or that the provider may not record."""
    actor = actor_in(request)
    found = trained_session(actor, training, action, session)
    person = person_of_session(actor=actor, session=found, key=key)
    target = next((each for each in provider_correctable_steps(person.steps) if each.identifier == step), None)
    if target is None:
        raise NotFound
    journey = journey_by_key(actor=actor, key=person.key)
    # Steps before the session and private to the network are checked for consistency, but not shown.
    steps = as_step_records(steps_of(journey))
    possible = provider_replacements(target, possible_replacements(steps, target))
    kinds = [kind for kind in possible if may(actor, RIGHT_OF_STEP[kind], journey_scope(journey))]
    form = CorrectForm(request.POST if request.method == "POST" else None, kinds=kinds, initial=initial(target))

    def run(values: dict[str, Any]) -> str:
        fresh = fresh_step(target, values)
        _refuse_signed(person, target, fresh)
        refuse_broken(steps, fresh, told=person.steps)
        return correct(actor, journey, fresh, values["why"])

    said = ActPage(
        title="Que corriger dans cette étape ?", verb="Corriger l’étape", stylesheet=STYLE, note=NOTE,
        back=page_url(found, "person", person.key),
        answer=f"« {STEP_LABELS[target.kind]} », le {format_day(target.happened_on)}, pour {person.name or 'ce dossier'}.",
    )  # fmt: skip
    trail = ((person.name or "Dossier effacé", said.back), ("Corriger une étape", ""))
    return act_page(request, said, form, run, frame(actor, found, *trail))


def _refuse_signed(person: SessionPerson, target: StepRecord, fresh: StepRecord) -> None:
    """An earlier entry is compatible with signed attendance; a withdrawn or later one is not."""
    if target.kind is not StepKind.ENTERED or not person.minutes:
        return
    stays = fresh.kind is StepKind.ENTERED and not fresh.is_withdrawn and fresh.happened_on <= target.happened_on
    if not stays:
        raise ValidationError(
            "entry_signed", "Des présences sont signées pour cette personne.", "Elles disent qu’elle est entrée.",
            "Corrigez d’abord les présences.",
        )  # fmt: skip
