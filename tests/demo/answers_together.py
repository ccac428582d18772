"""Run in the demonstration: the answers of each indicator, one by one and together."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.indicators.permissions import whole_pact_scopes
from pacte.indicators.queries.aggregation import hold_relations
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.store import open_facts
from pacte.indicators.queries.zones import find_zone, load_zones
from pacte.indicators.records import Indicator, IndicatorKind, IndicatorQuestion
from pacte.indicators.rules.page_questions import monthly_question
from pacte.kernel.clock import today
from pacte.plan.queries import main_plan
from tests.cast import MACHINE

SPLITS = ((), ("fund",), ("zone", "objective"))


def scopes_asked() -> list[IndicatorQuestion]:
    """A département, what the pact pays, and an action in a département."""
    plan = main_plan(actor=MACHINE)
    assert plan is not None
    whole = IndicatorQuestion(date(2019, 1, 1), today(), today(), plan=plan.pk)
    year = replace(whole, first=date(2020, 1, 1), zone=find_zone("department:18"))
    return [year, replace(whole, where=(("fund", ("pact",)),)), replace(year, where=(("action", ("12",)),))]


def differences(indicator: Indicator, first: IndicatorQuestion) -> list[str]:
    """The questions whose answer is not the same, as text."""
    questions = [*(replace(first, by=by) for by in SPLITS), monthly_question(first)]
    scope = next(each for each in whole_pact_scopes(main_plan(actor=MACHINE).organisation_id) if each.sees_small)  # type: ignore[union-attr]
    different = []
    with open_facts(on=first.known_on) as connection:
        held = hold_relations(connection, [indicator], questions, scope)
        for question in questions:
            load_zones(connection, kind=question.zone_kind if "zone" in question.by else "department")
            alone, together = (
                compute_answers(connection, [indicator], question, scope, labels={}, held=rows) for rows in ({}, held)
            )
            if alone != together:
                different.append(f"{indicator.code} {first.where} {question.by}")
    return different


def main() -> None:
    computed = [each for each in indicators().values() if each.kind is IndicatorKind.COMPUTED]
    with acting_as(MACHINE):
        found = {
            each.code: [text for first in scopes_asked() for text in differences(each, first)] for each in computed
        }
    sys.stdout.write(json.dumps(found))
