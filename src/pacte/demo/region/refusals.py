"""Why some of the invented people refuse before they enter. No random draw: the other journeys stay the same.

The shares are invented; none is a published figure.
"""

from __future__ import annotations

from pacte.demo.region.invented_journey import EMPTY_DETAIL, InventedJourney

# Out of a hundred refusals; nobody wrote down the reason of the others.
_REASONS_OF_HUNDRED = (
    ("job_found", 17), ("project_changed", 14), ("time", 11), ("distance", 9), ("other_training", 8), ("money", 7),
    ("not_said", 6),
)  # fmt: skip


def refusal_detail(life: InventedJourney) -> str:
    """Detail of the step ``declined``."""
    left = life.lot("refusal") * 100
    for reason, part in _REASONS_OF_HUNDRED:
        left -= part
        if left < 0:
            return f'{{"reason": "{reason}"}}'
    return EMPTY_DETAIL
