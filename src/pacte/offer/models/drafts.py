"""Drafts of providers."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Organisation
from pacte.audit.table_rules import with_history
from pacte.offer.models.catalogue import Training


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
