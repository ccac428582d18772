"""Quality score of each training, computed when the catalogue changes, so that lists do not read long texts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pacte.audit.table_rules import without_history
from pacte.offer.models.catalogue import Training


@without_history("follows the training, which keeps its history")
class TrainingQuality(models.Model):
    """Number of criteria met out of ten, and codes of the others. Public and computed, so it has no history."""

    training = models.OneToOneField(Training, on_delete=models.CASCADE, primary_key=True, related_name="quality")
    score = models.PositiveSmallIntegerField()
    missing = ArrayField(models.CharField(max_length=20), default=list)
    computed_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.training_id} : {self.score}"
