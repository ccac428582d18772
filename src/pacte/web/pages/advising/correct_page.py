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
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.web.step_correcting import NOTE, CorrectForm, correct, fresh_step, initial, refuse_broken

if TYPE_CHECKING:
    from uuid import UUID


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID, step: int) -> HttpResponse:
    """Raises ``NotFound`` for a step that is unknown, already corrected, or that the actor may not correct."""
    actor = actor_in(request)
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=today())
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
    form = CorrectForm(request.POST if request.method == "POST" else None, kinds=kinds, initial=initial(target))
    back = person_url(found.learner.key)

    def run(values: dict[str, Any]) -> str:
        fresh = fresh_step(target, values)
        refuse_broken(steps, fresh, told=steps)
        return correct(actor, journey, fresh, values["why"])

    said = ActPage(
        title="Que corriger dans cette étape ?", verb="Corriger", back=back, stylesheet=STYLE, note=NOTE,
        answer=f"« {STEP_LABELS[target.kind]} », le {format_day(target.happened_on)}, pour {found.name}.",
    )  # fmt: skip
    return act_page(request, said, form, run, frame((found.name, back), ("Corriger une étape", "")))
