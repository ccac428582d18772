"""Builds LHÉO 2.3 elements from our columns alone, for data that did not come from a LHÉO file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from lxml.etree import Element, SubElement, _Element

from pacte.exchange.lheo import shapes
from pacte.exchange.lheo.ledger_told import tell_ledger
from pacte.exchange.lheo.structure import structure

if TYPE_CHECKING:
    from pacte.offer.models import Provider, Session, Site, Training, TrainingAction

_NAMESPACE = structure("2.3").namespace
_NSMAP: Any = {None: _NAMESPACE}
_UNSAID = "Non précisé"
_NO_ACTIVITY_NUMBER = "99999999999"
_NO_POSTAL_CODE = "00000"
_EVERYBODY = "83056"
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
    top = Element(_name("formation"), nsmap=_NSMAP)
    top.set("numero", training.number)
    if training.changed_in_source_on:
        top.set("datemaj", f"{training.changed_in_source_on:%Y%m%d}")
    domain = _add(top, "domaine-formation")
    version = training.formacode_version or _VERSION
    _each(domain, "code-FORMACODE", training.formacodes, 5, ref=version)
    _each(domain, "code-NSF", training.nsf_codes, 3)
    _each(domain, "code-ROME", training.rome_codes, 5)
    _say(top, "intitule-formation", training.title)
    _say(top, "objectif-formation", training.objective)
    _say(top, "resultats-attendus", training.expected_results)
    _say(top, "contenu-formation", training.content)
    _say(top, "certifiante", _yes(training.is_certifying))
    _contact(_add(top, "contact-formation"), training.provider)
    _say(top, "parcours-de-formation", str(training.pathway or _MODALITY_OF_UNKNOWN_PATHWAY))
    _say(top, "code-niveau-entree", str(training.level_in if training.level_in is not None else _LEVEL_UNKNOWN))
    _perhaps(top, "objectif-general-formation", training.general_objective)
    for each in training.certifications[:5]:
        certification = _add(top, "certification")
        for name, key in _CERTIFICATION:
            value = each.get(key)
            _perhaps(certification, name, value if name not in shapes.TEXTS or _fitting(name, [str(value)]) else None)
    _perhaps(top, "code-niveau-sortie", training.level_out)
    _url(top, "url-formation", training.url)
    for action in actions:
        top.append(action_element(training, action))
    _responsible(top, training.provider)
    _perhaps(top, "identifiant-module", training.module_reference)
    return top


def action_element(training: Training, action: TrainingAction) -> _Element:
    top = Element(_name("action"), nsmap=_NSMAP)
    top.set("numero", action.number)
    _say(top, "rythme-formation", action.pace)
    publics = _fitting("code-public-vise", action.public_codes) or [_EVERYBODY]
    _each(top, "code-public-vise", publics, 10, ref=training.formacode_version or _VERSION)
    _perhaps(top, "info-public-vise", action.public_note)
    _say(top, "niveau-entree-obligatoire", _yes(action.level_required))
    _say(top, "modalites-alternance", action.alternation)
    _say(top, "modalites-enseignement", str(action.modality))
    _say(top, "conditions-specifiques", action.prerequisites)
    _say(top, "prise-en-charge-frais-possible", _yes(action.costs_may_be_paid))
    if action.site:
        place = _add(top, "lieu-de-formation", tag="principal")
        if action.site.siret:
            _say(_add(place, "SIRET-lieu-formation"), "SIRET", action.site.siret)
        coordinates = _add(place, "coordonnees")
        _perhaps(coordinates, "nom", action.site.name[:50])
        _address(coordinates, action.site)
    _say(top, "modalites-entrees-sorties", str(action.entry_mode))
    _url(top, "url-action", action.url)
    for session in action.sessions.all():
        top.append(session_element(action, session))
    for name, value in (
        ("restauration", action.catering),
        ("hebergement", action.lodging),
        ("transport", action.transport),
        ("acces-handicapes", action.accessibility),
    ):
        _perhaps(top, name, value)
    _each(top, "langue-formation", action.languages, 5)
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
        ("conventionnement", None if action.is_contracted is None else _yes(action.is_contracted)),
        ("duree-conventionnee", action.contracted_hours),
    ):
        _perhaps(top, name, text)
    for trainer in action.trainers:
        if trainer.get("siret"):
            who = _add(top, "organisme-formateur")
            _say(_add(who, "SIRET-formateur"), "SIRET", trainer["siret"])
            _say(who, "raison-sociale-formateur", trainer.get("name", ""))
    for funder in action.funders[:8]:
        who = _add(top, "organisme-financeur")
        _say(who, "code-financeur", str(funder.get("code", 0)))
        _perhaps(who, "nb-places-financees", funder.get("places"))
        if funder.get("programme"):
            _add(_add(who, "extras", info="specificites"), "extra", info="programme-financeur").text = funder[
                "programme"
            ]
    tell_ledger(top, action)
    return top


def session_element(action: TrainingAction, session: Session) -> _Element:
    top = Element(_name("session"), nsmap=_NSMAP)
    top.set("numero", session.number)
    given = session.period_as_given
    period = _add(top, "periode")
    _say(period, "debut", _day(session.starts_on, given[:8] or "00000000"))
    _say(period, "fin", _day(session.ends_on, given[8:16] or "99999999"))
    _address(_add(top, "adresse-inscription"), session.site or action.site)
    _perhaps(top, "modalites-inscription", session.enrolment)
    if session.enrol_from or session.enrol_until:
        enrolment = _add(_add(top, "periode-inscription"), "periode")
        _say(enrolment, "debut", _day(session.enrol_from, "00000000"))
        _say(enrolment, "fin", _day(session.enrol_until, "99999999"))
    _perhaps(top, "etat-recrutement", session.recruitment)
    if session.places_given is not None:
        meeting = _add(top, "recrutement")
        _say(meeting, "modalite-recrutement", "0")
        _say(meeting, "nb-places", str(session.places_given))
    _url(top, "url-session", session.url)
    return top


def _responsible(top: _Element, provider: Provider) -> None:
    who = _add(top, "organisme-formation-responsable")
    number = provider.activity_number
    _say(who, "numero-activite", number if len(number) == 11 else _NO_ACTIVITY_NUMBER)
    _say(_add(who, "SIRET-organisme-formation"), "SIRET", provider.siret)
    _say(who, "nom-organisme", provider.name)
    _say(who, "raison-sociale", provider.legal_name or provider.name)
    coordinates = _add(_add(who, "coordonnees-organisme"), "coordonnees")
    if provider.postal_code and provider.town:
        address = _add(coordinates, "adresse")
        _say(address, "ligne", provider.name[:50])
        _say(address, "codepostal", provider.postal_code)
        _say(address, "ville", provider.town)
        _perhaps(address, "code-INSEE-commune", provider.commune_code)
    _reach(coordinates, provider)
    _contact(_add(who, "contact-organisme"), provider)


def _contact(contact: _Element, provider: Provider) -> None:
    _reach(_add(contact, "coordonnees"), provider)


def _reach(coordinates: _Element, provider: Provider) -> None:
    if provider.phone:
        _say(_add(coordinates, "telfixe"), "numtel", provider.phone[:25])
    _perhaps(coordinates, "courriel", provider.email)
    if provider.web:
        _say(_add(coordinates, "web"), "urlweb", provider.web)


def _address(parent: _Element, site: Site | None) -> None:
    address = _add(parent, "adresse")
    lines = [line[:50] for line in site.lines if line][:4] if site else []
    for line in lines or [((site.name if site else "") or _UNSAID)[:50]]:
        _say(address, "ligne", line)
    _say(address, "codepostal", site.postal_code if site and len(site.postal_code) == 5 else _NO_POSTAL_CODE)
    _say(address, "ville", site.town if site else "")
    _perhaps(address, "code-INSEE-commune", site.commune_code if site else "")
    if site and site.latitude is not None and site.longitude is not None:
        where = _add(address, "geolocalisation")
        _say(where, "latitude", f"{site.latitude:.6f}")
        _say(where, "longitude", f"{site.longitude:.6f}")


def _add(parent: _Element, name: str, **attributes: str) -> _Element:
    return SubElement(parent, _name(name), attributes)


def _say(parent: _Element, name: str, text: str) -> None:
    """Adds a mandatory text, cut to the maximum of the norm; « non précisé » when it is empty."""
    definition = structure("2.3").elements[name]
    fitting = text[: definition.high] if definition.high else text
    _add(parent, name).text = fitting if fitting.strip() else _UNSAID


def _perhaps(parent: _Element, name: str, value: object) -> None:
    if value not in (None, ""):
        _say(parent, name, str(value))


def _each(parent: _Element, name: str, values: Iterable[str], most: int, **attributes: str) -> None:
    """Adds the codes that are valid in the norm: an invalid one would exclude the whole training from a catalogue."""
    for value in _fitting(name, values)[:most]:
        _add(parent, name, **attributes).text = value


def _fitting(name: str, values: Iterable[str]) -> list[str]:
    return [value for value in values if re.fullmatch(shapes.TEXTS[name], value)]


def _url(parent: _Element, name: str, address: str) -> None:
    if len(address) >= 3:
        _say(_add(parent, name), "urlweb", address)


def _yes(value: bool) -> str:
    return "1" if value else "0"


def _day(on: date | None, unknown: str) -> str:
    return f"{on:%Y%m%d}" if on else unknown


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100}.{cents % 100:02d}" if cents % 100 else str(cents // 100)


def _name(local: str) -> str:
    return f"{{{_NAMESPACE}}}{local}"
