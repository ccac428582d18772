"""Plans of modules that the rule composed, with their inputs, and what the adviser kept of each."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import without_history
from pacte.journeys.models.journeys import Journey
from pacte.journeys.models.people import Learner


@without_history("a log with both times")
class ModulePlan(OrganisationRow):
    """One answer of the rule: limits, missing blocks, sessions considered, steps. It can be replayed.

    ``inputs``, ``candidates`` and ``answer`` hold no name and no protected fact. ``proposed``: the sessions that were
    proposed, in order, each with the key of its journey; such a plan always names who proposed it. ``journey``: the one
    that it was composed from.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    rule = models.CharField(max_length=40)
    inputs = models.JSONField()
    candidates = models.JSONField()
    answer = models.JSONField()
    digest = models.CharField(max_length=64)
    proposed = models.JSONField(default=list, blank=True)
    proposed_on = models.DateField(null=True, blank=True)
    proposed_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_on__isnull=True, proposed_by_name="")
                | Q(proposed_on__isnull=False) & ~Q(proposed_by_name=""),
                name="journeys_plan_proposed_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["learner", "-made_at"], name="journeys_plan_of_learner")]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.made_at:%Y-%m-%d}"
