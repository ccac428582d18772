"""« Que corriger dans cette étape ? »: a new line replaces it, with a reason; the first stays written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.journeys.permissions import ACT_OF, may
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.adviser_people import learner_file
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.journeys import as_records, scope_of, steps_of
from pacte.journeys.records import END_LABELS, STATE_LABELS, STEP_LABELS, EndKind, Step, StepKind
from pacte.journeys.rules.correcting import broken, instead, is_correctable, state_after
from pacte.journeys.rules.ends import REASON_LABELS, DropoutReason
from pacte.journeys.services import StepGiven
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Conflict, Invalid, Unseen
from pacte.kernel.french import day as french_day
from pacte.web.form_fields import day, reason
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in
from pacte.workflows.record_journey_step import record_journey_step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from pacte.journeys.models import Journey
    from pacte.kernel.actor import Actor

_WITHDRAWN = "retirer"


class CorrectForm(forms.Form):
    on = day("Quand ?", help_text="Le jour où c’est vraiment arrivé.")
    end_kind = forms.ChoiceField(
        label="Si c’est une fin, de quelle sorte ?", required=False,
        choices=[("", "ce n’est pas une fin"), *((kind.value, END_LABELS[kind]) for kind in EndKind)],
    )  # fmt: skip
    end_reason = forms.ChoiceField(
        label="Si c’est un abandon, pour quelle raison ?", required=False,
        choices=[("", "non dite"), *((each.value, REASON_LABELS[each]) for each in DropoutReason)],
    )  # fmt: skip
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


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID, step: int) -> HttpResponse:
    """Raises ``Unseen`` for a step that is not there, not the actor's to correct, or corrected already."""
    actor = actor_in(request)
    journey = journey_by_key(actor=actor, key=key)
    found = learner_file(actor=actor, key=journey.learner.key, on=today())
    if journey.referrer_id not in adviser_bodies(actor):
        raise Unseen
    steps = as_records(steps_of(journey))
    target = next((each for each in steps if each.identifier == step), None)
    if target is None or not is_correctable(target, steps) or not may(actor, ACT_OF[target.kind], scope_of(journey)):
        raise Unseen
    kinds = [kind for kind in instead(steps, target) if may(actor, ACT_OF[kind], scope_of(journey))]
    form = CorrectForm(request.POST if request.method == "POST" else None, kinds=kinds, initial=_initial(target))
    back = person_url(found.learner.key)

    def run(values: dict[str, Any]) -> str:
        fresh = _fresh(target, values)
        _refuse_broken(steps, fresh)
        return _recorded(actor, journey, fresh, values["why"])

    said = ActPage(
        title="Que corriger dans cette étape ?", verb="Corriger", back=back, stylesheet=STYLE,
        answer=f"« {STEP_LABELS[target.kind]} », le {french_day(target.happened_on)}, pour {found.name}.",
        note="L’étape reste écrite, barrée ; la nouvelle la remplace, avec la raison, le jour et votre nom.",
    )  # fmt: skip
    return act_page(request, said, form, run, frame((found.name, back), ("Corriger une étape", "")))


def _initial(target: Step) -> dict[str, Any]:
    return {
        "kind": target.kind.value, "on": target.happened_on, "end_kind": target.detail.get("end_kind", ""),
        "end_reason": target.detail.get("reason", ""),
    }  # fmt: skip


def _fresh(target: Step, values: dict[str, Any]) -> Step:
    """The line that would be recorded. Raises ``Invalid`` (``end_kind``)."""
    is_withdrawn = values["kind"] == _WITHDRAWN
    kind = target.kind if is_withdrawn else StepKind(values["kind"])
    detail = dict(target.detail) if kind is target.kind else {}
    if kind is StepKind.ENDED and not is_withdrawn:
        detail = _end(values)
    return Step(
        identifier=0, kind=kind, happened_on=target.happened_on if is_withdrawn else values["on"], recorded_at=now(),
        session_id=target.session_id, corrects=target.identifier, is_withdrawn=is_withdrawn, detail=detail,
    )  # fmt: skip


def _end(values: dict[str, Any]) -> dict[str, object]:
    if not values.get("end_kind"):
        raise Invalid("end_kind", "La sorte de fin manque.", todo="Choisissez-la.")
    found: dict[str, object] = {"end_kind": values["end_kind"]}
    if values["end_kind"] == EndKind.DROPOUT:
        found["reason"] = values.get("end_reason") or DropoutReason.NOT_SAID
    return found


def _refuse_broken(steps: Sequence[Step], fresh: Step) -> None:
    lost = broken(steps, fresh)
    if lost is not None:
        raise Invalid(
            "kind", f"« {STEP_LABELS[lost.kind]} », le {french_day(lost.happened_on)}, ne pourrait plus suivre.",
            "Une étape plus récente en dépend.", "Corrigez d’abord la plus récente.",
        )  # fmt: skip


def _recorded(actor: Actor, journey: Journey, fresh: Step, why: str) -> str:
    given = StepGiven(
        fresh.kind, fresh.happened_on, fresh.session_id, fresh.detail, corrects=fresh.corrects,
        is_withdrawn=fresh.is_withdrawn, reason=why,
    )  # fmt: skip
    steps = as_records(steps_of(journey))
    try:
        record_journey_step(actor=actor, key=journey.key, given=given)
    except Conflict as error:
        raise Invalid(error.code, error.what, error.why, error.todo) from error
    done = "retirée" if fresh.is_withdrawn else "corrigée"
    return f"L’étape est {done}. Le parcours en est à : {STATE_LABELS[state_after(steps, fresh)].lower()}."
