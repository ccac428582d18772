"""Audit log. Append-only for the application role, which may insert and read, nothing else."""

from __future__ import annotations

from django.db import models

from pacte.audit.table_rules import append_only, read_only, without_history


@without_history("it is itself the trace of what was done")
@append_only
class AuditEntry(models.Model):
    """One act of one person (or of the system), with labels that stay readable when everything else has changed."""

    act_key = models.UUIDField(unique=True)
    at = models.DateTimeField(db_index=True)
    act = models.CharField(max_length=80)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200)
    organisation_id = models.BigIntegerField(null=True)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject_label}"


@without_history("it is itself the trace of what was done")
@read_only
class RowChange(models.Model):
    """Change of one row, recorded by a database trigger: before, after, and the audit event in progress."""

    at = models.DateTimeField()
    act_key = models.UUIDField(null=True, db_index=True)
    table_name = models.CharField(max_length=63)
    row_id = models.CharField(max_length=60)
    operation = models.CharField(max_length=6)
    organisation_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        indexes = [models.Index(fields=["table_name", "row_id"])]
