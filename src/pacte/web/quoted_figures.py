"""A figure of the catalogue that another page quotes: value, counts, what it counts, link to its page.

A page that names a headline notion (how full the bought places are…) quotes it from here: it never divides counts of
its own under the same name.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from pacte.indicators.permissions import count_scope_of, may
from pacte.indicators.queries import find_zone, indicator
from pacte.indicators.queries.answer_sets import answer_question
from pacte.indicators.queries.store import read_manifest
from pacte.indicators.records import Indicator, IndicatorQuestion, Value, ValueState
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.rules.notions import scope_of
from pacte.kernel.clock import today
from pacte.kernel.french import apply_french_spacing, format_day
from pacte.plan.queries import main_plan
from pacte.reference.queries import places_of_kind, territory_editions
from pacte.reference.records import ZoneKind

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan

FILLING = "fill_of_places_bought"


@dataclass(frozen=True, slots=True)
class QuotedFigure:
    """The value of an indicator for a question, as its own page shows it to the same reader."""

    indicator: Indicator
    question: IndicatorQuestion
    value: Value
    url: str

    @property
    def text(self) -> str:
        """« 75,8 % (24 276 / 32 028) »."""
        return measured_value_text(self.value, self.indicator.unit_word)

    @property
    def scope(self) -> str:
        """What is counted and when: « places achetées des sessions à dates fixes…, du 1er janvier 2019 au … »."""
        counted = scope_of(self.indicator.code) or self.indicator.entity
        return apply_french_spacing(
            f"{counted}, du {format_day(self.question.first)} au {format_day(self.question.last)}"
        )


def counted_years(plan: Plan | None, on: date) -> list[int]:
    """Years of the plan that have begun; without a plan, the last four."""
    first, last = (plan.first_year, plan.last_year) if plan else (on.year - 3, on.year)
    return list(range(first, max(first, min(last, on.year)) + 1))


def quoted_figure(
    *, actor: Actor, host_id: int, code: str, year: int | None = None, fund: str = "", department: str = ""
) -> QuotedFigure | None:
    """The figure as it is known today, of one year of the main plan or of all those that have begun.

    None before the first facts, outside the years of the plan, for a reader who may not ask, and where the answer is no
    number.
    """
    plan, on = main_plan(actor=actor), today()
    plan = plan if plan and plan.organisation_id == host_id else None
    years = counted_years(plan, on)
    if not may(actor, "indicators.ask", host_id) or not read_manifest().built_at or (year and year not in years):
        return None
    question = IndicatorQuestion(
        first=date(year or years[0], 1, 1),
        last=min(date(year or years[-1], 12, 31), on),
        known_on=on,
        plan=plan.pk if plan else None,
    )
    # The whole catalogue of the usual question is computed at night.
    is_usual = not (year or fund or department) and bool(count_scope_of(actor, host_id).hosts)
    filtered = replace(question, codes=() if is_usual else (code,), where=(("fund", (fund,)),) if fund else ())
    if department:
        known = {each.code for each in places_of_kind(ZoneKind.DEPARTMENT)} if territory_editions() else set()
        if department not in known:
            return None
        filtered = replace(filtered, zone=find_zone(f"{ZoneKind.DEPARTMENT}:{department}"))
    answer = answer_question(actor=actor, host_id=host_id, question=filtered).of(code)
    if answer is None or answer.refusal or answer.total.value.state is not ValueState.NUMBER:
        return None
    parts = {"periode": year or "", "fonds": fund, "zone": filtered.zone.key if filtered.zone else ""}
    query = urlencode({name: value for name, value in parts.items() if value})
    url = reverse("figures:indicator", args=[code]) + (f"?{query}" if query else "")
    return QuotedFigure(indicator(code), question, answer.total.value, url)
