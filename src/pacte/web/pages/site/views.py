"""Site-wide pages: legal notice, accessibility, data inventory, brand colours, health check, errors."""

from __future__ import annotations

import sys
from datetime import date
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pacte.accounts.queries import host_organisation, organisation_names
from pacte.infra.data_inventory import DataCategory, RegisteredModel, load_data_inventory
from pacte.kernel.actor import Role
from pacte.kernel.clock import today
from pacte.kernel.french import format_number
from pacte.web.components.colours import brand_css
from pacte.web.middleware import failure_page
from pacte.web.page import Page
from pacte.web.tables import Column, Table

# Date of the last check of the accessibility statement. It is valid for three years at most.
STATEMENT_ON = date(2026, 11, 24)
NOT_PROVIDED = "pas encore renseigné par l’exploitant"

# Order of the groups: data of learners first, then of professionals.
_FIRST = ("dossier", "contact", "protege", "parcours", "lien", "echange", "compte_sans_nom")
_SAME = "comme ci-dessus"
# Label of the data, where it is, why, how long it is kept.
InventoryRow = tuple[str, str, str, str]


@Page.view(is_public=True)
def brand_style(page: Page) -> HttpResponse:
    """The two brand colours as a style sheet: inline style is forbidden."""
    content, headers = brand_css(settings.PACTE_BRAND), {"Cache-Control": "max-age=3600"}
    return HttpResponse(content, content_type="text/css; charset=utf-8", headers=headers)


@Page.view(template_name="site/accessibility.html", is_public=True)
def accessibility(page: Page) -> dict[str, Any]:
    return {"publisher": _publisher(), "contact": settings.LEGAL["contact"], "on": STATEMENT_ON}


@Page.view(template_name="site/legal.html", is_public=True)
def legal(page: Page) -> dict[str, Any]:
    legal_notice, publisher = settings.LEGAL, _publisher()
    facts = (
        ("Éditeur", publisher), ("Direction de la publication", legal_notice["director"]),
        ("Hébergement", legal_notice["hosting"]), ("Contact", legal_notice["contact"]),
    )  # fmt: skip
    return {
        "publisher": publisher,
        "legal": legal_notice,
        "answer": f"{publisher or 'L’organisme qui exploite cette installation'} édite ce site.",
        "facts": [{"label": label, "value": value or NOT_PROVIDED} for label, value in facts],
    }


@Page.view(is_public=True)
def health(page: Page) -> HttpResponse:
    """Returns « ok » once the database has answered: this request runs in a transaction."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it while the exception is being handled."""
    return failure_page(sys.exc_info()[1]) or render(request, "errors/500.html", status=500)


def _publisher() -> str:
    """Publisher of this site: from the settings, else the Region that hosts the pacts."""
    region = host_organisation()
    named = organisation_names(on=today()).get(region.pk, "") if region else ""
    return settings.LEGAL["publisher"] or named


@Page.view(template_name="site/data.html", is_public=True)
def personal_data(page: Page) -> dict[str, Any]:
    """Without any query."""
    models = sorted(load_data_inventory(), key=_category_order)
    field_count = sum(len(model.personal_fields) for model in models)
    return {
        "title": "Que savons-nous des personnes, et pourquoi ?",
        "answer": (
            f"{format_number(field_count)} informations, chacune avec sa raison, qui la lit et combien de "
            "temps elle est gardée. Le numéro de sécurité sociale n’y est pas."
        ),
        "groups": [_group(list(each)) for _, each in groupby(models, key=_category_order)],
        "may_hold": page.actor.has_role(Role.REGION_PILOT, Role.AUDITOR),
        "officer": settings.LEGAL["data_officer"],
    }


def _category_order(model: RegisteredModel) -> tuple[int, str]:
    code = model.category.code
    return _FIRST.index(code) if code in _FIRST else len(_FIRST), code


def _group(models: list[RegisteredModel]) -> dict[str, Any]:
    category = models[0].category
    facts = (
        ("Pourquoi", category.purpose), ("De quel droit", category.ground), ("Qui les lit", category.recipients),
        ("Combien de temps", category.retention),
    )  # fmt: skip
    return {
        "code": category.code,
        "title": category.title,
        "about": category.about,
        "facts": [{"label": label, "value": value, "note": ""} for label, value in facts],
        "table": Table(
            _signature_rows(models) if category.code == "signature" else _rows(models, category),
            Column("Ce qui est noté", lambda row: row[0][:1].upper() + row[0][1:]),
            Column("Dans quoi", lambda row: row[1]),
            Column("Pourquoi", lambda row: row[2]),
            Column("Gardé", lambda row: row[3]),
            id=f"{category.code}-table",
            caption=category.title,
        ),
    }


def _rows(models: list[RegisteredModel], category: DataCategory) -> list[InventoryRow]:
    return [
        (
            field.label, model.description, _SAME if field.purpose == category.purpose else field.purpose,
            _SAME if field.retention == category.retention else field.retention,
        )
        for model in models
        for field in model.personal_fields
    ]  # fmt: skip


def _signature_rows(models: list[RegisteredModel]) -> list[InventoryRow]:
    """Signatory names occur in many tables for the same reason: each label is listed once."""
    labels = sorted({field.label for model in models for field in model.personal_fields})
    return [(label, "décisions, chiffres, fichiers", _SAME, _SAME) for label in labels]
