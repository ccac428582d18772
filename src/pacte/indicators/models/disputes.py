"""Disputes between two organisations over a figure: sides, record lists under comparison, and the outcome."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, SignedRow
from pacte.audit.table_rules import without_history


@without_history("the audit log says what changed")
class Dispute(SignedRow):
    """A dispute over a figure. ``body_ids`` holds the two organisations, for row-level security.

    It is settled once, with a reason, and never deleted.
    """

    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200)
    indicator_code = models.CharField(max_length=80, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    first_on = models.DateField()
    last_on = models.DateField()
    territory = models.CharField(max_length=200, blank=True)
    body_ids = ArrayField(models.BigIntegerField(), size=2)
    arbiter_id = models.BigIntegerField(null=True, blank=True)
    arbiter_name = models.CharField(max_length=200, blank=True)
    due_on = models.DateField()
    opened_on = models.DateField()
    settled_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    settled_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    settled_reason = models.TextField(blank=True)
    settled_by = models.CharField(max_length=200, blank=True)
    decision_reference = models.CharField(max_length=200, blank=True)
    comparison = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="indicators_dispute_number_once"),
            models.CheckConstraint(condition=Q(last_on__gte=models.F("first_on")), name="indicators_dispute_period"),
            models.CheckConstraint(
                condition=Q(settled_on=None) | (~Q(outcome="") & ~Q(settled_reason="")),
                name="indicators_dispute_settled_why",
            ),
        ]

    def __str__(self) -> str:
        return self.subject


@without_history("the audit log says what changed")
class DisputeSide(models.Model):
    """The figure of one organisation, with its own definition.

    The latest version applies; earlier ones are retained.
    """

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="sides")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    value = models.DecimalField(max_digits=18, decimal_places=4)
    known_on = models.DateField()
    source = models.CharField(max_length=300)
    counted = models.TextField()
    territory_rule = models.CharField(max_length=20)
    funders = models.TextField(blank=True)
    date_rule = models.CharField(max_length=300)
    status_rule = models.TextField(blank=True)
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispute", "body", "version"], name="indicators_side_version_once")
        ]


@without_history("the audit log says what changed")
class DisputeRecord(models.Model):
    """A row of the list of one side: its key and the compared columns. Deleted when the dispute is settled."""

    dispute = models.ForeignKey(Dispute, on_delete=models.CASCADE, related_name="records")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=120)
    values = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dispute", "body", "key"], name="indicators_record_key_once")]
