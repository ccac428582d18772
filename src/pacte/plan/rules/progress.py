"""Progress of a measure from its baseline to a target. Only a decided, quantified target has a progress.

Each case has its outcome, so that no page divides by zero or fills a bar with a guess. An action has no progress of its
own: neither a share of finished actions nor an average of targets is computed anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum

from pacte.plan.records import Figure

# Without traps, a result that is too large is reported as not computable instead of raising.
_WITHOUT_TRAPS = Context(prec=28, traps=[])


class ProgressOutcome(StrEnum):
    NOT_APPLICABLE = "not_applicable"
    NOT_DECIDED = "not_decided"
    NO_FIGURE = "no_figure"
    NOT_MEASURED = "not_measured"
    NOT_COMPUTABLE = "not_computable"
    MOVING_AWAY = "moving_away"
    UNDER_WAY = "under_way"
    REACHED = "reached"
    EXCEEDED = "exceeded"


PROGRESS_OUTCOME_LABELS = {
    ProgressOutcome.NOT_APPLICABLE: "ce chiffre n’est pas une cible",
    ProgressOutcome.NOT_DECIDED: "cible proposée, pas encore décidée",
    ProgressOutcome.NO_FIGURE: "cible non chiffrée",
    ProgressOutcome.NOT_MEASURED: "pas encore mesuré",
    ProgressOutcome.NOT_COMPUTABLE: "progression non calculable",
    ProgressOutcome.MOVING_AWAY: "on s’éloigne de la cible",
    ProgressOutcome.UNDER_WAY: "en chemin",
    ProgressOutcome.REACHED: "cible atteinte",
    ProgressOutcome.EXCEEDED: "cible dépassée",
}


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """Progress towards a target.

    ``fraction`` is not clipped: 1.2 is past the target, −0.1 is behind the baseline. None when not computed.
    """

    outcome: ProgressOutcome
    fraction: Decimal | None = None


def target_progress(figure: Figure, measured: Decimal | None, baseline: Decimal = Decimal(0)) -> TargetProgress:
    """Return (measured − baseline) / (target − baseline), towards the nearest bound of a range.

    A measure inside the range is reached. A target below the baseline is a decrease. When the baseline equals the
    target, progress is not computable.
    """
    if not figure.is_target:
        return TargetProgress(ProgressOutcome.NOT_APPLICABLE)
    if figure.proposed:
        return TargetProgress(ProgressOutcome.NOT_DECIDED)
    low, high = _edges(figure)
    if low is None and high is None:
        return TargetProgress(ProgressOutcome.NO_FIGURE)
    if measured is None:
        return TargetProgress(ProgressOutcome.NOT_MEASURED)
    if not all(each.is_finite() for each in (low, high, measured, baseline) if each is not None):
        return TargetProgress(ProgressOutcome.NOT_COMPUTABLE)
    if low is not None and high is not None and low > high:
        return TargetProgress(ProgressOutcome.NOT_COMPUTABLE)
    return _progress_towards(low, high, measured, baseline)


def _edges(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    return (figure.minimum, figure.maximum) if figure.value is None else (figure.value, figure.value)


def _progress_towards(
    low: Decimal | None, high: Decimal | None, measured: Decimal, baseline: Decimal
) -> TargetProgress:
    """Compute progress towards one bound: the lower one from below, the upper one from above."""
    is_inside = (low is None or measured >= low) and (high is None or measured <= high)
    if low is not None and baseline < low:
        goal = low
    elif high is not None and baseline > high:
        goal = high
    elif low is not None and low == high:
        return TargetProgress(ProgressOutcome.NOT_COMPUTABLE)
    else:
        # The baseline is already in the range: there is no distance to cover.
        return TargetProgress(ProgressOutcome.REACHED if is_inside else ProgressOutcome.NOT_COMPUTABLE)
    with localcontext(_WITHOUT_TRAPS):
        fraction = (measured - baseline) / (goal - baseline)
    if not fraction.is_finite():
        return TargetProgress(ProgressOutcome.NOT_COMPUTABLE)
    if is_inside:
        return TargetProgress(ProgressOutcome.REACHED, fraction)
    if fraction < 0:
        return TargetProgress(ProgressOutcome.MOVING_AWAY, fraction)
    return TargetProgress(ProgressOutcome.UNDER_WAY if fraction < 1 else ProgressOutcome.EXCEEDED, fraction)
