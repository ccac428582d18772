"""The six stages of an amount as bars on the scale of the voted amount, for several page groups."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from pacte.finance.records import SIX_STAGES, MoneyCell, MoneyStage, Section, money_stage_label, total_at_stage
from pacte.kernel.french import format_percent
from pacte.kernel.money import format_euros

_STAGE_STYLES = {
    MoneyStage.VOTED: "voted",
    MoneyStage.ALLOCATED: "voted",
    MoneyStage.COMMITTED: "committed",
    MoneyStage.RENDERED: "committed",
    MoneyStage.ORDERED: "paid",
    MoneyStage.PAID: "paid",
}


def money_stage_bars(cells: Iterable[MoneyCell], *, section: Section | None = None) -> list[dict[str, Any]]:
    """One bar per stage, for the component ``money_stages``. A stage without data has no bar."""
    section_cells = [cell for cell in cells if section is None or cell.section is section]
    sums = {stage: total_at_stage(section_cells, stage) for stage in SIX_STAGES}
    widest = max((cents for cents in sums.values() if cents), default=0)
    return [_bar(stage, sums[stage], sums[MoneyStage.VOTED], widest, section) for stage in SIX_STAGES]


def _bar(
    stage: MoneyStage, cents: int | None, voted: int | None, widest: int, section: Section | None
) -> dict[str, Any]:
    known = cents is not None
    return {
        "label": money_stage_label(stage, section),
        "amount": format_euros(round(cents or 0, -2)) if known else "",
        "value": str(Decimal(cents or 0) / 100) if known else "",
        "share": format_percent(Decimal(cents or 0) / voted) if known and voted else "",
        "width": f"{max(cents or 0, 0) / widest * 99:.1f}" if known and widest else 0,
        "look": _STAGE_STYLES[stage],
    }
