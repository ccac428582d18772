"""Compressed source data of a training that has no column, so that an export restores everything."""

from django.db import models

from pacte.audit.table_rules import without_history
from pacte.offer.models.catalogue import Training


@without_history("follows the training, which keeps its history")
class TrainingSource(models.Model):
    """Element of the file, without the texts stored in columns. Only the reader of its format decodes it."""

    training = models.OneToOneField(Training, on_delete=models.CASCADE, primary_key=True, related_name="source")
    data = models.BinaryField()
