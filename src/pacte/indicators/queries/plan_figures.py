"""Figures of a plan for everybody: those published, and those to publish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import duckdb
from django.db.models import QuerySet

from pacte.finance.queries import money_table
from pacte.finance.rules.public_totals import public_money
from pacte.indicators.models import Publication
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import open_facts
from pacte.indicators.records import CountScope, Indicator, IndicatorQuestion
from pacte.indicators.records.plan_figures import PublicCount, PublicPlanFigures, PublicQuarter
from pacte.indicators.rules.plan_figures import (
    PUBLIC_INDICATORS,
    count_of_people,
    plan_publication_prefix,
    publishable_quarter,
    settled_quarters,
    sum_of_shares,
)
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.queries import content_of_version, version_on
from pacte.steering.rules.serialisation import record_from_json


def published_plan_figures(*, actor: Actor, plan: Plan, on: date | None = None) -> PublicPlanFigures | None:
    """The last figures published, by that day when there is one; None before the first. Public. One query."""
    rows = _publications(plan) if on is None else _publications(plan).filter(known_on__lte=on)
    row = rows.first()
    return record_from_json(PublicPlanFigures, row.document) if row else None


def _publications(plan: Plan) -> QuerySet[Publication]:
    """Latest first."""
    prefix = plan_publication_prefix(plan.pk)
    rows = Publication.objects.filter(organisation_id=plan.organisation_id, code__startswith=prefix)
    return rows.order_by("-year", "-code")


def plan_figures_to_publish(
    *, actor: Actor, plan: Plan, closed_on: date, known_on: date, facts_dir: Path | None = None
) -> PublicPlanFigures:
    """What everybody may read at the end of a quarter. For the system actor only.

    A quarter of an indicator is published once and never changes: those of the last publication are taken from it.
    Raises ``NotFound``, or ``Conflict`` before the first refresh of the facts.
    """
    actor.require_system()
    content = content_of_version(version_on(actor=actor, plan=plan, on=closed_on))
    money = public_money(money_table(actor=actor, plan=plan, on=closed_on, content=content))
    before = [record_from_json(PublicPlanFigures, row.document) for row in _publications(plan)]
    years = content.first_year, content.last_year
    with open_facts(on=known_on, facts_dir=facts_dir) as connection:
        reader = _FactsReader(connection, plan.organisation_id, known_on)
        counts = tuple(
            _count(reader, indicator(code), years, [count for each in before if (count := each.count(code))])
            for code in PUBLIC_INDICATORS
        )
    return PublicPlanFigures(plan.code, *years, closed_on, known_on, money, counts)


class _FactsReader:
    """Counts the whole pact over a period, small counts too."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, host_id: int, known_on: date) -> None:
        self.connection, self.host_id, self.known_on = connection, host_id, known_on

    def read(self, definition: Indicator, first: date, last: date) -> PublicQuarter:
        question = IndicatorQuestion(first, last, self.known_on, codes=(definition.code,))
        scope = CountScope(hosts=frozenset({self.host_id}), sees_small=True)
        (answer,) = compute_answers(self.connection, [definition], question, scope, labels={})
        value = answer.total.value
        denominator = round(value.denominator or 0) if definition.is_rate else None
        return PublicQuarter(first, last, round(value.numerator or 0), denominator)


def _count(
    reader: _FactsReader, definition: Indicator, years: tuple[int, int], before: Sequence[PublicCount]
) -> PublicCount:
    """``before``: as published until now, the latest first."""
    published = {each.first: each for count in before[:1] for each in count.quarters}
    periods = settled_quarters(definition, first_year=years[0], last_year=years[1], on=reader.known_on)
    quarters = [
        published.get(first) or publishable_quarter(reader.read(definition, first, last)) for first, last in periods
    ]
    if definition.is_rate:
        return sum_of_shares(definition.code, quarters)
    whole = reader.read(definition, periods[0][0], periods[-1][1]) if periods else None
    return count_of_people(definition.code, whole, quarters, [count.total for count in before if count.total])
