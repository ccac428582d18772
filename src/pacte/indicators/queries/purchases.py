"""Purchases by domain and nature, year by year: regional figures without personal data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pacte.indicators.queries.asking import ask
from pacte.indicators.queries.catalogue import indicator
from pacte.indicators.queries.store import manifest, opened
from pacte.indicators.records import Answer, Question, Reach
from pacte.indicators.rules.purchases import Spread, spread_of
from pacte.plan.models import Plan

CODE = "purchases_by_domain_and_nature"
_FOLLOW_ON = ("further_training", "further_certifying_training")


@dataclass(frozen=True, slots=True)
class Purchases:
    """``follow_on``: what people do after a training, as public figures."""

    by_nature: Spread
    by_domain: Spread
    follow_on: tuple[Answer, ...]


def purchases_of(*, plan: Plan, first: date, last: date, known_on: date, place: Path | None = None) -> Purchases | None:
    """None before the first refresh of the facts. Public: the same figures for every reader."""
    if not manifest(place).built_at:
        return None
    reach = Reach(hosts=frozenset({plan.organisation_id}))
    question = Question(first=first, last=last, known_on=known_on)
    with opened(on=known_on, place=place) as connection:
        spreads = [
            spread_of(ask(connection, [indicator(CODE)], replace(question, by=(split, "year")), reach, labels={})[0])
            for split in ("objective", "domain")
        ]
        whole = ask(connection, [indicator(code) for code in _FOLLOW_ON], question, reach, labels={})
    return Purchases(spreads[0], spreads[1], whole)
