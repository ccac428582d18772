"""« Que corriger dans cette étape ? » for a provider: a new step replaces one that it may record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pacte.journeys.permissions import RIGHT_OF_STEP, may
from pacte.journeys.queries import journey_by_key
from pacte.journeys.queries.journeys import as_step_records, journey_scope, steps_of
from pacte.journeys.records import STEP_LABELS, StepKind
from pacte.journeys.rules.corrections import possible_replacements
from pacte.journeys.rules.provider_actions import provider_correctable_steps, provider_replacements
from pacte.kernel.errors import NotFound, ValidationError
from pacte.kernel.french import format_day
from pacte.web.page import Crumb, FormPage
from pacte.web.pages.attendance.page_context import TraineePage, attendance_page_url
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


class CorrectStepPage(TraineePage, FormPage):
    """``NotFound`` for a step of another session, already replaced, or that the provider may not record."""

    form_class, stylesheet = StepCorrectionForm, "pacte/css/attendance.css"
    title, submit_label, note = "Que corriger dans cette étape ?", "Corriger l’étape", CORRECTION_NOTE

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        correctable = provider_correctable_steps(self.person.steps)
        target = next((each for each in correctable if each.identifier == kwargs["step"]), None)
        if target is None:
            raise NotFound
        self.target, self.journey = target, journey_by_key(actor=self.actor, key=self.person.key)
        # Steps before the session and private to the network are checked for consistency, but not shown.
        self.steps = as_step_records(steps_of(self.journey))
        whom = self.person.name or "ce dossier"
        self.intro = f"« {STEP_LABELS[target.kind]} », le {format_day(target.happened_on)}, pour {whom}."

    @property
    def back_url(self) -> str:
        return attendance_page_url(self.session, "person", self.person.key)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [*super().breadcrumb(), (self.person_name, self.back_url), ("Corriger une étape", "")]

    def form_arguments(self) -> dict[str, Any]:
        possible = provider_replacements(self.target, possible_replacements(self.steps, self.target))
        kinds = [kind for kind in possible if may(self.actor, RIGHT_OF_STEP[kind], journey_scope(self.journey))]
        return {"kinds": kinds, "initial": step_correction_initial(self.target)}

    def save(self, data: dict[str, Any]) -> str:
        corrected_step = build_corrected_step(self.target, data)
        _refuse_signed_entry(self.person, self.target, corrected_step)
        refuse_broken_sequence(self.steps, corrected_step, visible_steps=self.person.steps)
        return record_step_correction(self.actor, self.journey, corrected_step, data["why"])


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
