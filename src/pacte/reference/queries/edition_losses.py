"""Notes for the person who loads a new edition: what it lost compared with the previous one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pacte.kernel.french import pluralise
from pacte.reference.queries.rome_migration import adjacent_editions, compare_rome_editions
from pacte.reference.records import RomeMigration, Scheme

_MAX_SHOWN = 8


def edition_loss_notes(schemes: Collection[str], edition: str) -> list[str]:
    """Return sentences on ROME codes and names lost or moved between this edition and its adjacent ones."""
    notes: list[str] = []
    for scheme, describe in ((Scheme.ROME, _code_notes), (Scheme.APPELLATION, _appellation_notes)):
        if scheme in schemes:
            for old, new in adjacent_editions(scheme, edition):
                notes += describe(compare_rome_editions(old=old, new=new))
    return notes


def _code_notes(migration: RomeMigration) -> list[str]:
    head = f"De l’édition {migration.old} à {migration.new}\u202f:"
    split_count = sum(len(codes) for codes in migration.split.values())
    unchanged_text = pluralise(migration.unchanged_count, "code gardé", "codes gardés")
    notes = [
        f"{head} {unchanged_text}, {pluralise(split_count, 'nouveau code issu', 'nouveaux codes issus')} d’un ancien."
    ]
    if migration.lost:
        notes.append(
            f"{head} {pluralise(len(migration.lost), 'code perdu', 'codes perdus')} ({_first_names(migration.lost)})."
        )
    if migration.replaced:
        heirs = [f"{code} → {', '.join(codes)}" for code, codes in migration.replaced.items()]
        notes.append(f"{head} {pluralise(len(heirs), 'code remplacé', 'codes remplacés')} ({_first_names(heirs)}).")
    if migration.without_origin:
        new_text = pluralise(len(migration.without_origin), "code sans origine", "codes sans origine")
        notes.append(f"{head} {new_text} ({_first_names(migration.without_origin)}).")
    return notes


def _appellation_notes(migration: RomeMigration) -> list[str]:
    head = f"De l’édition {migration.old} à {migration.new}\u202f:"
    notes = []
    if migration.appellations_lost:
        names = [label for _, label in migration.appellations_lost]
        notes.append(
            f"{head} {pluralise(len(names), 'appellation perdue', 'appellations perdues')} ({_first_names(names)})."
        )
    if migration.appellations_moved:
        count = pluralise(len(migration.appellations_moved), "appellation passée", "appellations passées")
        notes.append(f"{head} {count} à un autre métier.")
    return notes


def _first_names(names: Sequence[str]) -> str:
    hidden_count = len(names) - _MAX_SHOWN
    return ", ".join(names[:_MAX_SHOWN]) + (f" et {hidden_count} autres" if hidden_count > 0 else "")
