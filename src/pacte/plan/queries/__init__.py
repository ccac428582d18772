"""Read queries of the plan. Results exclude whatever the actor may not see."""

from pacte.plan.queries.action_leads import ActionLeadSummary, LeadStatus, action_leads, lead_assignments_of_person
from pacte.plan.queries.content import content_of_version
from pacte.plan.queries.lineage import (
    Continuation,
    action_ids_by_number,
    action_short_titles,
    continuations,
    main_plan_action_ids,
    main_plan_action_numbers,
    version_that_set_status,
)
from pacte.plan.queries.people import (
    ActionPersonSummary,
    action_numbers_led_by,
    lead_organisation_ids,
    people_of_action,
    person_and_represented_ids,
)
from pacte.plan.queries.plans import (
    PlanSummary,
    VersionSummary,
    current_plans,
    draft_version,
    main_plan,
    plan_by_code,
    plan_scope_of_version,
    plan_summaries,
    version_by_number,
    version_on,
    version_summaries,
)
from pacte.plan.queries.views import saved_views
from pacte.plan.queries.visible_plans import VisiblePlan, visible_plan

__all__ = [
    "ActionLeadSummary",
    "ActionPersonSummary",
    "Continuation",
    "LeadStatus",
    "PlanSummary",
    "VersionSummary",
    "VisiblePlan",
    "action_ids_by_number",
    "action_leads",
    "action_numbers_led_by",
    "action_short_titles",
    "content_of_version",
    "continuations",
    "current_plans",
    "draft_version",
    "lead_assignments_of_person",
    "lead_organisation_ids",
    "main_plan",
    "main_plan_action_ids",
    "main_plan_action_numbers",
    "people_of_action",
    "person_and_represented_ids",
    "plan_by_code",
    "plan_scope_of_version",
    "plan_summaries",
    "saved_views",
    "version_by_number",
    "version_on",
    "version_summaries",
    "version_that_set_status",
    "visible_plan",
]
