"""Comparison of two ROME editions: matching codes, and what was lost."""

from __future__ import annotations

from itertools import pairwise

from pacte.reference.models import NomenclatureTerm
from pacte.reference.queries.occupations import as_occupation
from pacte.reference.queries.terms import as_term, edition_in_force, nomenclature_editions
from pacte.reference.records import Migration, Occupation, Scheme
from pacte.reference.rules import migration


def heirs_of(rome_code: str, *, edition: str | None = None) -> list[Occupation]:
    """Return the occupations of an edition (the last by default) for a code: itself and those derived from it."""
    chosen = edition or edition_in_force(Scheme.ROME) or ""
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.ROME, edition=chosen)
    itself = rows.filter(code=rome_code)
    born = rows.filter(parent_code=rome_code).exclude(code=rome_code).order_by("code")
    return [as_occupation(as_term(row)) for row in (*itself, *born)]


def rome_migration(*, old: str, new: str) -> Migration:
    """Compare two ROME editions, codes and appellations. Every loss is listed."""
    names_before, names_after = _appellations(old), _appellations(new)
    return migration(
        old=old,
        new=new,
        before=_labels(old),
        after=_labels(new),
        parents=_parents(new),
        names_before=names_before,
        names_after=names_after,
    )


def _labels(edition: str) -> dict[str, str]:
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.ROME, edition=edition)
    return dict(rows.values_list("code", "label"))


def _parents(edition: str) -> dict[str, str]:
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.ROME, edition=edition).exclude(parent_code="")
    return dict(rows.values_list("code", "parent_code"))


def _appellations(edition: str) -> dict[str, tuple[str, str]]:
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.APPELLATION, edition=edition)
    return {code: (label, parent) for code, label, parent in rows.values_list("code", "label", "parent_code")}


def neighbour_editions(scheme: str, edition: str) -> list[tuple[str, str]]:
    """Return the complete editions before and after an edition, as (older, newer) pairs."""
    whole = [each.edition for each in nomenclature_editions(scheme) if not each.is_excerpt or each.edition == edition]
    return [pair for pair in pairwise(whole) if edition in pair]
