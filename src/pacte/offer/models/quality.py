"""Quality of each sheet, computed from the catalogue after it changes and kept so that lists need not read texts."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pacte.journal.table_rules import without_history
from pacte.offer.models.catalogue import Training


@without_history("follows the training, which keeps its history")
class TrainingQuality(models.Model):
    """Criteria met out of ten, and the codes of those that are not. Public, computed: no history."""

    training = models.OneToOneField(Training, on_delete=models.CASCADE, primary_key=True, related_name="quality")
    score = models.PositiveSmallIntegerField()
    missing = ArrayField(models.CharField(max_length=20), default=list)
    computed_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.training_id} : {self.score}"
