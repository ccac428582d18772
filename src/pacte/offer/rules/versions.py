"""Reads the kept content of a training, and compares two of them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pacte.offer.records.versions import (
    TAUGHT_TEXT_LABELS,
    ModuleRewriting,
    TaughtContent,
    TaughtDifference,
    TaughtModule,
)

_Key = TypeVar("_Key", str, frozenset[str])


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
    removed, added, pairs = _paired_modules(before.modules, after.modules)
    return TaughtDifference(
        modules_added=tuple(added),
        modules_removed=tuple(removed),
        modules_rewritten=tuple(each for each in pairs if each.before != each.after),
        blocks_added=_missing_from(before.blocks, after.blocks),
        blocks_removed=_missing_from(after.blocks, before.blocks),
        certifications_added=_missing_from(before.certifications, after.certifications),
        certifications_removed=_missing_from(after.certifications, before.certifications),
        texts=tuple(name for name in TAUGHT_TEXT_LABELS if getattr(before, name) != getattr(after, name)),
        hours=(before.hours, after.hours) if before.hours != after.hours else None,
    )


def _paired_modules(
    before: Sequence[TaughtModule], after: Sequence[TaughtModule]
) -> tuple[list[TaughtModule], list[TaughtModule], list[ModuleRewriting]]:
    """Modules only before, only after, and on both sides."""
    removed, added = list(before), list(after)
    pairs: list[ModuleRewriting] = []
    # Whole modules first: of two with the same title, the unchanged one is not told as rewritten.
    for module in before:
        if module in added:
            removed.remove(module)
            added.remove(module)
            pairs.append(ModuleRewriting(module, module))
    _pair(removed, added, pairs, lambda module: module.reference)
    _pair(removed, added, pairs, lambda module: " ".join(module.title.casefold().split()))
    _pair(removed, added, pairs, lambda module: frozenset(module.blocks))
    return removed, added, pairs


def _pair(
    removed: list[TaughtModule], added: list[TaughtModule], pairs: list[ModuleRewriting],
    key: Callable[[TaughtModule], _Key],
) -> None:  # fmt: skip
    """Moves to ``pairs`` the modules of both lists that have the same key. An empty key pairs nothing."""
    for module in tuple(removed):
        same = next((each for each in added if key(each) and key(each) == key(module)), None)
        if same is not None:
            removed.remove(module)
            added.remove(same)
            pairs.append(ModuleRewriting(module, same))


def _missing_from(known: Iterable[str], codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(codes) - set(known)))
