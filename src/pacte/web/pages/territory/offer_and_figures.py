"""What the plan and the offer do in a territory, as blocks of its page and of its PDF: figures, next sessions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.indicators.permissions import may
from pacte.indicators.queries import answer_document, find_zone, indicator
from pacte.indicators.records import STATE_LABELS, IndicatorAnswer, IndicatorQuestion
from pacte.indicators.rules.evidence import measured_value_text
from pacte.indicators.rules.profile_blocks import ProfileBlock, ProfileCell
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import apply_french_spacing, format_day, format_number, pluralise
from pacte.offer.queries.territory import TerritorySession, territory_offer
from pacte.plan.queries import main_plan

if TYPE_CHECKING:
    from pacte.indicators.records.profile import ZoneProfile
    from pacte.kernel.actor import Actor

_INDICATOR_CODES = (
    "entries_by_residence", "entries_by_session", "low_qualified_entries", "places_bought", "places_taken",
    "fill_of_places_bought",
)  # fmt: skip
_MAX_SESSIONS = 10
_COLUMNS = (("Formation", False), ("Où", False), ("Début", False), ("Places libres", True))


def territory_figures(*, actor: Actor, host_id: int, profile: ZoneProfile) -> ProfileBlock:
    """Entries and places over the years of the plan. The sentence gives the period, or why there is nothing to show.

    Small counts stay suppressed for users who may not see them, as everywhere.
    """
    plan = main_plan(actor=actor)
    if plan is None:
        return _figures_block("Aucun plan n’est en vigueur.")
    if not may(actor, "indicators.ask", host_id):
        return _figures_block("Les entrées et les places par territoire se lisent avec un compte du pacte.")
    first, last = date(plan.first_year, 1, 1), min(date(plan.last_year, 12, 31), profile.known_on)
    if last < first:
        return _figures_block("Le plan n’a pas commencé.")
    question = IndicatorQuestion(
        first=first,
        last=last,
        known_on=profile.known_on,
        codes=_INDICATOR_CODES,
        zone=find_zone(f"{profile.kind}:{profile.code}"),
    )
    try:
        answers = answer_document(actor=actor, host_id=host_id, question=question).answers
    except Conflict:
        return _figures_block("Les faits du plan ne sont pas encore calculés : ./pacte facts refresh.")
    rows = tuple(_figure_row(each) for each in answers)
    return _figures_block(f"Du {format_day(first)} au {format_day(last)}, faits du pacte.", rows)


def _figures_block(sentence: str, rows: tuple[tuple[ProfileCell, ...], ...] = ()) -> ProfileBlock:
    columns = (("Ce qui est compté", False), ("Valeur", True), ("Source", False))
    return ProfileBlock("plan-ici", "Le plan dans ce territoire", sentence, columns, rows, ())


def _figure_row(answer: IndicatorAnswer) -> tuple[ProfileCell, ...]:
    definition, value = indicator(answer.code), answer.total.value
    if answer.refusal:
        return ProfileCell(definition.label), ProfileCell("sans objet"), ProfileCell(answer.refusal)
    text = measured_value_text(value, definition.unit_word) or STATE_LABELS[value.state]
    exact = "" if value.number is None else f"{float(value.number):g}"
    return ProfileCell(definition.label), ProfileCell(text, value=exact), ProfileCell(definition.source)


def upcoming_sessions_block(*, actor: Actor, profile: ZoneProfile) -> ProfileBlock | None:
    """Returns None for a past day: which sessions were open then is not recorded."""
    if profile.known_on < today():
        return None
    communes = profile.territory.communes | profile.territory.former_communes
    offer = territory_offer(actor=actor, communes=communes, on=profile.known_on, limit=_MAX_SESSIONS)
    counts = f"{pluralise(offer.sessions, 'session')} de {pluralise(offer.trainings, 'formation')}"
    sentence = f"{counts} où l’on peut encore entrer."
    sentence = sentence if offer.sessions else "Aucune session où l’on puisse encore entrer ici."
    more = f" Les {format_number(len(offer.first))} premières :" if offer.sessions > len(offer.first) else ""
    return ProfileBlock(
        "sessions",
        "Que peut-on suivre ici ?",
        apply_french_spacing(sentence + more),
        _COLUMNS,
        tuple(_session_row(each) for each in offer.first),
        ("Offre publiée des organismes de formation.",),
    )


def _session_row(each: TerritorySession) -> tuple[ProfileCell, ...]:
    starts = "entrées toute l’année" if each.is_rolling else format_day(each.starts_on) if each.starts_on else "non dit"
    return (
        ProfileCell(each.title, note=each.provider, url=reverse("search:training", args=[each.number])),
        ProfileCell(each.town or "lieu non dit"),
        ProfileCell(starts, value=each.starts_on.isoformat() if each.starts_on and not each.is_rolling else ""),
        ProfileCell("non dit") if each.left is None else ProfileCell(format_number(each.left), value=str(each.left)),
    )
