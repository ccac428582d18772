"""How the gaps of a plan ended: for everybody, without what they are about."""

from __future__ import annotations

from datetime import date

from django.db import connection

from pacte.indicators.records.gaps import GapOutcome
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan


def gap_outcomes(*, actor: Actor, plan: Plan, on: date) -> list[GapOutcome]:
    """As they were at the end of that day, in the order noted. Public."""
    with connection.cursor() as cursor:
        cursor.execute("select * from indicators_gap_outcomes(%s, %s)", [plan.pk, on])
        return [GapOutcome(*row) for row in cursor.fetchall()]
