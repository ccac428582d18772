"""Base classes of the pages of exchanges, text of moments and delays, and the list of partners, pending work first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms

from pacte.interop.queries.dashboard import PartnerFigures, partner_figures
from pacte.interop.queries.partners import stopped_partners
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_moment, format_number, format_percent, pluralise
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.tables import Column, Table, cell, number_column

if TYPE_CHECKING:
    from pacte.interop.models import Partner


class ExchangePage(Page):
    """A page under the list of partners."""

    nav = "partners"

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        return [("Échanges", self.url("partners:list") if own else ""), *own]


class ExchangeFormsPage(ExchangePage, FormPage):
    """Several forms on one page. The pressed button, ``act``, names the one that is sent; the first one by default.

    Raises ``NotFound`` for another name.
    """

    form_classes: Mapping[str, type[forms.Form]]
    partner: Partner

    @property
    def back_url(self) -> str:
        return self.url("partners:partner", self.partner.slug)

    def breadcrumb(self) -> Sequence[Crumb]:
        exchanges, *own = super().breadcrumb()
        return [exchanges, (self.partner.name, self.back_url), *own]

    def arguments_of(self, act: str) -> dict[str, Any]:
        """Keyword arguments of the form of that name."""
        return {}

    def build_form(self) -> forms.Form:
        """The form of the act; all of them are kept as ``forms``."""
        self.act = self.request.POST.get("act", next(iter(self.form_classes)))
        hide_unless(self.act in self.form_classes)
        sent = self.request.POST if self.request.method == "POST" else None
        self.forms = {
            act: form_class(sent if act == self.act else None, **self.arguments_of(act))
            for act, form_class in self.form_classes.items()
        }
        self.form = self.forms[self.act]
        return self.forms[self.act]


def moment_or_never(at: datetime | None) -> str:
    """« 24 novembre 2026, 9 h 05 », Paris time; « jamais » for None."""
    return format_moment(at) if at else "jamais"


def delay_text(hours: float | None) -> str:
    """« 3 h », « 2,5 jours »; « aucun accord » when nothing was accepted."""
    if hours is None:
        return "aucun accord"
    if hours < 1:
        return pluralise(round(hours * 60), "minute")
    if hours < 48:
        return pluralise(round(hours), "heure")
    return f"{format_number(hours / 24, 1)}\u00a0jours"


def acceptance_text(figures: PartnerFigures) -> str:
    """« 41,0 % » of the messages that were decided."""
    return format_percent(figures.acceptance) if figures.acceptance is not None else "sans objet"


@ExchangePage.view(template_name="partners/list.html")
def partner_list(page: ExchangePage) -> dict[str, Any]:
    """Raises ``NotFound`` when the actor may not read exchanges."""
    figures = partner_figures(actor=page.actor)
    return {
        "title": "Les échanges avec les outils partenaires passent-ils ?",
        "answer": _answer(figures),
        "partners": _partner_table(figures, page),
        "stopped": [
            {"name": each.name, "url": page.url("partners:partner", each.slug)}
            for each in stopped_partners(actor=page.actor)
        ],
        "simulated": [each.partner.name for each in figures if each.partner.is_simulated],
    }


def _answer(figures: Sequence[PartnerFigures]) -> str:
    if not figures:
        return "Aucun partenaire n’est encore relié."
    to_correct, to_settle = sum(each.to_correct for each in figures), sum(each.to_settle for each in figures)
    difference_count = sum(each.difference_count for each in figures)
    if not to_correct and not to_settle and not difference_count:
        return "Oui : rien n’attend de correction."
    parts = [
        f"{pluralise(to_correct, 'message envoyé', 'messages envoyés')} à corriger",
        f"{pluralise(to_settle, 'message reçu', 'messages reçus')} à régler",
        pluralise(difference_count, "différence entre nos listes et celles des partenaires",
               "différences entre nos listes et celles des partenaires"),
    ]  # fmt: skip
    return f"Pas tous : {', '.join(parts)}."


def _partner_table(figures: Sequence[PartnerFigures], page: ExchangePage) -> Table[PartnerFigures]:
    def count_column(label: str, count: Callable[[PartnerFigures], int]) -> Column[PartnerFigures]:
        return number_column(label, lambda row: cell(format_number(count(row)), value=count(row)))

    return Table(
        figures,
        Column(
            "Partenaire",
            lambda row: cell(
                row.partner.name,
                url=page.url("partners:partner", row.partner.slug),
                note="simulé, données fictives" if row.partner.is_simulated else "",
            ),
        ),
        count_column("Envoyés", lambda row: row.sent),
        count_column("Acceptés", lambda row: row.accepted),
        count_column("À corriger", lambda row: row.to_correct),
        number_column("Taux d’accord", acceptance_text),
        Column("Délai médian", lambda row: delay_text(row.median_hours)),
        count_column("Reçus", lambda row: row.received),
        count_column("À régler", lambda row: row.to_settle),
        count_column("Différences", lambda row: row.difference_count),
        id="partenaires-table",
        caption="Échanges par partenaire",
        empty="Aucun partenaire n’est relié. L’administrateur en ajoute un par « ./pacte partners add ».",
    )
