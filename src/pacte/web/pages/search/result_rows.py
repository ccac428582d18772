"""One search result, as four short columns."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from pacte.kernel.french import format_day, format_number, pluralise
from pacte.offer.queries.search import SearchHitRow
from pacte.offer.records import MODALITY_LABELS, NATURE_LABELS, Modality
from pacte.offer.records.funders import REGION, funder_codes, funder_names, public_funders
from pacte.offer.rules.nature import nature_of
from pacte.offer.rules.search import LEVELS

_MONTH = 30.4


def search_result_row(hit: SearchHitRow, rank: int, on: date) -> dict[str, object]:
    """``on``: the day from which « commencée » is shown."""
    site, is_near = hit.line.site or hit.action.site, hit.kilometres is not None
    town = site.town if site else ""
    (seats, seats_note), (price, price_note) = _seats(hit), _price(hit)
    return {
        "rank": rank,
        "title": hit.training.title,
        "url": reverse("search:training", args=[hit.training.number]),
        "kind": _kind(hit),
        "provider": f"{hit.provider.name}, {town}" if town else hit.provider.name,
        "access": _access_text(hit),
        "distance": f"{format_number(hit.kilometres or 0)} km" if is_near else town or "lieu non dit",
        "where": "à vol d’oiseau" if is_near else "",
        "starts": _starts(hit, on),
        "length": _length(hit),
        "seats": seats,
        "seats_note": seats_note,
        "price": price,
        "price_note": price_note,
    }


def _kind(hit: SearchHitRow) -> str:
    training = hit.training
    nature = nature_of(
        formacodes=training.formacodes,
        general_objective=training.general_objective,
        is_certifying=training.is_certifying,
    )
    level = LEVELS.get(training.level_out or 0)
    code = next((each["rncp"] for each in training.certifications if each.get("rncp")), "")
    parts = [
        NATURE_LABELS[nature].capitalize(),
        f"niveau {level}" if level else "",
        f"RNCP{str(code).upper().removeprefix('RNCP')}" if code else "",
    ]
    return " · ".join(part for part in parts if part)


def _access_text(hit: SearchHitRow) -> str:
    """Access information from the provider, with its date; and the modality when it is not on site."""
    modality, access = hit.action.modality, hit.access
    parts = [] if modality == Modality.ON_SITE else [f"{MODALITY_LABELS[Modality(modality)].capitalize()}."]
    if access:
        without_car = "on peut venir sans voiture" if access.reached_without_car else ""
        details = (
            "permis demandé" if access.licence_required else "",
            f"« {access.way} »" if access.way else without_car,
            "accessible en fauteuil" if access.wheelchair else "",
        )
        if text := ", ".join(each for each in details if each).capitalize():
            parts.append(f"{text}, mot de l’organisme du {format_day(access.said_on)}.")
    return " ".join(parts)


def _starts(hit: SearchHitRow, on: date) -> str:
    starts = hit.line.session.starts_on
    if hit.line.is_rolling:
        return "toute l’année" if starts is None or starts <= on else f"à partir du {format_day(starts)}"
    return format_day(starts) if starts else "date à venir"


def _length(hit: SearchHitRow) -> str:
    starts, ends, hours = hit.line.session.starts_on, hit.line.session.ends_on, hit.action.hours_total
    span = ""
    if starts and ends and not hit.line.is_rolling:
        days = (ends - starts).days
        weeks = pluralise(max(1, days // 7), "semaine")
        span = pluralise(round(days / _MONTH), "mois", "mois") if days / _MONTH >= 1.5 else weeks
    return ", ".join(part for part in (span, f"{format_number(hours)} h" if hours else "") if part)


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
