"""What an adviser puts off to a later day on their desk."""

from django.db import models

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import without_history
from pacte.journeys.models.journeys import Journey


@without_history("the audit log says what changed")
class Postponement(OrganisationRow):
    """``body`` comes back to the journey on the day ``until``: one at a time, the last one replaces it."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    person_name = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["journey", "body"], name="journeys_postponed_once")]
