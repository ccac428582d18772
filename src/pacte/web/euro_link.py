"""« Suivre un euro »: who may open it, and its address from the pages of purchases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from pacte.accounts.queries import host_organisation
from pacte.indicators.queries.purchases import PURCHASES_INDICATOR
from pacte.kernel.clock import today
from pacte.plan.queries import content_of_version, main_plan, version_on

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan


def may_follow_euro(actor: Actor, plan: Plan) -> bool:
    """Who works in the pact of that plan; without any function, anybody, for the Region of this installation."""
    if actor.host_ids:
        return plan.organisation_id in actor.host_ids
    region = host_organisation()
    return region is not None and region.pk == plan.organisation_id


def purchases_euro_url(actor: Actor, host_id: int) -> str:
    """From the action whose figures are about purchases, in the main plan of that Region; "" without one."""
    plan = main_plan(actor=actor)
    if plan is None or plan.organisation_id != host_id:
        return ""
    content = content_of_version(version_on(actor=actor, plan=plan, on=today()))
    numbers = (
        number
        for number in content.numbers
        for row in content.rows_of(number)
        for figure in row.figures
        if figure.indicator_code == PURCHASES_INDICATOR
    )
    number = next(numbers, None)
    return reverse("plan:euro", args=[plan.code, number]) if number is not None else ""
