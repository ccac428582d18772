"""The curve of one training: its own trainees as the heavy line, similar trainings as the thin one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pacte.indicators.records.presence import PresenceGroup, PresencePoint
from pacte.kernel.french import NARROW_SPACE, pluralise
from pacte.web.charts.curve import CurveChart, CurveChartPoint

OWN, SIMILAR = "vos stagiaires", "formations semblables"
# The same axis for every training, unless more leave.
_AXIS_FROM = Decimal(60)
_TICKS = {0: "entrée", 50: "moitié", 100: "terme"}


def leaving_chart(group: PresenceGroup, name: str) -> CurveChart:
    """In whole percents. Without similar trainings, the trainees are the only line."""
    is_compared = group.similar is not None
    return CurveChart(
        title=f"Part des stagiaires encore présents, {name}",
        points=tuple(_point(group, rank, each) for rank, each in enumerate(group.curve)),
        unit="%",
        places=0,
        period_label="Durée prévue",
        point_label=SIMILAR if is_compared else OWN,
        rolling_label=OWN,
        # Written at the end of the drawing only: further in, it would cover the other line.
        end_label=OWN if group.curve[-1].share is not None else "",
        value_label=SIMILAR if is_compared else OWN,
        at_most_from=_AXIS_FROM,
        is_joined=True,
    )


def _point(group: PresenceGroup, rank: int, point: PresencePoint) -> CurveChartPoint:
    own, similar = _percent(point.share), group.similar
    bare = CurveChartPoint(
        label=f"{point.mark}{NARROW_SPACE}%",
        tick=_TICKS.get(point.mark, f"{point.mark}{NARROW_SPACE}%"),
        ratio=pluralise(point.followed, "suivi"),
    )
    if similar is None:
        return replace(bare, value=own, state="" if own is not None else "pas encore")
    theirs = similar.percents[rank]
    if theirs is None:
        return replace(bare, rolling=own, state="masqué", is_hidden=True)
    return replace(bare, value=Decimal(theirs), rolling=own)


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else Decimal(round(share * 100))
