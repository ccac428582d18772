"""Default title of an action when the file gives none: that of its first row."""

from __future__ import annotations

from collections.abc import Iterable

from pacte.kernel.action_codes import ActionCode
from pacte.plan.records import ActionTitle, PlanRow


def derived_titles(rows: Iterable[PlanRow]) -> tuple[ActionTitle, ...]:
    """Returns one title per number, in the order of the rows."""
    first: dict[ActionCode, ActionTitle] = {}
    for row in rows:
        first.setdefault(row.number, ActionTitle(row.number, row.title, row.short_title))
    return tuple(first.values())
