"""Form pages of a deliverable: received, accepted, refused, postponed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound
from pacte.procedures.queries import case_by_number
from pacte.procedures.services import accept_deliverable, move_deliverable, receive_deliverable, refuse_deliverable
from pacte.procedures.services.guards import refuse_unless
from pacte.web.pages.studies import forms as own
from pacte.web.pages.studies.file_page import trail_of
from pacte.web.pages.studies.opening import STYLE
from pacte.web.plan_act import ActPage, act_page
from pacte.web.plan_seen import frame_of, plan_seen
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.procedures.models import Deliverable

Run = Callable[["Actor", "Deliverable", dict[str, Any]], str]


def _receive(actor: Actor, deliverable: Deliverable, given: dict[str, Any]) -> str:
    receive_deliverable(actor=actor, deliverable=deliverable, **given)
    return f"« {deliverable.title} » est reçu."


def _accept(actor: Actor, deliverable: Deliverable, given: dict[str, Any]) -> str:
    accept_deliverable(actor=actor, deliverable=deliverable, **given)
    return f"« {deliverable.title} » est accepté."


def _refuse(actor: Actor, deliverable: Deliverable, given: dict[str, Any]) -> str:
    refuse_deliverable(actor=actor, deliverable=deliverable, **given)
    return f"« {deliverable.title} » est refusé : il est attendu de nouveau."


def _postpone(actor: Actor, deliverable: Deliverable, given: dict[str, Any]) -> str:
    move_deliverable(actor=actor, deliverable=deliverable, on=today(), **given)
    return f"« {deliverable.title} » est reporté."


ACTS: dict[str, tuple[type[forms.Form], str, str, Run]] = {
    "recevoir": (own.OnForm, "Quand l’a-t-on reçu ?", "Marquer comme reçu", _receive),
    "accepter": (own.JudgeForm, "Répond-il à la demande ?", "Accepter le livrable", _accept),
    "refuser": (own.RefuseForm, "Que faut-il reprendre ?", "Refuser le livrable", _refuse),
    "reporter": (own.PostponeForm, "Pour quand est-il attendu ?", "Reporter le livrable", _postpone),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int, rank: int, act: str) -> HttpResponse:
    seen = plan_seen(request, code)
    read = case_by_number(actor=seen.actor, plan=seen.plan, number=number, on=today())
    found = next((each for each in read.deliverables if each.rank == rank), None)
    if found is None or act not in ACTS:
        raise NotFound
    deliverable = found
    refuse_unless(seen.actor, "procedures.write", read.scope)
    form_class, title, verb, run = ACTS[act]
    form = form_class(request.POST if request.method == "POST" else None)
    back = seen.url("studies:file", number)
    said = ActPage(
        f"« {deliverable.title} » : {title[:1].lower()}{title[1:]}",
        verb,
        back,
        stylesheet=STYLE,
        danger=act == "refuser",
    )
    context = frame_of(request, seen, trail=trail_of(seen, read.summary.title, verb, url=back), dated=False)
    return act_page(request, said, form, lambda given: run(seen.actor, deliverable, given), context)
