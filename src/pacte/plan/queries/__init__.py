"""Read queries of the plan. Results exclude whatever the actor may not see."""

from pacte.plan.queries.content import content_of
from pacte.plan.queries.imports import import_run
from pacte.plan.queries.leading import Hold, LeadLine, held_by, who_leads
from pacte.plan.queries.lineage import Continuation, action_identifiers, action_names, continuations, told_by
from pacte.plan.queries.people import ActionPersonLine, lead_bodies_of, leading_as, numbers_led_by, people_of
from pacte.plan.queries.plans import (
    PlanLine,
    VersionLine,
    main_plan,
    plan_by_code,
    plans,
    scope_of,
    version_by_number,
    version_on,
    versions,
    working_version,
)
from pacte.plan.queries.seen import SeenPlan, seen_plan
from pacte.plan.queries.views import saved_views

__all__ = [
    "ActionPersonLine",
    "Continuation",
    "Hold",
    "LeadLine",
    "PlanLine",
    "SeenPlan",
    "VersionLine",
    "action_identifiers",
    "action_names",
    "content_of",
    "continuations",
    "held_by",
    "import_run",
    "lead_bodies_of",
    "leading_as",
    "main_plan",
    "numbers_led_by",
    "people_of",
    "plan_by_code",
    "plans",
    "saved_views",
    "scope_of",
    "seen_plan",
    "told_by",
    "version_by_number",
    "version_on",
    "versions",
    "who_leads",
    "working_version",
]
