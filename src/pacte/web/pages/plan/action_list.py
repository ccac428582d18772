"""List of the actions: filters in the URL, order, totals, saved views."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from pacte.kernel.french import pluralise
from pacte.plan.queries import plan_by_code, saved_views
from pacte.plan.services import delete_view, save_view
from pacte.web.dated_plan import DAY_PARAM, VERSION_PARAM
from pacte.web.page import Page
from pacte.web.pages.plan.action_list_filters import SORTS, ActionList
from pacte.web.pages.plan.action_summaries import ActionSummary, action_summaries, cents_cell, count_cell
from pacte.web.pages.plan.version_page import VersionPage
from pacte.web.request import Request
from pacte.web.tables import Cell, Column, Table, cell

# The most used facets are visible; the others are folded.
_VISIBLE_FACETS = ("axe", "porteur", "cible")


@VersionPage.view(template_name="plan/actions.html", nav="actions", crumb="Actions")
def actions(page: VersionPage) -> dict[str, Any]:
    query = dict(page.request.GET.lists())
    carried = tuple((name, value) for name in (DAY_PARAM, VERSION_PARAM) for value in query.get(name, ()) if value)
    action_list = ActionList(page.content, action_summaries(page.content, page.on), query, carried)
    count, may_manage, offers = len(action_list.lines), page.may("plan.manage_views"), action_list.offers
    folded = [offer for offer in offers if offer.name not in _VISIBLE_FACETS]
    return {
        "found": action_list,
        "answer": _answer(action_list),
        "fields": [offer for offer in offers if offer.name in _VISIBLE_FACETS],
        "folded": folded,
        "opens_folded": any(offer.chosen for offer in folded),
        "kept": [*carried, *([("tri", action_list.sort)] if action_list.sort else [])],
        "table": _action_table(action_list, page),
        "views": [
            {
                "name": view.name,
                "url": _list_url(page.plan.code, view.query),
                "forget": reverse("plan:forget_view", args=[page.plan.code, view.pk]),
            }
            for view in (saved_views(actor=page.actor) if may_manage else ())
        ],
        "manages_views": may_manage,
        "query": action_list.query().removeprefix("?"),
        "count": f"{pluralise(count, 'action')} sur {len(action_list.every)}",
        "keep_url": reverse("plan:keep_view", args=[page.plan.code]),
        "list_title": pluralise(count, "action"),
        "list_note": "triez par un clic sur une colonne ; fiche : champs remplis, jamais l’avancement",
        "clear_actions": [{"label": "Tout enlever", "url": action_list.cleared}],
    }


class SavedViewPage(Page):
    """A button about the saved views of the actor: says what it did, then shows the list again."""

    http_method_names = ("post",)

    def load(self, *args: Any, **kwargs: Any) -> None:
        plan_by_code(actor=self.actor, code=kwargs["code"])

    def post(self, request: Request) -> HttpResponseBase:
        return self.get(request)

    def back_to_list(self, message: str) -> HttpResponse:
        messages.success(self.request, message)
        return HttpResponseRedirect(_list_url(self.kwargs["code"], self.request.POST.get("query", "")))


@SavedViewPage.view()
def keep(page: SavedViewPage) -> HttpResponse:
    """Saves the filters of the page under a name."""
    sent = page.request.POST
    view = save_view(actor=page.actor, name=sent.get("name", ""), query=sent.get("query", ""))
    return page.back_to_list(f"Vue « {view.name} » gardée : elle est dans « Mes vues ».")


@SavedViewPage.view()
def forget(page: SavedViewPage, identifier: int) -> HttpResponse:
    delete_view(actor=page.actor, identifier=identifier)
    return page.back_to_list("Vue oubliée.")


def _list_url(code: str, query: str) -> str:
    return reverse("plan:actions", args=[code]) + (f"?{query.removeprefix('?')}" if query else "")


def _answer(action_list: ActionList) -> str:
    count, of = len(action_list.lines), len(action_list.every)
    if not of:
        return "Ce plan ne contient encore aucune action."
    if action_list.is_empty:
        return f"Les {of} actions du plan, telles qu’il les écrit."
    if not count:
        return f"Aucune action sur {of} ne répond à ces choix."
    return f"{pluralise(count, 'action répond', 'actions répondent')} à ces choix, sur {of}."


def _action_table(action_list: ActionList, page: VersionPage) -> Table[ActionSummary]:
    lines = action_list.lines
    met, of = sum(line.mark.met for line in lines), sum(line.mark.total for line in lines)
    amounts = [line.cents for line in lines if line.cents is not None]

    def column(
        key: str, label: str, content: Callable[[ActionSummary], Cell], total: Cell = ""
    ) -> Column[ActionSummary]:
        is_number = key in ("numero", "completude", "doutes", "montant")
        return Column(label, content, "num" if is_number else "", total, key, SORTS[key])

    columns = [
        column("numero", "N°", lambda line: count_cell(line.number), count_cell(len(lines))),
        column(
            "titre", "Action",
            lambda line: cell(line.name, url=page.url("plan:action", line.number), note=line.state_text),
            pluralise(sum(len(line.rows) for line in lines), "ligne"),
        ),
        column("axe", "Axe", lambda line: line.axis.label),
        column(
            "porteur", "Porteur",
            lambda line: cell(
                line.leads_text or "à désigner", note="" if line.has_decided_lead else "porteur à désigner"
            ),
        ),
        column("priorite", "Priorité", lambda line: line.priority or "aucune"),
        column("calendrier", "Calendrier", lambda line: line.calendar_text),
        column(
            "cible", "Cible", lambda line: line.target_brief,
            pluralise(sum(len(line.targets) for line in lines), "cible"),
        ),
        column(
            "completude", "Fiche",
            lambda line: cell(f"{line.mark.met} / {line.mark.total}", value=str(line.mark.met)),
            cell(f"{met} / {of}", value=str(met)),
        ),
        column(
            "doutes", "Doutes", lambda line: cell(str(line.doubt_count or "aucun"), value=str(line.doubt_count)),
            count_cell(sum(line.doubt_count for line in lines)),
        ),
        column("montant", "Montant", lambda line: cents_cell(line.cents), cents_cell(sum(amounts)) if amounts else ""),
    ]  # fmt: skip
    return Table(
        lines,
        *(columns if page.content.amounts else columns[:-1]),
        id="actions",
        caption="Actions du plan",
        sort=action_list.sort or "numero",
        sort_url=lambda key: action_list.query(sort="" if key == "numero" else key),
    )
