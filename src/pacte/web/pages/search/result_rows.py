"""One search result, as four short columns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries.search import SearchHitRow
from pacte.offer.records import MODALITY_LABELS, NATURE_LABELS, Modality
from pacte.offer.records.funders import REGION, funder_codes, funder_names, public_funders
from pacte.offer.rules.nature import nature_of
from pacte.offer.rules.search import LEVELS

_MONTH = 30.4


@dataclass(frozen=True, slots=True)
class SearchResultRow:
    rank: int
    title: str
    url: str
    kind: str
    provider: str
    access: str
    distance: str
    where: str
    starts: str
    length: str
    seats: str
    seats_note: str
    price: str
    price_note: str


def search_result_row(hit: SearchHitRow, rank: int, on: date) -> SearchResultRow:
    """``on``: the day from which « commencée » is shown."""
    session, action, training = hit.line.session, hit.action, hit.training
    site = hit.line.site or action.site
    town = site.town if site else ""
    seats, seats_note = _seats(hit)
    price, price_note = _price(hit)
    return SearchResultRow(
        rank=rank,
        title=training.title,
        url=reverse("search:training", args=[training.number]),
        kind=_kind(hit),
        provider=f"{hit.provider.name}, {town}" if town else hit.provider.name,
        access=_access_text(hit),
        distance=f"{format_number(hit.kilometres)} km" if hit.kilometres is not None else town or "lieu non dit",
        where="à vol d’oiseau" if hit.kilometres is not None else "",
        starts=_starts(hit, on),
        length=_length(session.starts_on, session.ends_on, action.hours_total, is_rolling=hit.line.is_rolling),
        seats=seats,
        seats_note=seats_note,
        price=price,
        price_note=price_note,
    )


def _kind(hit: SearchHitRow) -> str:
    training = hit.training
    nature = nature_of(
        formacodes=training.formacodes,
        general_objective=training.general_objective,
        is_certifying=training.is_certifying,
    )
    parts = [NATURE_LABELS[nature].capitalize()]
    level = LEVELS.get(training.level_out or 0)
    if level:
        parts.append(f"niveau {level}")
    code = next((each.get("rncp") for each in training.certifications if each.get("rncp")), "")
    if code:
        parts.append(f"RNCP{str(code).upper().removeprefix('RNCP')}")
    return " · ".join(parts)


def _access_text(hit: SearchHitRow) -> str:
    """Access information from the provider, with its date; and the modality when it is not on site."""
    parts = []
    if hit.action.modality != Modality.ON_SITE:
        parts.append(MODALITY_LABELS[Modality(hit.action.modality)].capitalize() + ".")
    if hit.access:
        details = [
            "permis demandé" if hit.access.licence_required else "",
            f"« {hit.access.way} »"
            if hit.access.way
            else "on peut venir sans voiture"
            if hit.access.reached_without_car
            else "",
            "accessible en fauteuil" if hit.access.wheelchair else "",
        ]
        details_text = ", ".join(each for each in details if each)
        if details_text:
            parts.append(f"{details_text.capitalize()}, mot de l’organisme du {format_day(hit.access.said_on)}.")
    return " ".join(parts)


def _starts(hit: SearchHitRow, on: date) -> str:
    starts = hit.line.session.starts_on
    if hit.line.is_rolling:
        return "toute l’année" if starts is None or starts <= on else f"à partir du {format_day(starts)}"
    return format_day(starts) if starts else "date à venir"


def _length(starts: date | None, ends: date | None, hours: int | None, *, is_rolling: bool) -> str:
    parts = []
    if starts and ends and not is_rolling:
        months = (ends - starts).days / _MONTH
        parts.append(
            pluralise(round(months), "mois", "mois")
            if months >= 1.5
            else pluralise(max(1, (ends - starts).days // 7), "semaine")
        )
    if hours:
        parts.append(f"{format_number(hours)} h")
    return ", ".join(parts)


def _seats(hit: SearchHitRow) -> tuple[str, str]:
    places = hit.line.places
    if places.left is None:
        return "places non dites", ""
    if places.left == 0:
        return "complet", f"{format_number(places.waiting)} en attente" if places.waiting else "liste d’attente"
    note = f"sur {format_number(places.opened)} ouvertes" if places.opened else ""
    return pluralise(places.left, "place"), note


def _price(hit: SearchHitRow) -> tuple[str, str]:
    """Price paid by the person, never the cost."""
    codes = funder_codes(hit.action.funders)
    if REGION in codes:
        return "0 €", "payé par la Région"
    if paying := public_funders(codes):
        return "financée", f"par {funder_names(paying)}"
    if hit.action.costs_may_be_paid:
        return "prise en charge", "possible, à demander"
    if hit.action.price_total_cents:
        return f"{format_number(hit.action.price_total_cents / 100)} €", "prix annoncé"
    return "prix non dit", ""
