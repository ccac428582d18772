"""« Quels lieux sont dans une prison ? »: the list for the Region, and the forms that mark a site and date it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, pluralise
from pacte.offer.queries.closed_sites import closed_site_by_id, closed_sites
from pacte.offer.services.closed_sites import date_closed_site, mark_closed_site, withdraw_closed_site
from pacte.web.form_fields import day_field, text_field
from pacte.web.page import Crumb
from pacte.web.pages.sessions.offer_pages import OfferFormPage, OfferPage
from pacte.web.tables import Column, Table, cell

if TYPE_CHECKING:
    from pacte.offer.models import ClosedSite

_RIGHT = "offer.mark_closed_site"


class MarkForm(forms.Form):
    session_number = text_field("Session", 40, help_text="Le numéro d’une session qui s’y tient.")
    since = day_field("À partir du", initial=lambda: today())


class DatesForm(forms.Form):
    since = day_field("À partir du")
    until = day_field("Jusqu’au", required=False)
    is_mistake = forms.BooleanField(label="C’est une erreur : retirer ce lieu de la liste", required=False)


class ClosedSiteFormPage(OfferFormPage):
    """A form for those who mark sites."""

    right = _RIGHT
    back = "sessions:closed_sites"

    def parents(self) -> Sequence[Crumb]:
        return [("Établissements fermés", self.url("sessions:closed_sites"))]


class ClosedSiteDatesPage(ClosedSiteFormPage):
    """The dates of one site of the list."""

    mark: ClosedSite

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        self.mark = closed_site_by_id(actor=self.actor, host_id=self.host_id, mark_id=kwargs["identifier"])

    def form_arguments(self) -> dict[str, Any]:
        return {"initial": {"since": self.mark.since, "until": self.mark.until}}


@OfferPage.view(template_name="sessions/closed_sites.html", right=_RIGHT, crumb="Établissements fermés")
def closed_site_list(page: OfferPage) -> dict[str, Any]:
    rows = closed_sites(actor=page.actor, host_id=page.host_id)
    return {
        "title": "Quels lieux sont dans une prison ?",
        "answer": f"{pluralise(len(rows), 'lieu', 'lieux')}. Cette liste n’est jamais publiée."
        if rows
        else "Aucun lieu n’est dans la liste.",
        "sites": _site_table(rows),
    }


@ClosedSiteFormPage.view(
    form_class=MarkForm,
    title="Quel lieu est dans une prison ?",
    submit_label="Ajouter ce lieu",
    crumb="Nouveau lieu",
    error_fields={"closed_site_session": "session_number", "closed_site_known": "session_number"},
)
def new_closed_site(page: ClosedSiteFormPage, data: dict[str, Any]) -> str:
    mark_closed_site(actor=page.actor, host_id=page.host_id, **data)
    return "Lieu ajouté à la liste."


@ClosedSiteDatesPage.view(
    form_class=DatesForm,
    title="De quand à quand ce lieu est-il dans une prison ?",
    submit_label="Enregistrer",
    crumb="Dates",
    intro=lambda page: _name(page.mark),
    error_fields={"closed_site_dates": "until"},
)
def closed_site_dates(page: ClosedSiteDatesPage, data: dict[str, Any]) -> str:
    if data["is_mistake"]:
        withdraw_closed_site(actor=page.actor, mark=page.mark)
        return "Lieu retiré de la liste."
    date_closed_site(actor=page.actor, mark=page.mark, since=data["since"], until=data["until"])
    return "Dates enregistrées."


def _site_table(rows: Sequence[ClosedSite]) -> Table[ClosedSite]:
    return Table(
        rows,
        Column("Lieu", lambda each: cell(_name(each), url=reverse("sessions:closed_site", args=[each.pk]))),
        Column("Depuis", lambda each: format_day(each.since)),
        Column("Jusqu’au", lambda each: format_day(each.until) if each.until else "sans fin"),
        id="closed-sites-table",
        caption="Établissements fermés",
        empty="Aucun lieu.",
    )


def _name(mark: ClosedSite) -> str:
    return ", ".join(each for each in (mark.site.name, mark.site.town) if each) or f"Lieu {mark.site_id}"
