"""« Où en est le pacte ? »: the answer, what needs attention, the money and the calendar. Pure.

Nothing is typed or guessed: what the plan does not state is counted as not stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, format_percent, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.rules.completeness import COMPLETENESS_CRITERIA
from pacte.plan.rules.schedule import elapsed_share
from pacte.plan.rules.sums import axis_sums
from pacte.web.charts.completeness import CompletenessChart, Field
from pacte.web.charts.money import Amounts, Bar, MoneyChart, Stage
from pacte.web.pages.plan.glance_attention import Group, groups, is_past
from pacte.web.pages.plan.lines import ActionLine, columns_of

if TYPE_CHECKING:
    from pacte.plan.records import Axis, PlanContent
    from pacte.web.charts.timeline_values import Columns


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a sentence; ``strong`` marks the answer itself."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Addresses:
    """Link builders: from the code of an axis, and from the code of a missing field."""

    axis: Callable[[str], str] = str
    missing: Callable[[str], str] = str


@dataclass(frozen=True, slots=True)
class AxisGroup:
    """The actions of one axis on the calendar."""

    axis: Axis
    rank: int
    lines: tuple[ActionLine, ...]

    @property
    def summary(self) -> str:
        """« 11 actions · 125,49 M€ »."""
        amount = format_millions(self.axis.amount_cents) if self.axis.amount_cents is not None else "montant non connu"
        return f"{pluralise(len(self.lines), 'action')} · {amount}"


@dataclass(frozen=True, slots=True)
class YearAmounts:
    """Money of one axis by year, for plans that give some."""

    axis: Axis
    cents: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Glance:
    answer: tuple[Part, ...]
    groups: tuple[Group, ...]
    money: MoneyChart
    money_note: str
    years: tuple[int, ...]
    year_amounts: tuple[YearAmounts, ...]
    columns: Columns
    axes: tuple[AxisGroup, ...]
    filled: CompletenessChart
    shows_amounts: bool


def glance(
    content: PlanContent,
    lines: tuple[ActionLine, ...],
    on: date,
    addresses: Addresses,
    *,
    proved: frozenset[ActionCode] = frozenset(),
) -> Glance:
    """Everything that the page shows. ``measured``: numbers of the actions with measured evidence."""
    years = tuple(sorted({amount.year for amount in content.amounts if amount.year is not None}))
    return Glance(
        answer=answer(content, lines, on, proved),
        groups=groups(lines, on, proved),
        money=money_chart(content, addresses.axis),
        money_note=_money_note(content),
        years=years,
        year_amounts=_year_amounts(content, lines, years),
        columns=columns_of(content, on),
        axes=axis_groups(content, lines),
        filled=completeness_chart(lines, addresses.missing),
        shows_amounts=bool(content.amounts),
    )


def answer(
    content: PlanContent, lines: tuple[ActionLine, ...], on: date, proved: frozenset[ActionCode] = frozenset()
) -> tuple[Part, ...]:
    """The answer in two sentences, with its figures."""
    if not lines:
        return (Part("Ce plan ne contient encore aucune action."),)
    ended = [line for line in lines if line.is_ended]
    lines = tuple(line for line in lines if not line.is_ended)
    count = len(lines)
    held = sum(line.number in proved for line in lines)
    targeted = sum(bool(line.targets) for line in lines)
    said = Part(_proved(held, count), strong=True)
    parts = [Part(f"Au {format_day(on)}, {_elapsed(content, on)}, "), said, Part(". Le plan ")]
    total = money_chart(content, str).total(Stage.ENVELOPE)
    if total:
        parts += [
            Part("répartit "),
            Part(format_millions(total), strong=True),
            Part(f" en {pluralise(len(content.axes), 'axe')} ; il "),
        ]
    parts.append(Part(f"fixe une cible à {pluralise(targeted, 'action')}{_others(count - targeted)}."))
    late = sum(is_past(line) for line in lines)
    if late:
        parts.append(Part(f" {_some(late)} dépassé une échéance écrite au plan."))
    if ended:
        parts.append(Part(f" {_no_longer(ended)}"))
    return tuple(Part(apply_french_spacing(part.text), part.strong) for part in parts)


def _proved(held: int, count: int) -> str:
    if held:
        return f"{pluralise(held, 'action')} sur {count} {'a' if held == 1 else 'ont'} une preuve mesurée"
    if count == 1:
        return "la seule action n’a pas encore de preuve"
    return f"aucune des {count} actions n’a encore de preuve"


def axis_groups(content: PlanContent, lines: Iterable[ActionLine]) -> tuple[AxisGroup, ...]:
    """Actions grouped by axis, in plan order. An axis without actions is kept."""
    by_code: dict[str, list[ActionLine]] = {axis.code: [] for axis in content.axes}
    for line in lines:
        by_code.setdefault(line.axis.code, []).append(line)
    known = {axis.code: axis for axis in content.axes}
    return tuple(
        AxisGroup(known.get(code) or found[0].axis, rank, tuple(found))
        for rank, (code, found) in enumerate(by_code.items(), start=1)
    )


def _elapsed(content: PlanContent, on: date) -> str:
    share = elapsed_share(content.first_year, content.last_year, on)
    if share >= 1:
        return f"la période {content.first_year}-{content.last_year} étant finie"
    if share <= 0:
        return f"avant le début de la période {content.first_year}-{content.last_year}"
    return f"à {format_percent(share)} de la durée du plan"


def _some(count: int) -> str:
    return "Une action a" if count == 1 else f"{count} actions ont"


def _no_longer(ended: list[ActionLine]) -> str:
    """« L’action 16 n’a plus cours. », « Les actions 15 et 16 n’ont plus cours. »."""
    numbers = [str(line.number) for line in ended]
    if len(numbers) == 1:
        return f"L’action {numbers[0]} n’a plus cours."
    return f"Les actions {', '.join(numbers[:-1])} et {numbers[-1]} n’ont plus cours."


def _others(count: int) -> str:
    """« , et n’en fixe aucune aux 33 autres »."""
    return "" if not count else f", et n’en fixe aucune {'à l’autre' if count == 1 else f'aux {count} autres'}"


def money_chart(content: PlanContent, address: Callable[[str], str]) -> MoneyChart:
    """Envelope of each axis as printed; when none is printed, the sum of its actions."""
    sums = {each.code: each for each in axis_sums(content)}
    bars = tuple(
        Bar(
            axis=rank,
            code=axis.label,
            label=axis.title,
            amounts=Amounts(
                envelope=axis.amount_cents if axis.amount_cents is not None else sums[axis.code].actions_cents
            ),
            address=address(axis.code),
        )
        for rank, axis in enumerate(content.axes, start=1)
    )
    return MoneyChart(bars=bars, total_label=f"Ensemble, {pluralise(len(bars), 'axe')}")


def completeness_chart(lines: tuple[ActionLine, ...], address: Callable[[str], str]) -> CompletenessChart:
    """For each expected field, how many actions have it."""
    lacking = Counter(criterion.code for line in lines for criterion in line.missing)
    fields = tuple(
        Field(each.label.capitalize(), len(lines) - lacking[each.code], address(each.code))
        for each in COMPLETENESS_CRITERIA
    )
    return CompletenessChart(total=len(lines), fields=fields)


def _money_note(content: PlanContent) -> str:
    known = (
        "Le plan ne chiffre aucune action." if not content.amounts else "Le plan chiffre aussi ses actions, ci-dessous."
    )
    return apply_french_spacing(
        f"Seule l’enveloppe est montrée ici : le reste se lit avec un compte, une fois versé. {known}"
    )


def _year_amounts(
    content: PlanContent, lines: tuple[ActionLine, ...], years: tuple[int, ...]
) -> tuple[YearAmounts, ...]:
    if not years:
        return ()
    axis_of = {line.number: line.axis.code for line in lines}
    cents: Counter[tuple[str, int]] = Counter()
    for amount in content.amounts:
        if amount.year is not None:
            cents[axis_of.get(amount.number, ""), amount.year] += amount.cents
    return tuple(YearAmounts(axis, tuple(cents.get((axis.code, year)) for year in years)) for axis in content.axes)
