"""« Quelles rémunérations suivre ? »: what entries, pauses and ends set off for the Region, ticked off once done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.region_dues import may_settle, region_due_counts, region_dues
from pacte.journeys.rules.consequences import Consequence
from pacte.journeys.services import settle_due
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, Refused
from pacte.kernel.french import day, number, plural
from pacte.web.pages.training.frame import NAV, actor_in, session_url
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from datetime import date

    from pacte.journeys.queries.region_dues import RegionDue
    from pacte.kernel.actor import Actor

_COLUMNS = (
    {"label": "Personne"}, {"label": "Ce qui est à faire"}, {"label": "Après"}, {"label": "Session"},
    {"label": "Avant le"},
)  # fmt: skip
_KINDS = {
    Consequence.PAY_STARTED: "à ouvrir",
    Consequence.PAY_STOPPED: "à arrêter",
    Consequence.PAY_CHECKED: "à vérifier, et à récupérer s’il y a lieu",
}
_MOST = 200


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest) -> HttpResponse:
    """Raises ``Unseen`` for who reads no journey of the Region, ``Refused`` for who reads without acting."""
    actor = actor_in(request)
    counts = region_due_counts(actor=actor)
    if request.method == "POST":
        return _settle(request, actor)
    wanted = request.GET.get("quoi", "")
    kind = Consequence(wanted) if wanted in set(_KINDS) else None
    dues, on, can = region_dues(actor=actor, what=kind, limit=_MOST), today(), may_settle(actor=actor)
    values = {
        "nav": NAV,
        "trail": [{"label": "Sessions", "url": reverse("supply:home")}, {"label": "Rémunérations"}],
        "title": "Quelles rémunérations suivre ?",
        "answer": _answer(counts, sum(each.due_on < on for each in dues), is_whole=sum(counts.values()) <= _MOST),
        "kinds": _kinds(counts, kind),
        "columns": _COLUMNS,
        "rows": [_row(each, on, can_tick=can) for each in dues],
        "note": plural(len(dues), "ligne") + ", la plus urgente d’abord",
        "can_settle": can and bool(dues),
    }
    return render(request, "training/pay.html", values)


def _settle(request: HttpRequest, actor: Actor) -> HttpResponse:
    """« C’est fait » for the lines ticked. Raises ``Unseen`` when one of them is not the Region's."""
    if not may_settle(actor=actor):
        raise Refused(
            "pay_settle", "Vous lisez cette liste sans y agir.", "Le pilote et l’acheteur disent ce qui est fait.",
            "Demandez-leur de cocher la ligne.",
        )  # fmt: skip
    ticked = [int(each) for each in request.POST.getlist("due") if each.isascii() and each.isdigit() and len(each) < 18]
    done = 0
    with transaction.atomic():
        for identifier in ticked:
            try:
                settle_due(actor=actor, identifier=identifier)
            except Conflict:
                continue  # Somebody ticked it meanwhile: it is done all the same.
            done += 1
    if done:
        messages.success(request, f"C’est noté : {plural(done, 'ligne faite', 'lignes faites')} aujourd’hui.")
    else:
        messages.warning(request, "Rien de coché : cochez ce qui est fait.")
    return HttpResponseRedirect(reverse("training:pay"))


def _answer(counts: dict[Consequence, int], late: int, *, is_whole: bool) -> str:
    said = [f"{number(counts[kind])} {words}" for kind, words in _KINDS.items() if counts.get(kind)]
    if not said:
        return "Rien à faire : aucune entrée, aucun arrêt ne demande de geste."
    least = "" if is_whole else "au moins "
    return f"Rémunérations : {' ; '.join(said)}." + (f" Dont {least}{number(late)} en retard." if late else "")


def _kinds(counts: dict[Consequence, int], kind: Consequence | None) -> list[dict[str, Any]]:
    """The ways to read the list: whole, or one kind of act."""
    home = reverse("training:pay")
    found = [{"label": "Toutes", "url": home, "is_on": kind is None}]
    return found + [
        {"label": f"{words.split(',')[0].capitalize()} ({number(counts.get(each, 0))})", "url": f"{home}?quoi={each}",
         "is_on": each is kind}
        for each, words in _KINDS.items()
    ]  # fmt: skip


def _row(each: RegionDue, on: date, *, can_tick: bool) -> list[Any]:
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
        {"text": each.after, "note": day(each.since)},
        where,
        {"text": f"{each.due_on:%d/%m/%Y}", "note": "en retard" if each.due_on < on else ""},
    ]
