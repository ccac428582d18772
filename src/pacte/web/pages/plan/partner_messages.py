"""Partner exchanges about an action: messages accepted, delay, messages received. Counts, readable by everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from pacte.kernel.actor import Role
from pacte.kernel.french import format_number

if TYPE_CHECKING:
    from pacte.indicators.records.evidence import ActionEvidence, EvidenceRow
    from pacte.web.pages.plan.plan_context import PlanContext

_READERS = (Role.ADMINISTRATOR, Role.REGION_PILOT, Role.ANALYST)


def partner_message_context(plan_context: PlanContext, evidence: ActionEvidence | None) -> dict[str, Any]:
    """Empty when no exchange is evidence for the action."""
    figures = [figure for line in (evidence.rows if evidence else ()) for figure in _message_figures(line)]
    if not figures:
        return {}
    may_read = plan_context.actor.has_role(*_READERS, host_id=plan_context.plan.organisation_id)
    return {"exchanged": figures, "exchanges_url": reverse("partners:list") if may_read else "", "uncounted": ""}


def _message_figures(line: EvidenceRow) -> list[dict[str, Any]]:
    return [
        {
            "label": each.label,
            "value": format_number(each.value, each.places),
            "unit": each.unit,
            "ratio": each.among,
            "definition": each.definition,
            "as_of": line.until,
            "source": line.source,
            "kind": "measured",
        }
        for each in line.details
    ]
