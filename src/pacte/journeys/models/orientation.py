"""Answers of the orientation rule with their inputs, and the decision of the adviser. Each answer can be replayed."""

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow, Person
from pacte.audit.table_rules import without_history
from pacte.journeys.models.journeys import Journey
from pacte.journeys.models.people import Learner


@without_history("a log with both times")
class Recommendation(OrganisationRow):
    """One answer of the rule: its inputs and, in order, each session considered with its points and reasons.

    ``inputs`` and ``candidates`` hold no name and no protected fact. A ``decision`` always names the person who made
    it.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    rule = models.CharField(max_length=40)
    inputs = models.JSONField()
    candidates = models.JSONField()
    digest = models.CharField(max_length=64)
    decision = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    session_id = models.BigIntegerField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | ~Q(decision="") & Q(decided_at__isnull=False) & ~Q(decided_by=""),
                name="recommendation_decided_by_somebody",
            )
        ]
        indexes = [models.Index(fields=["journey", "-made_at"], name="journeys_advice_of_journey")]


@without_history("the steps of the journey and the audit log say what changed")
class PlannedHandover(models.Model):
    """A future change of referent. The row is deleted once it is applied or cancelled."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    learner = models.OneToOneField(Learner, on_delete=models.CASCADE, related_name="+")
    giver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    on = models.DateField(db_index=True)
    reason = models.TextField()
    person_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
