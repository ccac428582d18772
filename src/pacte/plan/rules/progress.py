"""Progress of a measure from its baseline to a target. Only a decided, quantified target has a progress.

Each case has its outcome, so that no page divides by zero or fills a bar with a guess. An action has no progress of its
own: neither a share of finished actions nor an average of targets is computed anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from enum import StrEnum

from pacte.plan.records import Figure
from pacte.plan.records.per import PerNature
from pacte.plan.rules.per import parse_per

# Without traps, a result that is too large is reported as not computable instead of raising.
_WITHOUT_TRAPS = Context(prec=28, traps=[])


class ProgressOutcome(StrEnum):
    """``NOT_BY_UNIT``: only a sum is known of a target by place or period: it never says « atteinte ».

    ``NOTHING`` is of one place; ``COMING`` and ``MISSED``, of one period. ``BETTER``, ``WORSE``, ``SAME`` and
    ``NOT_COMPARED`` are of a wish.
    """

    NOT_APPLICABLE = "not_applicable"
    NOT_DECIDED = "not_decided"
    NO_FIGURE = "no_figure"
    UNKNOWN_PER = "unknown_per"
    NOT_MEASURED = "not_measured"
    WITHHELD = "withheld"
    NOT_BY_UNIT = "not_by_unit"
    NOT_COMPUTABLE = "not_computable"
    NOTHING = "nothing"
    COMING = "coming"
    MISSED = "missed"
    MOVING_AWAY = "moving_away"
    UNDER_WAY = "under_way"
    REACHED = "reached"
    EXCEEDED = "exceeded"
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NOT_COMPARED = "not_compared"

    @property
    def has_arrived(self) -> bool:
        return self in (ProgressOutcome.REACHED, ProgressOutcome.EXCEEDED)


PROGRESS_OUTCOME_LABELS = {
    ProgressOutcome.NOT_APPLICABLE: "ce chiffre n’est pas une cible",
    ProgressOutcome.NOT_DECIDED: "cible proposée, pas encore décidée",
    ProgressOutcome.NO_FIGURE: "cible non chiffrée",
    ProgressOutcome.UNKNOWN_PER: "progression non calculable : le « par » de la cible n’est pas compris",
    ProgressOutcome.NOT_MEASURED: "pas encore mesuré",
    ProgressOutcome.WITHHELD: "masqué : petit effectif",
    ProgressOutcome.NOT_BY_UNIT: "une valeur d’ensemble ne dit rien de chaque unité",
    ProgressOutcome.NOT_COMPUTABLE: "progression non calculable",
    ProgressOutcome.NOTHING: "rien encore",
    ProgressOutcome.COMING: "à venir",
    ProgressOutcome.MISSED: "cible manquée",
    ProgressOutcome.MOVING_AWAY: "on s’éloigne de la cible",
    ProgressOutcome.UNDER_WAY: "en chemin",
    ProgressOutcome.REACHED: "cible atteinte",
    ProgressOutcome.EXCEEDED: "cible dépassée",
    ProgressOutcome.BETTER: "mieux qu’avant",
    ProgressOutcome.WORSE: "moins bien qu’avant",
    ProgressOutcome.SAME: "comme avant",
    ProgressOutcome.NOT_COMPARED: "souhait sans chiffre : rien à quoi comparer encore",
}


@dataclass(frozen=True, slots=True)
class TargetProgress:
    """Progress towards a target.

    ``fraction`` is not clipped: 1.2 is past the target, −0.1 is behind the baseline. None when not computed. By unit,
    it is the share of the units that have what is promised. ``sentence``: more than the label of the outcome, or "".
    """

    outcome: ProgressOutcome
    fraction: Decimal | None = None
    sentence: str = ""

    @property
    def text(self) -> str:
        """What pages and documents print."""
        return self.sentence or PROGRESS_OUTCOME_LABELS[self.outcome]


def target_progress(figure: Figure, measured: Decimal | None, baseline: Decimal = Decimal(0)) -> TargetProgress:
    """Return (measured − baseline) / (target − baseline), towards the nearest bound of a range.

    A measure inside the range is reached. A target below the baseline is a decrease. When the baseline equals the
    target, progress is not computable. A target of each place or period is not compared to a sum: see
    ``progress_by_unit``.
    """
    outcome = outcome_without_measure(figure)
    if outcome:
        return TargetProgress(outcome)
    if measured is None:
        return TargetProgress(ProgressOutcome.NOT_MEASURED)
    per = parse_per(figure.per)
    if per.is_by_unit:
        every = f"une valeur d’ensemble ne dit rien de chaque {per.one}"
        return TargetProgress(ProgressOutcome.NOT_BY_UNIT, sentence=every)
    low, high = figure_bounds(figure)
    if not all(each.is_finite() for each in (low, high, measured, baseline) if each is not None):
        return TargetProgress(ProgressOutcome.NOT_COMPUTABLE)
    if low is not None and high is not None and low > high:
        return TargetProgress(ProgressOutcome.NOT_COMPUTABLE)
    return _progress_towards(low, high, measured, baseline)


def outcome_without_measure(figure: Figure) -> ProgressOutcome | None:
    """Return the outcome of a figure that no measure can reach; None for a decided target with numbers."""
    if not figure.is_target:
        return ProgressOutcome.NOT_APPLICABLE
    if figure.proposed:
        return ProgressOutcome.NOT_DECIDED
    if figure_bounds(figure) == (None, None):
        return ProgressOutcome.NO_FIGURE
    if parse_per(figure.per).nature is PerNature.UNKNOWN:
        return ProgressOutcome.UNKNOWN_PER
    return None


def figure_bounds(figure: Figure) -> tuple[Decimal | None, Decimal | None]:
    """Return the lowest and the highest value that reach the target: both the same without a range."""
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
