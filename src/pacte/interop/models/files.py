"""Files of acts and of trainees: reading position, issues to review, saved column mappings."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Organisation
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

    def __str__(self) -> str:
        return f"{self.source} {self.learner_id}"


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

    def __str__(self) -> str:
        return f"{self.source} {self.journey_id}"


@without_history("messages and their traces are a log")
class ActFile(models.Model):
    """A received file, identified by its digest: received again, it resumes or does nothing.

    ``position`` is the last row written; it is updated in the same transaction as the rows it counts. ``body`` is the
    network whose acts they are, if they belong to one.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=40)
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    format = models.CharField(max_length=40)
    columns = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20, default="running")
    position = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    person_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "body", "source", "digest"], name="interop_file_once",
                                    nulls_distinct=False)
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name


@without_history("messages and their traces are a log")
class ActFileIssue(models.Model):
    """An issue on a file row: not applied, or worth a remark. No personal value is stored."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(ActFile, on_delete=models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    level = models.CharField(max_length=20)
    code = models.CharField(max_length=60)
    text = models.CharField(max_length=500)

    def __str__(self) -> str:
        return f"{self.file_id} {self.row} {self.code}"


@without_history("messages and their traces are a log")
class SavedColumnMapping(models.Model):
    """Column mapping of a network's own files, by field, saved for reuse."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    columns = models.JSONField(default=dict)
    codes = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["body", "name"], name="interop_columns_once")]

    def __str__(self) -> str:
        return self.name


@without_history("messages and their traces are a log")
class KairosConvention(models.Model):
    """A training provider with a Kairos convention, as given in the file of Pôle emploi."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
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
    file = models.ForeignKey(ActFile, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "siret", "convention"], name="interop_convention_once")
        ]

    def __str__(self) -> str:
        return f"{self.siret} {self.convention}"
