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
from pacte.web.dated_plan import dated_plan_page_context, load_dated_plan
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.studies import forms as own
from pacte.web.pages.studies.case_page import case_breadcrumb
from pacte.web.pages.studies.open_page import STUDIES_STYLESHEET
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.procedures.models import Deliverable

DeliverableFormHandler = Callable[["Actor", "Deliverable", dict[str, Any]], str]


def _mark_received(actor: Actor, deliverable: Deliverable, data: dict[str, Any]) -> str:
    receive_deliverable(actor=actor, deliverable=deliverable, **data)
    return f"« {deliverable.title} » est reçu."


def _accept_received(actor: Actor, deliverable: Deliverable, data: dict[str, Any]) -> str:
    accept_deliverable(actor=actor, deliverable=deliverable, **data)
    return f"« {deliverable.title} » est accepté."


def _refuse_received(actor: Actor, deliverable: Deliverable, data: dict[str, Any]) -> str:
    refuse_deliverable(actor=actor, deliverable=deliverable, **data)
    return f"« {deliverable.title} » est refusé : il est attendu de nouveau."


def _postpone_deliverable(actor: Actor, deliverable: Deliverable, data: dict[str, Any]) -> str:
    move_deliverable(actor=actor, deliverable=deliverable, on=today(), **data)
    return f"« {deliverable.title} » est reporté."


DELIVERABLE_FORMS: dict[str, tuple[type[forms.Form], str, str, DeliverableFormHandler]] = {
    "recevoir": (own.ReceiveDeliverableForm, "Quand l’a-t-on reçu ?", "Marquer comme reçu", _mark_received),
    "accepter": (own.AcceptDeliverableForm, "Répond-il à la demande ?", "Accepter le livrable", _accept_received),
    "refuser": (own.RefuseDeliverableForm, "Que faut-il reprendre ?", "Refuser le livrable", _refuse_received),
    "reporter": (
        own.PostponeDeliverableForm,
        "Pour quand est-il attendu ?",
        "Reporter le livrable",
        _postpone_deliverable,
    ),
}


@require_login
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, code: str, number: int, rank: int, act: str) -> HttpResponse:
    dated_plan = load_dated_plan(request, code)
    case_detail = case_by_number(actor=dated_plan.actor, plan=dated_plan.plan, number=number, on=today())
    requested_deliverable = next((each for each in case_detail.deliverables if each.rank == rank), None)
    if requested_deliverable is None or act not in DELIVERABLE_FORMS:
        raise NotFound
    deliverable = requested_deliverable
    refuse_unless(dated_plan.actor, "procedures.write", case_detail.scope)
    form_class, title, verb, on_valid = DELIVERABLE_FORMS[act]
    form = form_class(request.POST if request.method == "POST" else None)
    back = dated_plan.url("studies:file", number)
    page_spec = FormPage(
        f"« {deliverable.title} » : {title[:1].lower()}{title[1:]}",
        verb,
        back,
        stylesheet=STUDIES_STYLESHEET,
        danger=act == "refuser",
    )
    context = dated_plan_page_context(
        request,
        dated_plan,
        breadcrumb=case_breadcrumb(dated_plan, case_detail.summary.title, verb, url=back),
        dated=False,
    )
    return form_page(request, page_spec, form, lambda data: on_valid(dated_plan.actor, deliverable, data), context)
