"""Answers of the indicators that measure the targets of a plan, each asked of its action. One scan of the facts.

An indicator whose object is the action counts the sessions that it bought on the fund of the pact; the baseline stands
beside. Others are asked of the whole offer, territory or plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import duckdb

from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.aggregation import refusal_reason
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
from pacte.indicators.rules.action_questions import PACT
from pacte.indicators.rules.action_suppression import (
    suppress_close_values,
    suppress_payer_rows,
    yearly_and_total_counts,
)
from pacte.indicators.rules.plan_publics import differs_by_few, with_plan_definition
from pacte.indicators.rules.suppression import known_on_refusal
from pacte.journeys.queries.published_counts import hidden_counts_by_row, last_published_at, published_action_rows
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import NOBODY, Actor
from pacte.kernel.clock import today
from pacte.plan.models import Plan
from pacte.plan.records import PriorityPublic
from pacte.reference.queries import training_domain_labels

_TOO_CLOSE = "masqué : comparé à la définition du catalogue, il donnerait le nombre de quelques personnes"
BASELINE, NO_ACTION = "baseline", "unknown"
_BY_PAYER = ("fund", "action")


@dataclass(frozen=True, slots=True)
class TargetAnswer:
    """What an indicator says of an action. ``baseline``: the same outside the pact, None where it makes no sense.

    ``exists``: something is counted, whatever this reader sees of it. ``parts``: the same by ``shown_by``.
    """

    indicator: Indicator
    value: Value
    baseline: Value | None = None
    refusal: str = ""
    exists: bool = False
    parts: tuple[AnswerRow, ...] = ()


Payer = tuple[str, str]
"""Fund and action of a cell."""


@dataclass(frozen=True, slots=True)
class TargetAnswers:
    """``whole``: answers that do not depend on the action. ``cells``: values by code, then by payer.

    ``existing``: (code, payer) that count something, for readers who do not see it too.
    """

    whole: Mapping[str, TargetAnswer] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    cells: Mapping[str, Mapping[Payer, Value]] = field(default_factory=dict)
    refusals: Mapping[str, str] = field(default_factory=dict)
    existing: frozenset[tuple[str, Payer]] = frozenset()

    def of(self, code: str, number: ActionCode) -> TargetAnswer | None:
        if code in self.whole:
            return self.whole[code]
        payer = (PACT, str(number))
        exists = (code, payer) in self.existing
        if code in self.refusals:
            hidden = Value(ValueState.HIDDEN)
            return TargetAnswer(self.indicators[code], hidden, refusal=self.refusals[code], exists=exists)
        if code not in self.cells:
            return None
        values, nothing = self.cells[code], Value(ValueState.NOT_COMPUTABLE)
        return TargetAnswer(
            self.indicators[code], values.get(payer, nothing), values.get((BASELINE, NO_ACTION)), exists=exists
        )


def target_answers(
    *,
    actor: Actor,
    plan: Plan,
    codes: set[str],
    question: IndicatorQuestion,
    publics: tuple[PriorityPublic, ...],
    as_public: bool = False,
    is_frozen: bool = False,
    facts_dir: Path | None = None,
) -> TargetAnswers:
    """Empty before the first facts. Readers without access to the facts get the public figures of the whole region.

    Who sees no small count chooses no day: two days next to each other would disclose one. ``is_frozen``: for a
    document that is written once, whose readers did not choose its day.
    """
    scope = CountScope() if as_public else count_scope_of(actor, plan.organisation_id)
    computed = [code for code, each in indicators().items() if code in codes and each.kind is IndicatorKind.COMPUTED]
    current_manifest = read_manifest(facts_dir)
    if not computed or not current_manifest.built_at:
        return TargetAnswers()
    if not scope.hosts and not scope.everything:
        scope = CountScope(hosts=frozenset({plan.organisation_id}))
    shown = "" if scope.sees_small else last_published_at(scope.hosts)
    answers = _cached_answers(
        current_manifest.digest, replace(question, codes=tuple(computed)), scope, publics, facts_dir, shown
    )
    return answers if scope.sees_small or is_frozen else _without_refused_days(answers, question)


def _without_refused_days(answers: TargetAnswers, question: IndicatorQuestion) -> TargetAnswers:
    def refusal(indicator: Indicator) -> str:
        return known_on_refusal(indicator, question, today())

    whole = {
        code: replace(each, value=Value(ValueState.HIDDEN), baseline=None, refusal=why, parts=())
        if (why := refusal(each.indicator))
        else each
        for code, each in answers.whole.items()
    }
    refused = {code: why for code, each in answers.indicators.items() if (why := refusal(each))}
    return replace(answers, whole=whole, refusals={**answers.refusals, **refused})


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
    by_action = [with_plan_definition(each, publics) for each in usual if each.scope is ProofScope.ACTION]
    whole = [each for each in usual if each.scope is not ProofScope.ACTION]
    rows = _rows_by_payer(by_action, question, _all_seeing(scope), facts_dir)
    existing = frozenset(
        (code, payer) for code, of in rows.items() for payer, row in _paid(of) if row.value.counts_something
    )
    split = replace(question, by=_BY_PAYER)
    may_split = replace(scope, sees_small=True)
    refusals = {each.code: why for each in by_action if (why := refusal_reason(each, split, may_split))}
    rows = {code: of for code, of in rows.items() if code not in refusals}
    definitions = {each.code: each for each in by_action}
    if not scope.sees_small:
        hidden = hidden_counts_by_row(scope.hosts)
        rows = {
            code: suppress_payer_rows(definitions[code], of, question.plan or 0, hidden) for code, of in rows.items()
        }
    cells = {code: {payer: row.value for payer, row in _paid(of)} for code, of in rows.items()}
    if not scope.sees_small:
        _suppress_close_cells(cells, definitions, question, scope)
    return TargetAnswers(
        _whole_answers(whole, question, scope, publics, facts_dir), definitions, cells, refusals, existing
    )


def _all_seeing(scope: CountScope) -> CountScope:
    """The same facts, with small counts and protected situations: what exists, before what is shown."""
    return replace(scope, sees_small=True, sees_protected=True, sees_subjects=True)


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
        parts = {
            each.code: _parts(connection, each, question, scope, facts_dir) for each in definitions if each.shown_by
        }
        full = answers
        if _all_seeing(scope) != scope:
            full = compute_answers(connection, definitions, question, _all_seeing(scope), labels={})
    return {
        each.code: TargetAnswer(
            each,
            answer.total.value,
            refusal=answer.refusal or _closeness(each, answer, others),
            exists=existing.total.value.counts_something,
            parts=parts.get(each.code, ()),
        )
        for each, answer, existing in zip(definitions, answers, full, strict=True)
    }


def _parts(
    connection: duckdb.DuckDBPyConnection,
    definition: Indicator,
    question: IndicatorQuestion,
    scope: CountScope,
    facts_dir: Path | None,
) -> tuple[AnswerRow, ...]:
    """The rows of the split; none for who may not ask it."""
    split = replace(question, by=(definition.shown_by,))
    labels = {"domain": training_domain_labels(actor=NOBODY)} if definition.shown_by == "domain" else {}
    (answer,) = compute_answers(connection, [definition], split, scope, labels=labels, facts_dir=facts_dir)
    return () if answer.refusal else answer.rows[1:]


def _closeness(indicator: Indicator, answer: IndicatorAnswer, others: Mapping[str, IndicatorAnswer]) -> str:
    other = others.get(indicator.code)
    return _TOO_CLOSE if other and differs_by_few(answer, other, indicator.threshold) else ""


def _rows_by_payer(
    definitions: list[Indicator], question: IndicatorQuestion, scope: CountScope, facts_dir: Path | None
) -> dict[str, tuple[AnswerRow, ...]]:
    """Rows by fund and action, without suppression; none for an indicator that cannot be asked of an action."""
    if not definitions:
        return {}
    with open_facts(on=question.known_on, facts_dir=facts_dir) as connection:
        answers = compute_answers(connection, definitions, replace(question, by=_BY_PAYER), scope, labels={})
    return {each.code: each.rows for each in answers if not each.refusal}


def _paid(rows: Iterable[AnswerRow]) -> Iterator[tuple[Payer, AnswerRow]]:
    """The rows with their payer, without the total."""
    return (((row.keys[0][1], row.keys[1][1]), row) for row in rows if row.keys)


def _suppress_close_cells(
    cells: dict[str, dict[Payer, Value]],
    definitions: Mapping[str, Indicator],
    question: IndicatorQuestion,
    scope: CountScope,
) -> None:
    years = range(question.first.year, question.last.year + 1)
    published = published_action_rows(actor=NOBODY, host_ids=scope.hosts, years=years)
    for payer in sorted({payer for values in cells.values() for payer in values}):
        codes = [code for code in cells if payer in cells[code]]
        shown = published.get(f"{question.plan}:{payer[1]}", ())
        remaining = suppress_close_values(
            ((definitions[code], cells[code][payer]) for code in codes), yearly_and_total_counts(shown)
        )
        for code, value in zip(codes, remaining, strict=True):
            cells[code][payer] = value
