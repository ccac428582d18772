"""Codes that the figures of a plan name: what a room that measures or runs something is tied to."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan, VersionFigure
from pacte.plan.queries.plans import version_on


def indicator_codes_by_action(*, actor: Actor, plan: Plan, on: date) -> dict[ActionCode, frozenset[str]]:
    """Return the indicator codes of the figures of each action, in the version visible on that date. Two queries.

    Raises ``NotFound`` when there is no version.
    """
    version = version_on(actor=actor, plan=plan, on=on)
    rows = VersionFigure.objects.filter(version=version).exclude(indicator_code="")
    codes: defaultdict[ActionCode, set[str]] = defaultdict(set)
    for number, code in rows.values_list("row__plan_action__number", "indicator_code"):
        codes[number].add(code)
    return {number: frozenset(each) for number, each in codes.items()}
