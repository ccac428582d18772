"""How a journey ends, and the correction of a step by a new step that replaces it. For advisers and providers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.journeys.queries.journeys import as_step_records, steps_of
from pacte.journeys.records import END_LABELS, STATE_LABELS, STEP_LABELS, EndKind, StepKind, StepRecord
from pacte.journeys.rules.corrections import first_step_broken, state_after
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason
from pacte.journeys.services import StepInput
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.web.form_fields import day_field, reason_field
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor

_WITHDRAW_VALUE = "retirer"
CORRECTION_NOTE = "L’étape reste écrite, barrée ; la nouvelle la remplace, avec la raison, le jour et votre nom."


def end_kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Si c’est une fin, de quelle sorte ?", required=False,
        choices=[("", "ce n’est pas une fin"), *((kind.value, END_LABELS[kind]) for kind in EndKind)],
    )  # fmt: skip


def end_reason_field(empty_label: str) -> forms.ChoiceField:
    """``empty_label`` is the label of the empty choice."""
    return forms.ChoiceField(
        label="Si c’est un abandon, pour quelle raison ?", required=False,
        choices=[("", empty_label), *((each.value, REASON_LABELS[each]) for each in DropoutReason)],
    )  # fmt: skip


def end_detail(values: Mapping[str, Any]) -> dict[str, object]:
    """Detail of the step of an end, from these two fields. Raises ``ValidationError`` (``end_kind``)."""
    if not values.get("end_kind"):
        raise ValidationError("end_kind", "La sorte de fin manque.", hint="Choisissez-la.")
    detail: dict[str, object] = {"end_kind": values["end_kind"]}
    if values["end_kind"] == EndKind.DROPOUT:
        detail["reason"] = values.get("end_reason") or DropoutReason.NOT_SAID
    return detail


class StepCorrectionForm(forms.Form):
    on = day_field("Quand ?", help_text="Le jour où c’est vraiment arrivé.")
    end_kind = end_kind_field()
    end_reason = end_reason_field("non dite")
    why = reason_field("Pourquoi corriger ?")

    def __init__(self, *positional: Any, kinds: Sequence[StepKind], **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["kind"] = forms.ChoiceField(
            label="Que s’était-il passé ?",
            choices=[
                *((kind.value, STEP_LABELS[kind]) for kind in kinds),
                (_WITHDRAW_VALUE, "Rien : retirer cette étape"),
            ],
            error_messages={"required": "Choisissez ce qui était arrivé."},
        )
        self.order_fields(["kind", "on", "end_kind", "end_reason", "why"])
        if StepKind.ENDED not in kinds:
            del self.fields["end_kind"], self.fields["end_reason"]


def step_correction_initial(target: StepRecord) -> dict[str, Any]:
    """Initial data of the form, from the step as it stands."""
    return {
        "kind": target.kind.value, "on": target.happened_on, "end_kind": target.detail.get("end_kind", ""),
        "end_reason": target.detail.get("reason", ""),
    }  # fmt: skip


def build_corrected_step(target: StepRecord, values: dict[str, Any]) -> StepRecord:
    """Builds the step to record. Raises ``ValidationError`` (``end_kind``)."""
    is_withdrawn = values["kind"] == _WITHDRAW_VALUE
    kind = target.kind if is_withdrawn else StepKind(values["kind"])
    detail = dict(target.detail) if kind is target.kind else {}
    if kind is StepKind.ENDED and not is_withdrawn:
        detail = end_detail(values)
    return StepRecord(
        identifier=0, kind=kind, happened_on=target.happened_on if is_withdrawn else values["on"], recorded_at=now(),
        session_id=target.session_id, corrects=target.identifier, is_withdrawn=is_withdrawn, detail=detail,
    )  # fmt: skip


def refuse_broken_sequence(
    steps: Sequence[StepRecord], corrected_step: StepRecord, *, visible_steps: Sequence[StepRecord]
) -> None:
    """Raises ``ValidationError`` when a later step could no longer follow, named when it is in ``visible_steps``."""
    blocked_step = first_step_broken(steps, corrected_step)
    if blocked_step is None:
        return
    message = "Une étape plus récente ne pourrait plus suivre."
    if blocked_step.identifier in {each.identifier for each in visible_steps}:
        message = (
            f"« {STEP_LABELS[blocked_step.kind]} », le {french_day(blocked_step.happened_on)}, ne pourrait plus suivre."
        )
    raise ValidationError("kind", message, "Une étape plus récente en dépend.", "Corrigez d’abord la plus récente.")


def record_step_correction(actor: Actor, journey: Journey, corrected_step: StepRecord, reason: str) -> str:
    """Records the correction. Returns the success message. Raises ``ValidationError``."""
    step_input = StepInput(
        corrected_step.kind,
        corrected_step.happened_on,
        corrected_step.session_id,
        corrected_step.detail,
        corrects=corrected_step.corrects,
        is_withdrawn=corrected_step.is_withdrawn,
        reason=reason,
    )
    steps = as_step_records(steps_of(journey))
    try:
        record_journey_step(actor=actor, key=journey.key, step_input=step_input)
    except Conflict as error:
        raise ValidationError(error.code, error.message, error.reason, error.hint) from error
    outcome = "retirée" if corrected_step.is_withdrawn else "corrigée"
    return f"L’étape est {outcome}. Le parcours en est à : {STATE_LABELS[state_after(steps, corrected_step)].lower()}."
