"""Comparison of two ROME editions: matching codes, and what was lost."""

from __future__ import annotations

from itertools import pairwise

from pacte.reference.models import NomenclatureTerm
from pacte.reference.queries.occupations import as_occupation
from pacte.reference.queries.terms import as_term, nomenclature_edition_in_force, nomenclature_editions
from pacte.reference.records import Occupation, RomeMigration, Scheme
from pacte.reference.rules import build_rome_migration


def successor_occupations(rome_code: str, *, edition: str | None = None) -> list[Occupation]:
    """Return the occupations of an edition (the last by default) for a code: itself and those derived from it."""
    target_edition = edition or nomenclature_edition_in_force(Scheme.ROME) or ""
    rows = NomenclatureTerm.objects.filter(scheme=Scheme.ROME, edition=target_edition)
    itself = rows.filter(code=rome_code)
    successors = rows.filter(parent_code=rome_code).exclude(code=rome_code).order_by("code")
    return [as_occupation(as_term(row)) for row in (*itself, *successors)]


def compare_rome_editions(*, old: str, new: str) -> RomeMigration:
    """Compare two ROME editions, codes and appellations. Every loss is listed."""
    names_before, names_after = _appellations(old), _appellations(new)
    return build_rome_migration(
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


def adjacent_editions(scheme: str, edition: str) -> list[tuple[str, str]]:
    """Return the complete editions before and after an edition, as (older, newer) pairs."""
    complete_editions = [
        each.edition for each in nomenclature_editions(scheme) if not each.is_excerpt or each.edition == edition
    ]
    return [pair for pair in pairwise(complete_editions) if edition in pair]
