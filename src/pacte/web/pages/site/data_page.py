"""« Que savons-nous des personnes, et pourquoi ? »: the public data inventory."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings

from pacte.infra.data_inventory import DataCategory, RegisteredModel, load_data_inventory
from pacte.kernel.actor import Role
from pacte.kernel.french import format_number
from pacte.web.page import Page
from pacte.web.tables import Column, Table

# Order of the groups: data of learners first, then of professionals.
_FIRST = ("dossier", "contact", "protege", "parcours", "lien", "echange", "compte_sans_nom")
_SAME = "comme ci-dessus"
# Label of the data, where it is, why, how long it is kept.
InventoryRow = tuple[str, str, str, str]


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
