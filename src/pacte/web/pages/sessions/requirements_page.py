"""« Que doivent porter les prochains achats ? »: the register of requirements, and the forms that write and end one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.urls import reverse
from django.utils.html import format_html_join

from pacte.kernel.actor import Actor
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import deny_unless
from pacte.kernel.french import format_day, pluralise
from pacte.offer.permissions import OfferScope, may
from pacte.offer.queries import RequirementRow, requirement_by_id, requirements, requirements_total
from pacte.offer.records.requirements import CarryingLot, RequirementTally, RequirementTerms
from pacte.offer.services import end_requirement, write_requirement
from pacte.reference.queries import training_domain_labels
from pacte.web.form_fields import day_field, paragraph_field, text_field
from pacte.web.page import Crumb
from pacte.web.pages.sessions.offer_pages import OfferFormPage, OfferPage
from pacte.web.pages.sessions.purchase_names import domain_name
from pacte.web.paging import PagedFilterForm
from pacte.web.tables import Cell, Column, Table, cell

if TYPE_CHECKING:
    from pacte.offer.models import PurchaseRequirement

_CARRIED_CHOICES = {"": "toutes", "non": "portées par aucun lot", "oui": "portées par un lot"}
_IS_CARRIED = {"": None, "non": False, "oui": True}


class RegisterFilterForm(PagedFilterForm):
    """Filter of the register."""

    portee = forms.ChoiceField(label="Exigences", choices=list(_CARRIED_CHOICES.items()), initial="")


class RequirementForm(forms.Form):
    text = paragraph_field(
        "Exigence", max_length=2_000, help_text="Une clause que l’acheteur peut recopier dans son cahier des charges."
    )
    certification_code = text_field(
        "Certification", 20, required=False, help_text="Comme RNCP34502. Ou un domaine, ou les deux."
    )
    domain_code = text_field(
        "Domaine de formation", 10, required=False, help_text="Champ Formacode à trois chiffres, ou Formacode."
    )
    origin_label = text_field("D’où vient-elle ?", 300, help_text="Une rénovation, un comité, une étude.")
    since = day_field("À partir du", initial=lambda: today())
    until = day_field("Jusqu’au", required=False)


class EndForm(forms.Form):
    until = day_field("Dernier jour", initial=lambda: today())


class RequirementFormPage(OfferFormPage):
    """A form for those who write requirements. Other readers of purchases get ``PermissionDenied``."""

    right = "offer.read_purchases"
    back = "sessions:requirements"

    def load(self, *args: Any, **kwargs: Any) -> None:
        super().load(*args, **kwargs)
        if "identifier" in kwargs:
            self.requirement = requirement_by_id(
                actor=self.actor, host_id=self.host_id, requirement_id=kwargs["identifier"]
            )
        deny_unless(
            _may_write(self), "offer_write_requirement", "Seuls la Région et ses acheteurs écrivent une exigence."
        )

    def parents(self) -> Sequence[Crumb]:
        return [("Exigences", self.url("sessions:requirements"))]


@OfferPage.view(template_name="sessions/requirements.html", right="offer.read_purchases", crumb="Exigences")
def requirement_list(page: OfferPage) -> dict[str, Any]:
    filters = RegisterFilterForm(page.request.GET)
    choice = filters.values["portee"]
    shown = filters.cut(requirements(actor=page.actor, host_id=page.host_id, is_carried=_IS_CARRIED[choice]))
    return {
        "title": "Que doivent porter les prochains achats ?",
        "answer": _answer(requirements_total(actor=page.actor, host_id=page.host_id, on=today())),
        "requirements": _requirement_table(page.actor, list(shown), may_end=_may_write(page)),
        "choices": [
            {"label": label, "url": filters.querystring(portee=value) or "?", "is_current": value == choice}
            for value, label in _CARRIED_CHOICES.items()
        ],
        "pager": filters.pager(shown, "exigences"),
        "may_write": _may_write(page),
    }


@RequirementFormPage.view(
    form_class=RequirementForm,
    title="Que doivent porter les prochains achats ?",
    submit_label="Écrire cette exigence",
    crumb="Nouvelle exigence",
    intro="L’acheteur qui prépare un lot de ce domaine la verra, et la portera d’un geste.",
    error_fields={
        "requirement_text": "text",
        "requirement_long": "text",
        "requirement_origin": "origin_label",
        "requirement_subject": "certification_code",
        "requirement_certification": "certification_code",
        "requirement_domain": "domain_code",
        "requirement_dates": "until",
    },
)
def new_requirement(page: RequirementFormPage, data: dict[str, Any]) -> str:
    write_requirement(actor=page.actor, host_id=page.host_id, terms=RequirementTerms(**data))
    return "Exigence écrite : les lots de ce domaine la montrent."


@RequirementFormPage.view(
    form_class=EndForm,
    title="Quand cette exigence finit-elle ?",
    submit_label="Mettre fin à l’exigence",
    crumb="Mettre fin",
    intro=lambda page: page.requirement.text,
    note="Les lots qui la portent la gardent.",
    error_fields={"requirement_dates": "until"},
)
def requirement_end(page: RequirementFormPage, data: dict[str, Any]) -> str:
    end_requirement(actor=page.actor, requirement=page.requirement, until=data["until"])
    return f"L’exigence finit le {format_day(data['until'])}."


def requirement_subject(requirement: PurchaseRequirement, domains: dict[str, str]) -> str:
    """« RNCP34502, Soudage »: its certification and its domain. ``domains``: those of ``training_domain_labels``."""
    domain = domain_name(requirement.domain_code, domains) if requirement.domain_code else ""
    return ", ".join(each for each in (requirement.certification_code, domain) if each)


def requirement_domains(actor: Actor, rows: Sequence[PurchaseRequirement]) -> dict[str, str]:
    """Labels of the domains of these requirements."""
    codes = {each.domain_code for each in rows} - {""}
    return training_domain_labels(actor=actor, codes=codes) if codes else {}


def _may_write(page: OfferPage) -> bool:
    return may(page.actor, "offer.write_requirement", OfferScope(page.host_id))


def _answer(total: RequirementTally) -> str:
    if not total.written:
        return "Aucune exigence n’est en vigueur."
    waiting = total.written - total.carried
    carried = f"{pluralise(total.carried, 'portée')} par un lot, {waiting} par aucun"
    return f"{pluralise(total.written, 'exigence')} en vigueur : {carried}."


def _requirement_table(actor: Actor, rows: Sequence[RequirementRow], *, may_end: bool) -> Table[RequirementRow]:
    domains = requirement_domains(actor, [each.requirement for each in rows])
    return Table(
        rows,
        Column("Exigence", lambda each: cell(each.requirement.text, note=each.requirement.origin_label)),
        Column("Sur", lambda each: requirement_subject(each.requirement, domains)),
        Column("En vigueur", lambda each: _dates_cell(each.requirement, may_end=may_end)),
        Column("Lots qui la portent", lambda each: _lots_cell(each.lots)),
        id="requirements-table",
        caption="Exigences",
        empty="Aucune exigence.",
    )


def _dates_cell(requirement: PurchaseRequirement, *, may_end: bool) -> Cell:
    since = f"depuis le {format_day(requirement.since)}"
    if requirement.until:
        return cell(since, note=f"jusqu’au {format_day(requirement.until)}")
    return cell(since, url=reverse("sessions:end_requirement", args=[requirement.pk])) if may_end else since


def _lots_cell(lots: Sequence[CarryingLot]) -> Cell:
    if not lots:
        return "aucun"
    lines = [
        (
            reverse("sessions:lot", args=[each.code]),
            each.code,
            f"{format_day(paris_date(each.carried_at))}, {each.carried_by_name}",
            ", commandé" if each.is_ordered else "",
        )
        for each in lots
    ]
    return format_html_join("", '<a href="{}">{}</a> <span class="note">{}{}</span> ', lines)
