"""Side effects of a step: obligations of a body, and messages for partners. Written in the transaction of the step."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation
from pacte.audit.table_rules import without_history
from pacte.journeys.models.journeys import Journey, Step


@without_history("a log with both times")
class Obligation(models.Model):
    """One act that a step requires from ``body``. Closed by a later step, by a person, or by a correction."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="dues")
    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=30)
    doer = models.CharField(max_length=10)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    due_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    settled_how = models.CharField(max_length=10, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["step", "what"], name="journeys_obligation_once"),
            models.CheckConstraint(
                condition=Q(settled_on__isnull=True, settled_how="") | Q(settled_on__isnull=False) & ~Q(settled_how=""),
                name="journeys_obligation_settled_somehow",
            ),
        ]
        indexes = [models.Index(fields=["body", "due_on"], condition=Q(settled_on=None), name="journeys_dues_of_body")]


@without_history("a log with both times")
class OutboxMessage(models.Model):
    """A step to send to partners. The liaison room records what was sent to whom, by ``key``."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    step = models.OneToOneField(Step, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=60, unique=True)
    created_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key
