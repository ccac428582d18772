"""Comparison of two ROME editions: matching codes, and what was lost."""

from __future__ import annotations

from itertools import pairwise

from pacte.reference.models import NomenclatureTerm
from pacte.reference.queries.terms import nomenclature_editions
from pacte.reference.records import RomeMigration, Scheme
from pacte.reference.rules import build_rome_migration


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
