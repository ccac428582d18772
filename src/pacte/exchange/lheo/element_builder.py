"""Builds LHÉO 2.3 elements from our columns alone, for data that did not come from a LHÉO file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from lxml.etree import Element, SubElement, _Element

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.ledger_places import apply_ledger_places
from pacte.exchange.lheo.structure import structure

if TYPE_CHECKING:
    from pacte.offer.models import Provider, Session, Site, Training, TrainingAction

_NAMESPACE = structure("2.3").namespace
_NSMAP: Any = {None: _NAMESPACE}
_UNSPECIFIED = "Non précisé"
_NO_ACTIVITY_NUMBER = "99999999999"
_NO_POSTAL_CODE = "00000"
_ALL_PUBLICS = "83056"
_VERSION = "V14"
_MODALITY_OF_UNKNOWN_PATHWAY, _LEVEL_UNKNOWN = "4", "0"
_CERTIFICATION = (
    ("code-RNCP", "rncp"),
    ("code-CERTIFINFO", "certifinfo"),
    ("code-RS", "rs"),
    ("code-CPF", "cpf"),
    ("reference-code-FORMACODE", "formacode"),
)


def training_element(training: Training, actions: Iterable[TrainingAction]) -> _Element:
    top = Element(_qualified_name("formation"), nsmap=_NSMAP)
    top.set("numero", training.number)
    if training.changed_in_source_on:
        top.set("datemaj", f"{training.changed_in_source_on:%Y%m%d}")
    domain = _add(top, "domaine-formation")
    version = training.formacode_version or _VERSION
    _add_codes(domain, "code-FORMACODE", training.formacodes, 5, ref=version)
    _add_codes(domain, "code-NSF", training.nsf_codes, 3)
    _add_codes(domain, "code-ROME", training.rome_codes, 5)
    _add_text(top, "intitule-formation", training.title)
    _add_text(top, "objectif-formation", training.objective)
    _add_text(top, "resultats-attendus", training.expected_results)
    _add_text(top, "contenu-formation", training.content)
    _add_text(top, "certifiante", _flag(training.is_certifying))
    _add_contact(_add(top, "contact-formation"), training.provider)
    _add_text(top, "parcours-de-formation", str(training.pathway or _MODALITY_OF_UNKNOWN_PATHWAY))
    _add_text(top, "code-niveau-entree", str(training.level_in if training.level_in is not None else _LEVEL_UNKNOWN))
    _add_optional(top, "objectif-general-formation", training.general_objective)
    for each in training.certifications[:5]:
        certification = _add(top, "certification")
        for name, key in _CERTIFICATION:
            value = each.get(key)
            _add_optional(
                certification,
                name,
                value if name not in shapes.TEXT_SHAPES or _valid_codes(name, [str(value)]) else None,
            )
    _add_optional(top, "code-niveau-sortie", training.level_out)
    _add_url(top, "url-formation", training.url)
    for action in actions:
        top.append(action_element(training, action))
    _add_responsible_provider(top, training.provider)
    _add_optional(top, "identifiant-module", training.module_reference)
    return top


def action_element(training: Training, action: TrainingAction) -> _Element:
    top = Element(_qualified_name("action"), nsmap=_NSMAP)
    top.set("numero", action.number)
    _add_text(top, "rythme-formation", action.pace)
    publics = _valid_codes("code-public-vise", action.public_codes) or [_ALL_PUBLICS]
    _add_codes(top, "code-public-vise", publics, 10, ref=training.formacode_version or _VERSION)
    _add_optional(top, "info-public-vise", action.public_note)
    _add_text(top, "niveau-entree-obligatoire", _flag(action.level_required))
    _add_text(top, "modalites-alternance", action.alternation)
    _add_text(top, "modalites-enseignement", str(action.modality))
    _add_text(top, "conditions-specifiques", action.prerequisites)
    _add_text(top, "prise-en-charge-frais-possible", _flag(action.costs_may_be_paid))
    if action.site:
        place = _add(top, "lieu-de-formation", tag="principal")
        if action.site.siret:
            _add_text(_add(place, "SIRET-lieu-formation"), "SIRET", action.site.siret)
        coordinates = _add(place, "coordonnees")
        _add_optional(coordinates, "nom", action.site.name[:50])
        _add_address(coordinates, action.site)
    _add_text(top, "modalites-entrees-sorties", str(action.entry_mode))
    _add_url(top, "url-action", action.url)
    for session in action.sessions.all():
        top.append(session_element(action, session))
    for name, value in (
        ("restauration", action.catering),
        ("hebergement", action.lodging),
        ("transport", action.transport),
        ("acces-handicapes", action.accessibility),
    ):
        _add_optional(top, name, value)
    _add_codes(top, "langue-formation", action.languages, 5)
    for name, text in (
        ("modalites-recrutement", action.recruitment),
        ("modalites-pedagogiques", action.pedagogy),
        ("frais-restants", action.costs_left),
        ("prix-horaire-TTC", _euros(action.price_hour_cents)),
        ("prix-total-TTC", _euros(action.price_total_cents)),
        ("duree-indicative", action.duration),
        ("nombre-heures-centre", action.hours_centre),
        ("nombre-heures-entreprise", action.hours_company),
        ("nombre-heures-total", action.hours_total),
        ("detail-conditions-prise-en-charge", action.costs_detail),
        ("conventionnement", None if action.is_contracted is None else _flag(action.is_contracted)),
        ("duree-conventionnee", action.contracted_hours),
    ):
        _add_optional(top, name, text)
    for trainer in action.trainers:
        if trainer.get("siret"):
            who = _add(top, "organisme-formateur")
            _add_text(_add(who, "SIRET-formateur"), "SIRET", trainer["siret"])
            _add_text(who, "raison-sociale-formateur", trainer.get("name", ""))
    for funder in action.funders[:8]:
        who = _add(top, "organisme-financeur")
        _add_text(who, "code-financeur", str(funder.get("code", 0)))
        _add_optional(who, "nb-places-financees", funder.get("places"))
        if funder.get("programme"):
            _add(_add(who, "extras", info="specificites"), "extra", info="programme-financeur").text = funder[
                "programme"
            ]
    apply_ledger_places(top, action)
    return top


def session_element(action: TrainingAction, session: Session) -> _Element:
    top = Element(_qualified_name("session"), nsmap=_NSMAP)
    top.set("numero", session.number)
    raw_period = session.period_as_given
    period = _add(top, "periode")
    _add_text(period, "debut", _day_digits(session.starts_on, raw_period[:8] or "00000000"))
    _add_text(period, "fin", _day_digits(session.ends_on, raw_period[8:16] or "99999999"))
    _add_address(_add(top, "adresse-inscription"), session.site or action.site)
    _add_optional(top, "modalites-inscription", session.enrolment)
    if session.enrol_from or session.enrol_until:
        enrolment = _add(_add(top, "periode-inscription"), "periode")
        _add_text(enrolment, "debut", _day_digits(session.enrol_from, "00000000"))
        _add_text(enrolment, "fin", _day_digits(session.enrol_until, "99999999"))
    _add_optional(top, "etat-recrutement", session.recruitment)
    if session.places_given is not None:
        meeting = _add(top, "recrutement")
        _add_text(meeting, "modalite-recrutement", "0")
        _add_text(meeting, "nb-places", str(session.places_given))
    _add_url(top, "url-session", session.url)
    return top


def _add_responsible_provider(top: _Element, provider: Provider) -> None:
    who = _add(top, "organisme-formation-responsable")
    number = provider.activity_number
    _add_text(who, "numero-activite", number if len(number) == 11 else _NO_ACTIVITY_NUMBER)
    _add_text(_add(who, "SIRET-organisme-formation"), "SIRET", provider.siret)
    _add_text(who, "nom-organisme", provider.name)
    _add_text(who, "raison-sociale", provider.legal_name or provider.name)
    coordinates = _add(_add(who, "coordonnees-organisme"), "coordonnees")
    if provider.postal_code and provider.town:
        address = _add(coordinates, "adresse")
        _add_text(address, "ligne", provider.name[:50])
        _add_text(address, "codepostal", provider.postal_code)
        _add_text(address, "ville", provider.town)
        _add_optional(address, "code-INSEE-commune", provider.commune_code)
    _add_contact_details(coordinates, provider)
    _add_contact(_add(who, "contact-organisme"), provider)


def _add_contact(contact: _Element, provider: Provider) -> None:
    _add_contact_details(_add(contact, "coordonnees"), provider)


def _add_contact_details(coordinates: _Element, provider: Provider) -> None:
    if provider.phone:
        _add_text(_add(coordinates, "telfixe"), "numtel", provider.phone[:25])
    _add_optional(coordinates, "courriel", provider.email)
    if provider.web:
        _add_text(_add(coordinates, "web"), "urlweb", provider.web)


def _add_address(parent: _Element, site: Site | None) -> None:
    address = _add(parent, "adresse")
    lines = [line[:50] for line in site.lines if line][:4] if site else []
    for line in lines or [((site.name if site else "") or _UNSPECIFIED)[:50]]:
        _add_text(address, "ligne", line)
    _add_text(address, "codepostal", site.postal_code if site and len(site.postal_code) == 5 else _NO_POSTAL_CODE)
    _add_text(address, "ville", site.town if site else "")
    _add_optional(address, "code-INSEE-commune", site.commune_code if site else "")
    if site and site.latitude is not None and site.longitude is not None:
        where = _add(address, "geolocalisation")
        _add_text(where, "latitude", f"{site.latitude:.6f}")
        _add_text(where, "longitude", f"{site.longitude:.6f}")


def _add(parent: _Element, name: str, **attributes: str) -> _Element:
    return SubElement(parent, _qualified_name(name), attributes)


def _add_text(parent: _Element, name: str, text: str) -> None:
    """Adds a mandatory text, cut to the maximum of the norm; « non précisé » when it is empty."""
    definition = structure("2.3").elements[name]
    fitting = text[: definition.high] if definition.high else text
    _add(parent, name).text = fitting if fitting.strip() else _UNSPECIFIED


def _add_optional(parent: _Element, name: str, value: object) -> None:
    if value not in (None, ""):
        _add_text(parent, name, str(value))


def _add_codes(parent: _Element, name: str, values: Iterable[str], most: int, **attributes: str) -> None:
    """Adds the codes that are valid in the norm: an invalid one would exclude the whole training from a catalogue."""
    for value in _valid_codes(name, values)[:most]:
        _add(parent, name, **attributes).text = value


def _valid_codes(name: str, values: Iterable[str]) -> list[str]:
    return [value for value in values if re.fullmatch(shapes.TEXT_SHAPES[name], value)]


def _add_url(parent: _Element, name: str, address: str) -> None:
    if len(address) >= 3:
        _add_text(_add(parent, name), "urlweb", address)


def _flag(value: bool) -> str:
    return "1" if value else "0"


def _day_digits(on: date | None, unknown: str) -> str:
    return f"{on:%Y%m%d}" if on else unknown


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}" if cents % 100 else str(cents // 100)


def _qualified_name(local: str) -> str:
    return f"{{{_NAMESPACE}}}{local}"
