"""A card of the list: a training, its towns, and in each town its dates with the places left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from pacte.kernel.actor import Actor
from pacte.kernel.french import format_number, format_short_day, pluralise
from pacte.offer.queries.search import SearchHitRow, search_hit_rows
from pacte.offer.records import Modality, TrainingNature
from pacte.offer.records.funders import REGION, funder_codes, funder_names, public_funders
from pacte.offer.records.search import SearchCard, SearchChoice, SearchTier
from pacte.offer.rules.nature import nature_of
from pacte.offer.rules.search import LEVELS
from pacte.web.pages.search.training_words import LEVEL_WORDS, length_words, seats_words
from pacte.web.searched_for import SearchedFor

# What the training is for, in the words of who comes to it.
_PURPOSES = {
    TrainingNature.LITERACY: "lire, écrire, parler français",
    TrainingNature.BASIC_SKILLS: "savoirs de base",
    TrainingNature.REMOBILISATION: "pour choisir son projet",
    TrainingNature.PREQUALIFYING: "pour essayer un métier",
    TrainingNature.QUALIFYING: "pour apprendre un métier",
    TrainingNature.CERTIFYING: "avec un diplôme ou un titre",
    TrainingNature.UPSKILLING: "pour se perfectionner",
    TrainingNature.ENTERPRISE: "pour créer son entreprise",
}


@dataclass(slots=True)
class NumberedPlaces:
    """Numbers of the places of the list, in order of reading: the map writes the same."""

    numbers: dict[tuple[float, float], int] = field(default_factory=dict)
    towns: dict[tuple[float, float], str] = field(default_factory=dict)

    def number(self, row: SearchHitRow) -> int | None:
        """The number of the place of a session; None for one that no map can show."""
        site = row.line.site or row.action.site
        if site is None or site.latitude is None or site.longitude is None:
            return None
        where = (site.latitude, site.longitude)
        self.towns.setdefault(where, site.town)
        return self.numbers.setdefault(where, len(self.numbers) + 1)


def result_cards(
    actor: Actor, cards: Sequence[SearchCard], places: NumberedPlaces, on: date, person: SearchedFor | None = None
) -> dict[SearchTier, list[dict[str, Any]]]:
    """Cards by tier. Constant number of queries. ``on``: the day from which « commencée » is told. ``person``: for whom
    an adviser searches."""
    hits = [hit for card in cards for choice in card.choices for hit in choice.hits]
    rows = {row.line.session.pk: row for row in search_hit_rows(actor=actor, hits=hits)}
    made: dict[SearchTier, list[dict[str, Any]]] = {SearchTier.MAIN: [], SearchTier.TRY_FIRST: []}
    for card in cards:
        made[card.tier].append(_card(card, rows, places, on))
    if person:
        for card_rows in made.values():
            _carry(card_rows, person)
    return made


def _carry(cards: Sequence[dict[str, Any]], person: SearchedFor) -> None:
    """Keep the person in the links, and add what proposes a date to them."""
    for card in cards:
        card["url"] += person.suffix
        for choice in card["choices"]:
            choice["url"] += person.suffix
            choice["propose_url"] = person.propose_url(choice["triplet"])
            choice["propose_label"] = f"Proposer à {person.name}"
            for date_link in choice["dates"]:
                sheet, _, session = date_link["url"].partition("#")
                date_link["url"] = f"{sheet}{person.suffix}#{session}"


def _card(card: SearchCard, rows: Mapping[int, SearchHitRow], places: NumberedPlaces, on: date) -> dict[str, Any]:
    of_card = [rows[hit.session_id] for choice in card.choices for hit in choice.hits]
    prices = list(dict.fromkeys(_price(row) for row in of_card))
    return {
        "title": of_card[0].training.title,
        "url": _sheet_url(of_card[0]),
        "number": of_card[0].training.number,
        "note": " · ".join(
            part for part in (_purpose(of_card[0]), _lengths(of_card), prices[0] if len(prices) == 1 else "") if part
        ),
        "choices": [_choice(choice, rows, places, on, shows_price=len(prices) > 1) for choice in card.choices],
        "more_places": pluralise(card.total - len(card.choices), "autre lieu", "autres lieux"),
        "more": card.total - len(card.choices),
    }


def _choice(
    choice: SearchChoice, rows: Mapping[int, SearchHitRow], places: NumberedPlaces, on: date, *, shows_price: bool
) -> dict[str, Any]:
    sessions = [rows[hit.session_id] for hit in choice.hits]
    first = sessions[0]
    site = first.line.site or first.action.site
    notes = (first.provider.name, _price(first) if shows_price else "", *_access_notes(first))
    return {
        "number": places.number(first),
        "town": (site.town if site else "") or "lieu non dit",
        "distance": None if first.kilometres is None else f"{format_number(first.kilometres)} km",
        "dates": [_date(row, on) for row in sessions],
        "more": choice.sessions - len(sessions),
        "url": _sheet_url(first),
        "triplet": first.line.triplet,
        "note": " · ".join(note for note in notes if note),
    }


def _sheet_url(row: SearchHitRow) -> str:
    return reverse("search:training", args=[row.training.number])


def _date(row: SearchHitRow, on: date) -> dict[str, Any]:
    return {
        "starts": _starts(row, on),
        "seats": seats_words(row.line.places),
        "is_full": row.line.places.left == 0,
        "url": f"{_sheet_url(row)}#session-{row.line.session.number}",
    }


def _starts(row: SearchHitRow, on: date) -> str:
    starts = row.line.session.starts_on
    if row.line.is_rolling:
        return "toute l’année" if starts is None or starts <= on else f"dès le {format_short_day(starts, on)}"
    return format_short_day(starts, on) if starts else "date à venir"


def _purpose(row: SearchHitRow) -> str:
    training = row.training
    nature = nature_of(
        formacodes=training.formacodes,
        general_objective=training.general_objective,
        is_certifying=training.is_certifying,
    )
    level = LEVEL_WORDS.get(LEVELS.get(training.level_out or 0) or 0, "")
    return f"{_PURPOSES[nature]}{f', {level}' if level else ''}"


def _lengths(rows: Sequence[SearchHitRow]) -> str:
    """« 5 mois », « de 3 à 5 mois », and the hours when all have the same."""
    hours = {row.action.hours_total for row in rows if row.action.hours_total}
    days = sorted(
        (row.line.session.ends_on - row.line.session.starts_on).days
        for row in rows
        if row.line.session.starts_on and row.line.session.ends_on and not row.line.is_rolling
    )
    total = f"{format_number(hours.pop())} h" if len(hours) == 1 else ""
    return ", ".join(part for part in (length_words(days[0], days[-1]) if days else "", total) if part)


def _access_notes(row: SearchHitRow) -> list[str]:
    """How it is taught when not on site, then what the provider says of access."""
    access = row.access
    modality = {Modality.MIXED: "une partie à distance", Modality.REMOTE: "à distance"}.get(
        Modality(row.action.modality)
    )
    notes = [modality or ""]
    if access:
        without_car = "on peut venir sans voiture" if access.reached_without_car else ""
        notes += [
            "permis demandé" if access.licence_required else "",
            access.way or without_car,
            "accessible en fauteuil" if access.wheelchair else "",
        ]
    return notes


def _price(row: SearchHitRow) -> str:
    """Price paid by the person, never the cost."""
    codes = funder_codes(row.action.funders)
    if REGION in codes:
        return "0 € pour vous"
    if paying := public_funders(codes):
        return f"financée par {funder_names(paying)}"
    if row.action.costs_may_be_paid:
        return "prise en charge possible, à demander"
    if row.action.price_total_cents:
        return f"{format_number(row.action.price_total_cents / 100)} € annoncés"
    return "prix non dit"
