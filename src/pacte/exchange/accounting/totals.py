"""Detects totals inside a table: they are sums of rows already read and would be counted twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pacte.finance.records import STAGE_LABELS, MoneyStage
from pacte.kernel.french import fold_text
from pacte.kernel.money import format_euros

_TOTAL = re.compile(r"^(?:sous[- ]?)?(?:total|totaux|somme|cumul general|report|a reporter)\b")


@dataclass(slots=True)
class RunningTotals:
    """Sums of the rows read since the beginning of the table, and since its last total."""

    since_start: dict[MoneyStage, int] = field(default_factory=dict)
    since_total: dict[MoneyStage, int] = field(default_factory=dict)
    row_count: int = 0

    def add(self, amounts: Mapping[MoneyStage, int]) -> None:
        self.row_count += 1
        for sums in (self.since_start, self.since_total):
            for stage, cents in amounts.items():
                sums[stage] = sums.get(stage, 0) + cents

    def is_sum(self, amounts: Mapping[MoneyStage, int]) -> bool:
        """Whether these amounts equal the sums of the rows above: the row is a total, whatever its label."""
        nonzero = {stage: cents for stage, cents in amounts.items() if cents}
        return (
            bool(nonzero)
            and self.row_count > 1
            and any(
                all(sums.get(stage, 0) == cents for stage, cents in nonzero.items())
                for sums in (self.since_total, self.since_start)
            )
        )

    def gap_message(self, amounts: Mapping[MoneyStage, int]) -> str:
        """How the total of the file differs from the rows read; "" when it is their sum."""
        if not amounts or self.is_sum(amounts):
            return ""
        return " ; ".join(
            f"{STAGE_LABELS[stage].lower()} : {format_euros(cents)} dans le fichier, "
            f"{format_euros(self.since_start.get(stage, 0))} dans les lignes lues"
            for stage, cents in amounts.items()
            if cents not in (self.since_start.get(stage, 0), self.since_total.get(stage, 0))
        )

    def close(self) -> None:
        self.since_total.clear()


def is_total_label(texts: Sequence[str]) -> bool:
    """Whether one of these texts starts like the label of a total."""
    return any(_TOTAL.match(fold_text(text)) for text in texts)
