"""The ledger of received files, their content until they are written, and their refused rows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, Person
from pacte.audit.table_rules import without_history


@without_history("a log of received files, each act of which is in the audit log")
class ReceivedFile(models.Model):
    """A file that came in: received again, it resumes or changes nothing.

    ``organisation`` owns the file, in the pact of ``host``. ``scope``: the answers that keep the same bytes apart.
    ``position``: the last row written, updated in the transaction of the rows that it counts. ``result``: what its
    kind needs to find again what the file wrote.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    scope = models.CharField(max_length=120, blank=True, default="", db_default="")
    options = models.JSONField(default=dict)
    file_name = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    size = models.BigIntegerField()
    state = models.CharField(max_length=20, default="received")
    mapping = models.JSONField(default=dict)
    agreements = models.JSONField(default=dict)
    headings = models.JSONField(default=list)
    position = models.BigIntegerField(default=0)
    row_count = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    note = models.CharField(max_length=500, blank=True, default="", db_default="")
    result = models.JSONField(default=dict)
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    person_name = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "host", "kind", "scope", "digest"], name="intake_file_once")
        ]
        indexes = [models.Index(fields=["kind", "organisation", "-received_at"], name="intake_file_latest")]

    def __str__(self) -> str:
        return self.file_name


@without_history("deleted as soon as the file is written, given up or too old")
class ReceivedContent(models.Model):
    """Bytes of a file that waits to be written."""

    file = models.OneToOneField(ReceivedFile, on_delete=models.CASCADE, primary_key=True, related_name="content")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_personal = models.BooleanField()
    data = models.BinaryField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.file_id}"


@without_history("rows given back to their sender, deleted with their delay")
class RefusedRow(models.Model):
    """A row in quarantine: its cells as the file gives them, what is wrong.

    ``key``: what names it in its kind, from file to file, and ``label`` for people; ``text``: a row that is not cells.
    ``settled_at``: it came back and entered, or a later file took its place, or it was given up.
    """

    file = models.ForeignKey(ReceivedFile, on_delete=models.CASCADE, related_name="refused_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_personal = models.BooleanField()
    position = models.BigIntegerField()
    sheet = models.CharField(max_length=100, blank=True)
    row = models.BigIntegerField()
    key = models.CharField(max_length=60, blank=True, default="", db_default="")
    label = models.CharField(max_length=255, blank=True, default="", db_default="")
    cells = models.JSONField(default=list)
    text = models.TextField(blank=True, default="", db_default="")
    defects = models.JSONField(default=list)
    settled_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "position"], name="intake_refused_once")]
        indexes = [
            models.Index(fields=["key"], condition=Q(settled_at=None) & ~Q(key=""), name="intake_refused_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.row}"


@without_history("what a file changed, as long as it can be undone")
class AppliedChange(models.Model):
    """What a row changed, with what its kind needs to take it back."""

    file = models.ForeignKey(ReceivedFile, on_delete=models.CASCADE, related_name="changes")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_personal = models.BooleanField()
    position = models.BigIntegerField()
    subject = models.CharField(max_length=300)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    undo = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "position"], name="intake_change_once")]

    def __str__(self) -> str:
        return self.subject


@without_history("how a sender's files are read, replaced by the next one")
class SavedMapping(models.Model):
    """Columns and words of the files of a sender, by kind and by ``scope`` (the tool that writes them)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    scope = models.CharField(max_length=120, blank=True, default="", db_default="")
    mapping = models.JSONField(default=dict)
    saved_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "host", "kind", "scope"], name="intake_mapping_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.scope}"


@without_history("who watches over an expected file, each change of which is in the audit log")
class FileOwner(models.Model):
    """Who owes an expected file: a series or a reference of a source. ``reminded_on``: the due day last reminded of."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=80)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reminded_on = models.DateField(null=True, blank=True)
    assigned_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "source"], name="intake_owner_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"
