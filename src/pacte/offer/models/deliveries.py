"""Received catalogue files: import progress, counts, quarantined trainings. Also drafts of providers."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Organisation
from pacte.audit.table_rules import with_history, without_history
from pacte.offer.models.catalogue import Provider, Training


@without_history("a log of what files brought")
class CatalogueDelivery(models.Model):
    """A received file, identified by its content: sending the same file again resumes its import or does nothing.

    ``position`` is the rank of the last training written; it is updated in the transaction of the rows it counts.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField(default=0)
    format = models.CharField(max_length=40)
    is_full = models.BooleanField(default=False)
    exported_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=20, default="received")
    position = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    defect_counts = models.JSONField(default=dict)
    person_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "digest"], name="offer_cataloguedelivery_once")]

    def __str__(self) -> str:
        return self.file_name


@without_history("a log of what files brought")
class QuarantinedTraining(models.Model):
    """A training that could not be imported, with its text and defects. It is replayed once corrected."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    delivery = models.ForeignKey(CatalogueDelivery, on_delete=models.CASCADE, related_name="quarantined")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provider_siret = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=60, blank=True)
    rank = models.BigIntegerField()
    title = models.CharField(max_length=255, blank=True)
    text = models.TextField()
    defects = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
    replayed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["delivery", "rank"], name="offer_quarantinedtraining_once")]

    def __str__(self) -> str:
        return self.number or self.title


@with_history
class DescriptionDraft(models.Model):
    """Draft of a provider for a training, private until published. ``organisation`` is that of the provider."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    training = models.OneToOneField(Training, on_delete=models.CASCADE, related_name="+")
    values = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return f"{self.training_id} {self.saved_at:%Y-%m-%d}"
