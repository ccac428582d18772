"""« Que corriger dans cette étape ? »: a new step replaces it, with a reason; the original is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.journeys.permissions import RIGHT_OF_STEP, may
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.journeys import as_step_records, journey_scope, steps_of
from pacte.journeys.records import STEP_LABELS
from pacte.journeys.rules.corrections import is_correctable, possible_replacements
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.advisers.page_context import (
    ADVISERS_STYLESHEET,
    advisers_page_context,
    learner_page_url,
    request_actor,
)
from pacte.web.require_login import require_login
from pacte.web.step_correction import (
    CORRECTION_NOTE,
    StepCorrectionForm,
    build_corrected_step,
    record_step_correction,
    refuse_broken_sequence,
    step_correction_initial,
)

if TYPE_CHECKING:
    from uuid import UUID


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID, step: int) -> HttpResponse:
    """Raises ``NotFound`` for a step that is unknown, already corrected, or that the actor may not correct."""
    actor = request_actor(request)
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=today())
    if journey.referrer_id not in adviser_bodies(actor):
        raise NotFound
    steps = as_step_records(steps_of(journey))
    target = next((each for each in steps if each.identifier == step), None)
    if (
        target is None
        or not is_correctable(target, steps)
        or not may(actor, RIGHT_OF_STEP[target.kind], journey_scope(journey))
    ):
        raise NotFound
    kinds = [
        kind for kind in possible_replacements(steps, target) if may(actor, RIGHT_OF_STEP[kind], journey_scope(journey))
    ]
    form = StepCorrectionForm(
        request.POST if request.method == "POST" else None, kinds=kinds, initial=step_correction_initial(target)
    )
    back = learner_page_url(record.learner.key)

    def run(values: dict[str, Any]) -> str:
        corrected_step = build_corrected_step(target, values)
        refuse_broken_sequence(steps, corrected_step, visible_steps=steps)
        return record_step_correction(actor, journey, corrected_step, values["why"])

    page_spec = FormPage(
        title="Que corriger dans cette étape ?",
        submit_label="Corriger",
        back_url=back,
        stylesheet=ADVISERS_STYLESHEET,
        note=CORRECTION_NOTE,
        intro=f"« {STEP_LABELS[target.kind]} », le {format_day(target.happened_on)}, pour {record.name}.",
    )
    return form_page(
        request, page_spec, form, run, advisers_page_context((record.name, back), ("Corriger une étape", ""))
    )
