"""How a training is delivered and by whom, as short facts; unknown values are omitted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.kernel.french import format_day, format_number
from pacte.kernel.user_input import parse_iso_day
from pacte.offer.queries.details import TrainingActionDetail
from pacte.offer.records import ENTRY_MODE_LABELS, MODALITY_LABELS, EntryMode, Modality
from pacte.offer.records.funders import REGION, funder_codes, funder_names, public_funders

if TYPE_CHECKING:
    from pacte.offer.models import Provider, TrainingAction

_LICENCE = {True: "demandé", False: "non demandé"}
_WHEELCHAIR = {True: "accessible", False: "pas accessible"}
_MEETINGS = 3


def way(given: TrainingActionDetail, publics: Mapping[str, str], on: date) -> dict[str, Any]:
    """Facts of one training action. ``publics``: code → label."""
    action = given.action
    hours = action.hours_total
    facts = [
        ("Lieu", given.site.town if given.site else ""),
        ("Pour qui", ", ".join(publics[code] for code in action.public_codes if code in publics)),
        ("Rythme", action.pace),
        ("Durée", f"{format_number(hours)} h" + _split(action) if hours else action.duration),
        ("Entrées", ENTRY_MODE_LABELS[EntryMode(action.entry_mode)]),
        ("Réunions d’information", _meetings(action, on)),
        ("Modalité", MODALITY_LABELS[Modality(action.modality)]),
        ("Conditions", action.prerequisites),
        ("Permis", _LICENCE.get(given.access.licence_required, "") if given.access else ""),
        ("Fauteuil", _WHEELCHAIR.get(given.access.wheelchair, "") if given.access else ""),
        ("Comment venir", given.access.way if given.access else action.transport),
        ("Handicap", action.accessibility),
        ("Repas", action.catering),
        ("Hébergement", action.lodging),
        ("Qui paie", funder_names(funder_codes(action.funders))),
        ("Programme", ", ".join(dict.fromkeys(action.programmes))),
        ("Ce que vous payez", _price(action)),
        ("Frais restants", action.costs_left),
    ]
    said_on = f"Mot de l’organisme du {format_day(given.access.said_on)}." if given.access else ""
    lines = [{"label": term, "value": text} for term, text in facts if text]
    return {"facts": lines, "said_on": said_on, "town": given.site.town if given.site else "Lieu non dit"}


def held_by(provider: Provider) -> list[dict[str, str]]:
    """The provider: contact details, and the identifiers used by files and contracts."""
    until = f", jusqu’au {format_day(provider.quality_mark_until)}" if provider.quality_mark_until else ""
    facts = [
        ("Organisme", provider.name),
        ("Téléphone", provider.phone),
        ("Courriel", provider.email),
        ("Certification qualité", f"{provider.quality_mark}{until}" if provider.quality_mark else ""),
        ("SIRET", provider.siret),
        ("Déclaration d’activité", provider.activity_number),
    ]
    return [{"label": term, "value": text} for term, text in facts if text]


def _meetings(action: TrainingAction, on: date) -> str:
    """Upcoming information meetings and their town; partial dates of the file are ignored."""
    days = sorted(found for found in map(_whole_day, action.information_dates) if found and found >= on)
    if not days:
        return ""
    place = action.information_place if isinstance(action.information_place, dict) else {}
    town = str(place.get("town") or "")
    said = ", ".join(format_day(each) for each in days[:_MEETINGS])
    return f"{said}, à {town}" if town else said


def _whole_day(text: str) -> date | None:
    try:
        return parse_iso_day(text)
    except ValueError:
        return None


def _split(action: TrainingAction) -> str:
    if not action.hours_company:
        return ""
    return f", dont {format_number(action.hours_company)} h en entreprise"


def _price(action: TrainingAction) -> str:
    codes = funder_codes(action.funders)
    if REGION in codes:
        return "0 €, la Région paie"
    if public_funders(codes) and not action.price_total_cents:
        return "formation financée : demandez à l’organisme ce qui reste à payer"
    if action.price_total_cents:
        return f"{format_number(action.price_total_cents / 100)} € annoncés" + (
            ", prise en charge possible" if action.costs_may_be_paid else ""
        )
    return "prise en charge possible, à demander" if action.costs_may_be_paid else ""
