"""Codes missing from the loaded editions, for reports on imported files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from pacte.reference.models import CertificationVersion, Zone
from pacte.reference.queries.certifications import certifications_by_code
from pacte.reference.queries.editions import current_commune_codes, territory_editions
from pacte.reference.queries.terms import nomenclature_edition_in_force, nomenclature_editions, terms_by_code
from pacte.reference.records import ZoneKind


@dataclass(frozen=True, slots=True)
class UnknownCodes:
    """Unknown codes and the edition searched.

    ``edition`` is empty when nothing is loaded, so nothing can be checked. ``is_excerpt``: the edition is incomplete.
    """

    codes: frozenset[str] = frozenset()
    edition: str = ""
    is_excerpt: bool = False


def unknown_terms(scheme: str, codes: Collection[str]) -> UnknownCodes:
    """Return the codes that no loaded edition of the nomenclature has, with the edition in force."""
    edition = nomenclature_edition_in_force(scheme)
    if edition is None:
        return UnknownCodes()
    is_excerpt = all(each.is_excerpt for each in nomenclature_editions(scheme) if each.edition == edition)
    return UnknownCodes(frozenset(codes) - set(terms_by_code(scheme, codes)), edition, is_excerpt)


def unknown_certifications(codes: Collection[str]) -> UnknownCodes:
    """Return the RNCP or RS codes, as people type them, that no loaded flux contains."""
    last = CertificationVersion.objects.aggregate(last=Max("edition"))["last"]
    if last is None:
        return UnknownCodes()
    return UnknownCodes(frozenset(codes) - set(certifications_by_code(codes)), f"{last:%d/%m/%Y}")


def unknown_communes(codes: Collection[str]) -> UnknownCodes:
    """Return the commune codes that lead to no current commune. Departments not loaded are not checked."""
    loaded_editions = territory_editions()
    if not loaded_editions:
        return UnknownCodes()
    communes = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition=loaded_editions[-1])
    departments = set(communes.order_by().values_list("department_code", flat=True).distinct())
    checkable_codes = {code for code in codes if _department_code(code) in departments}
    return UnknownCodes(
        frozenset(checkable_codes) - set(current_commune_codes(checkable_codes)), str(loaded_editions[-1])
    )


def _department_code(commune: str) -> str:
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]
