"""« Quelles rémunérations suivre ? »: obligations of the Region after entries, pauses and ends, to tick off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

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
from pacte.web.pages.training.frame import NAV, actor_in, session_url
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from datetime import date

    from pacte.journeys.queries.region_obligations import RegionObligation, RegionObligationCount
    from pacte.kernel.actor import Actor

_COLUMNS = (
    {"label": "Personne"}, {"label": "Ce qui est à faire"}, {"label": "Après"}, {"label": "Session"},
    {"label": "Avant le", "kind": "day"},
)  # fmt: skip
_KINDS = {
    Consequence.PAY_STARTED: "à ouvrir",
    Consequence.PAY_STOPPED: "à arrêter",
    Consequence.PAY_CHECKED: "à vérifier, et à récupérer s’il y a lieu",
}
# Short pages suit a phone; long ones suit copying to a workbook.
_PAGE, _MANY = 20, 200


@dataclass(frozen=True, slots=True)
class _Asked:
    """URL parameters: one kind of obligation or all, a page, short or long."""

    kind: Consequence | None
    page: int
    is_long: bool

    @property
    def size(self) -> int:
        return _MANY if self.is_long else _PAGE

    def url(self, *, page: int | None = None, is_long: bool | None = None) -> str:
        wanted, long = page or self.page, self.is_long if is_long is None else is_long
        said = {
            "quoi": self.kind or "",
            "p": str(wanted) if wanted > 1 else "",
            "lignes": str(_MANY) if long else "",
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return reverse("training:pay") + (f"?{query}" if query else "")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``NotFound`` without access to journeys of the Region, ``PermissionDenied`` for a reader."""
    actor = actor_in(request)
    on, can = today(), may_settle_obligations(actor=actor)
    counts = region_obligation_counts(actor=actor, on=on)
    total, asked = _asked(request, counts)
    if request.method == "POST":
        return _settle(request, actor, asked)
    first = (asked.page - 1) * asked.size
    dues = region_obligations(actor=actor, what=asked.kind, after=first, limit=asked.size)
    values = {
        "nav": NAV,
        "trail": [{"label": "Sessions", "url": reverse("supply:home")}, {"label": "Rémunérations"}],
        "title": "Quelles rémunérations suivre ?",
        "answer": _answer(counts),
        "kinds": _kinds(counts, asked),
        "columns": _COLUMNS,
        "rows": [_row(each, on, can_tick=can) for each in dues],
        "note": pluralise(total, "ligne") + ", la plus urgente d’abord",
        "pager": _pager(asked, first, len(dues), total),
        "other_size": _other_size(asked, total),
        "can_settle": can and bool(dues),
    }
    return render(request, "training/pay.html", values)


def _asked(request: HttpRequest, counts: dict[Consequence, RegionObligationCount]) -> tuple[int, _Asked]:
    """Number of obligations of that kind, and the filters; a page number past the end means the last page."""
    wanted, page = request.GET.get("quoi", ""), request.GET.get("p", "")
    kind = Consequence(wanted) if wanted in set(_KINDS) else None
    is_long = request.GET.get("lignes", "") == str(_MANY)
    total = sum(found.waiting for each, found in counts.items() if kind in (None, each))
    last = max(1, -(-total // (_MANY if is_long else _PAGE)))
    number_asked = parse_whole_number(page) or 1
    return total, _Asked(kind, min(max(1, number_asked), last), is_long)


def _pager(asked: _Asked, first: int, shown: int, total: int) -> dict[str, Any] | None:
    if total <= asked.size:
        return None
    return {
        "first": first + 1,
        "last": first + shown,
        "total": total,
        "thing": "lignes",
        "previous_url": asked.url(page=asked.page - 1) if asked.page > 1 else "",
        "next_url": asked.url(page=asked.page + 1) if first + shown < total else "",
    }


def _other_size(asked: _Asked, total: int) -> dict[str, str] | None:
    """Link to a longer page, or back to a short one; None when a short page holds all rows."""
    if total <= _PAGE:
        return None
    label = f"{_PAGE} lignes par page" if asked.is_long else f"Jusqu’à {_MANY} lignes par page"
    return {"label": label, "url": asked.url(page=1, is_long=not asked.is_long)}


def _settle(request: HttpRequest, actor: Actor, asked: _Asked) -> HttpResponse:
    """« C’est fait » for the ticked rows. Raises ``NotFound`` when one of them does not belong to the Region."""
    if not may_settle_obligations(actor=actor):
        raise PermissionDenied(
            "pay_settle", "Vous lisez cette liste sans y agir.", "Le pilote et l’acheteur disent ce qui est fait.",
            "Demandez-leur de cocher la ligne.",
        )  # fmt: skip
    ticked = [due for each in request.POST.getlist("due") if (due := parse_whole_number(each)) is not None]
    done = 0
    with transaction.atomic():
        for identifier in ticked:
            try:
                settle_obligation(actor=actor, identifier=identifier)
            except Conflict:
                continue  # Somebody else ticked it meanwhile: it is settled anyway.
            done += 1
    if done:
        messages.success(request, f"C’est noté : {pluralise(done, 'ligne faite', 'lignes faites')} aujourd’hui.")
    else:
        messages.warning(request, "Rien de coché : cochez ce qui est fait.")
    return HttpResponseRedirect(asked.url())


def _answer(counts: dict[Consequence, RegionObligationCount]) -> str:
    said = [f"{format_number(counts[kind].waiting)} {words}" for kind, words in _KINDS.items() if kind in counts]
    if not said:
        return "Rien à faire : aucune entrée, aucun arrêt ne demande de geste."
    late = sum(counts[kind].late for kind in _KINDS if kind in counts)
    return f"Rémunérations : {' ; '.join(said)}." + (f" Dont {format_number(late)} en retard." if late else "")


def _kinds(counts: dict[Consequence, RegionObligationCount], asked: _Asked) -> list[dict[str, Any]]:
    """Links to the kinds of the list: all, or one."""
    found = [{"label": "Toutes", "url": _Asked(None, 1, asked.is_long).url(), "is_on": asked.kind is None}]
    for each, words in _KINDS.items():
        count = counts[each].waiting if each in counts else 0
        label = f"{words.split(',')[0].capitalize()} ({format_number(count)})"
        found.append({"label": label, "url": _Asked(each, 1, asked.is_long).url(), "is_on": each is asked.kind})
    return found


def _row(each: RegionObligation, on: date, *, can_tick: bool) -> list[Any]:
    person: Any = each.person
    if can_tick:
        person = format_html(
            '<label class="choice" for="due-{0}"><input type="checkbox" name="due" id="due-{0}" value="{0}"> {1}'
            '<span class="hidden-text">, {2}</span></label>',
            each.identifier, each.person, each.label,
        )  # fmt: skip
    held = each.session
    where: Any = ""
    if held is not None:
        where = {"text": held.training.title, "url": session_url(held), "note": f"{held.provider.name} · {held.number}"}
    return [
        person,
        each.label,
        {"text": each.after, "note": format_day(each.since)},
        where,
        {"text": format_day(each.due_on), "note": "en retard" if each.due_on < on else ""},
    ]
