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
from pacte.web.pages.supply.frame import actor_in, frame, region_where
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.offer.models import Provider, Training
    from pacte.offer.queries import ProviderQuality
    from pacte.offer.rules.duplicates import DuplicatePair

_COLUMNS = (
    {"label": "Organisme"}, {"label": "Fiches", "kind": "num"}, {"label": "Critères", "kind": "num"},
    {"label": "Ce qui manque le plus"}, {"label": "À jour", "kind": "num"}, {"label": "Dernier changement"},
)  # fmt: skip
_PAIRS = ({"label": "L’un"}, {"label": "L’autre"}, {"label": "Pourquoi"}, {"label": "Ressemblance", "kind": "num"})
_SHOWN = 100


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` when the actor may not read quality for the whole Region."""
    actor = actor_in(request)
    host_id = region_where(actor, "offer.read_quality")
    looks = request.GET.get("doublons") == "oui"
    found = quality_by_provider(actor=actor, host_id=host_id, on=today())
    context = frame(("Catalogue", "")) | {
        "title": "Peut-on se fier au catalogue ?",
        "answer": _answer(found),
        "columns": _COLUMNS,
        "rows": [_row(each) for each in found],
        "pair_columns": _PAIRS,
        "providers": _pairs(duplicate_providers(actor=actor, host_id=host_id), _provider),
        # Comparing trainings reads the whole catalogue: only on request.
        "looks_for_trainings": looks,
        "trainings": _pairs(duplicate_trainings(actor=actor, host_id=host_id), _training) if looks else [],
    }
    return render(request, "supply/catalogue.html", context)


def _answer(found: list[ProviderQuality]) -> str:
    trainings = sum(each.trainings for each in found)
    if not trainings:
        return "Le catalogue est vide : aucun fichier LHÉO n’est encore entré."
    fresh = sum(each.fresh for each in found)
    scored = [each for each in found if each.score is not None]
    weight = sum(each.trainings for each in scored)
    mean = sum((each.score or 0) * each.trainings for each in scored) / weight if weight else None
    have = "fiche sur {} a changé" if fresh == 1 else "fiches sur {} ont changé"
    said = f"{format_number(fresh)} {have.format(format_number(trainings))} depuis moins de {FRESH_DAYS} jours."
    return said + (f" En moyenne {format_number(mean, 1)} critères sur {len(CRITERIA)}." if mean is not None else "")


def _row(each: ProviderQuality) -> list[Any]:
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


def _pairs(found: list[tuple[Any, Any, DuplicatePair]], shown: Callable[[Any], dict[str, str]]) -> list[list[Any]]:
    return [
        [shown(first), shown(second), pair.reason, f"{format_number(pair.likeness)} %"]
        for first, second, pair in found[:_SHOWN]
    ]


def _provider(each: Provider) -> dict[str, str]:
    return {"text": each.name, "note": f"SIRET {each.siret}"}


def _training(each: Training) -> dict[str, str]:
    note = f"{each.number} · {each.provider.name}"
    return {"text": each.title, "url": reverse("search:training", args=[each.number]), "note": note}
