"""Guests: who comes from outside without an account, by a link proved by e-mail (docs/adr/0046)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models.directory import OrganisationRow
from pacte.audit.table_rules import without_history


@without_history("the audit log says what was done; an erased guest leaves no earlier e-mail")
class Guest(OrganisationRow):
    """An e-mail address without an account, in the pact of one Region. It is the identity: two people are two guests.

    ``proved_at`` is null until a link sent to that address is opened for the first time. ``name`` is what the guest
    or whoever invited them wrote, "" when nobody did. What must keep a guest refers to it by a foreign key that
    protects it; a guest whom nothing keeps goes with its last link (``services.delete_old_guests``). An erased one is
    an anonymous remainder: no address, no name, no link.
    """

    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email"], name="guest_once"),
            # As for people: no other spelling can make a second guest.
            models.CheckConstraint(condition=Q(email__regex=r"^[!-@\[-~]+$"), name="guest_email_canonical"),
        ]

    def __str__(self) -> str:
        return self.name or self.email


@without_history("a log with both times")
class GuestLink(OrganisationRow):
    """A link of one guest for one ``scope`` (``records.GuestScope``). Only the digest of its secret is stored.

    ``subject_id``: key of the one thing that it opens, in the room of its scope; null when the scope is about all that
    the guest has. Read by the machine only. Its rate limit is a token bucket.
    """

    guest = models.ForeignKey(Guest, on_delete=models.CASCADE, related_name="links")
    scope = models.CharField(max_length=20)
    subject_id = models.BigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
