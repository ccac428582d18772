"""Correction of a step by a new step that replaces it: the form and its refusals. For advisers and providers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from pacte.journeys.queries.journeys import as_step_records, steps_of
from pacte.journeys.records import STATE_LABELS, STEP_LABELS, EndKind, StepKind, StepRecord
from pacte.journeys.rules.corrections import first_step_broken, state_after
from pacte.journeys.rules.ends import DropoutReason
from pacte.journeys.services import StepInput
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, ValidationError
from pacte.kernel.french import format_day as french_day
from pacte.web.end_fields import end_kind_field, end_reason_field
from pacte.web.form_fields import day, reason
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor

_WITHDRAWN = "retirer"
NOTE = "L’étape reste écrite, barrée ; la nouvelle la remplace, avec la raison, le jour et votre nom."


class CorrectForm(forms.Form):
    on = day("Quand ?", help_text="Le jour où c’est vraiment arrivé.")
    end_kind = end_kind_field()
    end_reason = end_reason_field("non dite")
    why = reason("Pourquoi corriger ?")

    def __init__(self, *positional: Any, kinds: Sequence[StepKind], **named: Any) -> None:
        super().__init__(*positional, **named)
        self.fields["kind"] = forms.ChoiceField(
            label="Que s’était-il passé ?",
            choices=[*((kind.value, STEP_LABELS[kind]) for kind in kinds), (_WITHDRAWN, "Rien : retirer cette étape")],
            error_messages={"required": "Choisissez ce qui était arrivé."},
        )  # fmt: skip
        self.order_fields(["kind", "on", "end_kind", "end_reason", "why"])
        if StepKind.ENDED not in kinds:
            del self.fields["end_kind"]
            del self.fields["end_reason"]


def initial(target: StepRecord) -> dict[str, Any]:
    """Initial data of the form, from the step as it stands."""
    return {
        "kind": target.kind.value, "on": target.happened_on, "end_kind": target.detail.get("end_kind", ""),
        "end_reason": target.detail.get("reason", ""),
    }  # fmt: skip


def fresh_step(target: StepRecord, values: dict[str, Any]) -> StepRecord:
    """Builds the step to record. Raises ``ValidationError`` (``end_kind``)."""
    is_withdrawn = values["kind"] == _WITHDRAWN
    kind = target.kind if is_withdrawn else StepKind(values["kind"])
    detail = dict(target.detail) if kind is target.kind else {}
    if kind is StepKind.ENDED and not is_withdrawn:
        detail = _end(values)
    return StepRecord(
        identifier=0, kind=kind, happened_on=target.happened_on if is_withdrawn else values["on"], recorded_at=now(),
        session_id=target.session_id, corrects=target.identifier, is_withdrawn=is_withdrawn, detail=detail,
    )  # fmt: skip


def _end(values: dict[str, Any]) -> dict[str, object]:
    if not values.get("end_kind"):
        raise ValidationError("end_kind", "La sorte de fin manque.", hint="Choisissez-la.")
    found: dict[str, object] = {"end_kind": values["end_kind"]}
    if values["end_kind"] == EndKind.DROPOUT:
        found["reason"] = values.get("end_reason") or DropoutReason.NOT_SAID
    return found


def refuse_broken(steps: Sequence[StepRecord], fresh: StepRecord, *, told: Sequence[StepRecord]) -> None:
    """Raises ``ValidationError`` when a later step could no longer follow, named when it is in ``visible_steps``."""
    lost = first_step_broken(steps, fresh)
    if lost is None:
        return
    what = "Une étape plus récente ne pourrait plus suivre."
    if lost.identifier in {each.identifier for each in told}:
        what = f"« {STEP_LABELS[lost.kind]} », le {french_day(lost.happened_on)}, ne pourrait plus suivre."
    raise ValidationError("kind", what, "Une étape plus récente en dépend.", "Corrigez d’abord la plus récente.")


def correct(actor: Actor, journey: Journey, fresh: StepRecord, why: str) -> str:
    """Records the correction. Returns the success message. Raises ``ValidationError``."""
    given = StepInput(
        fresh.kind, fresh.happened_on, fresh.session_id, fresh.detail, corrects=fresh.corrects,
        is_withdrawn=fresh.is_withdrawn, reason=why,
    )  # fmt: skip
    steps = as_step_records(steps_of(journey))
    try:
        record_journey_step(actor=actor, key=journey.key, step_input=given)
    except Conflict as error:
        raise ValidationError(error.code, error.message, error.reason, error.hint) from error
    done = "retirée" if fresh.is_withdrawn else "corrigée"
    return f"L’étape est {done}. Le parcours en est à : {STATE_LABELS[state_after(steps, fresh)].lower()}."
