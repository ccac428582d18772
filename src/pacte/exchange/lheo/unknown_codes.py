"""Remarks on codes that are missing from the loaded nomenclature editions. Never a refusal."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pacte.exchange.lheo.external_codes import CodeFamily, ExternalCode
from pacte.exchange.lheo.wording import finding_message
from pacte.kernel.defects import CellReference, Defect, Severity
from pacte.reference.queries.unknown_codes import UnknownCodes, unknown_certifications, unknown_communes, unknown_terms
from pacte.reference.records import Scheme

_SCHEMES = {CodeFamily.ROME: Scheme.ROME, CodeFamily.FORMACODE: Scheme.FORMACODE, CodeFamily.NSF: Scheme.NSF}
_LABELS = {
    CodeFamily.ROME: "ROME",
    CodeFamily.FORMACODE: "Formacode",
    CodeFamily.NSF: "NSF",
    CodeFamily.RNCP: "RNCP",
    CodeFamily.RS: "du répertoire spécifique",
    CodeFamily.COMMUNE: "de commune",
}
# Only the Formacode codes in use may be loaded, even if the edition claims to be complete.
_ALWAYS_PARTIAL = frozenset({CodeFamily.FORMACODE})


def unknown_code_remarks(met: Collection[ExternalCode]) -> list[Defect]:
    """Remarks in line order. Nomenclatures without a loaded edition give none."""
    first = {(each.family, each.code): each for each in sorted(met, key=lambda each: -each.line)}
    codes_by_family: dict[CodeFamily, set[str]] = {}
    for family, code in first:
        codes_by_family.setdefault(family, set()).add(code)
    unknown = {family: _unknown(family, codes) for family, codes in codes_by_family.items()}
    unknown_places = [each for each in first.values() if each.code in unknown[each.family].codes]
    return [_remark(each, unknown) for each in sorted(unknown_places, key=lambda each: each.line)]


def _unknown(family: CodeFamily, codes: set[str]) -> UnknownCodes:
    if family in _SCHEMES:
        return unknown_terms(_SCHEMES[family], codes)
    return unknown_communes(codes) if family is CodeFamily.COMMUNE else unknown_certifications(codes)


def _remark(met: ExternalCode, unknown: Mapping[CodeFamily, UnknownCodes]) -> Defect:
    family_unknown = unknown[met.family]
    rule = "code_not_loaded" if family_unknown.is_excerpt or met.family in _ALWAYS_PARTIAL else "code_unknown"
    message, hint = finding_message(rule, met.code, {"family": _LABELS[met.family], "edition": family_unknown.edition})
    return Defect(rule, message, CellReference("", met.line, met.path), met.code, hint, Severity.WARNING)
