"""What a reader does: their cases to read, one case, the declaration of their ties, their score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pacte.kernel.errors import hide_unless
from pacte.kernel.french import pluralise
from pacte.procedures.queries.reading import OwnReading, own_reading, own_readings
from pacte.procedures.rules.catalogue import has_reading_pages
from pacte.procedures.rules.reading import weighted_total
from pacte.procedures.services.conflicts import declare_conflict
from pacte.procedures.services.reading import send_score
from pacte.web.answers_display import answers_display
from pacte.web.page import Crumb, PlanFormPage, PlanPage
from pacte.web.pages.readings.forms import DeclarationForm, ScoreForm
from pacte.web.reading_display import summary_text, total_text
from pacte.web.tables import Column, Table, cell

_LIST = "Dossiers à lire"


@PlanPage.view(
    template_name="readings/list.html", nav="cases", is_dated=False, crumb=_LIST, breadcrumb=lambda page: [(_LIST, "")]
)
def reading_list(page: PlanPage) -> dict[str, Any]:
    hide_unless(has_reading_pages() and page.plan.organisation_id in page.actor.host_ids)
    readings = own_readings(actor=page.actor, plan=page.plan)
    to_do = sum(not each.is_sent for each in readings)
    return {
        "answer": f"Vous avez {pluralise(to_do, 'dossier')} à lire." if to_do else "Vous n’avez rien à lire.",
        "table": Table(
            readings,
            Column("Dossier", lambda each: cell(each.title, url=page.url("readings:reading", each.assignment.pk))),
            Column("Procédure", lambda each: each.procedure.short_title),
            Column("Où en est-on", _state),
            id="lectures",
            caption=_LIST,
            empty="Aucun dossier ne vous est confié.",
        ),
    }


def _state(reading: OwnReading) -> str:
    if reading.is_sent:
        return "note envoyée"
    return "à noter" if reading.is_cleared else "dites d’abord ce qui vous y lie"


class ReadingPage(PlanPage):
    """One case that the reader was asked to read; its assignment is in the URL."""

    nav = "cases"
    is_dated = False

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.reading = own_reading(actor=self.actor, plan=self.plan, assignment_id=kwargs["reading"])

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        here = self.url("readings:reading", self.reading.assignment.pk) if own else ""
        return [(_LIST, self.url("readings:list")), (self.reading.title, here), *own]


class ReadingFormPage(ReadingPage, PlanFormPage):
    """An act of the reader on that case."""

    @property
    def back_url(self) -> str:
        return self.url("readings:reading", self.reading.assignment.pk)


@ReadingPage.view(template_name="readings/reading.html")
def reading_file(page: ReadingPage) -> dict[str, Any]:
    reading = page.reading
    return {
        "reading": reading,
        "answer": _reading_answer(reading),
        "parts": answers_display(reading.sections, reading.values),
        "criteria": reading.criteria,
        "own_total": total_text(weighted_total(reading.criteria)) if reading.criteria else "",
        "others": summary_text(reading.others) if reading.is_sent else "",
        "declare_url": "" if reading.is_sent else page.url("readings:declare", reading.assignment.pk),
        "score_url": page.url("readings:score", reading.assignment.pk)
        if reading.is_cleared and not reading.is_sent
        else "",
    }


def _reading_answer(reading: OwnReading) -> str:
    if reading.is_sent:
        return "Votre note est envoyée."
    if reading.is_cleared:
        return (
            "Lisez, puis notez. Personne ne voit votre note avant que vous l’envoyiez, et vous ne voyez pas les autres."
        )
    return "Ce que vous voyez ici est public. La suite s’ouvre quand vous avez dit ce qui vous lie à ce dossier."


@ReadingFormPage.view(
    form_class=DeclarationForm,
    title=lambda page: f"Un lien avec « {page.reading.title} » ?",
    submit_label="Déclarer",
    crumb="Mes liens",
    intro="Un lien n’est pas une faute. Le dossier ira à quelqu’un d’autre.",
    error_fields={"conflict_unsaid": "text"},
    success_url=lambda page: page.url("readings:list"),
)
def declare(page: ReadingFormPage, data: dict[str, Any]) -> str:
    declare_conflict(actor=page.actor, case=page.reading.assignment.case, **data)
    if data["has_conflict"]:
        return "C’est noté : ce dossier n’est plus dans votre liste."
    return "C’est noté : vous pouvez lire le dossier."


@ReadingFormPage.view(
    form_class=ScoreForm,
    form_arguments=lambda page: {"grid": page.reading.grid},
    title=lambda page: f"Quelle note pour « {page.reading.title} » ?",
    submit_label="Envoyer ma note",
    crumb="Noter",
    intro="Une note envoyée ne change plus.",
    success_url=lambda page: page.url("readings:list"),
)
def score(page: ReadingFormPage, data: dict[str, Any]) -> str:
    score_row = send_score(actor=page.actor, assignment=page.reading.assignment, score_input=page.form.score_input())
    if score_row is None:
        return "Un lien est apparu entre votre organisation et ce dossier : il n’est plus dans votre liste."
    return "Votre note est envoyée."
