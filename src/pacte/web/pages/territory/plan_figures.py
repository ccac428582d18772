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

INDICATOR_CODES = (
    "entries_by_residence", "entries_by_session", "low_qualified_entries", "places_bought", "places_taken",
    "fill_of_places_bought",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TerritoryFigureRow:
    label: str
    text: str
    value: str
    note: str


@dataclass(frozen=True, slots=True)
class TerritoryFigures:
    """``note`` gives the period, or why there is nothing to show."""

    rows: tuple[TerritoryFigureRow, ...]
    note: str


def territory_figures(*, actor: Actor, host_id: int, profile: ZoneProfile) -> TerritoryFigures:
    """Small counts stay suppressed for users who may not see them, as everywhere."""
    plan = main_plan(actor=actor)
    if plan is None:
        return TerritoryFigures((), "Aucun plan n’est en vigueur.")
    if not may(actor, "indicators.ask", host_id):
        return TerritoryFigures((), "Les entrées et les places par territoire se lisent avec un compte du pacte.")
    first, last = date(plan.first_year, 1, 1), min(date(plan.last_year, 12, 31), profile.known_on)
    if last < first:
        return TerritoryFigures((), "Le plan n’a pas commencé.")
    question = IndicatorQuestion(
        first=first,
        last=last,
        known_on=profile.known_on,
        codes=INDICATOR_CODES,
        zone=find_zone(f"{profile.kind}:{profile.code}"),
    )
    try:
        answers = answer_document(actor=actor, host_id=host_id, question=question).answers
    except Conflict:
        return TerritoryFigures((), "Les faits du plan ne sont pas encore calculés : ./pacte facts refresh.")
    return TerritoryFigures(
        tuple(_figure_row(each) for each in answers), f"Du {format_day(first)} au {format_day(last)}, faits du pacte."
    )


def _figure_row(indicator_answer: IndicatorAnswer) -> TerritoryFigureRow:
    definition = indicator(indicator_answer.code)
    value = indicator_answer.total.value
    if indicator_answer.refusal:
        return TerritoryFigureRow(definition.label, "sans objet", "", indicator_answer.refusal)
    text = measured_value_text(value, definition.unit_word) or STATE_LABELS[value.state]
    exact = f"{float(value.number):g}" if value.state is ValueState.NUMBER and value.number is not None else ""
    return TerritoryFigureRow(definition.label, text, exact, definition.source)
