"""Codes missing from the loaded editions, for reports on imported files."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Max

from pacte.reference.models import CertificationVersion, Zone
from pacte.reference.queries.certifications import certifications
from pacte.reference.queries.editions import current_codes, editions
from pacte.reference.queries.terms import edition_in_force, nomenclature_editions, terms
from pacte.reference.records import ZoneKind


@dataclass(frozen=True, slots=True)
class Unknown:
    """Unknown codes and the edition searched.

    ``edition`` is empty when nothing is loaded, so nothing can be checked. ``is_excerpt``: the edition is incomplete.
    """

    codes: frozenset[str] = frozenset()
    edition: str = ""
    is_excerpt: bool = False


def unknown_terms(scheme: str, codes: Collection[str]) -> Unknown:
    """Return the codes that no loaded edition of the nomenclature has, with the edition in force."""
    edition = edition_in_force(scheme)
    if edition is None:
        return Unknown()
    is_excerpt = all(each.is_excerpt for each in nomenclature_editions(scheme) if each.edition == edition)
    return Unknown(frozenset(codes) - set(terms(scheme, codes)), edition, is_excerpt)


def unknown_certifications(codes: Collection[str]) -> Unknown:
    """Return the RNCP or RS codes, as people type them, that no loaded flux contains."""
    last = CertificationVersion.objects.aggregate(last=Max("edition"))["last"]
    if last is None:
        return Unknown()
    return Unknown(frozenset(codes) - set(certifications(codes)), f"{last:%d/%m/%Y}")


def unknown_communes(codes: Collection[str]) -> Unknown:
    """Return the commune codes that lead to no current commune. Departments not loaded are not checked."""
    loaded = editions()
    if not loaded:
        return Unknown()
    communes = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition=loaded[-1])
    departments = set(communes.order_by().values_list("department_code", flat=True).distinct())
    judged = {code for code in codes if _department(code) in departments}
    return Unknown(frozenset(judged) - set(current_codes(judged)), str(loaded[-1]))


def _department(commune: str) -> str:
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]
