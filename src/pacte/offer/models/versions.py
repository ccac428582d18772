"""Former versions of what a training teaches: a new file, or a new list of modules, does not erase them."""

from __future__ import annotations

from django.db import models

from pacte.audit.table_rules import append_only, without_history
from pacte.offer.models.catalogue import Training


@append_only
@without_history("is itself what was taught before")
class TrainingVersion(models.Model):
    """A version that is over: what the training taught until ``closed_at``. Publicly readable, never changed.

    What is taught today is in the training and its modules, so that a catalogue that enters for the first time writes
    nothing here. ``taught``: JSON of ``queries.taught_sql``. ``file_id``: the file that ended it; null for a form.
    """

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="former_versions")
    rank = models.PositiveIntegerField()
    taught = models.JSONField()
    closed_at = models.DateTimeField(db_index=True)
    file_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["training", "rank"], name="offer_version_rank_once")]

    def __str__(self) -> str:
        return f"{self.training_id} v{self.rank}"
