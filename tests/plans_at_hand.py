"""Plans for tests: the one that the product ships, and a small one built here."""

from __future__ import annotations

from functools import cache

import yaml

from pacte.accounts.models import Organisation
from pacte.exchange.plan_tree import plan_from_tree
from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.actor import Actor
from pacte.plan.models import PlanVersion
from pacte.plan.records import PlanContent
from pacte.plan.services import create_plan
from pacte.workflows.import_plan import resolve_lead_organisations

SHIPPED = PROJECT_ROOT / "plans" / "centre-val-de-loire_2019-2022.yaml"


@cache
def shipped_plan() -> PlanContent:
    """The pact of Centre-Val de Loire as shipped."""
    reading = plan_from_tree(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")), sheet=SHIPPED.name)
    assert reading.content is not None
    assert not reading.errors
    return reading.content


def written(*, actor: Actor, host: Organisation, content: PlanContent | None = None) -> PlanVersion:
    """The plan stored as a first draft, with its leads linked to the directory. Call it within ``acting_as(actor)``."""
    plan = content or shipped_plan()
    return create_plan(
        actor=actor,
        organisation=host,
        content=plan,
        lead_organisations=resolve_lead_organisations(actor=actor, content=plan, create=True),
    )
