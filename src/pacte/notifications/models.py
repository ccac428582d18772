"""Notifications, each read on a page, whose e-mail may never be sent; letters to guests, who have no such page."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Guest, OrganisationRow, Person
from pacte.audit.table_rules import with_history, without_history


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


@without_history("a log with both times")
class GuestLetter(OrganisationRow):
    """One e-mail to a guest, which brings a link of ``scope``. It waits without any link: the secret is drawn when it
    leaves, and what it says is then emptied.

    ``guest`` is null, and ``email`` holds what was typed, while nobody has looked whether it is known: that is done by
    the worker, so that asking takes the same time for any address. ``opens_guest``: an unknown address becomes a guest;
    otherwise its letter is deleted unsent. ``tail`` is the page under the link.
    """

    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(blank=True)
    opens_guest = models.BooleanField(default=False)
    scope = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(null=True, blank=True)
    tail = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=20, default="waiting", db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
