"""List of the actions: filters in the URL, order, totals, saved views."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from pacte.kernel.french import pluralise
from pacte.kernel.money import format_euros
from pacte.plan.queries import plan_by_code, saved_views
from pacte.plan.services import delete_view, save_view
from pacte.web.pages.plan.frame import frame, plan_url
from pacte.web.pages.plan.lines import ActionLine, action_lines
from pacte.web.pages.plan.listing_model import Heading, Listing, Offer, Totals, listing
from pacte.web.pages.plan.reading import DAY, VERSION, Shown, shown
from pacte.web.signed_in import signed_in

TABLE = "actions"
# The most used facets are visible; the others are folded.
_IN_SIGHT = ("axe", "porteur", "cible")


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    seen = shown(request, code)
    lines = action_lines(seen.content, seen.on)
    given = dict(request.GET.lists())
    kept = tuple((name, value) for name in (DAY, VERSION) for value in given.get(name, ()) if value)
    found = listing(seen.content, lines, given, kept)
    manages = seen.may("plan.manage_views")
    context = frame(request, seen, page="actions", trail=[{"label": "Actions"}]) | {
        "found": found,
        "answer": _answer(found),
        "fields": [_select(offer) for offer in found.offers if offer.name in _IN_SIGHT],
        "folded": [_facet(offer) for offer in found.offers if offer.name not in _IN_SIGHT],
        "kept": [*kept, *([("tri", found.choice.sort)] if found.choice.sort else [])],
        "chips": [{"label": chip.label, "url": chip.query} for chip in found.chips],
        "columns": [_column(heading) for heading in found.headings],
        "rows": [_row(line, found, seen) for line in found.lines],
        "totals": _totals(found.totals, found),
        "views": [_view(view, seen) for view in saved_views(actor=seen.actor)] if manages else [],
        "manages_views": manages,
        "query": found.choice.query().removeprefix("?"),
        "table": TABLE,
        "count": f"{pluralise(len(found.lines), 'action')} sur {found.of}",
        "opens_folded": any(offer.chosen for offer in found.offers if offer.name not in _IN_SIGHT),
        "keep_url": reverse("plan:keep_view", args=[code]),
        "list_title": pluralise(len(found.lines), "action"),
        "list_note": "triez par un clic sur une colonne ; fiche : champs remplis, jamais l’avancement",
        "clear_actions": [{"label": "Tout enlever", "url": found.clear}],
    }
    return render(request, "plan/actions.html", context)


@signed_in
@require_POST
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Saves the filters of the page under a name."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    query = request.POST.get("query", "")
    view = save_view(actor=actor, name=request.POST.get("name", ""), query=query)
    messages.success(request, f"Vue « {view.name} » gardée : elle est dans « Mes vues ».")
    return HttpResponseRedirect(_back(plan.code, query))


@signed_in
@require_POST
def forget(request: HttpRequest, code: str, identifier: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    delete_view(actor=actor, identifier=identifier)
    messages.success(request, "Vue oubliée.")
    return HttpResponseRedirect(_back(plan.code, request.POST.get("query", "")))


def _back(code: str, query: str) -> str:
    return reverse("plan:actions", args=[code]) + (f"?{query.removeprefix('?')}" if query else "")


def _answer(found: Listing) -> str:
    if not found.of:
        return "Ce plan ne contient encore aucune action."
    if found.choice.is_empty:
        return f"Les {found.of} actions du plan, telles qu’il les écrit."
    if not found.lines:
        return f"Aucune action sur {found.of} ne répond à ces choix."
    return f"{pluralise(len(found.lines), 'action répond', 'actions répondent')} à ces choix, sur {found.of}."


def _select(offer: Offer) -> dict[str, Any]:
    """A visible facet as a single-choice list. Several values in the URL stay as removable filters."""
    everything = {"value": "", "label": "toutes" if offer.name == "cible" else "tous"}
    return {
        "id": f"filtre-{offer.name}",
        "name": offer.name,
        "label": offer.label,
        "choices": [
            everything,
            *(
                {
                    "value": option.value,
                    "label": f"{option.label} ({option.count})",
                    "chosen": option.value == offer.chosen,
                }
                for option in offer.options
            ),
        ],
    }


def _facet(offer: Offer) -> dict[str, Any]:
    return {
        "id": f"filtre-{offer.name}",
        "legend": offer.label,
        "name": offer.name,
        "folded": not offer.chosen,
        "options": [
            {"value": option.value, "label": option.label, "count": option.count, "checked": option.chosen}
            for option in offer.options
        ],
    }


def _column(heading: Heading) -> dict[str, str]:
    return {
        "label": heading.label,
        "kind": "num" if heading.is_number else "",
        "sort_url": heading.query,
        "sorted": heading.order,
    }


def _row(line: ActionLine, found: Listing, seen: Shown) -> list[Any]:
    url = plan_url("action", seen, line.number)
    cells: list[Any] = [
        {"text": str(line.number), "value": str(line.number)},
        {"text": line.name, "url": url, "note": line.state_text},
        line.axis.label,
        {"text": line.leads_text or "à désigner", "note": "" if line.has_decided_lead else "porteur à désigner"},
        line.priority or "aucune",
        line.calendar_text,
        line.target_brief,
        {"text": f"{line.mark.met} / {line.mark.total}", "value": str(line.mark.met)},
        {"text": str(line.doubt_count) if line.doubt_count else "aucun", "value": str(line.doubt_count)},
    ]
    if found.shows_amounts:
        known = line.cents is not None
        text = format_euros(line.cents or 0) if known else "non chiffré"
        cells.append({"text": text, "value": str(Decimal(line.cents or 0) / 100) if known else ""})
    return cells


def _totals(totals: Totals, found: Listing) -> list[Any]:
    cells: list[Any] = [
        {"text": str(totals.actions), "value": str(totals.actions)},
        pluralise(totals.rows, "ligne"),
        "", "", "", "",
        pluralise(totals.targets, "cible"),
        {"text": f"{totals.met} / {totals.of}", "value": str(totals.met)},
        {"text": str(totals.doubts), "value": str(totals.doubts)},
    ]  # fmt: skip
    if found.shows_amounts:
        known = totals.cents is not None
        cells.append(
            {"text": format_euros(totals.cents or 0), "value": str(Decimal(totals.cents or 0) / 100)} if known else ""
        )
    return cells


def _view(view: Any, seen: Shown) -> dict[str, Any]:
    return {
        "name": view.name,
        "url": _back(seen.plan.code, view.query),
        "forget": reverse("plan:forget_view", args=[seen.plan.code, view.pk]),
    }
