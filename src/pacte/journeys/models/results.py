"""Public results of the finished sessions of a training or of a certification."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Organisation
from pacte.audit.table_rules import without_history


@without_history("counted again each night")
class PublicResult(models.Model):
    """``key`` is "attendance:12" or "RNCP34502". Small counts are not in ``values``; their names are in ``hidden``.

    ``first_on`` and ``last_on``: first days of the earliest and the latest session counted.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=60)
    trainings = models.PositiveIntegerField()
    sessions = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    values = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="journeys_result_once")]

    def __str__(self) -> str:
        return self.key
