"""« Qui pourrait faire reconnaître son expérience ? »: whom an adviser may propose for the cohort of action 11."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.urls import reverse
from django.views.decorators.cache import never_cache

from pacte.journeys.services.cohort_candidates import CohortCandidate, cohort_candidates
from pacte.kernel.french import format_day, pluralise
from pacte.plan.queries import main_plan
from pacte.procedures.queries.journey_cases import JourneyCase, cases_of_journeys, procedures_about_journeys
from pacte.web.filter_form import FilterForm
from pacte.web.journey_cases import JOURNEY_PARAMETER
from pacte.web.page import Crumb
from pacte.web.pages.advisers.adviser_pages import ScopePage
from pacte.web.pages.advisers.people_filters import people_filter
from pacte.web.tables import Cell, Column, Table, cell

_PROCEDURE = "cohort_validation"
_WEEKS = {8: "huit semaines", 13: "trois mois", 26: "six mois"}
_FIRST = 13


class CohortForm(FilterForm):
    qui = forms.CharField(initial="")
    dans = forms.TypedChoiceField(choices=list(_WEEKS.items()), coerce=int, initial=_FIRST)


class CohortPage(ScopePage):
    """The list of a scope; its URL says how far ahead the ends of contracts are looked for."""

    nav, crumb = "people", "Expérience à reconnaître"

    def breadcrumb(self) -> Sequence[Crumb]:
        return [("Mes personnes", self.url("advisers:people")), *super().breadcrumb()]


@CohortPage.view(template_name="advisers/cohort.html", decorators=(never_cache,))
def cohort(page: CohortPage) -> dict[str, Any]:
    form = CohortForm(page.request.GET)
    weeks = form.values["dans"]
    people = cohort_candidates(actor=page.actor, scope=page.scope, weeks=weeks, channel="html", on=page.on)
    cases = cases_of_journeys(actor=page.actor, keys=[each.journey_key for each in people])
    known = {key: case for key, rows in cases.items() for case in rows if case.procedure.code == _PROCEDURE}
    return {
        "title": "Qui pourrait faire reconnaître son expérience ?",
        "answer": _answer(people, known),
        "tabs": page.tabs(),
        "form": form,
        "filters": [people_filter(form, "dans", "Contrat aidé qui finit dans")],
        "chips": [],
        "clear_url": page.request.path + page.query(),
        "people": _table(page, people, known, _begin_url(page)),
        "count": pluralise(len(people), "personne"),
    }


def _answer(people: Sequence[CohortCandidate], known: Mapping[UUID, JourneyCase]) -> str:
    if not people:
        return "Aucun contrat aidé ne finit bientôt, et aucune personne réfugiée n’a donné son accord."
    count = Counter(each.contract_ends_on is not None for each in people)
    begun = sum(each.journey_key in known for each in people)
    agreed = "personne réfugiée a donné son accord", "personnes réfugiées ont donné leur accord"
    parts = [
        pluralise(count[True], "contrat aidé finit bientôt", "contrats aidés finissent bientôt"),
        pluralise(count[False], *agreed),
    ]
    if begun:
        parts.append(pluralise(begun, "est déjà proposée", "sont déjà proposées"))
    return f"{' ; '.join(parts)}."


def _begin_url(page: CohortPage) -> str:
    """Where a proposal begins; "" when no plan asks for a cohort."""
    plan = main_plan(actor=page.actor)
    if plan is None:
        return ""
    offered = procedures_about_journeys(actor=page.actor, plan=plan, on=page.on)
    is_offered = any(each.code == _PROCEDURE for each in offered)
    return reverse("applications:begin", args=[plan.code, _PROCEDURE]) if is_offered else ""


def _table(
    page: CohortPage, people: Sequence[CohortCandidate], known: Mapping[UUID, JourneyCase], begin_url: str
) -> Table[CohortCandidate]:
    return Table(
        people,
        Column("Personne", lambda each: cell(each.name, url=page.url("advisers:person", each.learner_key))),
        Column("Repérée parce que", _why),
        Column("Dossier", lambda each: _case_cell(each, known.get(each.journey_key), begin_url)),
        id="a-reconnaitre",
        caption="Personnes dont l’expérience ou le diplôme peut être reconnu",
        empty="Personne ne répond à ces choix.",
    )


def _why(each: CohortCandidate) -> Cell:
    if each.contract_ends_on is not None:
        return cell("contrat aidé", note=f"finit le {format_day(each.contract_ends_on)}")
    return cell("personne réfugiée", note=f"a donné son accord le {_day(each.consent_on)}")


def _day(on: date | None) -> str:
    return format_day(on) if on else ""


def _case_cell(each: CohortCandidate, case: JourneyCase | None, begin_url: str) -> Cell:
    if case is not None:
        return cell(case.stage.label.lower(), note=f"depuis le {format_day(case.since)}")
    if not begin_url:
        return cell("aucun")
    return cell("Proposer", url=f"{begin_url}?{urlencode({JOURNEY_PARAMETER: str(each.journey_key)})}")
