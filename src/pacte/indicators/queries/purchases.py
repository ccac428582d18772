"""Purchases by domain and nature, year by year: regional figures without personal data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.records import CountScope, IndicatorAnswer, IndicatorQuestion
from pacte.indicators.rules.purchases import PurchaseSpread, purchase_spread, side_spread
from pacte.plan.models import Plan

PURCHASES_INDICATOR = "purchases_by_domain_and_nature"
JOBS_INDICATOR = "euros_where_jobs_are"
TENSION_INDICATOR = "euros_by_tension"
FOLLOW_ON_INDICATORS = ("chained_paths", "further_training", "further_certifying_training")


@dataclass(frozen=True, slots=True)
class PlanPurchases:
    """``by_tension``: by tension of the occupation aimed at; ``follow_on``: what people do after a training."""

    by_nature: PurchaseSpread
    by_domain: PurchaseSpread
    by_tension: PurchaseSpread
    follow_on: tuple[IndicatorAnswer, ...]


def plan_purchases(
    *, plan: Plan, first: date, last: date, known_on: date, facts_dir: Path | None = None
) -> PlanPurchases | None:
    """None before the first refresh of the facts. Public: the same figures for every reader."""
    if not read_manifest(facts_dir).built_at:
        return None
    scope = CountScope(hosts=frozenset({plan.organisation_id}))
    question = IndicatorQuestion(first=first, last=last, known_on=known_on)
    with open_facts(on=known_on, facts_dir=facts_dir) as connection:
        spreads = [
            purchase_spread(
                compute_answers(
                    connection,
                    [indicator(PURCHASES_INDICATOR)],
                    replace(question, by=(split, "year")),
                    scope,
                    labels={},
                )[0]
            )
            for split in ("objective", "domain")
        ]
        (tensions,) = compute_answers(
            connection, [indicator(TENSION_INDICATOR)], replace(question, by=("year",)), scope, labels={}
        )
        follow_on = compute_answers(
            connection, [indicator(code) for code in FOLLOW_ON_INDICATORS], question, scope, labels={}
        )
    return PlanPurchases(spreads[0], spreads[1], side_spread(tensions), follow_on)
