"""Notes for the person who loads a new edition: what it lost compared with the previous one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pacte.kernel.french import pluralise
from pacte.reference.queries.migration import neighbour_editions, rome_migration
from pacte.reference.records import Migration, Scheme

_SHOWN = 8


def losses(schemes: Collection[str], edition: str) -> list[str]:
    """Return sentences on ROME codes and names lost or moved between this edition and its adjacent ones."""
    notes: list[str] = []
    for scheme, told in ((Scheme.ROME, _of_codes), (Scheme.APPELLATION, _of_names)):
        if scheme in schemes:
            for old, new in neighbour_editions(scheme, edition):
                notes += told(rome_migration(old=old, new=new))
    return notes


def _of_codes(found: Migration) -> list[str]:
    head = f"De l’édition {found.old} à {found.new}\u202f:"
    split = sum(len(codes) for codes in found.split.values())
    kept = pluralise(found.kept, "code gardé", "codes gardés")
    notes = [f"{head} {kept}, {pluralise(split, 'nouveau code issu', 'nouveaux codes issus')} d’un ancien."]
    if found.lost:
        notes.append(f"{head} {pluralise(len(found.lost), 'code perdu', 'codes perdus')} ({_some(found.lost)}).")
    if found.replaced:
        heirs = [f"{code} → {', '.join(codes)}" for code, codes in found.replaced.items()]
        notes.append(f"{head} {pluralise(len(heirs), 'code remplacé', 'codes remplacés')} ({_some(heirs)}).")
    if found.born:
        born = pluralise(len(found.born), "code sans origine", "codes sans origine")
        notes.append(f"{head} {born} ({_some(found.born)}).")
    return notes


def _of_names(found: Migration) -> list[str]:
    head = f"De l’édition {found.old} à {found.new}\u202f:"
    notes = []
    if found.appellations_lost:
        names = [label for _, label in found.appellations_lost]
        notes.append(f"{head} {pluralise(len(names), 'appellation perdue', 'appellations perdues')} ({_some(names)}).")
    if found.appellations_moved:
        count = pluralise(len(found.appellations_moved), "appellation passée", "appellations passées")
        notes.append(f"{head} {count} à un autre métier.")
    return notes


def _some(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" et {more} autres" if more > 0 else "")
