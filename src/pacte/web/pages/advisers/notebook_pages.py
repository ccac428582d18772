"""The shared notebook, read and written by the adviser and by the training provider; those that they have to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpResponseBase

from pacte.journeys.permissions import bodies_with_journey_right
from pacte.journeys.queries.notebook import read_notebook
from pacte.journeys.queries.notebook_readers import missing_reader
from pacte.journeys.queries.unread_notebooks import UnreadNotebook, unread_notebooks
from pacte.journeys.records.adviser_desk import NOTE_LABELS, PHASE_LABELS, NotebookItem, NoteKind, Phase
from pacte.journeys.services.notebook import LONGEST, mark_notebook_read, write_notebook_entry
from pacte.kernel.actor import Role
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.web.form_fields import paragraph_field
from pacte.web.notebook_links import nobody_reads, notebook_link
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.pages.advisers.adviser_pages import AdviserPage
from pacte.web.request import Request
from pacte.web.session_display import session_url, sessions_breadcrumb
from pacte.web.tables import Column, Table, cell, day_column, number_column


class NoteForm(forms.Form):
    text = paragraph_field(
        "Votre mot", max_length=LONGEST, error_messages={"required": "Écrivez un mot."},
        help_text="Lu par l’organisme qui oriente et par celui qui forme, par personne d’autre. Rien sur la santé.",
    )  # fmt: skip


class NotebookPage(AdviserPage, FormPage):
    """« Qu’a-t-on dit d’elle, et à elle ? »: read and written by the adviser and by the training provider."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.notebook = read_notebook(actor=self.actor, key=kwargs["key"], on=today())
        self.nav = "people" if self.notebook.is_referrer else "supply"
        missing = missing_reader(actor=self.actor, notebook=self.notebook, on=today())
        self.nobody_reads = nobody_reads(missing, is_referrer=self.notebook.is_referrer)
        own, other = self.notebook.referrer, self.notebook.provider
        if not self.notebook.is_referrer:
            own, other = other, own
        readers = " et ".join(name for name in (own, "" if missing else other) if name)
        self.intro = f"{pluralise(len(self.notebook.lines), 'ligne')}. Lu par {readers}."

    def build_form(self) -> Any:
        form = super().build_form()
        if self.nobody_reads:
            form.fields["text"].help_text = "Gardé dans le carnet, lu de votre côté seulement. Rien sur la santé."
        return form

    def get(self, request: Request) -> HttpResponseBase:
        """Opening the notebook marks it as read."""
        mark_notebook_read(actor=self.actor, notebook=self.notebook)
        return super().get(request)

    @property
    def back_url(self) -> str:
        return self.request.path

    def breadcrumb(self) -> Sequence[Crumb]:
        """Through the page of the person, which is another one for the provider."""
        people, own = super().breadcrumb()
        if not self.notebook.is_referrer:
            return [*sessions_breadcrumb(self.actor), *self._trainee_crumb(), own]
        return [people, (self.notebook.name, self.url("advisers:person", self.notebook.journey.learner.key)), own]

    def _trainee_crumb(self) -> Sequence[Crumb]:
        journey = self.notebook.journey
        url = session_url(journey.session.triplet, "attendance:person", journey.key) if journey.session else ""
        return [(self.notebook.name, url)] if url else []

    def context(self) -> dict[str, Any]:
        return {
            "nobody_reads": self.nobody_reads,
            "lines": [_entry_row(each) for each in self.notebook.lines],
            "title_of_session": self.notebook.title,
            "contacts": [
                {"label": PHASE_LABELS[phase], "value": pluralise(self.notebook.contacts[phase], "contact")}
                for phase in Phase
            ],
            "synthetic": self.notebook.journey.is_synthetic,
        }


@NotebookPage.view(
    form_class=NoteForm,
    template_name="advisers/notebook.html",
    title=lambda page: f"Carnet partagé : {page.notebook.name}",
    stylesheet="pacte/css/advisers.css",
    crumb="Carnet partagé",
    submit_label="Écrire dans le carnet",
)
def notebook(page: NotebookPage, data: dict[str, Any]) -> str:
    write_notebook_entry(actor=page.actor, key=page.notebook.journey.key, text=data["text"])
    return "Votre mot est dans le carnet."


def _entry_row(each: NotebookItem) -> dict[str, Any]:
    what = NOTE_LABELS[each.kind]
    if each.kind is not NoteKind.WORD:
        what += ", personne jointe" if each.reached else ", sans réponse"
    return {
        "at": each.at,
        "who": f"{each.who}, {each.body}" if each.body else each.who,
        "what": f"{what} ({PHASE_LABELS[each.phase].lower()} la formation)",
        "text": each.text,
    }


class UnreadNotebooksPage(Page):
    """« Qu’y a-t-il à lire dans les carnets ? », for an adviser and for a provider."""

    template_name, crumb = "advisers/notebooks.html", "Carnets à lire"

    def load(self, *args: Any, **kwargs: Any) -> None:
        """Raises ``NotFound`` for whoever writes in no notebook."""
        hide_unless(bodies_with_journey_right(self.actor, "journeys.write_notebook"))
        self.nav = "people" if self.actor.has_role(Role.ADVISER) else "supply"

    def breadcrumb(self) -> Sequence[Crumb]:
        is_adviser = self.actor.has_role(Role.ADVISER)
        above = [("Mes personnes", self.url("advisers:people"))] if is_adviser else sessions_breadcrumb(self.actor)
        return [*above, *super().breadcrumb()]

    def context(self) -> dict[str, Any]:
        notebooks = unread_notebooks(actor=self.actor)
        return {
            "title": "Qu’y a-t-il à lire dans les carnets ?",
            "answer": pluralise(len(notebooks), "carnet partagé a", "carnets partagés ont") + " du nouveau pour vous."
            if notebooks
            else "Rien : vous avez tout lu.",
            "notebooks": Table(
                notebooks,
                Column("Personne", _person_cell),
                Column("Formation", lambda each: each.training or "pas encore choisie"),
                number_column("Mots à lire", lambda each: str(each.count)),
                day_column("Le dernier", lambda each: format_day(paris_date(each.latest_at))),
                id="carnets-table",
                caption="Carnets partagés à lire",
                empty="Aucun mot à lire.",
            ),
        }


def _person_cell(each: UnreadNotebook) -> Any:
    return cell(each.name or "Dossier effacé", url=notebook_link(each.journey_key, each.count).url)
