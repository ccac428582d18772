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
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.attendance.page_context import (
    ATTENDANCE_STYLESHEET,
    attendance_page_context,
    attendance_page_url,
    request_actor,
    trainable_session,
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
    from pacte.journeys.queries.session_people import SessionPerson
    from pacte.journeys.records import StepRecord


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, training: str, action: str, session: str, key: str, step: int) -> HttpResponse:
    """Raises ``NotFound`` for a step of another session, already replaced, or that the provider may not record."""
    actor = request_actor(request)
    training_session = trainable_session(actor, training, action, session)
    person = person_of_session(actor=actor, session=training_session, key=key)
    target = next((each for each in provider_correctable_steps(person.steps) if each.identifier == step), None)
    if target is None:
        raise NotFound
    journey = journey_by_key(actor=actor, key=person.key)
    # Steps before the session and private to the network are checked for consistency, but not shown.
    steps = as_step_records(steps_of(journey))
    possible = provider_replacements(target, possible_replacements(steps, target))
    kinds = [kind for kind in possible if may(actor, RIGHT_OF_STEP[kind], journey_scope(journey))]
    form = StepCorrectionForm(
        request.POST if request.method == "POST" else None, kinds=kinds, initial=step_correction_initial(target)
    )

    def run(values: dict[str, Any]) -> str:
        corrected_step = build_corrected_step(target, values)
        _refuse_signed_entry(person, target, corrected_step)
        refuse_broken_sequence(steps, corrected_step, visible_steps=person.steps)
        return record_step_correction(actor, journey, corrected_step, values["why"])

    page_spec = FormPage(
        title="Que corriger dans cette étape ?",
        submit_label="Corriger l’étape",
        stylesheet=ATTENDANCE_STYLESHEET,
        note=CORRECTION_NOTE,
        back_url=attendance_page_url(training_session, "person", person.key),
        intro=f"« {STEP_LABELS[target.kind]} », le {format_day(target.happened_on)}, pour "
        f"{person.name or 'ce dossier'}.",
    )
    trail = ((person.name or "Dossier effacé", page_spec.back_url), ("Corriger une étape", ""))
    return form_page(request, page_spec, form, run, attendance_page_context(actor, training_session, *trail))


def _refuse_signed_entry(person: SessionPerson, target: StepRecord, corrected_step: StepRecord) -> None:
    """An earlier entry is compatible with signed attendance; a withdrawn or later one is not."""
    if target.kind is not StepKind.ENTERED or not person.minutes:
        return
    stays = (
        corrected_step.kind is StepKind.ENTERED
        and not corrected_step.is_withdrawn
        and corrected_step.happened_on <= target.happened_on
    )
    if not stays:
        raise ValidationError(
            "entry_signed", "Des présences sont signées pour cette personne.", "Elles disent qu’elle est entrée.",
            "Corrigez d’abord les présences.",
        )  # fmt: skip
