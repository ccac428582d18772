"""Which decided targets are behind: less of them is done than of the time of the plan. Pure.

The plan asks for no pace, so that pages say both shares and draw no conclusion of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pacte.plan.records import Figure
from pacte.plan.records.per import PerNature
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress import ProgressOutcome, TargetProgress
from pacte.plan.rules.progress_by_unit import UnitProgress


def is_off_trajectory(
    figure: Figure, progress: TargetProgress, units: Iterable[UnitProgress], elapsed: Decimal
) -> bool:
    """True when a period that is over has not what was promised, or when the target is nearer to its start than time.

    ``elapsed``: share of the plan that has passed. A target that nothing measures is not behind: it is not known.
    """
    if figure.proposed or progress.outcome.has_arrived:
        return False
    if progress.outcome in (ProgressOutcome.MOVING_AWAY, ProgressOutcome.MISSED):
        return True
    if parse_per(figure.per).nature is PerNature.PERIOD:
        return any(each.outcome is ProgressOutcome.MISSED for each in units)
    return progress.fraction is not None and progress.fraction < elapsed
