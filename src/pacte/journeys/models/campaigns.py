"""Campaigns of an action of the plan towards people who began and never entered a training, and whom they reached.

No text about a person anywhere, nor the name of a mentor: what is known of a contact is coded and dated.
"""

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import with_history, without_history
from pacte.journeys.models.journeys import Journey
from pacte.journeys.models.people import Learner
from pacte.journeys.records.campaigns import CampaignContactState
from pacte.journeys.rules.campaigns import contact_state
from pacte.plan.models import Plan, PlanAction


@with_history
class Campaign(OrganisationRow):
    """``body`` goes towards people whom it follows, for one action of the plan. ``closed_on``: nobody is added."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="journeys_campaign_dates"
            )
        ]

    def __str__(self) -> str:
        return self.title


@without_history("the audit log says what changed")
class CampaignContact(OrganisationRow):
    """Somebody whom a campaign is to reach, or reached. ``journey``: the one that went no further.

    ``consent_on``: the day on which the person agreed to be counted; ``withdrawn_on``: the day they took it back.
    Neither planned nor joined without consent, nobody is « touchée » (``rules.campaigns.contact_state``).
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contacts")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=20)
    planned_on = models.DateField()
    reached_on = models.DateField(null=True, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "learner"], name="journeys_campaign_contact_once"),
            models.CheckConstraint(
                condition=(Q(consent_on__isnull=True) | Q(reached_on__isnull=False))
                & (Q(withdrawn_on__isnull=True) | Q(consent_on__isnull=False)),
                name="journeys_campaign_contact_consent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.planned_on}"

    @property
    def state(self) -> CampaignContactState:
        return contact_state(reached_on=self.reached_on, consent_on=self.consent_on, withdrawn_on=self.withdrawn_on)


@without_history("a log with both times")
class CountedContact(OrganisationRow):
    """A contact that counts, for the facts. Rows are only added: a withdrawn one corrects the one that counted."""

    contact = models.ForeignKey(CampaignContact, on_delete=models.CASCADE, related_name="counted")
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    corrects = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    is_withdrawn = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.contact_id} {self.happened_on}"
