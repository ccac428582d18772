"""« De quoi vit-elle ? »: the job of a person when the journey opens, asked with the need and corrected here."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from pacte.journeys.permissions import may
from pacte.journeys.queries.journeys import journey_scope
from pacte.journeys.records.reasons import JOB_LABELS, JobAtOpening
from pacte.journeys.services.journey_job import write_job
from pacte.kernel.errors import hide_unless
from pacte.web.form_fields import day_field, enum_field
from pacte.web.pages.advisers.adviser_pages import JourneyFormPage

_ENDS = frozenset({JobAtOpening.TEMPORARY, JobAtOpening.SHORT, JobAtOpening.SUBSIDISED})


class JobForm(forms.Form):
    """Both fields may stay empty: nobody has to say it."""

    job = enum_field("Emploi aujourd’hui", JOB_LABELS, blank="non dit", required=False)
    job_until = day_field(
        "Fin de la mission ou du contrat",
        required=False,
        help_text="Si elle est connue : elle aide à choisir l’entrée.",
    )

    def clean_job_until(self) -> date | None:
        until: date | None = self.cleaned_data["job_until"]
        if until is not None and self.cleaned_data.get("job") not in _ENDS:
            raise forms.ValidationError(
                "Seuls une mission, un contrat court ou un contrat aidé ont une fin : choisissez l’un d’eux."
            )
        return until


class JobPage(JourneyFormPage):
    """For the body that orients."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        hide_unless(may(self.actor, "journeys.orient", journey_scope(self.journey)))


@JobPage.view(
    form_class=JobForm,
    title=lambda page: f"De quoi vit {page.record.name} à l’ouverture de ce parcours ?",
    submit_label="Enregistrer",
    note="Une mission peut appeler la personne pendant la formation : sa place et son retour se préparent alors.",
    crumb="Emploi",
    form_arguments=lambda page: {"initial": {"job": page.journey.job, "job_until": page.journey.job_until}},
)
def job(page: JobPage, data: dict[str, Any]) -> str:
    write_job(actor=page.actor, key=page.journey.key, job=data["job"], job_until=data["job_until"])
    return "C’est noté."
