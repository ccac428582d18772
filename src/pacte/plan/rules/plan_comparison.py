"""Comparison of two plans: continued, ended and new actions, publics, wording and indicators."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.french import fold_text
from pacte.plan.records import Figure, LineageKind, PlanContent, PriorityPublic
from pacte.plan.rules.display import describe_figure_amount
from pacte.plan.rules.publics import parse_public_rule
from pacte.plan.rules.sums import action_sums


@dataclass(frozen=True, slots=True)
class TextOverlap:
    """Texts of one plan only, of the other only, and of both, compared by their words."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    both: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return bool(self.first or self.second)


@dataclass(frozen=True, slots=True)
class ContinuedAction:
    """An action of the later plan with one of the earlier plan that it continues."""

    first: ActionCode
    second: ActionCode
    leads: TextOverlap
    publics: TextOverlap
    targets: tuple[tuple[str, ...], tuple[str, ...]]
    cents: tuple[int | None, int | None]

    @property
    def same_targets(self) -> bool:
        return self.targets[0] == self.targets[1]


@dataclass(frozen=True, slots=True)
class IndicatorComparison:
    """An indicator targeted by both plans, with what each counts: « 4 800 places (2027) »."""

    code: str
    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicComparison:
    """A public with its definition in each plan; None for a plan that does not define it."""

    code: str
    first: PriorityPublic | None
    second: PriorityPublic | None

    @property
    def differs(self) -> bool | None:
        """Whether the rules select different people. None when a plan has no rule: wordings are not comparable."""
        if self.first is None or self.second is None or not (self.first.rule and self.second.rule):
            return None
        return parse_public_rule(self.first.rule) != parse_public_rule(self.second.rule)


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """Comparison of two plans. ``first`` is the earlier one.

    ``discontinued_actions`` are numbers of the first plan, ``new_actions`` numbers of the second.
    """

    first: PlanContent
    second: PlanContent
    pairs: tuple[ContinuedAction, ...]
    discontinued_actions: tuple[ActionCode, ...]
    new_actions: tuple[ActionCode, ...]
    publics: TextOverlap
    indicator_comparisons: tuple[IndicatorComparison, ...]
    public_comparisons: tuple[PublicComparison, ...]

    @property
    def continued_actions(self) -> tuple[ActionCode, ...]:
        """Distinct numbers of the first plan's actions that continue."""
        return tuple(dict.fromkeys(sorted(pair.first for pair in self.pairs)))


def compare_plans(one: PlanContent, other: PlanContent) -> PlanComparison:
    """Compare two plans, given in any order; the earlier one comes first in the result."""
    first, second = sorted((one, other), key=lambda each: (each.first_year, each.last_year, each.code))
    known, own = set(first.numbers), set(second.numbers)
    links = [
        (each.origin_number, each.number)
        for each in second.lineage
        if each.origin_plan == first.code
        and each.kind is LineageKind.CONTINUES
        and each.origin_number in known
        and each.number in own
    ]
    pairs = tuple(
        _continued_action(first, second, origin, number)
        for origin, number in sorted(links, key=lambda each: each[::-1])
    )
    return PlanComparison(
        first=first,
        second=second,
        pairs=pairs,
        discontinued_actions=tuple(number for number in first.numbers if number not in {origin for origin, _ in links}),
        new_actions=tuple(number for number in second.numbers if number not in {number for _, number in links}),
        publics=text_overlap(_publics(first), _publics(second)),
        indicator_comparisons=_indicator_comparisons(first, second),
        public_comparisons=_public_comparisons(first, second),
    )


def text_overlap(one: Iterable[str], other: Iterable[str]) -> TextOverlap:
    first = {fold_text(text): text for text in one if text.strip()}
    second = {fold_text(text): text for text in other if text.strip()}
    return TextOverlap(
        tuple(text for key, text in first.items() if key not in second),
        tuple(text for key, text in second.items() if key not in first),
        tuple(text for key, text in first.items() if key in second),
    )


def action_name(content: PlanContent, number: ActionCode) -> str:
    title = next((each for each in content.actions if each.number == number), None)
    rows = content.rows_of(number)
    text = (title.short_title or title.title) if title else ""
    return text or (rows[0].short_title or rows[0].title if rows else "")


def _continued_action(
    first: PlanContent, second: PlanContent, origin: ActionCode, number: ActionCode
) -> ContinuedAction:
    return ContinuedAction(
        first=origin,
        second=number,
        leads=text_overlap(_leads(first, origin), _leads(second, number)),
        publics=text_overlap(_publics_of(first, origin), _publics_of(second, number)),
        targets=(_targets(first, origin), _targets(second, number)),
        cents=(_cents(first, origin), _cents(second, number)),
    )


def _leads(content: PlanContent, number: ActionCode) -> list[str]:
    return [
        f"{lead.organisation} ({lead.service})" if lead.service else lead.organisation
        for row in content.rows_of(number)
        for lead in row.leads
    ]


def _publics_of(content: PlanContent, number: ActionCode) -> list[str]:
    return [text for row in content.rows_of(number) for text in row.publics]


def _publics(content: PlanContent) -> list[str]:
    """Return the publics of the axes, then those of the rows."""
    return [
        *(text for axis in content.axes for text in axis.publics),
        *(text for row in content.rows for text in row.publics),
    ]


def _targets(content: PlanContent, number: ActionCode) -> tuple[str, ...]:
    return tuple(
        _target_text(each) for row in content.rows_of(number) for each in row.figures if _is_decided_target(each)
    )


def _is_decided_target(figure: Figure) -> bool:
    return figure.is_target and not figure.proposed


def _target_text(figure: Figure) -> str:
    return f"{figure.what} : {describe_figure_amount(figure)}"


def _cents(content: PlanContent, number: ActionCode) -> int | None:
    return next((each.cents for each in action_sums(content) if each.number == number), None)


def _indicator_comparisons(first: PlanContent, second: PlanContent) -> tuple[IndicatorComparison, ...]:
    """Return the indicators targeted by both plans whose targets differ."""
    known = [_targets_by_indicator(content) for content in (first, second)]
    return tuple(
        IndicatorComparison(code, tuple(known[0][code]), tuple(known[1][code]))
        for code in sorted(known[0].keys() & known[1].keys())
        if set(known[0][code]) != set(known[1][code])
    )


def _public_comparisons(first: PlanContent, second: PlanContent) -> tuple[PublicComparison, ...]:
    """Return the publics in the order of the first plan, then of the second."""
    known = [{public.code: public for public in content.publics} for content in (first, second)]
    return tuple(PublicComparison(code, known[0].get(code), known[1].get(code)) for code in known[0] | known[1])


def _targets_by_indicator(content: PlanContent) -> dict[str, list[str]]:
    texts_by_code: dict[str, list[str]] = {}
    for row in content.rows:
        for figure in row.figures:
            if figure.is_target and figure.indicator_code:
                texts = texts_by_code.setdefault(figure.indicator_code, [])
                text = f"{_target_text(figure)}{' (proposé par nous)' if figure.proposed else ''}"
                if text not in texts:
                    texts.append(text)
    return texts_by_code
