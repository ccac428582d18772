"""An entirely invented second plan, 2024-2027: shows two plans at once and actions that continue others.

No such plan was ever voted. Its title, its pages and its files say so.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from pacte.accounts.queries import person_by_email
from pacte.demo.logins import demo_logins
from pacte.demo.stories.reader import DATA
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.parsers.yaml_tree import tree_from_yaml
from pacte.exchange.plan_tree import plan_from_tree
from pacte.plan.queries import plan_by_code, plan_summaries
from pacte.plan.services import appoint_action_lead, create_plan, put_in_force, sign, vote
from pacte.workflows.import_plan import resolve_lead_organisations

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion
    from pacte.plan.records import PlanContent

CODE = "centre-val-de-loire_2024-2027_fictif"
FIRST_CODE = "centre-val-de-loire_2019-2022"
VOTED_ON, IN_FORCE_ON = date(2023, 12, 14), date(2024, 1, 1)


@cache
def second_plan_content() -> PlanContent:
    """Content of ``second_plan.yaml``, a file as those of ``plans``. Raises ``UnreadableFile`` when it is no plan."""
    path = DATA / "second_plan.yaml"
    tree, lines = tree_from_yaml(path.read_bytes(), path.name)
    parsed = plan_from_tree(tree, sheet=path.name, lines=lines)
    if parsed.content is None:
        raise UnreadableFile("second_plan", f"{path.name} n’est pas un plan.", str(parsed.defects[0]))
    return parsed.content


def second_plan(*, actor: Actor) -> Plan | None:
    """The invented plan; None in a demonstration whose day is before it."""
    is_loaded = any(each.code == CODE for each in plan_summaries(actor=actor))
    return plan_by_code(actor=actor, code=CODE) if is_loaded else None


def load_second_plan(*, actor: Actor, region: Organisation) -> PlanVersion:
    """Write it, put it in force and appoint its leads. Must run as the system actor, after the first plan."""
    content = second_plan_content()
    version = create_plan(
        actor=actor,
        organisation=region,
        content=content,
        lead_organisations=resolve_lead_organisations(actor=actor, content=content, create=False),
        reason="Chargement du plan fictif de la démonstration",
        is_synthetic=True,
    )
    vote(actor=actor, version=version, assembly="assemblée inventée", number="délibération fictive 1", on=VOTED_ON)
    sign(actor=actor, version=version, on=VOTED_ON)
    put_in_force(actor=actor, version=version, on=IN_FORCE_ON)
    for login in demo_logins():
        person = person_by_email(login.email)
        membership = person.memberships.order_by("pk").first() if person else None
        if person is None or membership is None:
            continue
        for number in login.second_plan_leads:
            appoint_action_lead(
                actor=actor,
                plan=version.plan,
                number=number,
                organisation_id=membership.organisation_id,
                person=person,
                on=IN_FORCE_ON,
            )
    return version
