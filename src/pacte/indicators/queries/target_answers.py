"""Answers of the indicators that measure the targets of a plan, each asked of its action. One scan of the facts.

An indicator whose object is the action counts the sessions that it bought on the fund of the pact; the baseline stands
beside. Others are asked of the whole offer, territory or plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records import (
    AnswerRow,
    CountScope,
    Indicator,
    IndicatorAnswer,
    IndicatorKind,
    IndicatorQuestion,
    Value,
    ValueState,
)
from pacte.indicators.records.grades import ProofScope
from pacte.indicators.rules.action_suppression import (
    suppress_close_values,
    suppress_payer_rows,
    yearly_and_total_counts,
)
from pacte.indicators.rules.plan_publics import differs_by_few, with_plan_definition
from pacte.journeys.queries.published_counts import hidden_counts_by_row, last_published_at, published_counts_by_row
from pacte.journeys.rules.suppression_tables import PLAN_ACTION
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.records import PriorityPublic

_TOO_CLOSE = "masqué : comparé à la définition du catalogue, il donnerait le nombre de quelques personnes"
PACT, BASELINE, NO_ACTION = "pact", "baseline", "unknown"


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """What an indicator says of an action. ``baseline``: the same outside the pact, None where it makes no sense."""

    indicator: Indicator
    value: Value
    baseline: Value | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class TargetAnswers:
    """``whole``: answers that do not depend on the action. ``cells``: values by code, then by (fund, action)."""

    whole: Mapping[str, TargetAnswer] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    cells: Mapping[str, Mapping[tuple[str, str], Value]] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)

    def of(self, code: str, number: ActionCode) -> TargetAnswer | None:
        if code in self.whole:
            return self.whole[code]
        if code in self.refusals:
            return TargetAnswer(self.indicators[code], Value(ValueState.HIDDEN), refusal=self.refusals[code])
        if code not in self.cells:
            return None
        values, nothing = self.cells[code], Value(ValueState.NOT_COMPUTABLE)
        return TargetAnswer(
            self.indicators[code], values.get((PACT, number), nothing), values.get((BASELINE, NO_ACTION))
        )


def target_answers(
    *,
    actor: Actor,
    plan: Plan,
    codes: set[str],
    question: IndicatorQuestion,
    publics: tuple[PriorityPublic, ...],
    as_public: bool = False,
    facts_dir: Path | None = None,
) -> TargetAnswers:
    """Empty before the first facts. Readers without access to the facts get the public figures of the whole region."""
    scope = CountScope() if as_public else count_scope_of(actor, plan.organisation_id)
    computed = [code for code, each in indicators().items() if code in codes and each.kind is IndicatorKind.COMPUTED]
    current_manifest = read_manifest(facts_dir)
    if not computed or not current_manifest.built_at:
        return TargetAnswers()
    if not scope.hosts and not scope.everything:
        scope = CountScope(hosts=frozenset({plan.organisation_id}))
    shown = "" if scope.sees_small else last_published_at(scope.hosts)
    return _cached_answers(
        current_manifest.digest, replace(question, codes=tuple(computed)), scope, publics, facts_dir, shown
    )


@lru_cache(maxsize=64)
def _cached_answers(
    digest: str,
    question: IndicatorQuestion,
    scope: CountScope,
    publics: tuple[PriorityPublic, ...],
    facts_dir: Path | None,
    shown: str,
) -> TargetAnswers:
    """Cached by ``digest`` of the facts and publication time (``shown``) of the journey tables.

    Audiences follow the definitions of the plan.
    """
    usual = [indicators()[code] for code in question.codes]
    by_action = [each for each in usual if each.scope is ProofScope.ACTION]
    whole = [each for each in usual if each.scope is not ProofScope.ACTION]
    definitions = {each.code: with_plan_definition(each, publics) for each in by_action}
    rows, refusals = _rows_by_payer(list(definitions.values()), question, scope, facts_dir)
    cells = {code: {(fund, action): row.value for fund, action, row in _paid(of)} for code, of in rows.items()}
    if not scope.sees_small:
        _suppress_close_cells(cells, definitions, question, scope)
    return TargetAnswers(_whole_answers(whole, question, scope, publics, facts_dir), definitions, cells, refusals)


def _whole_answers(
    usual: list[Indicator],
    question: IndicatorQuestion,
    scope: CountScope,
    publics: tuple[PriorityPublic, ...],
    facts_dir: Path | None,
) -> dict[str, TargetAnswer]:
    """For readers who see no small count, a definition that is almost that of the catalogue is not shown next to it."""
    if not usual:
        return {}
    definitions = [with_plan_definition(each, publics) for each in usual]
    with open_facts(on=question.known_on, facts_dir=facts_dir) as connection:
        answers = compute_answers(connection, definitions, question, scope, labels={}, facts_dir=facts_dir)
        moved = (
            [] if scope.sees_small else [each for each, ours in zip(usual, definitions, strict=True) if each != ours]
        )
        others = {
            each.code: each
            for each in compute_answers(connection, moved, question, scope, labels={}, facts_dir=facts_dir)
        }
    return {
        each.code: TargetAnswer(each, answer.total.value, refusal=answer.refusal or _closeness(each, answer, others))
        for each, answer in zip(definitions, answers, strict=True)
    }


def _closeness(indicator: Indicator, answer: IndicatorAnswer, others: Mapping[str, IndicatorAnswer]) -> str:
    other = others.get(indicator.code)
    return _TOO_CLOSE if other and differs_by_few(answer, other, indicator.threshold) else ""


def _rows_by_payer(
    definitions: list[Indicator], question: IndicatorQuestion, scope: CountScope, facts_dir: Path | None
) -> tuple[dict[str, tuple[AnswerRow, ...]], dict[str, str]]:
    """Rows by fund and action, with suppression; and why some indicators may not be asked of an action."""
    if not definitions:
        return {}, {}
    split = replace(question, by=("fund", "action"))
    with open_facts(on=question.known_on, facts_dir=facts_dir) as connection:
        answers = compute_answers(connection, definitions, split, replace(scope, sees_small=True), labels={})
    refusals = {each.code: each.refusal for each in answers if each.refusal}
    rows = {each.code: each.rows for each in answers if not each.refusal}
    if not scope.sees_small:
        hidden = hidden_counts_by_row(scope.hosts)
        rows = {
            each.code: suppress_payer_rows(each, rows[each.code], question.plan or 0, hidden)
            for each in definitions
            if each.code in rows
        }
    return rows, refusals


def _paid(rows: Iterable[AnswerRow]) -> Iterator[tuple[str, str, AnswerRow]]:
    """Fund and action of each row, without the total."""
    return ((row.keys[0][1], row.keys[1][1], row) for row in rows if row.keys)


def _suppress_close_cells(
    cells: dict[str, dict[tuple[str, str], Value]],
    definitions: Mapping[str, Indicator],
    question: IndicatorQuestion,
    scope: CountScope,
) -> None:
    years = range(question.first.year, question.last.year + 1)
    published = [published_counts_by_row(host, year) for host in sorted(scope.hosts) for year in years]
    for payer in sorted({payer for values in cells.values() for payer in values}):
        codes = [code for code in cells if payer in cells[code]]
        shown = [
            values
            for rows in published
            for (cut, _, key), values in rows.items()
            if cut == PLAN_ACTION and key == f"{question.plan}:{payer[1]}"
        ]
        remaining = suppress_close_values(
            ((definitions[code], cells[code][payer]) for code in codes), yearly_and_total_counts(shown)
        )
        for code, value in zip(codes, remaining, strict=True):
            cells[code][payer] = value
