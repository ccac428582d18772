"""Estimated release date from custody, for the authority only (actions 25 and 26)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from pacte.journeys.queries.adviser_learners import learner_record
from pacte.journeys.records import Purpose
from pacte.journeys.services.custody import read_custody_dates, write_custody_dates
from pacte.kernel.clock import today
from pacte.kernel.french import format_day as french_day
from pacte.web.form_fields import day_field
from pacte.web.form_page import FormPage, form_page
from pacte.web.pages.advisers.page_context import (
    ADVISERS_STYLESHEET,
    advisers_page_context,
    learner_page_url,
    request_actor,
)
from pacte.web.require_login import require_login

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import CustodyDate


class CustodyForm(forms.Form):
    earliest_on = day_field("Sortie au plus tôt le", error_messages={"required": "Donnez au moins cette date."})
    latest_on = day_field("Au plus tard le", required=False, help_text="Vide : pas encore connue.")


@require_login
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = request_actor(request)
    record = learner_record(actor=actor, key=key, on=today())
    custody_dates = read_custody_dates(
        actor=actor, learner=record.learner, body_id=record.body_id, purpose=Purpose.ADAPTATION, channel="html"
    )
    form = CustodyForm(request.POST if request.method == "POST" else None, initial=_initial(custody_dates))

    def run(values: dict[str, Any]) -> str:
        write_custody_dates(
            actor=actor, learner=record.learner, body_id=record.body_id, earliest_on=values["earliest_on"],
            latest_on=values["latest_on"],
        )  # fmt: skip
        return "La date de sortie est notée. Elle sert à choisir des sessions, et n’est lue que de votre service."

    page_spec = FormPage(
        title="Quand cette personne pourra-t-elle sortir ?",
        submit_label="Noter la date",
        back_url=learner_page_url(key),
        intro=_answer(custody_dates),
        note="Une information protégée : votre service seul la lit, chaque lecture s’écrit. Aucune autre donnée de "
        "justice n’a sa place ici.",
        stylesheet=ADVISERS_STYLESHEET,
    )
    return form_page(
        request,
        page_spec,
        form,
        run,
        advisers_page_context((record.name, learner_page_url(key)), ("Date de sortie", "")),
    )


def _initial(custody_dates: CustodyDate | None) -> dict[str, Any]:
    return {"earliest_on": custody_dates.earliest_on, "latest_on": custody_dates.latest_on} if custody_dates else {}


def _answer(custody_dates: CustodyDate | None) -> str:
    if custody_dates is None:
        return "Aucune date n’est notée."
    until = f", au plus tard le {french_day(custody_dates.latest_on)}" if custody_dates.latest_on else ""
    return (
        f"Au plus tôt le {french_day(custody_dates.earliest_on)}{until}, dit le "
        f"{french_day(custody_dates.recorded_at.date())}."
    )
