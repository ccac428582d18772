"""What the ROME says that an occupation takes: its competences and activities, by OGR code. Public."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from pacte.kernel.actor import Actor
from pacte.reference.models import NomenclatureLink
from pacte.reference.queries.terms import nomenclature_editions, terms_by_code
from pacte.reference.queries.unknown_codes import unknown_terms
from pacte.reference.records import Relation, Scheme, Term

# Work contexts are items too: nobody attests them.
_ATTESTABLE = (Scheme.ACTIVITY, Scheme.COMPETENCE)


def attestable_items(*, actor: Actor, rome_codes: Iterable[str]) -> list[Term]:
    """Competences and activities of these ROME 3 occupations, by label, from the last edition that has each of them.

    At most six queries.
    """
    links = NomenclatureLink.objects.filter(relation=Relation.ROME_ITEM, source_code__in=set(rome_codes))
    rows = list(links.values_list("source_code", "edition", "target_code"))
    starts = {each.edition: each.starts_on for each in nomenclature_editions(Relation.ROME_ITEM)}
    last_editions: dict[str, str] = {}
    for source, edition, _ in sorted(rows, key=lambda row: starts.get(row[1], date.min)):
        last_editions[source] = edition
    codes = {target for source, edition, target in rows if last_editions[source] == edition}
    items = [term for scheme in _ATTESTABLE for term in terms_by_code(scheme, codes).values()]
    return sorted(items, key=lambda each: each.label)


def unknown_competence_codes(*, actor: Actor, codes: Collection[str]) -> list[str]:
    """Those that are neither a competence nor an activity of the ROME. None while only an excerpt is loaded."""
    if not codes:
        return []
    unknown = [unknown_terms(scheme, codes) for scheme in _ATTESTABLE]
    if any(each.is_excerpt or not each.edition for each in unknown):
        return []
    return sorted(frozenset.intersection(*(each.codes for each in unknown)))
