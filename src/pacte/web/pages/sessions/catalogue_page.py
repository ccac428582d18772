"""« Peut-on se fier au catalogue ? »: quality and freshness by provider, and possible duplicates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from pacte.kernel.clock import today
from pacte.kernel.french import format_day, format_number
from pacte.offer.queries import duplicate_providers, duplicate_trainings, quality_by_provider
from pacte.offer.rules.quality import CRITERIA, FRESH_DAYS
from pacte.web.pages.sessions.page_context import permitted_region_id, request_actor, sessions_page_context
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.offer.models import Provider, Training
    from pacte.offer.queries import ProviderQuality
    from pacte.offer.rules.duplicates import DuplicatePair

_COLUMNS = (
    {"label": "Organisme"}, {"label": "Fiches", "kind": "num"}, {"label": "Critères", "kind": "num"},
    {"label": "Ce qui manque le plus"}, {"label": "À jour", "kind": "num"}, {"label": "Dernier changement"},
)  # fmt: skip
_PAIR_COLUMNS = (
    {"label": "L’un"},
    {"label": "L’autre"},
    {"label": "Pourquoi"},
    {"label": "Ressemblance", "kind": "num"},
)
_SHOWN = 100


@require_login
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read quality for the whole Region."""
    actor = request_actor(request)
    host_id = permitted_region_id(actor, "offer.read_quality")
    compares_trainings = request.GET.get("doublons") == "oui"
    quality_rows = quality_by_provider(actor=actor, host_id=host_id, on=today())
    context = sessions_page_context(("Catalogue", "")) | {
        "title": "Peut-on se fier au catalogue ?",
        "answer": _answer(quality_rows),
        "columns": _COLUMNS,
        "rows": [_provider_quality_cells(each) for each in quality_rows],
        "pair_columns": _PAIR_COLUMNS,
        "providers": _pair_rows(duplicate_providers(actor=actor, host_id=host_id), _provider_cell),
        # Comparing trainings reads the whole catalogue: only on request.
        "looks_for_trainings": compares_trainings,
        "trainings": _pair_rows(duplicate_trainings(actor=actor, host_id=host_id), _training_cell)
        if compares_trainings
        else [],
    }
    return render(request, "supply/catalogue.html", context)


def _answer(quality_rows: list[ProviderQuality]) -> str:
    trainings = sum(each.trainings for each in quality_rows)
    if not trainings:
        return "Le catalogue est vide : aucun fichier LHÉO n’est encore entré."
    fresh = sum(each.fresh for each in quality_rows)
    scored = [each for each in quality_rows if each.score is not None]
    weight = sum(each.trainings for each in scored)
    mean = sum((each.score or 0) * each.trainings for each in scored) / weight if weight else None
    have = "fiche sur {} a changé" if fresh == 1 else "fiches sur {} ont changé"
    sentence = f"{format_number(fresh)} {have.format(format_number(trainings))} depuis moins de {FRESH_DAYS} jours."
    return sentence + (
        f" En moyenne {format_number(mean, 1)} critères sur {len(CRITERIA)}." if mean is not None else ""
    )


def _provider_quality_cells(each: ProviderQuality) -> list[Any]:
    return [
        {"text": each.provider.name, "note": f"SIRET {each.provider.siret}"},
        {"text": format_number(each.trainings), "value": str(each.trainings)},
        {"text": f"{format_number(each.score, 1)} / {len(CRITERIA)}", "value": f"{each.score:.1f}"}
        if each.score is not None
        else "pas calculé",
        ", ".join(each.worst),
        {"text": f"{format_number(each.fresh)} / {format_number(each.trainings)}", "value": str(each.fresh)},
        format_day(each.last_changed_on) if each.last_changed_on else "non dit",
    ]


def _pair_rows(
    pairs: list[tuple[Any, Any, DuplicatePair]], cell_of: Callable[[Any], dict[str, str]]
) -> list[list[Any]]:
    return [
        [cell_of(first), cell_of(second), pair.reason, f"{format_number(pair.similarity)} %"]
        for first, second, pair in pairs[:_SHOWN]
    ]


def _provider_cell(each: Provider) -> dict[str, str]:
    return {"text": each.name, "note": f"SIRET {each.siret}"}


def _training_cell(each: Training) -> dict[str, str]:
    note = f"{each.number} · {each.provider.name}"
    return {"text": each.title, "url": reverse("search:training", args=[each.number]), "note": note}
