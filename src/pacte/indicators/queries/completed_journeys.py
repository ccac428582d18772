"""How the journeys that cases name ended: read from their steps, never from what a case declares."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pacte.indicators.queries.count_context import CountContext
from pacte.indicators.records.counted_cases import CountedCase, JourneyEnd
from pacte.indicators.records.operational_counts import CountResult
from pacte.indicators.rules.completed_journeys import completion, first_cases
from pacte.journeys.queries.journey_ends import ends_of_journeys
from pacte.kernel.action_codes import ActionCode
from pacte.procedures.records.counts import CaseCount
from pacte.procedures.records.form import FormField


def completion_by_action(
    context: CountContext,
    count: CaseCount,
    fields: Mapping[str, FormField],
    cases: Mapping[ActionCode, Sequence[CountedCase]],
) -> dict[ActionCode, CountResult]:
    """Of each action, the journeys completed out of those that ended. ``fields``: those told beside. One query."""
    named = {number: first_cases(same, count.journey) for number, same in cases.items()}
    keys = {key for by_journey in named.values() for key in by_journey}
    ends = _ends(context, keys)
    return {number: completion(count, fields, by_journey, ends) for number, by_journey in named.items()}


def _ends(context: CountContext, keys: Iterable[str]) -> dict[str, JourneyEnd]:
    rows: Iterable[tuple[str, date, str]] = ends_of_journeys(
        actor=context.actor, keys=keys, known_before=context.known, on=context.on
    )
    return {key: JourneyEnd(on, kind) for key, on, kind in rows}
