"""Directory of organisations, for its managers. Others get a 404."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse

from pacte.accounts.queries import (
    manages_directory,
    organisation_detail,
    organisation_for_change,
    organisations,
)
from pacte.accounts.records import KIND_LABELS, OrganisationKind
from pacte.accounts.services import change_organisation, create_organisation, create_service, rename_organisation
from pacte.kernel.clock import today
from pacte.kernel.errors import hide_unless
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.web.filter_form import select_choices
from pacte.web.form_fields import day_field, text_field
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.pages.accounts.fields import account_reason_field
from pacte.web.paging import PagedFilterForm
from pacte.web.tables import Column, Table, cell

_KINDS = [(kind.value, label) for kind, label in KIND_LABELS.items()]
_SIRET_HELP = "14 chiffres. À laisser vide pour un organisme qui n’en a pas, comme « Partenaires sociaux »."
EMPTY_CELL = "—"


class DirectoryPage(Page):
    """A page of the directory, for its managers. Raises ``NotFound`` for the others."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        hide_unless(manages_directory(actor=self.actor))

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Organisations", self.url("accounts:organisations")), *super().breadcrumb()]


class OrganisationPage(DirectoryPage):
    """The organisation of the URL."""

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.organisation = organisation_detail(actor=self.actor, organisation_id=kwargs["organisation_id"], on=today())

    @property
    def back_url(self) -> str:
        return self.url("accounts:organisation", self.organisation.organisation_id)

    def breadcrumb(self) -> Sequence[Crumb]:
        directory, *own = super().breadcrumb()
        return [directory, (self.organisation.name, self.back_url if own else ""), *own]


class DirectoryFormPage(DirectoryPage, FormPage):
    """A form of the directory."""

    back = "accounts:organisations"
    shows_conflicts = True
    error_fields = {
        "organisation_name": "name", "organisation_exists": "name", "name_borne": "name", "rename_too_early": "on",
        "siret_taken": "siret", "service_code": "code", "service_exists": "code",
    }  # fmt: skip


class OrganisationFormPage(OrganisationPage, DirectoryFormPage):
    """A form about the organisation of the URL."""

    def act_arguments(self) -> dict[str, Any]:
        """Keyword arguments that every act takes: the actor, and the organisation read for the change."""
        organisation = organisation_for_change(actor=self.actor, organisation_id=self.organisation.organisation_id)
        return {"actor": self.actor, "organisation": organisation}


class OrganisationFilters(PagedFilterForm):
    mots = forms.CharField(initial="")
    nature = forms.ChoiceField(choices=_KINDS, initial="")
    au = forms.DateField(input_formats=["%Y-%m-%d"])


@DirectoryPage.view(template_name="accounts/organisations.html")
def directory(page: DirectoryPage) -> dict[str, Any]:
    filters = OrganisationFilters(page.request.GET)
    words, kind, on = filters.values["mots"], filters.values["nature"], filters.values["au"] or today()
    matching = organisations(actor=page.actor, on=on, words=words, kind=kind)
    everyone = len(organisations(actor=page.actor, on=on) if words or kind else matching)
    part = filters.cut(matching)
    labels = {
        "mots": f"« {words} »" if words else "",
        "nature": dict(_KINDS).get(kind, ""),
        "au": f"noms au {format_day(on)}" if on != today() else "",
    }
    return filters.list_context(part, "organismes", labels) | {
        "answer": f"{pluralise(everyone, 'organisme')} dans l’annuaire. Leurs noms sont ceux du {format_day(on)}.",
        "count": f"{pluralise(part.paginator.count, 'organisme')} sur {format_number(everyone)}",
        "organisations": Table(
            list(part),
            Column(
                "Nom",
                lambda row: cell(
                    row.name,
                    url=page.url("accounts:organisation", row.organisation_id),
                    note=f"aussi : {', '.join(row.former_names)}" if row.former_names else "",
                ),
            ),
            Column("Nature", lambda row: KIND_LABELS[OrganisationKind(row.kind)]),
            Column("SIRET", lambda row: row.siret or EMPTY_CELL),
            Column("Services", lambda row: ", ".join(row.services) or EMPTY_CELL),
            id="organisations",
            caption="Organismes de l’annuaire",
        ),
        "words": words,
        "day": on.isoformat(),
        "kinds": select_choices([("", "Toutes"), *_KINDS], kind),
    }


@OrganisationPage.view(template_name="accounts/organisation.html")
def organisation(page: OrganisationPage) -> dict[str, Any]:
    sheet = page.organisation
    return {
        "sheet": sheet,
        "answer": "La Région qui pilote les pactes de cette installation." if sheet.is_host else "",
        "facts": [
            {"label": "Nature", "value": sheet.kind_label},
            {"label": "SIRET", "value": sheet.siret or "aucun"},
            {"label": "Téléphone", "value": sheet.phone or "non dit"},
            {"label": "Code dans les fichiers", "value": sheet.code},
        ],
        "names": Table(
            sheet.names,
            Column("Nom", lambda name: name.name),
            Column("Depuis", lambda name: format_day(name.valid_from) if name.valid_from else "l’origine"),
            Column("Jusqu’au", lambda name: end_day_text(name.valid_until)),
            id="organisation-names",
            caption="Noms de l’organisme et leurs dates",
            empty="Aucun nom.",
        ),
        "services": Table(
            sheet.services,
            Column("Sigle", lambda service: service.code),
            Column("Nom complet", lambda service: service.name if service.name != service.code else EMPTY_CELL),
            id="organisation-services",
            caption="Services de l’organisme",
            empty="Aucun service en particulier.",
        ),
    }


def end_day_text(last: date | None) -> str:
    """Last day of a name or of a membership."""
    return format_day(last) if last else "sans fin connue"


class OrganisationForm(forms.Form):
    name = text_field("Nom", 200)
    kind = forms.ChoiceField(label="Nature", choices=_KINDS, initial="other")
    siret = text_field("SIRET", 20, required=False, help_text=_SIRET_HELP)
    valid_from = day_field(
        "Porte ce nom depuis le", required=False, help_text="À laisser vide si la date n’est pas connue."
    )


@DirectoryFormPage.view(
    form_class=OrganisationForm,
    title="Quel organisme ajouter à l’annuaire ?",
    submit_label="Ajouter l’organisme",
    crumb="Nouvel organisme",
)
def new(page: DirectoryFormPage, data: dict[str, Any]) -> HttpResponse:
    kind = OrganisationKind(data.pop("kind"))
    created = create_organisation(actor=page.actor, kind=kind, **data)
    return page.redirect(page.url("accounts:organisation", created.pk), f"« {data['name']} » est dans l’annuaire.")


class CorrectOrganisationForm(forms.Form):
    kind = forms.ChoiceField(label="Nature", choices=_KINDS)
    siret = text_field("SIRET", 20, required=False, help_text=_SIRET_HELP)
    phone = text_field("Téléphone", 20, required=False, help_text="Celui de l’accueil, jamais celui d’une personne.")
    reason = account_reason_field("Pourquoi cette correction ?")


@OrganisationFormPage.view(
    form_class=CorrectOrganisationForm,
    title=lambda page: f"Que corriger sur {page.organisation.name} ?",
    submit_label="Enregistrer la correction",
    intro="Pour un changement de nom, utilisez « Renommer » : l’ancien nom doit rester vrai pour le passé.",
    crumb="Corriger",
    form_arguments=lambda page: {
        "initial": {name: getattr(page.organisation, name) for name in ("kind", "siret", "phone")}
    },
)
def change(page: OrganisationFormPage, data: dict[str, Any]) -> str:
    change_organisation(**page.act_arguments(), **data | {"kind": OrganisationKind(data["kind"])})
    return "La fiche est corrigée."


class RenameOrganisationForm(forms.Form):
    name = text_field("Nouveau nom", 200)
    on = day_field("À partir du", help_text="L’ancien nom reste vrai jusqu’à la veille.")


@OrganisationFormPage.view(
    form_class=RenameOrganisationForm,
    title=lambda page: f"Comment s’appelle désormais {page.organisation.name} ?",
    submit_label="Enregistrer le nouveau nom",
    crumb="Renommer",
)
def rename(page: OrganisationFormPage, data: dict[str, Any]) -> str:
    rename_organisation(**page.act_arguments(), **data)
    return f"Le nom « {data['name']} » est enregistré."


class OrganisationServiceForm(forms.Form):
    code = text_field("Sigle", 80, help_text="Tel que le plan l’écrit, par exemple « DFP ».")
    name = text_field("Nom complet", 200, required=False)


@OrganisationFormPage.view(
    form_class=OrganisationServiceForm,
    title=lambda page: f"Quel service ajouter à {page.organisation.name} ?",
    submit_label="Ajouter le service",
    crumb="Nouveau service",
)
def new_service(page: OrganisationFormPage, data: dict[str, Any]) -> str:
    create_service(**page.act_arguments(), **data)
    return f"Le service « {data['code']} » est ajouté."
