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
from pacte.web.form_fields import day
from pacte.web.pages.advising.frame import STYLE, actor_in, frame, person_url
from pacte.web.plan_act import ActPage, act_page
from pacte.web.signed_in import signed_in

if TYPE_CHECKING:
    from uuid import UUID

    from pacte.journeys.models import CustodyDate


class CustodyForm(forms.Form):
    earliest_on = day("Sortie au plus tôt le", error_messages={"required": "Donnez au moins cette date."})
    latest_on = day("Au plus tard le", required=False, help_text="Vide : pas encore connue.")


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    actor = actor_in(request)
    found = learner_record(actor=actor, key=key, on=today())
    known = read_custody_dates(
        actor=actor, learner=found.learner, body_id=found.body_id, purpose=Purpose.ADAPTATION, channel="html"
    )
    form = CustodyForm(request.POST if request.method == "POST" else None, initial=_initial(known))

    def run(values: dict[str, Any]) -> str:
        write_custody_dates(
            actor=actor, learner=found.learner, body_id=found.body_id, earliest_on=values["earliest_on"],
            latest_on=values["latest_on"],
        )  # fmt: skip
        return "La date de sortie est notée. Elle sert à choisir des sessions, et n’est lue que de votre service."

    said = ActPage(
        title="Quand cette personne pourra-t-elle sortir ?",
        verb="Noter la date",
        back=person_url(key),
        answer=_answer(known),
        note="Une information protégée : votre service seul la lit, chaque lecture s’écrit. Aucune autre donnée de "
        "justice n’a sa place ici.",
        stylesheet=STYLE,
    )
    return act_page(request, said, form, run, frame((found.name, person_url(key)), ("Date de sortie", "")))


def _initial(known: CustodyDate | None) -> dict[str, Any]:
    return {"earliest_on": known.earliest_on, "latest_on": known.latest_on} if known else {}


def _answer(known: CustodyDate | None) -> str:
    if known is None:
        return "Aucune date n’est notée."
    until = f", au plus tard le {french_day(known.latest_on)}" if known.latest_on else ""
    return f"Au plus tôt le {french_day(known.earliest_on)}{until}, dit le {french_day(known.recorded_at.date())}."
