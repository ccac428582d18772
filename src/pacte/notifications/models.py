"""Notifications. Each is read on a page; its e-mail goes through a queue, and may never be sent."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import OrganisationRow, Person
from pacte.audit.table_rules import with_history


@with_history
class Notification(OrganisationRow):
    """One message to one person, in the pact of ``organisation``. ``key`` is unique per person."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    address = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_state = models.CharField(max_length=20, default="waiting")
    mail_tries = models.PositiveSmallIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notice_once")]
        indexes = [models.Index(fields=["person", "-created_at"], name="notice_of_person")]

    def __str__(self) -> str:
        return self.subject
