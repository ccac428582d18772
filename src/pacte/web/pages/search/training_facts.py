"""Facts of a sheet: when and where, what is needed, money, and what professionals look for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pacte.kernel.french import format_day, format_number
from pacte.offer.queries.details import SessionSummary, TrainingActionDetail, TrainingDetail
from pacte.offer.records import ENTRY_MODE_LABELS, MODALITY_LABELS, EntryMode, Modality
from pacte.offer.records.funders import REGION, funder_codes, funder_names, public_funders
from pacte.web.pages.search.training_words import seats_words
from pacte.web.session_display import module_text, session_url

if TYPE_CHECKING:
    from pacte.offer.models import Provider, Site, TrainingAction

_LICENCE: dict[bool | None, str] = {True: "demandé", False: "non demandé"}
_WHEELCHAIR: dict[bool | None, str] = {True: "accessible", False: "pas accessible"}
_PROGRAMME_PUBLICS = frozenset({"81031"})  # Formacode: « public plan investissement compétences »
_NOTHING_ASKED = frozenset({"aucun", "aucune", "néant", "sans", "non", "aucun prérequis"})
# Code du travail, articles L. 6341-1 and following, L. 5411-7: who is paid during a training that the Region buys.
_PAID_WHILE_TRAINING = (
    "Vous touchez le chômage : il peut continuer pendant la formation.",
    "Vous n’avez pas le chômage : la Région peut vous payer chaque mois.",
    "Trajet, repas, logement : une aide est possible. Demandez avant de commencer.",
)


def open_actions(detail: TrainingDetail, on: date) -> list[TrainingActionDetail]:
    """Training actions open to entry; else, the first one."""
    still_open = [each for each in detail.actions if any(summary.is_to_come(on) for summary in each.sessions)]
    return still_open or list(detail.actions[:1])


def place_facts(detail: TrainingActionDetail, on: date) -> dict[str, Any]:
    """One place: its dates, hours, address, and the way there as the provider says it."""
    action = detail.action
    company_hours = f", dont {format_number(action.hours_company)} h en entreprise" if action.hours_company else ""
    duration = f"{format_number(action.hours_total)} h{company_hours}" if action.hours_total else action.duration
    return {
        "town": detail.site.town if detail.site else "Lieu non dit",
        "sessions": [_session_line(each, on) for each in detail.sessions if each.is_to_come(on)],
        "facts": known_facts(
            [
                ("Durée", duration),
                ("Horaires", action.pace),
                ("Comment", "" if action.modality == Modality.ON_SITE else MODALITY_LABELS[Modality(action.modality)]),
                ("Adresse", _address(detail.site)),
                ("Y aller", detail.access.way if detail.access else action.transport),
                ("Repas", action.catering),
                ("Hébergement", action.lodging),
            ]
        ),
        "map_url": _map_url(detail.site),
        "said_on": f"Mot de l’organisme du {format_day(detail.access.said_on)}." if detail.access else "",
    }


def _session_line(summary: SessionSummary, on: date) -> dict[str, Any]:
    session = summary.session
    starts, ends = session.starts_on, session.ends_on
    dates = f"le {format_day(starts)}" if starts else "date à venir"
    if summary.is_rolling:
        dates = "toute l’année" if starts is None or starts <= on else f"à partir du {format_day(starts)}"
    elif starts and ends:
        dates = f"du {format_day(starts)} au {format_day(ends)}"
    return {
        "number": session.number,
        "dates": f"{dates}, {module_text(summary.module)}" if summary.module else dates,
        "seats": seats_words(summary.places, with_opened=True),
        "url": session_url(summary.triplet),
        "triplet": summary.triplet,
    }


def _address(site: Site | None) -> str:
    if site is None:
        return ""
    town = f"{site.postal_code} {site.town}".strip()
    return ", ".join(part for part in (site.name, *site.lines, town) if part)


def _map_url(site: Site | None) -> str:
    """A public map of the place; "" when it is not known."""
    if site is None or site.latitude is None or site.longitude is None:
        return ""
    where = f"{site.latitude:.5f}/{site.longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={site.latitude:.5f}&mlon={site.longitude:.5f}#map=17/{where}"


def needed_facts(detail: TrainingActionDetail, publics: Mapping[str, str]) -> list[dict[str, str]]:
    """What is asked of the person. ``publics``: code → label."""
    action, access = detail.action, detail.access
    prerequisites = action.prerequisites.strip()
    if prerequisites.casefold().rstrip(".") in _NOTHING_ASKED:
        prerequisites = "rien de particulier"
    return known_facts(
        [
            ("Pour qui", ", ".join(label for code, label in publics.items() if code in _personal_publics(action))),
            ("Savoir", prerequisites),
            ("Permis", _LICENCE.get(access.licence_required, "") if access else ""),
            ("Fauteuil", _WHEELCHAIR.get(access.wheelchair, "") if access else ""),
            ("Handicap", action.accessibility),
        ]
    )


def _personal_publics(action: TrainingAction) -> set[str]:
    """Publics that say something to the person: not the programme that pays."""
    return set(action.public_codes) - _PROGRAMME_PUBLICS


def money_facts(action: TrainingAction) -> dict[str, Any]:
    """``price``: what one pays, in large; ``said``: who pays; ``paid``: what one may receive, when the Region buys."""
    codes, total = funder_codes(action.funders), action.price_total_cents
    if REGION in codes:
        return {
            "price": "0 €",
            "said": "La Région paie la formation. Vous n’avancez rien.",
            "left": action.costs_left,
            "paid": _PAID_WHILE_TRAINING,
        }
    sentence = (
        "Demandez à l’organisme ce qui reste à payer." if public_funders(codes) else "Prix non dit : demandez-le."
    )
    if action.costs_may_be_paid:
        sentence = "Une prise en charge est possible : demandez-la."
    return {
        "price": f"{format_number(total / 100)} €" if total else "",
        "said": sentence,
        "left": action.costs_left,
        "paid": (),
    }


def professional_facts(detail: TrainingActionDetail) -> list[dict[str, str]]:
    """What an adviser or a buyer looks for."""
    action = detail.action
    return known_facts(
        [
            ("Entrées", ENTRY_MODE_LABELS[EntryMode(action.entry_mode)]),
            ("Modalité", MODALITY_LABELS[Modality(action.modality)]),
            ("Qui paie", funder_names(funder_codes(action.funders))),
            ("Programme", ", ".join(dict.fromkeys(action.programmes))),
            *(
                (f"Triplet InterCarif, {format_day(each.session.starts_on) if each.session.starts_on else 'sans date'}",
                 f"{each.triplet.training} / {each.triplet.training_action} / {each.triplet.session}")
                for each in detail.sessions
            ),
        ]
    )  # fmt: skip


def provider_facts(provider: Provider) -> list[dict[str, str]]:
    """The identifiers of the provider that files and contracts use."""
    until = f", jusqu’au {format_day(provider.quality_mark_until)}" if provider.quality_mark_until else ""
    return known_facts(
        [
            ("Organisme", provider.name),
            ("Certification qualité", f"{provider.quality_mark}{until}" if provider.quality_mark else ""),
            ("SIRET", provider.siret),
            ("Déclaration d’activité", provider.activity_number),
        ]
    )


def known_facts(facts: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    """Parameter of the component ``facts``, without those that are not known."""
    return [{"label": label, "value": value} for label, value in facts if value]
