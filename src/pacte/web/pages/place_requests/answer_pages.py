"""« Demandes de place », for the provider and the network that the visitor chose: the list, one request, numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect

from pacte.journeys.queries.place_requests import (
    PlaceRequestSummary,
    closed_place_requests,
    may_answer_place_requests,
    open_place_requests,
    place_request_by_id,
    place_request_counts,
)
from pacte.journeys.records.place_requests import (
    PLACE_REQUEST_OUTCOME_LABELS,
    PLACE_REQUEST_STATE_LABELS,
    PlaceRequestOutcome,
    PlaceRequestState,
)
from pacte.journeys.services.place_requests import close_place_request, take_place_request
from pacte.kernel.clock import paris_date, today
from pacte.kernel.errors import Conflict, hide_unless
from pacte.kernel.french import format_day, pluralise
from pacte.kernel.user_input import dial_number
from pacte.web.form_fields import enum_field
from pacte.web.page import Crumb, FormPage, Page
from pacte.web.place_request_links import record_url
from pacte.web.request import Request
from pacte.web.session_display import session_dates_text
from pacte.web.tables import Column, Table, cell, day_column, number_cell, number_column

_O = PlaceRequestOutcome
# Only the network opens a record; everything else may be said by whoever calls.
_OUTCOMES = (_O.INVITED, _O.NOT_REACHED, _O.OTHER_TRAINING, _O.WITHDRAWN)
_EMPTIED = "Nom effacé"


class CloseForm(forms.Form):
    outcome = enum_field(
        "Ce qui s’est passé", {each: PLACE_REQUEST_OUTCOME_LABELS[each] for each in (_O.RECORD_OPENED, *_OUTCOMES)},
        blank=None, widget=forms.RadioSelect, error_messages={"required": "Dites ce qui s’est passé."},
    )  # fmt: skip

    def __init__(self, *arguments: Any, for_network: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not for_network:
            outcome = self.fields["outcome"]
            assert isinstance(outcome, forms.ChoiceField)
            outcome.choices = [(each.value, PLACE_REQUEST_OUTCOME_LABELS[each]) for each in _OUTCOMES]


class PlaceRequestsPage(Page):
    """A page under the list. Raises ``NotFound`` for whoever answers no request."""

    nav = "place_requests"

    def load(self, *args: Any, **kwargs: Any) -> None:
        hide_unless(may_answer_place_requests(actor=self.actor))

    def breadcrumb(self) -> Sequence[Crumb]:
        own = super().breadcrumb()
        return [("Demandes de place", self.url("place_requests:list") if own else ""), *own]


@PlaceRequestsPage.view(template_name="place_requests/list.html")
def list_place_requests(page: PlaceRequestsPage) -> dict[str, Any]:
    on = today()
    waiting, over = open_place_requests(actor=page.actor), closed_place_requests(actor=page.actor)
    return {
        "title": "Qui demande une place ?",
        "answer": _answer(waiting, on),
        "waiting": _open_table(page, waiting, on),
        "over": _closed_table(page, over),
        "synthetic": any(each.is_synthetic for each in (*waiting, *over)),
    }


def _answer(waiting: Sequence[PlaceRequestSummary], on: date) -> str:
    if not waiting:
        return "Aucune demande n’attend de réponse."
    late = sum(each.is_late(on) for each in waiting)
    late_text = f", dont {pluralise(late, 'en retard', 'en retard')}" if late else ""
    return f"{pluralise(len(waiting), 'demande attend', 'demandes attendent')} une réponse{late_text}."


def _open_table(page: Page, rows: Sequence[PlaceRequestSummary], on: date) -> Table[PlaceRequestSummary]:
    return Table(
        rows,
        Column("Personne", lambda each: _person_cell(page, each)),
        Column("Formation", lambda each: cell(each.training.title, note=date_text(each))),
        day_column("Répondre avant", lambda each: _due_cell(each, on)),
        Column("Qui s’en occupe", lambda each: each.handler or "personne encore"),
        id="attendent",
        caption="Demandes de place qui attendent une réponse",
        empty="Aucune demande.",
    )


def _closed_table(page: Page, rows: Sequence[PlaceRequestSummary]) -> Table[PlaceRequestSummary]:
    return Table(
        rows,
        Column("Personne", lambda each: _person_cell(page, each)),
        Column("Formation", lambda each: cell(each.training.title, note=date_text(each))),
        Column("Ce qui s’est passé", lambda each: PLACE_REQUEST_OUTCOME_LABELS[each.outcome] if each.outcome else ""),
        Column("Par", lambda each: each.handler or "la personne elle-même"),
        day_column("Effacée le", lambda each: format_day(each.purge_on)),
        id="traitees",
        caption="Demandes de place traitées, encore gardées",
        empty="Aucune demande traitée.",
    )


def _person_cell(page: Page, each: PlaceRequestSummary) -> dict[str, Any]:
    return cell(each.name or _EMPTIED, url=page.url("place_requests:request", each.identifier), note=each.town)


def _due_cell(each: PlaceRequestSummary, on: date) -> dict[str, Any]:
    return cell(format_day(each.due_on), note="en retard" if each.is_late(on) else "", value=each.due_on.isoformat())


def date_text(each: PlaceRequestSummary) -> str:
    """The date and the town that were asked for."""
    if each.session is None:
        return "n’importe quelle date"
    dates = session_dates_text(each.session)
    return f"{dates}, {each.session.site.town}" if each.session.site else dates


class OneRequestPage(PlaceRequestsPage, FormPage):
    """One request. Raises ``NotFound`` for any other body than those that the visitor chose."""

    template_name = "place_requests/request.html"
    form_class = CloseForm
    back = "place_requests:list"
    shows_conflicts = True

    def load(self, *args: Any, **kwargs: Any) -> None:
        self.summary = place_request_by_id(actor=self.actor, identifier=kwargs["identifier"])

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Demandes de place", self.back_url), (self.summary.name or _EMPTIED, "")]

    def form_arguments(self) -> dict[str, Any]:
        return {"for_network": self.summary.network_id is not None}

    def context(self) -> dict[str, Any]:
        each, on = self.summary, today()
        is_open = each.closed_at is None
        return {
            "title": each.name or _EMPTIED,
            "answer": f"Demande une place : {each.training.title}, {date_text(each)}.",
            "each": each,
            "is_open": is_open,
            "is_waiting": each.state is PlaceRequestState.WAITING,
            "is_late": each.is_late(on),
            "facts": _facts(each, on),
            "record_url": record_url(each.identifier) if each.network_id else "",
            "sheet": self.url("search:training", each.training.number),
            "synthetic": each.is_synthetic,
        }


@OneRequestPage.view()
def answer_place_request(page: OneRequestPage, data: dict[str, Any], identifier: int) -> str:
    close_place_request(actor=page.actor, identifier=identifier, outcome=data["outcome"])
    return f"C’est noté : {PLACE_REQUEST_OUTCOME_LABELS[data['outcome']].lower()}."


class TakePage(PlaceRequestsPage):
    """« Je m’en occupe »."""

    http_method_names = ("post",)

    def post(self, request: Request) -> HttpResponseRedirect:
        identifier = self.kwargs["identifier"]
        try:
            take_place_request(actor=self.actor, identifier=identifier)
        except Conflict as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, "C’est noté : vos collègues voient que vous vous en occupez.")
        return HttpResponseRedirect(self.url("place_requests:request", identifier))


def _facts(each: PlaceRequestSummary, on: date) -> list[dict[str, str]]:
    made = format_day(paris_date(each.made_at))
    due = "" if each.closed_at else f"avant le {format_day(each.due_on)}{', en retard' if each.is_late(on) else ''}"
    outcome = PLACE_REQUEST_OUTCOME_LABELS[each.outcome] if each.outcome else PLACE_REQUEST_STATE_LABELS[each.state]
    dial = dial_number(each.phone)
    facts = (
        ("Téléphone", each.phone, f"tel:{dial}"), ("Courriel", each.email, f"mailto:{each.email}"),
        ("Commune", each.town, ""), ("Son message", each.message, ""),
        ("Conseiller", "dit en avoir un" if each.has_adviser else "dit ne pas en avoir", ""),
        ("Réseau choisi", each.network or "aucun", ""), ("Demandée le", made, ""), ("Répondre", due, ""),
        ("Où elle en est", f"{outcome}{f' : {each.handler}' if each.handler else ''}", ""),
        ("Effacée", f"le {format_day(each.purge_on)}", ""),
    )  # fmt: skip
    return [{"label": label, "value": value, "url": url} for label, value, url in facts if value]


@Page.view(template_name="place_requests/counts.html", nav="funnel", crumb="Demandes de place")
def count_place_requests(page: Page) -> dict[str, Any]:
    """Numbers only, for the Region. Raises ``NotFound`` for others."""
    rows = place_request_counts(actor=page.actor, on=today())
    waiting = sum(each.waiting + each.handled for each in rows)
    return {
        "title": "Les demandes de place ont-elles une réponse ?",
        "answer": f"{pluralise(waiting, 'demande attend', 'demandes attendent')} une réponse, sur "
        f"{pluralise(waiting + sum(each.closed for each in rows), 'demande gardée', 'demandes gardées')}.",
        "counts": Table(
            rows,
            Column("Organisme", lambda each: each.provider),
            number_column("En attente", lambda each: number_cell(each.waiting)),
            number_column("En cours", lambda each: number_cell(each.handled)),
            number_column("En retard", lambda each: number_cell(each.late)),
            number_column("Traitées", lambda each: number_cell(each.closed)),
            id="nombres",
            caption="Demandes de place par organisme",
            empty="Aucune demande.",
        ),
    }
