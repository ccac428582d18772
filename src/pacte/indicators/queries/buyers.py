"""Purchases by buyer, domain and department, year by year: regional figures without personal data."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pacte.indicators.facts.literals import sql_literal
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.purchases import PURCHASES_INDICATOR
from pacte.indicators.queries.store import open_facts, read_manifest
from pacte.indicators.rules.buyers import BuyerPurchase, BuyerSplit, buyer_split
from pacte.kernel.actor import Actor
from pacte.offer.rules.nature import department_of
from pacte.plan.models import Plan

_BOUGHT = """
select coalesce(cast(funder as varchar), 'unknown'), coalesce(nullif(domain, ''), 'unknown'),
    coalesce(nullif(nature, ''), 'unknown'), coalesce(session_commune, ''), year(happened_on), {euros}
from ledger
where order_id is not null and host = {host} and happened_on between {first} and {last} group by all
"""


def plan_buyers(
    *, actor: Actor, plan: Plan, first: date, last: date, known_on: date, facts_dir: Path | None = None
) -> BuyerSplit | None:
    """None before the first refresh of the facts, or without purchases."""
    del actor  # Public: the same for every reader.
    euros = indicator(PURCHASES_INDICATOR).numerator
    if not read_manifest(facts_dir).built_at or euros is None:
        return None
    text = _BOUGHT.format(
        euros=euros.sql, host=sql_literal(plan.organisation_id), first=sql_literal(first), last=sql_literal(last)
    )
    with open_facts(on=known_on, facts_dir=facts_dir) as connection:
        rows = connection.execute(text).fetchall()
    return buyer_split(
        BuyerPurchase(buyer, domain, nature, department_of(commune), year, float(euros or 0))
        for buyer, domain, nature, commune, year, euros in rows
    )
