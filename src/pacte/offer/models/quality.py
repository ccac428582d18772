"""Quality score of each training, computed when the catalogue changes; counts of descriptions kept by night."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pacte.audit.table_rules import without_history
from pacte.offer.models.catalogue import Provider, Training


@without_history("follows the training, which keeps its history")
class TrainingQuality(models.Model):
    """Number of criteria met out of ten, and codes of the others. Public and computed, so it has no history."""

    training = models.OneToOneField(Training, on_delete=models.CASCADE, primary_key=True, related_name="quality")
    score = models.PositiveSmallIntegerField()
    missing = ArrayField(models.CharField(max_length=20), default=list)
    computed_on = models.DateField()


@without_history("a series: each row is of one night")
class DescriptionCount(models.Model):
    """Open trainings of a provider and those described by competences, on a night that changed them.

    The count of any day is the last one until then.
    """

    host_id = models.BigIntegerField()
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="+")
    counted_on = models.DateField()
    sheets = models.PositiveIntegerField()
    described = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["host_id", "provider", "counted_on"], name="offer_descriptioncount_once_a_night"
            )
        ]
