"""What a file says of a training and our tables do not hold: kept packed, so that an export gives everything back."""

from __future__ import annotations

from django.db import models

from pacte.journal.table_rules import without_history
from pacte.offer.models.catalogue import Training


@without_history("follows the training, which keeps its history")
class TrainingSource(models.Model):
    """The element of the file without the texts that the columns hold. Only the reader of its format unpacks it."""

    training = models.OneToOneField(Training, on_delete=models.CASCADE, primary_key=True, related_name="source")
    data = models.BinaryField()

    def __str__(self) -> str:
        return str(self.training_id)
