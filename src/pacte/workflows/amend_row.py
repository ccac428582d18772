"""Change a plan row or add an action: resolve leads in the directory, then write the plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pacte.accounts.queries import organisation_by_name, service_by_code
from pacte.plan.services import add_action, edit_row
from pacte.plan.services.version_storage import LeadOrganisation

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import PlanVersion
    from pacte.plan.records import Lead


def amend_row(
    *, actor: Actor, version: PlanVersion, row_key: str, changes: Mapping[str, Any], seen_digest: str, reason: str
) -> PlanVersion:
    """Return the draft with the change. A lead absent from the directory keeps its text, without an organisation."""
    lead_organisations = _lead_organisations(changes.get("leads", ()))
    return edit_row(
        actor=actor,
        version=version,
        row_key=row_key,
        changes=changes,
        seen_digest=seen_digest,
        lead_organisations=lead_organisations,
        reason=reason,
    )


def propose_action(
    *,
    actor: Actor,
    version: PlanVersion,
    title: str,
    short_title: str,
    description: str,
    operational_code: str,
    leads: tuple[Lead, ...],
    reason: str,
) -> PlanVersion:
    """Return the draft with one more action."""
    return add_action(
        actor=actor,
        version=version,
        title=title,
        short_title=short_title,
        description=description,
        operational_code=operational_code,
        leads=leads,
        lead_organisations=_lead_organisations(leads),
        reason=reason,
    )


def _lead_organisations(leads: Iterable[Lead]) -> dict[tuple[str, str], LeadOrganisation]:
    by_lead_names: dict[tuple[str, str], LeadOrganisation] = {}
    for lead in leads:
        organisation = organisation_by_name(lead.organisation)
        if organisation:
            service = service_by_code(organisation, lead.service) if lead.service else None
            by_lead_names[(lead.organisation, lead.service)] = LeadOrganisation(
                organisation.pk, service.pk if service else None
            )
    return by_lead_names
