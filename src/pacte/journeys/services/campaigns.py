"""Campaigns of a body towards people whom it follows: opened for an action of the plan in force, closed, reopened."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from pacte.audit.services import audit_event
from pacte.journeys.models import Campaign
from pacte.journeys.permissions import JourneyScope, may
from pacte.journeys.queries.campaigns import campaign_actions, own_campaign
from pacte.journeys.rules.campaigns import refuse_campaign_faults
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, ValidationError, ensure_found, hide_unless
from pacte.plan.queries.stakeholders import plan_action_by_number

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.journeys.records.campaigns import CampaignInput
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan


def open_campaign(
    *, actor: Actor, plan: Plan, body: Organisation, campaign_input: CampaignInput, synthetic: bool = False
) -> Campaign:
    """For a body that orients. Raises ``NotFound``, ``ValidationError`` (``number``, ``title`` or ``ends_on``)."""
    hide_unless(may(actor, "journeys.orient", JourneyScope(plan.organisation_id, body.pk)))
    refuse_campaign_faults(campaign_input)
    if campaign_input.number not in campaign_actions(actor=actor, plan=plan, on=today()):
        raise ValidationError(
            "number", f"Le plan en vigueur n’a pas d’action {campaign_input.number}.", hint="Choisissez-en une autre."
        )
    with audit_event(
        actor=actor, name="journeys.open_campaign", subject_kind="campaign",
        subject_label=campaign_input.title.strip()[:120], organisation_id=body.pk,
    ) as entry:  # fmt: skip
        campaign = Campaign.objects.create(
            organisation_id=plan.organisation_id, plan=plan, body=body, kind=campaign_input.kind,
            plan_action=ensure_found(plan_action_by_number(plan=plan, number=campaign_input.number)),
            title=campaign_input.title.strip()[:120], starts_on=campaign_input.starts_on,
            ends_on=campaign_input.ends_on, is_synthetic=synthetic,
        )  # fmt: skip
        entry.subject_id = str(campaign.pk)
    return campaign


def close_campaign(*, actor: Actor, campaign_id: int) -> Campaign:
    """Nobody is added any more; what was noted counts on. Raises ``NotFound`` or ``Conflict``."""
    campaign = own_campaign(actor=actor, campaign_id=campaign_id)
    if campaign.closed_on is not None:
        raise Conflict("campaign_closed", "Cette action est déjà close.", hint="Revenez à la liste.")
    with _audited(actor, "journeys.close_campaign", campaign):
        campaign.closed_on = today()
        campaign.save(update_fields=["closed_on"])
    return campaign


def reopen_campaign(*, actor: Actor, campaign_id: int) -> Campaign:
    """Undoes the closing. Raises ``NotFound`` or ``Conflict``."""
    campaign = own_campaign(actor=actor, campaign_id=campaign_id)
    if campaign.closed_on is None:
        raise Conflict("campaign_open", "Cette action n’est pas close.", hint="Revenez à la liste.")
    with _audited(actor, "journeys.reopen_campaign", campaign):
        campaign.closed_on = None
        campaign.save(update_fields=["closed_on"])
    return campaign


def _audited(actor: Actor, name: str, campaign: Campaign) -> AbstractContextManager[object]:
    return audit_event(
        actor=actor, name=name, subject_kind="campaign", subject_id=campaign.pk, subject_label=campaign.title,
        organisation_id=campaign.body_id,
    )  # fmt: skip
