"""Remarks on codes that are missing from the loaded nomenclature editions. Never a refusal."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pacte.exchange.lheo.codes_met import Family, Met
from pacte.exchange.lheo.records import Defect
from pacte.exchange.lheo.wording import said
from pacte.reference.queries.unknown_codes import UnknownCodes, unknown_certifications, unknown_communes, unknown_terms
from pacte.reference.records import Scheme

_SCHEMES = {Family.ROME: Scheme.ROME, Family.FORMACODE: Scheme.FORMACODE, Family.NSF: Scheme.NSF}
_LABELS = {
    Family.ROME: "ROME",
    Family.FORMACODE: "Formacode",
    Family.NSF: "NSF",
    Family.RNCP: "RNCP",
    Family.RS: "du répertoire spécifique",
    Family.COMMUNE: "de commune",
}
# Only the Formacode codes in use may be loaded, even if the edition claims to be complete.
_NEVER_WHOLE = frozenset({Family.FORMACODE})


def remarks_on(met: Collection[Met]) -> list[Defect]:
    """Remarks in line order. Nomenclatures without a loaded edition give none."""
    first = {(each.family, each.code): each for each in sorted(met, key=lambda each: -each.line)}
    asked: dict[Family, set[str]] = {}
    for family, code in first:
        asked.setdefault(family, set()).add(code)
    unknown = {family: _unknown(family, codes) for family, codes in asked.items()}
    strange = [each for each in first.values() if each.code in unknown[each.family].codes]
    return [_remark(each, unknown) for each in sorted(strange, key=lambda each: each.line)]


def _unknown(family: Family, codes: set[str]) -> UnknownCodes:
    if family in _SCHEMES:
        return unknown_terms(_SCHEMES[family], codes)
    return unknown_communes(codes) if family is Family.COMMUNE else unknown_certifications(codes)


def _remark(met: Met, unknown: Mapping[Family, UnknownCodes]) -> Defect:
    asked = unknown[met.family]
    rule = "code_not_loaded" if asked.is_excerpt or met.family in _NEVER_WHOLE else "code_unknown"
    message, fix = said(rule, met.code, {"family": _LABELS[met.family], "edition": asked.edition})
    return Defect(met.line, met.path, rule, met.code, message, fix, is_advice=True)
