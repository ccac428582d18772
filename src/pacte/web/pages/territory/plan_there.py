"""Figures of the plan in a territory: entries, places and amounts over the years of the plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.indicators.permissions import may
from pacte.indicators.queries import answer_document, find_zone, indicator
from pacte.indicators.records import STATE_LABELS, IndicatorAnswer, IndicatorQuestion, ValueState
from pacte.indicators.rules.evidence import measured_value_text
from pacte.kernel.errors import Conflict
from pacte.kernel.french import format_day
from pacte.plan.queries import main_plan

if TYPE_CHECKING:
    from pacte.indicators.records.profile import ZoneProfile
    from pacte.kernel.actor import Actor

CODES = (
    "entries_by_residence", "entries_by_session", "low_qualified_entries", "places_bought", "places_taken",
    "fill_of_places_bought",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LineThere:
    label: str
    told: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class PlanThere:
    """``note`` gives the period, or why there is nothing to show."""

    lines: tuple[LineThere, ...]
    note: str


def plan_there(*, actor: Actor, host_id: int, profile: ZoneProfile) -> PlanThere:
    """Small counts stay suppressed for users who may not see them, as everywhere."""
    plan = main_plan(actor=actor)
    if plan is None:
        return PlanThere((), "Aucun plan n’est en vigueur.")
    if not may(actor, "indicators.ask", host_id):
        return PlanThere((), "Les entrées et les places par territoire se lisent avec un compte du pacte.")
    first, last = date(plan.first_year, 1, 1), min(date(plan.last_year, 12, 31), profile.known_on)
    if last < first:
        return PlanThere((), "Le plan n’a pas commencé.")
    question = IndicatorQuestion(
        first=first,
        last=last,
        known_on=profile.known_on,
        codes=CODES,
        zone=find_zone(f"{profile.kind}:{profile.code}"),
    )
    try:
        found = answer_document(actor=actor, host_id=host_id, question=question).answers
    except Conflict:
        return PlanThere((), "Les faits du plan ne sont pas encore calculés : ./pacte facts refresh.")
    return PlanThere(
        tuple(_line(each) for each in found), f"Du {format_day(first)} au {format_day(last)}, faits du pacte."
    )


def _line(found: IndicatorAnswer) -> LineThere:
    sheet = indicator(found.code)
    value = found.total.value
    if found.refusal:
        return LineThere(sheet.label, "sans objet", "", found.refusal)
    told = measured_value_text(value, sheet.unit_word) or STATE_LABELS[value.state]
    exact = f"{float(value.number):g}" if value.state is ValueState.NUMBER and value.number is not None else ""
    return LineThere(sheet.label, told, exact, sheet.source)
