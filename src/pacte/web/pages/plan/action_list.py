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
from pacte.web.pages.plan.action_list_model import (
    ActionList,
    ActionListTotals,
    FacetChoices,
    SortableHeading,
    build_action_list,
)
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries
from pacte.web.pages.plan.page_context import plan_page_context, plan_url
from pacte.web.pages.plan.plan_context import DAY_PARAM, VERSION_PARAM, PlanContext, load_plan_context
from pacte.web.require_login import require_login

TABLE_NAME = "actions"
# The most used facets are visible; the others are folded.
_VISIBLE_FACETS = ("axe", "porteur", "cible")


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    plan_context = load_plan_context(request, code)
    lines = action_summaries(plan_context.content, plan_context.on)
    query_params = dict(request.GET.lists())
    carried_params = tuple(
        (name, value) for name in (DAY_PARAM, VERSION_PARAM) for value in query_params.get(name, ()) if value
    )
    action_list = build_action_list(plan_context.content, lines, query_params, carried_params)
    may_manage = plan_context.may("plan.manage_views")
    context = plan_page_context(request, plan_context, page="actions", breadcrumb=[{"label": "Actions"}]) | {
        "found": action_list,
        "answer": _answer(action_list),
        "fields": [_select_field(offer) for offer in action_list.offers if offer.name in _VISIBLE_FACETS],
        "folded": [_checkbox_field(offer) for offer in action_list.offers if offer.name not in _VISIBLE_FACETS],
        "kept": [*carried_params, *([("tri", action_list.filters.sort)] if action_list.filters.sort else [])],
        "chips": [{"label": chip.label, "url": chip.query} for chip in action_list.chips],
        "columns": [_column_values(heading) for heading in action_list.headings],
        "rows": [_action_row(line, action_list, plan_context) for line in action_list.lines],
        "totals": _totals_row(action_list.totals, action_list),
        "views": [_saved_view_values(view, plan_context) for view in saved_views(actor=plan_context.actor)]
        if may_manage
        else [],
        "manages_views": may_manage,
        "query": action_list.filters.query().removeprefix("?"),
        "table": TABLE_NAME,
        "count": f"{pluralise(len(action_list.lines), 'action')} sur {action_list.of}",
        "opens_folded": any(offer.chosen for offer in action_list.offers if offer.name not in _VISIBLE_FACETS),
        "keep_url": reverse("plan:keep_view", args=[code]),
        "list_title": pluralise(len(action_list.lines), "action"),
        "list_note": "triez par un clic sur une colonne ; fiche : champs remplis, jamais l’avancement",
        "clear_actions": [{"label": "Tout enlever", "url": action_list.clear}],
    }
    return render(request, "plan/actions.html", context)


@require_login
@require_POST
def keep(request: HttpRequest, code: str) -> HttpResponse:
    """Saves the filters of the page under a name."""
    actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    query = request.POST.get("query", "")
    view = save_view(actor=actor, name=request.POST.get("name", ""), query=query)
    messages.success(request, f"Vue « {view.name} » gardée : elle est dans « Mes vues ».")
    return HttpResponseRedirect(_list_url(plan.code, query))


@require_login
@require_POST
def forget(request: HttpRequest, code: str, identifier: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    plan = plan_by_code(actor=actor, code=code)
    delete_view(actor=actor, identifier=identifier)
    messages.success(request, "Vue oubliée.")
    return HttpResponseRedirect(_list_url(plan.code, request.POST.get("query", "")))


def _list_url(code: str, query: str) -> str:
    return reverse("plan:actions", args=[code]) + (f"?{query.removeprefix('?')}" if query else "")


def _answer(action_list: ActionList) -> str:
    if not action_list.of:
        return "Ce plan ne contient encore aucune action."
    if action_list.filters.is_empty:
        return f"Les {action_list.of} actions du plan, telles qu’il les écrit."
    if not action_list.lines:
        return f"Aucune action sur {action_list.of} ne répond à ces choix."
    return (
        f"{pluralise(len(action_list.lines), 'action répond', 'actions répondent')} à ces choix, sur {action_list.of}."
    )


def _select_field(offer: FacetChoices) -> dict[str, Any]:
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


def _checkbox_field(offer: FacetChoices) -> dict[str, Any]:
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


def _column_values(heading: SortableHeading) -> dict[str, str]:
    return {
        "label": heading.label,
        "kind": "num" if heading.is_number else "",
        "sort_url": heading.query,
        "sorted": heading.order,
    }


def _action_row(line: ActionSummary, action_list: ActionList, plan_context: PlanContext) -> list[Any]:
    url = plan_url("action", plan_context, line.number)
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
    if action_list.shows_amounts:
        known = line.cents is not None
        text = format_euros(line.cents or 0) if known else "non chiffré"
        cells.append({"text": text, "value": str(Decimal(line.cents or 0) / 100) if known else ""})
    return cells


def _totals_row(totals: ActionListTotals, action_list: ActionList) -> list[Any]:
    cells: list[Any] = [
        {"text": str(totals.actions), "value": str(totals.actions)},
        pluralise(totals.rows, "ligne"),
        "", "", "", "",
        pluralise(totals.targets, "cible"),
        {"text": f"{totals.met} / {totals.of}", "value": str(totals.met)},
        {"text": str(totals.doubts), "value": str(totals.doubts)},
    ]  # fmt: skip
    if action_list.shows_amounts:
        known = totals.cents is not None
        cells.append(
            {"text": format_euros(totals.cents or 0), "value": str(Decimal(totals.cents or 0) / 100)} if known else ""
        )
    return cells


def _saved_view_values(view: Any, plan_context: PlanContext) -> dict[str, Any]:
    return {
        "name": view.name,
        "url": _list_url(plan_context.plan.code, view.query),
        "forget": reverse("plan:forget_view", args=[plan_context.plan.code, view.pk]),
    }
