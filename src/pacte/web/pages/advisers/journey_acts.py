"""What an adviser writes on a journey: a contact, a step, the correction of a step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from pacte.journeys.permissions import RIGHT_OF_STEP, may
from pacte.journeys.queries.adviser_scope import adviser_bodies
from pacte.journeys.queries.journeys import as_step_records, journey_scope, steps_of
from pacte.journeys.records import STATE_LABELS, STEP_LABELS, EndKind, JourneyState, StepKind
from pacte.journeys.records.adviser_desk import NOTE_LABELS, NoteKind
from pacte.journeys.rules.consequences import side_effects_of
from pacte.journeys.rules.corrections import is_correctable, possible_replacements
from pacte.journeys.rules.state_machine import allowed_step_kinds
from pacte.journeys.services import StepInput
from pacte.journeys.services.notebook import LONGEST, write_notebook_entry
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import format_day
from pacte.web.form_fields import ChoicesForm, day_field, paragraph_field
from pacte.web.pages.advisers.adviser_pages import JourneyFormPage
from pacte.web.step_correction import (
    CORRECTION_NOTE,
    StepCorrectionForm,
    build_corrected_step,
    end_detail,
    end_kind_field,
    end_reason_field,
    record_step_correction,
    refuse_broken_sequence,
    step_correction_initial,
)
from pacte.workflows.record_journey_step import record_journey_step

K = StepKind
# These have their own page, or may not be recorded by an adviser.
_EXCLUDED_KINDS = frozenset(
    {K.PROPOSED, K.AGREED, K.THINKING, K.INVITED, K.SLOT_CHOSEN, K.RESEATED, K.BARRIER_NOTED, K.BARRIER_SOLVED,
     K.SESSION_CANCELLED, K.LAPSED, K.SITUATION, K.COMPETENCE_ATTESTED, K.ATTESTATION_GIVEN}
)  # fmt: skip


class ContactForm(forms.Form):
    kind = forms.ChoiceField(
        label="Comment ?", choices=[(kind.value, NOTE_LABELS[kind]) for kind in NoteKind if kind is not NoteKind.WORD],
        initial=NoteKind.CALL.value,
    )  # fmt: skip
    reached = forms.ChoiceField(
        label="La personne a-t-elle répondu ?", choices=[("", "choisir"), ("oui", "oui"), ("non", "non")],
        error_messages={"required": "Dites si elle a répondu."},
    )  # fmt: skip
    text = paragraph_field(
        "Ce qui est dit", required=False, max_length=LONGEST,
        help_text="Facultatif. L’organisme qui forme le lira aussi ; rien sur la santé ni sur la vie privée.",
    )  # fmt: skip


class RecordStepForm(ChoicesForm):
    kind = forms.ChoiceField(
        label="Que s’est-il passé ?", choices=[("", "choisir")],
        error_messages={"required": "Choisissez ce qui est arrivé."},
    )  # fmt: skip
    on = day_field("Quand ?", help_text="Le jour où c’est arrivé, pas celui où vous l’écrivez.", initial=today)
    end_kind = end_kind_field()
    end_reason = end_reason_field("sans objet")

    def __init__(self, *args: Any, kinds: Sequence[StepKind], **options: Any) -> None:
        super().__init__(*args, choices={"kind": [(kind.value, STEP_LABELS[kind]) for kind in kinds]}, **options)
        if K.ENDED not in kinds:
            del self.fields["end_kind"], self.fields["end_reason"]


@JourneyFormPage.view(
    form_class=ContactForm,
    template_name="advisers/contact.html",
    crumb="Contact",
    title=lambda page: f"Joindre {page.record.name}",
    submit_label="Noter le contact",
    intro=lambda page: f"Dernière nouvelle le {format_day(page.record.learner.last_seen_on)}.",
)
def contact(page: JourneyFormPage, data: dict[str, Any]) -> str:
    kind, is_reached = NoteKind(data["kind"]), data["reached"] == "oui"
    write_notebook_entry(actor=page.actor, key=page.journey.key, kind=kind, text=data["text"], reached=is_reached)
    return "Le contact est noté." if is_reached else "L’essai est noté : la personne reste sans nouvelles."


class StepFormPage(JourneyFormPage):
    """A form that writes a step of a journey."""

    def may_record(self, kind: StepKind) -> bool:
        return may(self.actor, RIGHT_OF_STEP[kind], journey_scope(self.journey))


def _step_arguments(page: StepFormPage) -> dict[str, Any]:
    """Kinds of steps that may follow, and that the actor may record."""
    possible = allowed_step_kinds(JourneyState(page.journey.state)) - _EXCLUDED_KINDS
    return {
        "kinds": [kind for kind in StepKind if kind in possible and page.may_record(kind)],
        "initial": {"kind": page.request.GET.get("etape", "")},
    }


@StepFormPage.view(
    form_class=RecordStepForm,
    crumb="Étape",
    title=lambda page: f"Que s’est-il passé pour {page.record.name} ?",
    submit_label="Noter cette étape",
    intro=lambda page: f"Le parcours en est à : {STATE_LABELS[JourneyState(page.journey.state)].lower()}.",
    note="Ce que votre outil envoie déjà par fichier n’est pas à ressaisir ici.",
    form_arguments=_step_arguments,
)
def record_step(page: StepFormPage, data: dict[str, Any]) -> str:
    """For a step that was not received from the adviser’s own tool."""
    kind = StepKind(data["kind"])
    detail = end_detail(data) if kind is K.ENDED else {}
    step_input = StepInput(kind, data["on"], session_id=page.journey.session_id, detail=detail)
    record_journey_step(actor=page.actor, key=page.journey.key, step_input=step_input)
    end_kind = EndKind(data["end_kind"]) if kind is K.ENDED else None
    follows = " ".join(due.sentence for due in side_effects_of(kind, end_kind))
    return f"« {STEP_LABELS[kind]} » est noté. {follows}".strip()


class StepCorrectionPage(StepFormPage):
    """A new step replaces the one of the URL, with a reason; the original is kept."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for a step that is unknown, already corrected, or that the actor may not correct."""
        super().load(*args, **kwargs)
        self.steps = as_step_records(steps_of(self.journey))
        target = next((each for each in self.steps if each.identifier == kwargs["step"]), None)
        is_own = self.journey.referrer_id in adviser_bodies(self.actor)
        if target is None or not (is_own and is_correctable(target, self.steps) and self.may_record(target.kind)):
            raise NotFound
        self.target = target

    def form_arguments(self) -> dict[str, Any]:
        kinds = [kind for kind in possible_replacements(self.steps, self.target) if self.may_record(kind)]
        return {"kinds": kinds, "initial": step_correction_initial(self.target)}


@StepCorrectionPage.view(
    form_class=StepCorrectionForm,
    title="Que corriger dans cette étape ?",
    intro=lambda page: (
        f"« {STEP_LABELS[page.target.kind]} », le {format_day(page.target.happened_on)}, pour {page.record.name}."
    ),
    submit_label="Corriger",
    note=CORRECTION_NOTE,
    crumb="Corriger une étape",
)
def correct_step(page: StepCorrectionPage, data: dict[str, Any]) -> str:
    corrected_step = build_corrected_step(page.target, data)
    refuse_broken_sequence(page.steps, corrected_step, visible_steps=page.steps)
    return record_step_correction(page.actor, page.journey, corrected_step, data["why"])
