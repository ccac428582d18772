"""Words around the value of a figure. Pure."""

from __future__ import annotations


def without_unit(what: str, value: str) -> str:
    """What follows « 2 parcours »: « AFEST et binômes de job rotation », without the unit a second time."""
    unit = value.replace("\u202f", " ").replace("\u00a0", " ").rsplit(" ", 1)[-1]
    first, _, rest = what.partition(" ")
    return rest if rest and first.casefold() == unit.casefold() else what
