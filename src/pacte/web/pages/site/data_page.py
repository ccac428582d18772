"""« Que savons-nous des personnes, et pourquoi ? »: the public data inventory."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from pacte.infra.data_inventory import DataCategory, RegisteredField, RegisteredModel, load_data_inventory
from pacte.kernel.actor import Actor, Role
from pacte.kernel.french import format_number

# Order of the groups: data of learners first, then of professionals.
_FIRST = ("dossier", "contact", "protege", "parcours", "lien", "echange", "compte_sans_nom")
_COLUMNS = [{"label": "Ce qui est noté"}, {"label": "Dans quoi"}, {"label": "Pourquoi"}, {"label": "Gardé"}]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Public, without any query."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    by_category: dict[str, list[RegisteredModel]] = {}
    for model in load_data_inventory():
        by_category.setdefault(model.category.code, []).append(model)
    ordered = sorted(by_category, key=lambda code: (_FIRST.index(code) if code in _FIRST else len(_FIRST), code))
    field_count = sum(len(model.personal_fields) for model in load_data_inventory())
    context = {
        "title": "Que savons-nous des personnes, et pourquoi ?",
        "answer": (
            f"{format_number(field_count)} informations, chacune avec sa raison, qui la lit et combien de "
            f"temps elle est gardée. "
            "Le numéro de sécurité sociale n’y est pas."
        ),
        "groups": [_group(by_category[code]) for code in ordered],
        "columns": _COLUMNS,
        "may_hold": actor.has_role(Role.REGION_PILOT, Role.AUDITOR),
        "officer": settings.LEGAL["data_officer"],
    }
    return render(request, "frame/data.html", context)


def _group(models: list[RegisteredModel]) -> dict[str, Any]:
    category = models[0].category
    return {
        "code": category.code,
        "title": category.title,
        "about": category.about,
        "facts": [
            {"label": label, "value": value, "note": ""}
            for label, value in (
                ("Pourquoi", category.purpose), ("De quel droit", category.ground),
                ("Qui les lit", category.recipients), ("Combien de temps", category.retention),
            )
        ],
        "rows": _signature_rows(models) if category.code == "signature" else _rows(models, category),
    }  # fmt: skip


def _rows(models: list[RegisteredModel], category: DataCategory) -> list[list[Any]]:
    return [
        [
            _capitalised(field.label), model.description, _own_or_same(field.purpose, category.purpose),
            _own_or_same(field.retention, category.retention),
        ]
        for model in models
        for field in model.personal_fields
    ]  # fmt: skip


def _signature_rows(models: list[RegisteredModel]) -> list[list[Any]]:
    """Signatory names occur in many tables for the same reason: each label is listed once."""
    fields: dict[str, RegisteredField] = {field.label: field for model in models for field in model.personal_fields}
    same = ["décisions, chiffres, fichiers", "comme ci-dessus", "comme ci-dessus"]
    return [[_capitalised(label), *same] for label in sorted(fields)]


def _own_or_same(text: str, usual: str) -> str:
    return "comme ci-dessus" if text == usual else text


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
