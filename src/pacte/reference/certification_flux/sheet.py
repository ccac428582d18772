"""Parses one certification record. Invalid values are skipped; without number, title or status it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pacte.reference.certification_flux.tree import Node
from pacte.reference.certification_levels import active_of, level_of
from pacte.reference.codes import BLOCK_CODE, FORMACODE, NSF_CODE_OR_DOMAIN, ROME_CODE, SIRET, certification_code
from pacte.reference.releases import french_day

T = TypeVar("T")
_TEXTS = {
    "ACTIVITES_VISEES": "activities",
    "CAPACITES_ATTESTEES": "abilities",
    "SECTEURS_ACTIVITE": "sectors",
    "TYPE_EMPLOI_ACCESSIBLES": "jobs",
    "OBJECTIFS_CONTEXTE": "purpose",
    "PREREQUIS_ENTREE_FORMATION": "prerequisites",
    "PREREQUIS_VALIDATION_CERTIFICATION": "validation_prerequisites",
    "REGLEMENTATIONS_ACTIVITES": "regulation",
}
_ROUTES = ("FI", "CA", "FC", "CQ", "CL", "VAE")
_DAYS = {
    "decided_on": "DATE_DECISION",
    "effective_on": "DATE_EFFET",
    "ends_on": "DATE_FIN_ENREGISTREMENT",
    "delivery_ends_on": "DATE_LIMITE_DELIVRANCE",
    "published_on": "DATE_DE_PUBLICATION",
}


class BadSheet(Exception):
    """A record that cannot be stored: its line, the element, and the reason in French."""

    def __init__(self, line: int, column: str, message: str) -> None:
        self.line, self.column, self.message = line, column, message
        super().__init__(message)


@dataclass(slots=True)
class Reading:
    """Values of a record, and the values that were skipped."""

    facts: dict[str, Any]
    left_out: list[tuple[int, str, str]] = field(default_factory=list)


def read_sheet(node: Node) -> Reading:
    """Return the values under the names of ``CertificationRow``, ready for JSON. Raise ``InvalidRecord``."""
    written = node.value("NUMERO_FICHE")
    code = certification_code(written)
    if code is None or written.isdigit():
        raise BadSheet(node.line, "NUMERO_FICHE", f"«\u202f{written[:40]}\u202f» n’est pas un numéro de fiche.")
    title = _spaced(node.value("INTITULE"))
    if not title:
        raise BadSheet(node.line, "INTITULE", f"{code}\u202f: l’intitulé manque.")
    reading = Reading({"code": code, "title": title})
    facts, abridged, europe = reading.facts, node.child("ABREGE"), node.child("NOMENCLATURE_EUROPE")
    if europe:
        facts["level"] = _value(reading, europe.child("NIVEAU"), level_of, "un niveau connu")
    facts |= {
        "is_active": _active(node, code),
        "short_name": abridged.value("CODE") if abridged else "",
        "type_label": abridged.value("LIBELLE") if abridged else "",
        "state": node.value("ETAT_FICHE")[:60],
        "registration_kind": node.value("TYPE_ENREGISTREMENT")[:60],
        "url": node.value("LIEN_URL_DESCRIPTION"),
        "routes": [each for each in _ROUTES if _is_open(node.child(f"SI_JURY_{each}"))],
        "texts": {name: text for element, name in _TEXTS.items() if (text := node.value(element))},
        "certifiers": list(_certifiers(node)),
        "blocks": list(_blocks(reading, node)),
        "rome_codes": _codes(reading, node, "CODES_ROME", "ROME", ROME_CODE),
        "nsf_codes": _codes(reading, node, "CODES_NSF", "NSF", NSF_CODE_OR_DOMAIN),
        "formacodes": _codes(reading, node, "FORMACODES", "FORMACODE", FORMACODE),
        "successors": _sheets(reading, node, "NOUVELLE"),
        "predecessors": _sheets(reading, node, "ANCIENNE"),
    }
    for name, element in _DAYS.items():
        facts[name] = _iso(_value(reading, node.child(element), french_day, "un jour (JJ/MM/AAAA)"))
    partners = node.child("PARTENAIRES")
    facts["partner_count"] = partners.counted if partners else 0
    return reading


def _active(node: Node, code: str) -> bool:
    """Return the status that all checks depend on. Raise ``InvalidRecord`` when the record does not give it."""
    found = node.child("ACTIF")
    try:
        told = active_of(found.text) if found else None
    except ValueError:
        told = None
    if told is None:
        line = found.line if found else node.line
        raise BadSheet(line, "ACTIF", f"{code}\u202f: ACTIF doit être Oui ou Non.")
    return told


def _value(reading: Reading, node: Node | None, parse: Callable[[str], T], expected: str) -> T | None:
    if node is None:
        return None
    try:
        return parse(node.text)
    except ValueError:
        _leave_out(reading, node, expected)
        return None


def _leave_out(reading: Reading, node: Node, expected: str) -> None:
    code = reading.facts["code"]
    message = f"{code}\u202f: «\u202f{node.text[:40]}\u202f» n’est pas {expected}."
    reading.left_out.append((node.line, node.name, message))


def _codes(reading: Reading, sheet: Node, group: str, name: str, shape: re.Pattern[str]) -> list[str]:
    codes: list[str] = []
    for each in sheet.all(group, name):
        code = each.child("CODE")
        if code is None or not shape.fullmatch(code.text):
            _leave_out(reading, code or each, f"un code {name}")
        elif code.text not in codes:
            codes.append(code.text)
    return codes


def _sheets(reading: Reading, sheet: Node, which: str) -> list[str]:
    codes: list[str] = []
    for each in sheet.all(f"{which}S_CERTIFICATIONS", f"{which}_CERTIFICATION"):
        number = each.child(f"ID_FICHE_{which}_CERTIFICATION")
        code = certification_code(number.text) if number and not number.text.isdigit() else None
        if code is None:
            _leave_out(reading, number or each, "un numéro de fiche")
        elif code not in codes:
            codes.append(code)
    return codes


def _certifiers(sheet: Node) -> Iterator[dict[str, Any]]:
    for each in sheet.all("CERTIFICATEURS", "CERTIFICATEUR"):
        name, siret = _spaced(each.value("NOM_CERTIFICATEUR")), re.sub(r"\s", "", each.value("SIRET_CERTIFICATEUR"))
        state = each.value("ETAT_CERTIFICATEUR").casefold()
        if name or siret:
            yield {
                "name": name,
                "siret": siret if SIRET.fullmatch(siret) else "",
                "is_active": {"actif": True, "inactif": False}.get(state),
            }


def _blocks(reading: Reading, sheet: Node) -> Iterator[dict[str, str]]:
    seen: set[str] = set()
    for each in sheet.all("BLOCS_COMPETENCES", "BLOC_COMPETENCES"):
        number = each.child("CODE")
        if number is None or not BLOCK_CODE.fullmatch(number.text):
            _leave_out(reading, number or each, "un code de bloc (RNCP123BC01)")
        elif number.text in seen:
            _leave_out(reading, number, "un nouveau code\u202f: un bloc plus haut le porte déjà")
        else:
            seen.add(number.text)
            yield {
                "code": number.text,
                "label": _spaced(each.value("LIBELLE")),
                "competences": each.value("LISTE_COMPETENCES"),
                "assessment": each.value("MODALITES_EVALUATION"),
            }


def _is_open(node: Node | None) -> bool:
    return node is not None and node.value("ACTIF").casefold() == "oui"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
