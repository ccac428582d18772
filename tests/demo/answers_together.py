"""Run in the demonstration: what the page of an indicator computes together, and the same questions one by one."""

from __future__ import annotations

import json
import random
import sys
from dataclasses import replace
from datetime import date, timedelta

from pacte.accounts.row_context import acting_as
from pacte.indicators.permissions import whole_pact_scopes
from pacte.indicators.queries.catalogue import indicators
from pacte.indicators.queries.changes import compute_explanation
from pacte.indicators.queries.computed_answers import compute_answers
from pacte.indicators.queries.shared_facts import SharedFacts
from pacte.indicators.queries.store import open_facts
from pacte.indicators.queries.zones import find_zone, load_zones
from pacte.indicators.records import CountScope, Indicator, IndicatorAnswer, IndicatorKind, IndicatorQuestion
from pacte.indicators.rules.page_questions import monthly_question
from pacte.kernel.clock import today
from pacte.plan.models import Plan
from pacte.plan.queries import main_plan
from tests.cast import MACHINE

# The finest first, as the page asks.
SPLITS = (("zone", "objective"), ("zone",), ("fund",), ())


def scopes_asked(plan: Plan) -> list[IndicatorQuestion]:
    """A département, by both places; what the pact pays; an action in a département."""
    whole = IndicatorQuestion(date(2019, 1, 1), today(), today(), plan=plan.pk)
    year = replace(whole, first=date(2020, 1, 1), zone=find_zone("department:18"))
    return [
        year, replace(year, zone=find_zone("department:41")), replace(whole, where=(("fund", ("pact",)),)),
        replace(year, where=(("action", ("12",)),)),
    ]  # fmt: skip


def alone(indicator: Indicator, question: IndicatorQuestion, scope: CountScope) -> IndicatorAnswer:
    with open_facts(on=question.known_on) as connection:
        load_zones(connection, kind=question.zone_kind if "zone" in question.by else "department")
        return compute_answers(connection, [indicator], question, scope, labels={})[0]


def differences(indicator: Indicator, first: IndicatorQuestion, scope: CountScope) -> list[str]:
    """The questions whose answer is not the same, as text."""
    first = replace(first, codes=(indicator.code,), territory=indicator.territory)
    questions, since = [*(replace(first, by=by) for by in SPLITS), monthly_question(first)], today() - timedelta(200)
    different = []
    with SharedFacts(questions, None) as shared:
        for question in questions:
            here, copies = shared.for_question([indicator], question, scope)
            shared.load_zones(question)
            (together,) = compute_answers(
                shared.connection, [indicator], here, scope, labels={}, copies=copies, finer=shared.finer
            )
            if together != alone(indicator, question, scope):
                different.append(f"{indicator.code} {first.where} {question.by} {scope.sees_small}")
        if scope.sees_small and not together.refusal:
            explained = compute_explanation(first, scope, since, shared=shared)
            values = [alone(indicator, replace(first, known_on=on), scope).total.value for on in (since, today())]
            if [explained.before, explained.after] != values:
                different.append(f"{indicator.code} {first.where} since {since}")
    return different


def main(seed: int, most: int) -> None:
    """Of at most that many indicators, each in one scope, for a reader of every count or one who sees no small one."""
    chance = random.Random(seed)
    computed = [each for each in indicators().values() if each.kind is IndicatorKind.COMPUTED]
    with acting_as(MACHINE):
        plan = main_plan(actor=MACHINE)
        assert plan is not None
        asked, readers = scopes_asked(plan), sorted(whole_pact_scopes(plan.organisation_id), key=repr)
        chance.shuffle(computed)
        found = {each.code: differences(each, chance.choice(asked), chance.choice(readers)) for each in computed[:most]}
    sys.stdout.write(json.dumps(found))
