"""What files bring: numbers of people and journeys in other tools, conventions of providers."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import without_history
from pacte.journeys.models import Journey, Learner


@without_history("messages and their traces are a log")
class PersonReference(models.Model):
    """A person's number in a tool. ``source`` is the tool; deleted with the person on erasure."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=40)
    reference = models.CharField(max_length=80)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "reference"], name="interop_person_once")
        ]


@without_history("messages and their traces are a log")
class DossierReference(models.Model):
    """A journey's number in a tool."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    source = models.CharField(max_length=40)
    reference = models.CharField(max_length=80)
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "source", "reference"], name="interop_dossier_once")
        ]


@without_history("messages and their traces are a log")
class KairosConvention(OrganisationRow):
    """A training provider with a Kairos convention, as given in the file of Pôle emploi.

    ``file_id``: number of the last file that changed it, in the ledger of received files.
    """

    siret = models.CharField(max_length=14)
    name = models.CharField(max_length=250)
    old_region = models.CharField(max_length=80, blank=True)
    region = models.CharField(max_length=80, blank=True)
    manager_name = models.CharField(max_length=160, blank=True)
    manager_email = models.CharField(max_length=160, blank=True)
    manager_phone = models.CharField(max_length=40, blank=True)
    office = models.CharField(max_length=20, blank=True)
    convention = models.CharField(max_length=40)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    file_id = models.BigIntegerField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "siret", "convention"], name="interop_convention_once")
        ]

    def __str__(self) -> str:
        return f"{self.siret} {self.convention}"
