"""Progress of a target that each place, or each period, has: « 4 départements sur 6 ont les leurs ».

The sum over the units is never compared to the target: twelve of the twelve worksites may be in one département.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pacte.kernel.french import format_number, pluralise
from pacte.plan.records import Figure
from pacte.plan.records.per import FigurePer, PerNature
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress import ProgressOutcome, TargetProgress, figure_bounds, outcome_without_measure


class UnitPhase(StrEnum):
    """``STANDING``: a place, which has no end. The others are of periods."""

    STANDING = "standing"
    COMING = "coming"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class ExpectedUnit:
    """A place or a period for which the figure is promised. ``key``: code of the zone, or « 2020 », « 2020-T2 »."""

    key: str
    label: str
    phase: UnitPhase = UnitPhase.STANDING


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """Where one unit is. ``value`` None: nothing is known of it, or it is hidden.

    ``is_declared``: nothing measures this unit, and its value is what the lead declares.
    """

    key: str
    label: str
    value: Decimal | None
    outcome: ProgressOutcome
    is_declared: bool = False


def progress_by_unit(
    figure: Figure,
    expected: Sequence[ExpectedUnit],
    values: Mapping[str, Decimal | None],
    *,
    is_falling: bool = False,
    hidden: Collection[str] = (),
    declared: Mapping[str, Decimal] | None = None,
) -> tuple[TargetProgress, tuple[UnitProgress, ...]]:
    """Return the progress over all ``expected`` units, and that of each of them in their order.

    ``is_falling``: less is better. ``hidden``: units whose value this reader does not see. Values of other units are
    ignored. ``declared``: what the lead says, which stands for the units that nothing measures.
    """
    whole = outcome_without_measure(figure)
    # A measure comes before what is said; what is said of a hidden unit would disclose it.
    measured = {key for key, value in values.items() if value is not None}
    alone = {key: value for key, value in (declared or {}).items() if key not in measured and key not in hidden}
    values = {**values, **alone}
    units = tuple(
        UnitProgress(
            each.key,
            each.label,
            None if each.key in hidden else values.get(each.key),
            _unit_outcome(figure, each, values, whole, is_falling=is_falling, hidden=hidden),
            is_declared=each.key in alone,
        )
        for each in expected
    )
    return (TargetProgress(whole) if whole else _progress_over(figure, expected, units)), units


def _unit_outcome(
    figure: Figure,
    unit: ExpectedUnit,
    values: Mapping[str, Decimal | None],
    whole: ProgressOutcome | None,
    *,
    is_falling: bool,
    hidden: Collection[str],
) -> ProgressOutcome:
    if unit.key in hidden:
        return ProgressOutcome.WITHHELD
    value = values.get(unit.key)
    if value is None:
        without_value = {UnitPhase.COMING: ProgressOutcome.COMING, UnitPhase.OPEN: ProgressOutcome.UNDER_WAY}
        return without_value.get(unit.phase, ProgressOutcome.NOT_MEASURED)
    if whole:
        return whole
    return _outcome_of_value(figure, value, unit.phase, is_falling=is_falling)


def _outcome_of_value(figure: Figure, value: Decimal, phase: UnitPhase, *, is_falling: bool) -> ProgressOutcome:
    low, high = figure_bounds(figure)
    if not all(each.is_finite() for each in (low, high, value) if each is not None):
        return ProgressOutcome.NOT_COMPUTABLE
    if low is not None and high is not None and low > high:
        return ProgressOutcome.NOT_COMPUTABLE
    is_ceiling = is_falling or low is None
    # Until its end, a period may still go over a ceiling.
    not_yet = ProgressOutcome.MISSED if phase is UnitPhase.OVER else ProgressOutcome.UNDER_WAY
    if low is not None and value < low:
        if phase is UnitPhase.STANDING and not value and not is_ceiling:
            return ProgressOutcome.NOTHING
        return ProgressOutcome.EXCEEDED if is_ceiling and phase is not UnitPhase.OPEN else not_yet
    if high is not None and value > high:
        return not_yet if is_ceiling else ProgressOutcome.EXCEEDED
    return ProgressOutcome.UNDER_WAY if is_ceiling and phase is UnitPhase.OPEN else ProgressOutcome.REACHED


def _progress_over(figure: Figure, expected: Sequence[ExpectedUnit], units: Sequence[UnitProgress]) -> TargetProgress:
    if all(each.value is None for each in units):
        # Nothing is known of any unit: what is hidden is not nothing.
        is_hidden = any(each.outcome is ProgressOutcome.WITHHELD for each in units)
        return TargetProgress(ProgressOutcome.WITHHELD if is_hidden else ProgressOutcome.NOT_MEASURED)
    arrived = sum(each.outcome.has_arrived for each in units)
    sentence = _sentence(parse_per(figure.per), figure, units, arrived)
    if all(each.outcome is ProgressOutcome.EXCEEDED for each in units):
        outcome = ProgressOutcome.EXCEEDED
    elif arrived == len(units):
        outcome = ProgressOutcome.REACHED
    elif all(each.phase is UnitPhase.OVER for each in expected) and ProgressOutcome.MISSED in {
        each.outcome for each in units
    }:
        outcome = ProgressOutcome.MISSED
    else:
        outcome = ProgressOutcome.UNDER_WAY
    return TargetProgress(outcome, Decimal(arrived) / len(units), sentence)


_ON_THE_WAY = "en chemin"
_OTHERS = (
    (ProgressOutcome.UNDER_WAY, _ON_THE_WAY),
    (ProgressOutcome.MISSED, "manqué"),
    (ProgressOutcome.COMING, "à venir"),
    (ProgressOutcome.NOTHING, "sans rien"),
    (ProgressOutcome.NOT_MEASURED, "sans valeur"),
    (ProgressOutcome.WITHHELD, "masqué"),
    (ProgressOutcome.NOT_COMPUTABLE, "sans calcul possible"),
)
_DECLARED = "déclaré"
_INFLECTED = frozenset({"manqué", "masqué", _DECLARED})


def declared_text(per: FigurePer, units: Iterable[UnitProgress]) -> str:
    """« 1 déclaré »: how many units have what is promised by the word of the lead alone; "" for none."""
    count = sum(each.is_declared and each.outcome.has_arrived for each in units)
    return f"{format_number(count)} {_words_of_unit(_DECLARED, per, count)}" if count else ""


def _sentence(per: FigurePer, figure: Figure, units: Sequence[UnitProgress], arrived: int) -> str:
    """« 4 départements sur 6 ont les leurs, dont 1 au-delà et 1 déclaré ; 1 en chemin, 1 sans rien »."""
    counts = Counter(each.outcome for each in units)
    beyond = counts[ProgressOutcome.EXCEEDED]
    among = [each for each in (f"{format_number(beyond)} au-delà" if beyond else "", declared_text(per, units)) if each]
    start = _arrived_text(per, figure, arrived, len(units))
    if among:
        start += f", dont {' et '.join(among)}"
    rest = ", ".join(
        f"{format_number(counts[outcome])} {_words_of_unit(words, per, counts[outcome])}"
        for outcome, words in _OTHERS
        if counts[outcome]
    )
    return f"{start} ; {rest}" if rest else start


def _words_of_unit(words: str, per: FigurePer, count: int) -> str:
    if per.nature is PerNature.PERIOD and words == _ON_THE_WAY:
        return "en cours"
    if words not in _INFLECTED:
        return words
    return f"{words}{'e' if per.is_feminine else ''}{'s' if count > 1 else ''}"


def _arrived_text(per: FigurePer, figure: Figure, arrived: int, total: int) -> str:
    if not arrived:
        none = "aucune" if per.is_feminine else "aucun"
        return f"{none} {per.one} sur {format_number(total)} n’y est encore"
    units = f"{pluralise(arrived, per.one, per.many)} sur {format_number(total)}"
    if arrived == 1:
        return f"{units} y est"
    # « ont les leurs » is said of several things; of one thing the article would have a gender.
    low, high = figure_bounds(figure)
    has_several = max(each for each in (low, high) if each is not None) >= 2
    return f"{units} ont les leurs" if has_several else f"{units} y sont"
