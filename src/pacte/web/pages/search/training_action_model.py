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
_MAX_MEETINGS = 3


def training_action_facts(detail: TrainingActionDetail, publics: Mapping[str, str], on: date) -> dict[str, Any]:
    """Facts of one training action. ``publics``: code → label."""
    action = detail.action
    hours = action.hours_total
    facts = [
        ("Lieu", detail.site.town if detail.site else ""),
        ("Pour qui", ", ".join(publics[code] for code in action.public_codes if code in publics)),
        ("Rythme", action.pace),
        ("Durée", f"{format_number(hours)} h" + _company_hours_note(action) if hours else action.duration),
        ("Entrées", ENTRY_MODE_LABELS[EntryMode(action.entry_mode)]),
        ("Réunions d’information", _information_meetings(action, on)),
        ("Modalité", MODALITY_LABELS[Modality(action.modality)]),
        ("Conditions", action.prerequisites),
        ("Permis", _LICENCE.get(detail.access.licence_required, "") if detail.access else ""),
        ("Fauteuil", _WHEELCHAIR.get(detail.access.wheelchair, "") if detail.access else ""),
        ("Comment venir", detail.access.way if detail.access else action.transport),
        ("Handicap", action.accessibility),
        ("Repas", action.catering),
        ("Hébergement", action.lodging),
        ("Qui paie", funder_names(funder_codes(action.funders))),
        ("Programme", ", ".join(dict.fromkeys(action.programmes))),
        ("Ce que vous payez", _price(action)),
        ("Frais restants", action.costs_left),
    ]
    said_on = f"Mot de l’organisme du {format_day(detail.access.said_on)}." if detail.access else ""
    fact_rows = [{"label": term, "value": text} for term, text in facts if text]
    return {"facts": fact_rows, "said_on": said_on, "town": detail.site.town if detail.site else "Lieu non dit"}


def provider_facts(provider: Provider) -> list[dict[str, str]]:
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


def _information_meetings(action: TrainingAction, on: date) -> str:
    """Upcoming information meetings and their town; partial dates of the file are ignored."""
    days = sorted(
        meeting_day for meeting_day in map(_full_day, action.information_dates) if meeting_day and meeting_day >= on
    )
    if not days:
        return ""
    place = action.information_place if isinstance(action.information_place, dict) else {}
    town = str(place.get("town") or "")
    days_text = ", ".join(format_day(each) for each in days[:_MAX_MEETINGS])
    return f"{days_text}, à {town}" if town else days_text


def _full_day(text: str) -> date | None:
    try:
        return parse_iso_day(text)
    except ValueError:
        return None


def _company_hours_note(action: TrainingAction) -> str:
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
