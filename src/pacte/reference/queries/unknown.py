"""Which codes the loaded editions do not know: what a reader of files tells, with the edition that was asked."""

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
    """``edition`` is empty when nothing is loaded: nobody can tell then. ``is_excerpt``: the edition is not whole."""

    codes: frozenset[str] = frozenset()
    edition: str = ""
    is_excerpt: bool = False


def unknown_terms(scheme: str, codes: Collection[str]) -> Unknown:
    """Codes of a nomenclature that none of its loaded editions has; told with the edition in force."""
    edition = edition_in_force(scheme)
    if edition is None:
        return Unknown()
    is_excerpt = all(each.is_excerpt for each in nomenclature_editions(scheme) if each.edition == edition)
    return Unknown(frozenset(codes) - set(terms(scheme, codes)), edition, is_excerpt)


def unknown_certifications(codes: Collection[str]) -> Unknown:
    """Codes of the RNCP or of the RS, as people type them, that no loaded flux told."""
    last = CertificationVersion.objects.aggregate(last=Max("edition"))["last"]
    if last is None:
        return Unknown()
    return Unknown(frozenset(codes) - set(certifications(codes)), f"{last:%d/%m/%Y}")


def unknown_communes(codes: Collection[str]) -> Unknown:
    """Codes of communes that no longer lead anywhere. Those of departments that are not loaded are not judged."""
    loaded = editions()
    if not loaded:
        return Unknown()
    communes = Zone.objects.filter(kind=ZoneKind.COMMUNE, edition=loaded[-1])
    departments = set(communes.order_by().values_list("department_code", flat=True).distinct())
    judged = {code for code in codes if _department(code) in departments}
    return Unknown(frozenset(judged) - set(current_codes(judged)), str(loaded[-1]))


def _department(commune: str) -> str:
    return commune[:3] if commune.startswith(("97", "98")) else commune[:2]
