"""Directory of organisations, for its managers. Others get a 404."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from pacte.accounts.queries import (
    OrganisationSummary,
    manages_directory,
    organisation_detail,
    organisation_for_change,
    organisations,
)
from pacte.accounts.records import KIND_LABELS, OrganisationKind
from pacte.accounts.services import change_organisation, create_organisation, create_service, rename_organisation
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.kernel.french import fold_text, format_day, format_number, pluralise
from pacte.kernel.user_input import parse_iso_day
from pacte.web.pages.accounts.access import require_account_login
from pacte.web.pages.accounts.account_form_page import AccountFormPage, render_account_form, run_account_form
from pacte.web.pages.accounts.forms.directory import (
    CorrectOrganisationForm,
    OrganisationForm,
    OrganisationServiceForm,
    RenameOrganisationForm,
)
from pacte.web.pages.accounts.paginated_list import paginated_list_context
from pacte.web.pages.accounts.tables import (
    NAME_COLUMNS,
    ORGANISATION_COLUMNS,
    SERVICE_COLUMNS,
    organisation_name_rows,
    organisation_row,
    organisation_service_rows,
)

_ERROR_FIELDS = {
    "organisation_name": "name", "organisation_exists": "name", "name_borne": "name", "rename_too_early": "on",
    "siret": "siret", "siret_taken": "siret", "service_code": "code", "service_exists": "code",
}  # fmt: skip


@require_account_login
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    if not manages_directory(actor=request.actor):
        raise NotFound
    on = _day_or_today(request.GET.get("au", ""))
    words, kind = request.GET.get("mots", "").strip(), request.GET.get("nature", "")
    everyone = organisations(actor=request.actor, on=on)
    matches = [line for line in everyone if _matches(line, words, kind)]
    chosen = {
        "mots": (words, f"« {words} »" if words else ""),
        "nature": (kind, dict(KIND_LABELS).get(kind, "")),
        "au": (on.isoformat(), f"noms au {format_day(on)}" if on != today() else ""),
    }
    values = paginated_list_context(matches, organisation_row, number=request.GET.get("page"), chosen=chosen) | {
        "answer": f"{pluralise(len(everyone), 'organisme')} dans l’annuaire. Leurs noms sont ceux du {format_day(on)}.",
        "count": f"{pluralise(len(matches), 'organisme')} sur {format_number(len(everyone))}",
        "note": "un ancien nom se cherche aussi",
        "columns": ORGANISATION_COLUMNS,
        "words": words,
        "day": on.isoformat(),
        "kinds": [
            {"value": "", "label": "Toutes"},
            *({"value": each.value, "label": label, "chosen": each == kind} for each, label in KIND_LABELS.items()),
        ],
    }
    return render(request, "accounts/organisations.html", values)


@require_account_login
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    if not manages_directory(actor=request.actor):
        raise NotFound
    form = OrganisationForm(request.POST or None)
    created = []

    def create() -> None:
        data = form.cleaned_data
        created.append(
            create_organisation(
                actor=request.actor,
                name=data["name"],
                kind=OrganisationKind(data["kind"]),
                siret=data["siret"],
                valid_from=data["valid_from"],
            )
        )

    if run_account_form(form, create, _ERROR_FIELDS):
        messages.success(request, f"« {form.cleaned_data['name']} » est dans l’annuaire.")
        return redirect("accounts:organisation", organisation_id=created[0].pk)
    question = AccountFormPage(
        title="Quel organisme ajouter à l’annuaire ?",
        submit_label="Ajouter l’organisme",
        back_url=reverse("accounts:organisations"),
        breadcrumb=_breadcrumb("Nouvel organisme"),
    )
    return render_account_form(request, question, form)


@require_account_login
@require_safe
def organisation(request: HttpRequest, organisation_id: int) -> HttpResponse:
    sheet = organisation_detail(actor=request.actor, organisation_id=organisation_id, on=today())
    values = {
        "sheet": sheet,
        "trail": _breadcrumb(sheet.name),
        "answer": "La Région qui pilote les pactes de cette installation." if sheet.is_host else "",
        "facts": [
            {"label": "Nature", "value": sheet.kind_label},
            {"label": "SIRET", "value": sheet.siret or "aucun"},
            {"label": "Code dans les fichiers", "value": sheet.code},
        ],
        "name_columns": NAME_COLUMNS,
        "names": organisation_name_rows(sheet),
        "service_columns": SERVICE_COLUMNS,
        "services": organisation_service_rows(sheet),
    }
    return render(request, "accounts/organisation.html", values)


@require_account_login
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, organisation_id: int) -> HttpResponse:
    sheet = organisation_detail(actor=request.actor, organisation_id=organisation_id, on=today())
    form = CorrectOrganisationForm(request.POST or None, initial={"kind": sheet.kind, "siret": sheet.siret})

    def correct() -> None:
        data = form.cleaned_data
        change_organisation(
            actor=request.actor,
            organisation=organisation_for_change(actor=request.actor, organisation_id=organisation_id),
            kind=OrganisationKind(data["kind"]),
            siret=data["siret"],
            reason=data["reason"],
        )

    if run_account_form(form, correct, _ERROR_FIELDS):
        messages.success(request, "La fiche est corrigée.")
        return redirect("accounts:organisation", organisation_id=organisation_id)
    question = AccountFormPage(
        title=f"Que corriger sur {sheet.name} ?",
        submit_label="Enregistrer la correction",
        back_url=_organisation_url(organisation_id),
        intro="Pour un changement de nom, utilisez « Renommer » : l’ancien nom doit rester vrai pour le passé.",
        breadcrumb=_breadcrumb("Corriger", sheet.name, organisation_id),
    )
    return render_account_form(request, question, form)


@require_account_login
@require_http_methods(["GET", "HEAD", "POST"])
def rename(request: HttpRequest, organisation_id: int) -> HttpResponse:
    sheet = organisation_detail(actor=request.actor, organisation_id=organisation_id, on=today())
    form = RenameOrganisationForm(request.POST or None)

    def give_name() -> None:
        rename_organisation(
            actor=request.actor,
            organisation=organisation_for_change(actor=request.actor, organisation_id=organisation_id),
            name=form.cleaned_data["name"],
            on=form.cleaned_data["on"],
        )

    if run_account_form(form, give_name, _ERROR_FIELDS):
        messages.success(request, f"Le nom « {form.cleaned_data['name']} » est enregistré.")
        return redirect("accounts:organisation", organisation_id=organisation_id)
    question = AccountFormPage(
        title=f"Comment s’appelle désormais {sheet.name} ?",
        submit_label="Enregistrer le nouveau nom",
        back_url=_organisation_url(organisation_id),
        breadcrumb=_breadcrumb("Renommer", sheet.name, organisation_id),
    )
    return render_account_form(request, question, form)


@require_account_login
@require_http_methods(["GET", "HEAD", "POST"])
def new_service(request: HttpRequest, organisation_id: int) -> HttpResponse:
    sheet = organisation_detail(actor=request.actor, organisation_id=organisation_id, on=today())
    form = OrganisationServiceForm(request.POST or None)

    def create() -> None:
        create_service(
            actor=request.actor,
            organisation=organisation_for_change(actor=request.actor, organisation_id=organisation_id),
            code=form.cleaned_data["code"],
            name=form.cleaned_data["name"],
        )

    if run_account_form(form, create, _ERROR_FIELDS):
        messages.success(request, f"Le service « {form.cleaned_data['code']} » est ajouté.")
        return redirect("accounts:organisation", organisation_id=organisation_id)
    question = AccountFormPage(
        title=f"Quel service ajouter à {sheet.name} ?",
        submit_label="Ajouter le service",
        back_url=_organisation_url(organisation_id),
        breadcrumb=_breadcrumb("Nouveau service", sheet.name, organisation_id),
    )
    return render_account_form(request, question, form)


def _matches(line: OrganisationSummary, words: str, kind: str) -> bool:
    """Every word must occur in a present or past name of the organisation, its SIRET or a service."""
    if kind and line.kind != kind:
        return False
    text = fold_text(" ".join((line.name, *line.former_names, line.siret, *line.services)))
    return all(word in text for word in fold_text(words).split())


def _day_or_today(text: str) -> date:
    try:
        return parse_iso_day(text) if text else today()
    except ValueError:
        return today()


def _organisation_url(organisation_id: int) -> str:
    return reverse("accounts:organisation", args=[organisation_id])


def _breadcrumb(here: str, name: str = "", organisation_id: int = 0) -> list[dict[str, str]]:
    above = [{"label": name, "url": _organisation_url(organisation_id)}] if name else []
    return [{"label": "Organisations", "url": reverse("accounts:organisations")}, *above, {"label": here}]
