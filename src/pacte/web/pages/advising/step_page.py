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
from pacte.web.end_fields import end_kind_field, end_reason_field
from pacte.web.form_fields import day
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor

K = StepKind
# These have their own page, or may not be recorded by an adviser.
_ELSEWHERE = frozenset(
    {K.PROPOSED, K.INVITED, K.SLOT_CHOSEN, K.RESEATED, K.BARRIER_NOTED, K.BARRIER_SOLVED, K.SESSION_CANCELLED, K.LAPSED,
     K.SITUATION, K.COMPETENCE_ATTESTED, K.ATTESTATION_GIVEN}
)  # fmt: skip


class StepForm(forms.Form):
    on = day("Quand ?", help_text="Le jour où c’est arrivé, pas celui où vous l’écrivez.")
    end_kind = end_kind_field()
    end_reason = end_reason_field("sans objet")

    def __init__(self, *positional: Any, kinds: Sequence[StepKind], **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["kind"] = forms.ChoiceField(
            label="Que s’est-il passé ?",
            choices=[("", "choisir"), *((kind.value, STEP_LABELS[kind]) for kind in kinds)],
            error_messages={"required": "Choisissez ce qui est arrivé."},
        )  # fmt: skip
        self.order_fields(["kind", "on", "end_kind", "end_reason"])
        if K.ENDED not in kinds:
            del self.fields["end_kind"]
            del self.fields["end_reason"]


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor, on = actor_in(request), today()
    journey = journey_by_key(actor=actor, key=key)
    found = learner_record(actor=actor, key=journey.learner.key, on=on)
    kinds = _kinds(actor, journey)
    sent = request.POST if request.method == "POST" else None
    form = StepForm(sent, kinds=kinds, initial={"on": on, "kind": request.GET.get("etape", "")})
    back = person_url(found.learner.key)

    def run(values: dict[str, Any]) -> str:
        given = _given(journey, values)
        record_journey_step(actor=actor, key=key, step_input=given)
        end_kind = EndKind(str(given.detail["end_kind"])) if given.kind is K.ENDED else None
        follows = " ".join(due.sentence for due in side_effects_of(given.kind, end_kind))
        return f"« {STEP_LABELS[given.kind]} » est noté. {follows}".strip()

    said = ActPage(
        title=f"Que s’est-il passé pour {found.name} ?", verb="Noter cette étape", back=back,
        answer=f"Le parcours en est à : {STATE_LABELS[JourneyState(journey.state)].lower()}.",
        note="Ce que votre outil envoie déjà par fichier n’est pas à ressaisir ici.", stylesheet=STYLE,
    )  # fmt: skip
    return act_page(request, said, form, run, frame((found.name, back), ("Étape", "")))


def _kinds(actor: Actor, journey: Journey) -> list[StepKind]:
    """Kinds of steps that may follow, and that the actor may record."""
    possible = allowed_step_kinds(JourneyState(journey.state)) - _ELSEWHERE
    scope = journey_scope(journey)
    return [kind for kind in StepKind if kind in possible and may(actor, RIGHT_OF_STEP[kind], scope)]


def _given(journey: Journey, values: dict[str, Any]) -> StepInput:
    kind, detail = StepKind(values["kind"]), {}
    if kind is K.ENDED:
        if not values.get("end_kind"):
            raise ValidationError("end_kind", "La sorte de fin manque.", hint="Choisissez-la.")
        detail["end_kind"] = values["end_kind"]
        if values["end_kind"] == EndKind.DROPOUT:
            detail["reason"] = values.get("end_reason") or DropoutReason.NOT_SAID
    return StepInput(kind, values["on"], session_id=journey.session_id, detail=detail)
