"""Changes of ROME codes from one edition to another. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from pacte.reference.records import MovedAppellation, RomeMigration


def build_rome_migration(
    *,
    old: str,
    new: str,
    before: Mapping[str, str],
    after: Mapping[str, str],
    parents: Mapping[str, str],
    names_before: Mapping[str, tuple[str, str]],
    names_after: Mapping[str, tuple[str, str]],
) -> RomeMigration:
    """Compare two ROME editions.

    ``before`` and ``after``: code → label. ``parents``: new code → code it comes from. Names: appellation → label and
    occupation. An edition without appellations is not compared on them.
    """
    successors: dict[str, list[str]] = defaultdict(list)
    for code, parent in sorted(parents.items()):
        if code not in before and code != parent:
            successors[parent].append(code)
    removed_codes = sorted(set(before) - set(after))
    compared = bool(names_before) and bool(names_after)
    return RomeMigration(
        old=old,
        new=new,
        unchanged_count=len(before) - len(removed_codes),
        renamed=tuple(
            (code, label, after[code]) for code, label in sorted(before.items()) if after.get(code, label) != label
        ),
        split={code: tuple(successors[code]) for code in sorted(successors) if code in before and code in after},
        without_origin=tuple(code for code in sorted(set(after) - set(before)) if parents.get(code) not in before),
        lost=tuple(code for code in removed_codes if code not in successors),
        replaced={code: tuple(successors[code]) for code in removed_codes if code in successors},
        appellations_old=len(names_before),
        appellations_new=len(names_after),
        appellations_lost=tuple((code, names_before[code][0]) for code in sorted(set(names_before) - set(names_after)))
        if compared
        else (),
        appellations_moved=tuple(_moved_appellations(names_before, names_after)) if compared else (),
        appellations_compared=compared,
    )


def _moved_appellations(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> list[MovedAppellation]:
    return [
        MovedAppellation(code, after[code][0], before[code][1], after[code][1])
        for code in sorted(set(before) & set(after))
        if before[code][1] != after[code][1]
    ]
