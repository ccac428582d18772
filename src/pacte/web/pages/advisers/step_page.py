"""« Que s’est-il passé ? »: an adviser records a step that was not received from their own tool."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.journeys.permissions import RIGHT_OF_STEP, may
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records import STATE_LABELS, STEP_LABELS, EndKind, JourneyState, StepKind
from pacte.journeys.rules.consequences import side_effects_of
from pacte.journeys.rules.ends import DropoutReason
from pacte.journeys.rules.state_machine import allowed_step_kinds
from pacte.journeys.services import StepInput
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.web.end_form_fields import end_kind_field, end_reason_field
from pacte.web.form_fields import day_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.advisers.page_context import (
    ADVISERS_STYLESHEET,
    advisers_page_context,
    learner_page_url,
    request_actor,
)
from pacte.web.require_login import require_login
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor

K = StepKind
# These have their own page, or may not be recorded by an adviser.
_EXCLUDED_KINDS = frozenset(
    {K.PROPOSED, K.INVITED, K.SLOT_CHOSEN, K.RESEATED, K.BARRIER_NOTED, K.BARRIER_SOLVED, K.SESSION_CANCELLED, K.LAPSED,
     K.SITUATION, K.COMPETENCE_ATTESTED, K.ATTESTATION_GIVEN}
)  # fmt: skip


class RecordStepForm(forms.Form):
    on = day_field("Quand ?", help_text="Le jour où c’est arrivé, pas celui où vous l’écrivez.")
    end_kind = end_kind_field()
    end_reason = end_reason_field("sans objet")

    def __init__(self, *args: Any, kinds: Sequence[StepKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="Que s’est-il passé ?",
            choices=[("", "choisir"), *((kind.value, STEP_LABELS[kind]) for kind in kinds)],
            error_messages={"required": "Choisissez ce qui est arrivé."},
        )  # fmt: skip
        self.order_fields(["kind", "on", "end_kind", "end_reason"])
        if K.ENDED not in kinds:
            del self.fields["end_kind"]
            del self.fields["end_reason"]


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = request_actor(request), today()
    journey = journey_by_key(actor=actor, key=key)
    record = learner_record(actor=actor, key=journey.learner.key, on=on)
    kinds = _kinds(actor, journey)
    data = request.POST if request.method == "POST" else None
    form = RecordStepForm(data, kinds=kinds, initial={"on": on, "kind": request.GET.get("etape", "")})
    back = learner_page_url(record.learner.key)

    def run(values: dict[str, Any]) -> str:
        step_input = _step_input(journey, values)
        record_journey_step(actor=actor, key=key, step_input=step_input)
        end_kind = EndKind(str(step_input.detail["end_kind"])) if step_input.kind is K.ENDED else None
        follows = " ".join(due.sentence for due in side_effects_of(step_input.kind, end_kind))
        return f"« {STEP_LABELS[step_input.kind]} » est noté. {follows}".strip()

    page_spec = FormPage(
        title=f"Que s’est-il passé pour {record.name} ?", submit_label="Noter cette étape", back_url=back,
        intro=f"Le parcours en est à : {STATE_LABELS[JourneyState(journey.state)].lower()}.",
        note="Ce que votre outil envoie déjà par fichier n’est pas à ressaisir ici.", stylesheet=ADVISERS_STYLESHEET,
    )  # fmt: skip
    return form_page(request, page_spec, form, run, advisers_page_context((record.name, back), ("Étape", "")))


def _kinds(actor: Actor, journey: Journey) -> list[StepKind]:
    """Kinds of steps that may follow, and that the actor may record."""
    possible = allowed_step_kinds(JourneyState(journey.state)) - _EXCLUDED_KINDS
    scope = journey_scope(journey)
    return [kind for kind in StepKind if kind in possible and may(actor, RIGHT_OF_STEP[kind], scope)]


def _step_input(journey: Journey, values: dict[str, Any]) -> StepInput:
    kind, detail = StepKind(values["kind"]), {}
    if kind is K.ENDED:
        if not values.get("end_kind"):
            raise ValidationError("end_kind", "La sorte de fin manque.", hint="Choisissez-la.")
        detail["end_kind"] = values["end_kind"]
        if values["end_kind"] == EndKind.DROPOUT:
            detail["reason"] = values.get("end_reason") or DropoutReason.NOT_SAID
    return StepInput(kind, values["on"], session_id=journey.session_id, detail=detail)
