"""The whole catalogue over one period, without protected data, for printed reports."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pacte.indicators.permissions import count_scope_of
from pacte.indicators.queries.answer_sets import facts_stamp
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import open_facts
from pacte.indicators.records import (
    CountScope,
    FactsStamp,
    Indicator,
    IndicatorAnswer,
    IndicatorKind,
    IndicatorQuestion,
)
from pacte.kernel.actor import Actor
from pacte.kernel.errors import hide_unless


@dataclass(frozen=True, slots=True)
class IndicatorsReport:
    """``figures`` in the order of the codes; ``stamp`` identifies the facts."""

    stamp: FactsStamp
    figures: tuple[tuple[Indicator, IndicatorAnswer], ...]


def catalogue_report(
    *, actor: Actor, host_id: int, plan_id: int, first: date, last: date, known_on: date, facts_dir: Path | None = None
) -> IndicatorsReport:
    """Every computed indicator of the region, credits of that plan only.

    Small counts are suppressed and legally protected data is left out, whoever asks. Raises ``NotFound`` when the actor
    may not count the whole pact, ``Conflict`` before the first refresh.
    """
    scope = count_scope_of(actor, host_id)
    hide_unless(scope.hosts or scope.everything)
    definitions = [each for each in indicators().values() if each.kind is IndicatorKind.COMPUTED]
    codes = tuple(each.code for each in definitions)
    question = IndicatorQuestion(first=first, last=last, known_on=known_on, codes=codes, plan=plan_id)
    with open_facts(on=known_on, facts_dir=facts_dir) as connection:
        stamp = facts_stamp(connection, on=known_on)
        answers = compute_answers(
            connection, definitions, question, CountScope(hosts=frozenset({host_id})), labels={}, facts_dir=facts_dir
        )
    return IndicatorsReport(stamp, tuple(zip(definitions, answers, strict=True)))
