"""« Quelles rémunérations suivre ? »: obligations of the Region after entries, pauses and ends, to tick off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.utils.html import format_html

from pacte.journeys.queries.region_obligations import (
    RegionObligation,
    RegionObligationCount,
    may_settle_obligations,
    region_obligation_counts,
    region_obligations,
)
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.services import settle_obligations
from pacte.kernel.clock import today
from pacte.kernel.errors import deny_unless
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.web.page import Crumb, Page
from pacte.web.pages.attendance.page_context import due_column
from pacte.web.paging import PagedFilterForm
from pacte.web.request import Request
from pacte.web.session_display import session_url, sessions_breadcrumb
from pacte.web.tables import Column, Table, cell

_KIND_LABELS = {
    Consequence.PAY_STARTED: "à ouvrir",
    Consequence.PAY_STOPPED: "à arrêter",
    Consequence.PAY_CHECKED: "à vérifier, et à récupérer s’il y a lieu",
}
# Short pages suit a phone; long ones suit copying to a workbook.
_PAGE_SIZE, _LONG_PAGE_SIZE = 20, 200


class PayFilters(PagedFilterForm):
    """One kind of obligation or all, on short or long pages."""

    quoi = forms.ChoiceField(choices=[(kind.value, label) for kind, label in _KIND_LABELS.items()], initial="")
    lignes = forms.ChoiceField(choices=[(_LONG_PAGE_SIZE, "")], initial="")
    page = None  # type: ignore[assignment]
    p = forms.CharField(initial="1")
    page_field, transient = "p", frozenset({"p"})

    @property
    def kind(self) -> Consequence | None:
        return Consequence(self.values["quoi"]) if self.values["quoi"] else None

    @property
    def page_size(self) -> int:
        return _LONG_PAGE_SIZE if self.values["lignes"] else _PAGE_SIZE


class PayPage(Page):
    """``NotFound`` without access to journeys of the Region; a reader may not tick."""

    http_method_names = ("get", "head", "post")
    nav, template_name, crumb = "supply", "attendance/pay.html", "Rémunérations"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.may_tick = may_settle_obligations(actor=self.actor)
        self.filters = PayFilters(self.request.GET)
        self.shown = self.filters.cut(region_obligations(actor=self.actor, what=self.filters.kind))

    def breadcrumb(self) -> Sequence[Crumb]:
        return [*sessions_breadcrumb(self.actor), *super().breadcrumb()]

    def context(self) -> dict[str, Any]:
        counts = region_obligation_counts(actor=self.actor, on=today())
        return {
            "title": "Quelles rémunérations suivre ?",
            "answer": _answer(counts),
            "kinds": _kind_links(counts, self.filters),
            "obligations": _obligation_table(self.shown, today(), can_tick=self.may_tick),
            "note": pluralise(self.shown.paginator.count, "ligne") + ", la plus urgente d’abord",
            "pager": self.filters.pager(self.shown, "lignes"),
            "other_size": _other_size(self.filters, self.shown.paginator.count),
            "can_settle": self.may_tick and bool(self.shown),
        }

    def post(self, request: Request) -> HttpResponseRedirect:
        """« C’est fait » for the ticked rows. Raises ``NotFound`` when one of them does not belong to the Region."""
        deny_unless(
            self.may_tick,
            "pay_settle",
            "Vous lisez cette liste sans y agir.",
            "Le pilote et l’acheteur disent ce qui est fait.",
            "Demandez-leur de cocher la ligne.",
        )
        ticked_ids = [due for each in request.POST.getlist("due") if (due := parse_whole_number(each)) is not None]
        settled_count = settle_obligations(actor=self.actor, identifiers=ticked_ids)
        if settled_count:
            done = pluralise(settled_count, "ligne faite", "lignes faites")
            messages.success(request, f"C’est noté : {done} aujourd’hui.")
        else:
            messages.warning(request, "Rien de coché : cochez ce qui est fait.")
        number = self.shown.number
        query = self.filters.page_url(number) if number > 1 else self.filters.querystring()
        return HttpResponseRedirect(request.path + query)


def _other_size(filters: PayFilters, total: int) -> dict[str, str] | None:
    """Link to a longer page, or back to a short one; None when a short page holds all rows."""
    if total <= _PAGE_SIZE:
        return None
    if filters.values["lignes"]:
        return {"label": f"{_PAGE_SIZE} lignes par page", "url": filters.querystring(lignes="") or "?"}
    label = f"Jusqu’à {_LONG_PAGE_SIZE} lignes par page"
    return {"label": label, "url": filters.querystring(lignes=_LONG_PAGE_SIZE)}


def _answer(counts: dict[Consequence, RegionObligationCount]) -> str:
    parts = [f"{format_number(counts[kind].waiting)} {words}" for kind, words in _KIND_LABELS.items() if kind in counts]
    if not parts:
        return "Rien à faire : aucune entrée, aucun arrêt ne demande de geste."
    late = sum(counts[kind].late for kind in _KIND_LABELS if kind in counts)
    return f"Rémunérations : {' ; '.join(parts)}." + (f" Dont {format_number(late)} en retard." if late else "")


def _kind_links(counts: dict[Consequence, RegionObligationCount], filters: PayFilters) -> list[dict[str, Any]]:
    """Links to the kinds of the list: all, or one."""
    links = [{"label": "Toutes", "url": filters.querystring(quoi="") or "?", "is_on": filters.kind is None}]
    for each, words in _KIND_LABELS.items():
        count = counts[each].waiting if each in counts else 0
        label = f"{words.split(',')[0].capitalize()} ({format_number(count)})"
        links.append({"label": label, "url": filters.querystring(quoi=each), "is_on": each is filters.kind})
    return links


def _obligation_table(obligations: Iterable[RegionObligation], on: date, *, can_tick: bool) -> Table[RegionObligation]:
    return Table(
        obligations,
        Column("Personne", _ticked_person if can_tick else lambda each: each.person),
        Column("Ce qui est à faire", lambda each: each.label),
        Column("Après", lambda each: cell(each.after, note=format_day(each.since))),
        Column("Session", _session_cell),
        due_column(on),
        id="a-suivre-table",
        caption="Rémunérations à ouvrir, à arrêter ou à vérifier",
        empty="Rien n’attend.",
        tight=True,
    )


def _ticked_person(each: RegionObligation) -> str:
    return format_html(
        '<label class="choice" for="due-{0}"><input type="checkbox" name="due" id="due-{0}" value="{0}"> {1}'
        '<span class="hidden-text">, {2}</span></label>',
        each.identifier,
        each.person,
        each.label,
    )


def _session_cell(each: RegionObligation) -> object:
    session = each.session
    if session is None:
        return ""
    note = f"{session.provider.name} · {session.number}"
    return cell(session.training.title, url=session_url(session.triplet), note=note)
