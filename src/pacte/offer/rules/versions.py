"""Reads the kept content of a training, and compares two of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pacte.offer.records.versions import (
    TAUGHT_TEXT_LABELS,
    ModuleRewriting,
    TaughtContent,
    TaughtDifference,
    TaughtModule,
)

_KEYS: tuple[Callable[[TaughtModule], object], ...] = (
    # Whole modules first: of two with the same title, the unchanged one is not told as rewritten.
    lambda module: module,
    lambda module: module.reference,
    lambda module: " ".join(module.title.casefold().split()),
    lambda module: frozenset(module.blocks),
)


def taught_content(values: Mapping[str, Any]) -> TaughtContent:
    """The content in the JSON of ``queries.taught_sql``."""
    return TaughtContent(
        **{name: str(values[name]) for name in TAUGHT_TEXT_LABELS},
        certifications=tuple(values["certifications"]),
        hours=tuple(values["hours"]),
        modules=tuple(
            TaughtModule(
                each["title"], each["hours"], each["reference"], tuple(each["attestations"]), tuple(each["blocks"])
            )
            for each in values["modules"]
        ),
    )


def compare_taught(before: TaughtContent, after: TaughtContent) -> TaughtDifference:
    """What ``after`` changed. A module is the same one by its reference, else its title, else its blocks."""
    pairs = paired_positions(before.modules, after.modules)
    rewritings = [ModuleRewriting(before.modules[old], after.modules[new]) for old, new in pairs.items()]
    return TaughtDifference(
        modules_added=tuple(each for rank, each in enumerate(after.modules) if rank not in pairs.values()),
        modules_removed=tuple(each for rank, each in enumerate(before.modules) if rank not in pairs),
        modules_rewritten=tuple(each for each in rewritings if each.before != each.after),
        blocks_added=_missing_from(before.blocks, after.blocks),
        blocks_removed=_missing_from(after.blocks, before.blocks),
        certifications_added=_missing_from(before.certifications, after.certifications),
        certifications_removed=_missing_from(after.certifications, before.certifications),
        texts=tuple(name for name in TAUGHT_TEXT_LABELS if getattr(before, name) != getattr(after, name)),
        hours=(before.hours, after.hours) if before.hours != after.hours else None,
    )


def paired_positions(before: Sequence[TaughtModule], after: Sequence[TaughtModule]) -> dict[int, int]:
    """Modules on both sides: position in ``before``, to position in ``after``. Each is in one pair at most.

    Whole modules first, then by reference, title and blocks. An empty key pairs nothing.
    """
    pairs: dict[int, int] = {}
    for key in _KEYS:
        for old, module in enumerate(before):
            if old in pairs or not key(module):
                continue
            taken = set(pairs.values())
            same = (new for new, each in enumerate(after) if new not in taken and key(each) == key(module))
            match = next(same, None)
            if match is not None:
                pairs[old] = match
    return pairs


def _missing_from(known: Iterable[str], codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes) - set(known)))
