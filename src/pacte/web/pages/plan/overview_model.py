"""« Où en est le pacte ? »: the answer, what needs attention, the money and the calendar. Pure.

Nothing is typed or guessed: what the plan does not state is counted as not stated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import apply_french_spacing, format_day, format_percent, pluralise
from pacte.kernel.money import format_millions
from pacte.plan.rules.completeness import COMPLETENESS_CRITERIA
from pacte.plan.rules.schedule import elapsed_share
from pacte.plan.rules.sums import axis_sums
from pacte.web.charts.money import MoneyBar, MoneyChart, MoneyChartStage, StageAmounts
from pacte.web.charts.row_marks import CompletenessChart, CompletenessField
from pacte.web.pages.plan.action_summaries import ActionSummary, calendar_columns
from pacte.web.pages.plan.overview_attention import AttentionGroup, attention_groups

if TYPE_CHECKING:
    from pacte.plan.records import Axis, PlanContent
    from pacte.web.charts.timeline import TimelineColumns


@dataclass(frozen=True, slots=True)
class SentencePart:
    """A part of a sentence; ``strong`` marks the answer itself."""

    text: str
    strong: bool = False


def join_sentence_parts(parts: Iterable[SentencePart]) -> SafeString:
    """Joins the parts, with the strong ones in bold."""
    return format_html_join(
        "", "{}", ((format_html("<strong>{}</strong>", part.text) if part.strong else part.text,) for part in parts)
    )


@dataclass(frozen=True, slots=True)
class AxisGroup:
    """The actions of one axis on the calendar."""

    axis: Axis
    rank: int
    lines: tuple[ActionSummary, ...]

    @property
    def summary(self) -> str:
        """« 11 actions · 125,49 M€ »."""
        amount = format_millions(self.axis.amount_cents) if self.axis.amount_cents is not None else "montant non connu"
        return f"{pluralise(len(self.lines), 'action')} · {amount}"


@dataclass(frozen=True, slots=True)
class PlanOverview:
    """``year_cents`` are the amounts by code of axis and year, for plans that give some."""

    answer: tuple[SentencePart, ...]
    groups: tuple[AttentionGroup, ...]
    money: MoneyChart
    money_note: str
    years: tuple[int, ...]
    year_cents: Mapping[tuple[str, int], int]
    columns: TimelineColumns
    axes: tuple[AxisGroup, ...]
    filled: CompletenessChart
    shows_amounts: bool


def plan_overview(
    content: PlanContent,
    lines: tuple[ActionSummary, ...],
    on: date,
    *,
    axis_url: Callable[[str], str] = str,
    missing_url: Callable[[str], str] = str,
    measured: frozenset[ActionCode] = frozenset(),
) -> PlanOverview:
    """Everything that the page shows. ``measured``: numbers of the actions with measured evidence.

    Links are built from the code of an axis, and from the code of a missing field.
    """
    years = tuple(sorted({amount.year for amount in content.amounts if amount.year is not None}))
    return PlanOverview(
        answer=overview_answer(content, lines, on, measured),
        groups=attention_groups(lines, on, measured),
        money=axis_money_chart(content, axis_url),
        money_note=_money_note(content),
        years=years,
        year_cents=_year_cents(content, lines),
        columns=calendar_columns(content, on),
        axes=group_actions_by_axis(content, lines),
        filled=field_completeness_chart(lines, missing_url),
        shows_amounts=bool(content.amounts),
    )


def overview_answer(
    content: PlanContent, lines: tuple[ActionSummary, ...], on: date, measured: frozenset[ActionCode] = frozenset()
) -> tuple[SentencePart, ...]:
    """The answer in two sentences, with its figures."""
    if not lines:
        return (SentencePart("Ce plan ne contient encore aucune action."),)
    ended = [line for line in lines if line.is_ended]
    lines = tuple(line for line in lines if not line.is_ended)
    count = len(lines)
    measured_count = sum(line.number in measured for line in lines)
    targeted = sum(bool(line.targets) for line in lines)
    key_sentence = SentencePart(_evidence_sentence(measured_count, count), strong=True)
    parts = [
        SentencePart(f"Au {format_day(on)}, {_elapsed_text(content, on)}, "),
        key_sentence,
        SentencePart(". Le plan "),
    ]
    total = axis_money_chart(content, str).total(MoneyChartStage.ENVELOPE)
    if total:
        parts += [
            SentencePart("répartit "),
            SentencePart(format_millions(total), strong=True),
            SentencePart(f" en {pluralise(len(content.axes), 'axe')} ; il "),
        ]
    parts.append(SentencePart(f"fixe une cible à {pluralise(targeted, 'action')}{_untargeted_text(count - targeted)}."))
    late = sum(line.is_overdue for line in lines)
    if late:
        subject = "Une action a" if late == 1 else f"{late} actions ont"
        parts.append(SentencePart(f" {subject} dépassé une échéance écrite au plan."))
    if ended:
        parts.append(SentencePart(f" {_ended_text(ended)}"))
    return tuple(SentencePart(apply_french_spacing(part.text), part.strong) for part in parts)


def _evidence_sentence(measured_count: int, count: int) -> str:
    if measured_count:
        return (
            f"{pluralise(measured_count, 'action')} sur {count} {'a' if measured_count == 1 else 'ont'} "
            f"une preuve mesurée"
        )
    if count == 1:
        return "la seule action n’a pas encore de preuve"
    return f"aucune des {count} actions n’a encore de preuve"


def group_actions_by_axis(content: PlanContent, lines: Iterable[ActionSummary]) -> tuple[AxisGroup, ...]:
    """Actions grouped by axis, in plan order. An axis without actions is kept."""
    by_code: dict[str, list[ActionSummary]] = {axis.code: [] for axis in content.axes}
    for line in lines:
        by_code.setdefault(line.axis.code, []).append(line)
    known = {axis.code: axis for axis in content.axes}
    return tuple(
        AxisGroup(known.get(code) or axis_lines[0].axis, rank, tuple(axis_lines))
        for rank, (code, axis_lines) in enumerate(by_code.items(), start=1)
    )


def _elapsed_text(content: PlanContent, on: date) -> str:
    share = elapsed_share(content.first_year, content.last_year, on)
    if share >= 1:
        return f"la période {content.first_year}-{content.last_year} étant finie"
    if share <= 0:
        return f"avant le début de la période {content.first_year}-{content.last_year}"
    return f"à {format_percent(share)} de la durée du plan"


def _ended_text(ended: list[ActionSummary]) -> str:
    """« L’action 16 n’a plus cours. », « Les actions 15 et 16 n’ont plus cours. »."""
    numbers = [str(line.number) for line in ended]
    if len(numbers) == 1:
        return f"L’action {numbers[0]} n’a plus cours."
    return f"Les actions {', '.join(numbers[:-1])} et {numbers[-1]} n’ont plus cours."


def _untargeted_text(count: int) -> str:
    """« , et n’en fixe aucune aux 33 autres »."""
    return "" if not count else f", et n’en fixe aucune {'à l’autre' if count == 1 else f'aux {count} autres'}"


def axis_money_chart(content: PlanContent, address: Callable[[str], str]) -> MoneyChart:
    """Envelope of each axis as printed; when none is printed, the sum of its actions."""
    sums = {each.code: each for each in axis_sums(content)}
    bars = tuple(
        MoneyBar(
            axis=rank,
            code=axis.label,
            label=axis.title,
            amounts=StageAmounts(
                envelope=axis.amount_cents if axis.amount_cents is not None else sums[axis.code].actions_cents
            ),
            address=address(axis.code),
        )
        for rank, axis in enumerate(content.axes, start=1)
    )
    return MoneyChart(bars=bars, total_label=f"Ensemble, {pluralise(len(bars), 'axe')}")


def field_completeness_chart(lines: tuple[ActionSummary, ...], address: Callable[[str], str]) -> CompletenessChart:
    """For each expected field, how many actions have it."""
    lacking = Counter(criterion.code for line in lines for criterion in line.missing)
    fields = tuple(
        CompletenessField(each.label.capitalize(), len(lines) - lacking[each.code], address(each.code))
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


def _year_cents(content: PlanContent, lines: tuple[ActionSummary, ...]) -> Mapping[tuple[str, int], int]:
    axis_of = {line.number: line.axis.code for line in lines}
    cents: Counter[tuple[str, int]] = Counter()
    for amount in content.amounts:
        if amount.year is not None:
            cents[axis_of.get(amount.number, ""), amount.year] += amount.cents
    return cents
