"""Parses one certification record. Invalid values are skipped; without number, title or status it is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from pacte.reference.certification_flux.xml_stream import Node
from pacte.reference.certification_levels import parse_active_flag, parse_certification_level
from pacte.reference.codes import BLOCK_CODE, FORMACODE, NSF_CODE_OR_DOMAIN, ROME_CODE, SIRET, parse_certification_code
from pacte.reference.releases import parse_french_day

T = TypeVar("T")
_TEXT_ELEMENTS = {
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
_DAY_ELEMENTS = {
    "decided_on": "DATE_DECISION",
    "effective_on": "DATE_EFFET",
    "ends_on": "DATE_FIN_ENREGISTREMENT",
    "delivery_ends_on": "DATE_LIMITE_DELIVRANCE",
    "published_on": "DATE_DE_PUBLICATION",
}


class InvalidRecord(Exception):
    """A record that cannot be stored: its line, the element, and the reason in French."""

    def __init__(self, line: int, column: str, message: str) -> None:
        self.line, self.column, self.message = line, column, message
        super().__init__(message)


@dataclass(slots=True)
class ParsedRecord:
    """Values of a record, and the values that were skipped."""

    values: dict[str, Any]
    skipped_values: list[tuple[int, str, str]] = field(default_factory=list)


def parse_certification_record(node: Node) -> ParsedRecord:
    """Return the values under the names of ``CertificationRow``, ready for JSON. Raise ``InvalidRecord``."""
    number = node.child_text("NUMERO_FICHE")
    code = parse_certification_code(number)
    if code is None or number.isdigit():
        raise InvalidRecord(node.line, "NUMERO_FICHE", f"«\u202f{number[:40]}\u202f» n’est pas un numéro de fiche.")
    title = _collapse_spaces(node.child_text("INTITULE"))
    if not title:
        raise InvalidRecord(node.line, "INTITULE", f"{code}\u202f: l’intitulé manque.")
    parsed_record = ParsedRecord({"code": code, "title": title})
    values, abridged, european_level = parsed_record.values, node.child("ABREGE"), node.child("NOMENCLATURE_EUROPE")
    if european_level:
        values["level"] = _parse_value(
            parsed_record, european_level.child("NIVEAU"), parse_certification_level, "un niveau connu"
        )
    values |= {
        "is_active": _parse_active(node, code),
        "short_name": abridged.child_text("CODE") if abridged else "",
        "type_label": abridged.child_text("LIBELLE") if abridged else "",
        "state": node.child_text("ETAT_FICHE")[:60],
        "registration_kind": node.child_text("TYPE_ENREGISTREMENT")[:60],
        "url": node.child_text("LIEN_URL_DESCRIPTION"),
        "routes": [each for each in _ROUTES if _is_open(node.child(f"SI_JURY_{each}"))],
        "texts": {name: text for element, name in _TEXT_ELEMENTS.items() if (text := node.child_text(element))},
        "certifiers": list(_parse_certifiers(node)),
        "blocks": list(_parse_blocks(parsed_record, node)),
        "rome_codes": _parse_codes(parsed_record, node, "CODES_ROME", "ROME", ROME_CODE),
        "nsf_codes": _parse_codes(parsed_record, node, "CODES_NSF", "NSF", NSF_CODE_OR_DOMAIN),
        "formacodes": _parse_codes(parsed_record, node, "FORMACODES", "FORMACODE", FORMACODE),
        "successors": _parse_related_codes(parsed_record, node, "NOUVELLE"),
        "predecessors": _parse_related_codes(parsed_record, node, "ANCIENNE"),
    }
    for name, element in _DAY_ELEMENTS.items():
        values[name] = _iso_day(
            _parse_value(parsed_record, node.child(element), parse_french_day, "un jour (JJ/MM/AAAA)")
        )
    partners = node.child("PARTENAIRES")
    values["partner_count"] = partners.partner_count if partners else 0
    return parsed_record


def _parse_active(node: Node, code: str) -> bool:
    """Return the status that all checks depend on. Raise ``InvalidRecord`` when the record does not give it."""
    active_node = node.child("ACTIF")
    try:
        is_active = parse_active_flag(active_node.text) if active_node else None
    except ValueError:
        is_active = None
    if is_active is None:
        line = active_node.line if active_node else node.line
        raise InvalidRecord(line, "ACTIF", f"{code}\u202f: ACTIF doit être Oui ou Non.")
    return is_active


def _parse_value(parsed_record: ParsedRecord, node: Node | None, parse: Callable[[str], T], expected: str) -> T | None:
    if node is None:
        return None
    try:
        return parse(node.text)
    except ValueError:
        _skip_value(parsed_record, node, expected)
        return None


def _skip_value(parsed_record: ParsedRecord, node: Node, expected: str) -> None:
    code = parsed_record.values["code"]
    message = f"{code}\u202f: «\u202f{node.text[:40]}\u202f» n’est pas {expected}."
    parsed_record.skipped_values.append((node.line, node.name, message))


def _parse_codes(
    parsed_record: ParsedRecord, record: Node, group: str, name: str, pattern: re.Pattern[str]
) -> list[str]:
    codes: list[str] = []
    for each in record.group_children(group, name):
        code = each.child("CODE")
        if code is None or not pattern.fullmatch(code.text):
            _skip_value(parsed_record, code or each, f"un code {name}")
        elif code.text not in codes:
            codes.append(code.text)
    return codes


def _parse_related_codes(parsed_record: ParsedRecord, record: Node, relation: str) -> list[str]:
    codes: list[str] = []
    for each in record.group_children(f"{relation}S_CERTIFICATIONS", f"{relation}_CERTIFICATION"):
        number = each.child(f"ID_FICHE_{relation}_CERTIFICATION")
        code = parse_certification_code(number.text) if number and not number.text.isdigit() else None
        if code is None:
            _skip_value(parsed_record, number or each, "un numéro de fiche")
        elif code not in codes:
            codes.append(code)
    return codes


def _parse_certifiers(record: Node) -> Iterator[dict[str, Any]]:
    for each in record.group_children("CERTIFICATEURS", "CERTIFICATEUR"):
        name, siret = (
            _collapse_spaces(each.child_text("NOM_CERTIFICATEUR")),
            re.sub(r"\s", "", each.child_text("SIRET_CERTIFICATEUR")),
        )
        state = each.child_text("ETAT_CERTIFICATEUR").casefold()
        if name or siret:
            yield {
                "name": name,
                "siret": siret if SIRET.fullmatch(siret) else "",
                "is_active": {"actif": True, "inactif": False}.get(state),
            }


def _parse_blocks(parsed_record: ParsedRecord, record: Node) -> Iterator[dict[str, str]]:
    seen_codes: set[str] = set()
    for each in record.group_children("BLOCS_COMPETENCES", "BLOC_COMPETENCES"):
        number = each.child("CODE")
        if number is None or not BLOCK_CODE.fullmatch(number.text):
            _skip_value(parsed_record, number or each, "un code de bloc (RNCP123BC01)")
        elif number.text in seen_codes:
            _skip_value(parsed_record, number, "un nouveau code\u202f: un bloc plus haut le porte déjà")
        else:
            seen_codes.add(number.text)
            yield {
                "code": number.text,
                "label": _collapse_spaces(each.child_text("LIBELLE")),
                "competences": each.child_text("LISTE_COMPETENCES"),
                "assessment": each.child_text("MODALITES_EVALUATION"),
            }


def _is_open(node: Node | None) -> bool:
    return node is not None and node.child_text("ACTIF").casefold() == "oui"


def _iso_day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _collapse_spaces(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
