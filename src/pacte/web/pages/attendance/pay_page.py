"""« Quelles rémunérations suivre ? »: obligations of the Region after entries, pauses and ends, to tick off."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html

from pacte.journeys.queries.region_obligations import (
    may_settle_obligations,
    region_obligation_counts,
    region_obligations,
)
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.services import settle_obligation
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, PermissionDenied
from pacte.kernel.french import format_day, format_number, pluralise
from pacte.kernel.user_input import parse_whole_number
from pacte.web.page import Crumb, Page
from pacte.web.pages.attendance.page_context import session_home_url
from pacte.web.request import Request
from pacte.web.tables import Column, Table, cell, day_column

if TYPE_CHECKING:
    from datetime import date

    from pacte.journeys.queries.region_obligations import RegionObligation, RegionObligationCount

_KIND_LABELS = {
    Consequence.PAY_STARTED: "à ouvrir",
    Consequence.PAY_STOPPED: "à arrêter",
    Consequence.PAY_CHECKED: "à vérifier, et à récupérer s’il y a lieu",
}
# Short pages suit a phone; long ones suit copying to a workbook.
_PAGE_SIZE, _LONG_PAGE_SIZE = 20, 200


@dataclass(frozen=True, slots=True)
class _PayFilters:
    """URL parameters: one kind of obligation or all, a page, short or long."""

    kind: Consequence | None
    page: int
    is_long: bool

    @property
    def size(self) -> int:
        return _LONG_PAGE_SIZE if self.is_long else _PAGE_SIZE

    def url(self, *, page: int | None = None, is_long: bool | None = None) -> str:
        page_number, wants_long = page or self.page, self.is_long if is_long is None else is_long
        params = {
            "quoi": self.kind or "",
            "p": str(page_number) if page_number > 1 else "",
            "lignes": str(_LONG_PAGE_SIZE) if wants_long else "",
        }
        query = urlencode({name: value for name, value in params.items() if value})
        return reverse("attendance:pay") + (f"?{query}" if query else "")


class PayPage(Page):
    """``NotFound`` without access to journeys of the Region; a reader may not tick."""

    http_method_names = ("get", "head", "post")
    nav, template_name, crumb = "supply", "attendance/pay.html", "Rémunérations"

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.may_tick = may_settle_obligations(actor=self.actor)
        self.counts = region_obligation_counts(actor=self.actor, on=today())
        self.total, self.filters = _filters_from_request(self.request, self.counts)

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Sessions", reverse("sessions:home")), *super().breadcrumb()]

    def context(self) -> dict[str, Any]:
        filters, total = self.filters, self.total
        first = (filters.page - 1) * filters.size
        obligations = region_obligations(actor=self.actor, what=filters.kind, after=first, limit=filters.size)
        return {
            "title": "Quelles rémunérations suivre ?",
            "answer": _answer(self.counts),
            "kinds": _kind_links(self.counts, filters),
            "obligations": _obligation_table(obligations, today(), can_tick=self.may_tick),
            "note": pluralise(total, "ligne") + ", la plus urgente d’abord",
            "pager": _pager(filters, first, len(obligations), total),
            "other_size": _other_size(filters, total),
            "can_settle": self.may_tick and bool(obligations),
        }

    def post(self, request: Request) -> HttpResponseRedirect:
        """« C’est fait » for the ticked rows. Raises ``NotFound`` when one of them does not belong to the Region."""
        if not self.may_tick:
            raise PermissionDenied(
                "pay_settle",
                "Vous lisez cette liste sans y agir.",
                "Le pilote et l’acheteur disent ce qui est fait.",
                "Demandez-leur de cocher la ligne.",
            )
        ticked_ids = [due for each in request.POST.getlist("due") if (due := parse_whole_number(each)) is not None]
        settled_count = 0
        with transaction.atomic():
            for identifier in ticked_ids:
                # Somebody else may have ticked it meanwhile: it is settled anyway.
                with suppress(Conflict):
                    settle_obligation(actor=self.actor, identifier=identifier)
                    settled_count += 1
        if settled_count:
            done = pluralise(settled_count, "ligne faite", "lignes faites")
            messages.success(request, f"C’est noté : {done} aujourd’hui.")
        else:
            messages.warning(request, "Rien de coché : cochez ce qui est fait.")
        return HttpResponseRedirect(self.filters.url())


def _filters_from_request(
    request: HttpRequest, counts: dict[Consequence, RegionObligationCount]
) -> tuple[int, _PayFilters]:
    """Number of obligations of that kind, and the filters; a page number past the end means the last page."""
    wanted, page = request.GET.get("quoi", ""), request.GET.get("p", "")
    kind = Consequence(wanted) if wanted in set(_KIND_LABELS) else None
    is_long = request.GET.get("lignes", "") == str(_LONG_PAGE_SIZE)
    total = sum(count.waiting for each, count in counts.items() if kind in (None, each))
    last = max(1, -(-total // (_LONG_PAGE_SIZE if is_long else _PAGE_SIZE)))
    page_number = parse_whole_number(page) or 1
    return total, _PayFilters(kind, min(max(1, page_number), last), is_long)


def _pager(filters: _PayFilters, first: int, shown: int, total: int) -> dict[str, Any] | None:
    if total <= filters.size:
        return None
    return {
        "first": first + 1,
        "last": first + shown,
        "total": total,
        "thing": "lignes",
        "previous_url": filters.url(page=filters.page - 1) if filters.page > 1 else "",
        "next_url": filters.url(page=filters.page + 1) if first + shown < total else "",
    }


def _other_size(filters: _PayFilters, total: int) -> dict[str, str] | None:
    """Link to a longer page, or back to a short one; None when a short page holds all rows."""
    if total <= _PAGE_SIZE:
        return None
    label = f"{_PAGE_SIZE} lignes par page" if filters.is_long else f"Jusqu’à {_LONG_PAGE_SIZE} lignes par page"
    return {"label": label, "url": filters.url(page=1, is_long=not filters.is_long)}


def _answer(counts: dict[Consequence, RegionObligationCount]) -> str:
    parts = [f"{format_number(counts[kind].waiting)} {words}" for kind, words in _KIND_LABELS.items() if kind in counts]
    if not parts:
        return "Rien à faire : aucune entrée, aucun arrêt ne demande de geste."
    late = sum(counts[kind].late for kind in _KIND_LABELS if kind in counts)
    return f"Rémunérations : {' ; '.join(parts)}." + (f" Dont {format_number(late)} en retard." if late else "")


def _kind_links(counts: dict[Consequence, RegionObligationCount], filters: _PayFilters) -> list[dict[str, Any]]:
    """Links to the kinds of the list: all, or one."""
    links = [{"label": "Toutes", "url": _PayFilters(None, 1, filters.is_long).url(), "is_on": filters.kind is None}]
    for each, words in _KIND_LABELS.items():
        count = counts[each].waiting if each in counts else 0
        label = f"{words.split(',')[0].capitalize()} ({format_number(count)})"
        links.append(
            {"label": label, "url": _PayFilters(each, 1, filters.is_long).url(), "is_on": each is filters.kind}
        )
    return links


def _obligation_table(obligations: list[RegionObligation], on: date, *, can_tick: bool) -> Table[RegionObligation]:
    return Table(
        obligations,
        Column("Personne", _ticked_person if can_tick else lambda each: each.person),
        Column("Ce qui est à faire", lambda each: each.label),
        Column("Après", lambda each: cell(each.after, note=format_day(each.since))),
        Column("Session", _session_cell),
        day_column(
            "Avant le", lambda each: cell(format_day(each.due_on), note="en retard" if each.due_on < on else "")
        ),
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
    return cell(session.training.title, url=session_home_url(session), note=note)
