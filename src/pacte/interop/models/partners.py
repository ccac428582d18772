"""Partner tools, and the reconciliation of their records with the messages sent."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import without_history


@without_history("messages and their traces are a log")
class Partner(OrganisationRow):
    """A tool with which messages are exchanged. ``code`` is that of its mapping (``exchange/partners``).

    ``body``: the network on whose behalf its prescriptions arrive. ``since``: nothing recorded earlier is sent. The
    secret is derived from ``slug`` and ``generation`` and is not stored. ``is_simulated``: fictitious partner.
    """

    code = models.CharField(max_length=40)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    url = models.CharField(max_length=300, blank=True)
    generation = models.PositiveSmallIntegerField(default=1)
    since = models.DateTimeField()
    looked_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    is_simulated = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


@without_history("messages and their traces are a log")
class Reconciliation(OrganisationRow):
    """One reconciliation of the messages sent with the partner's list, record by record."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="comparisons")
    at = models.DateTimeField()
    compared = models.PositiveIntegerField()
    differing = models.PositiveIntegerField()


@without_history("messages and their traces are a log")
class MessageDifference(OrganisationRow):
    """A message that differs between both sides, open until a later reconciliation no longer finds it."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="differences")
    delivery = models.ForeignKey("Delivery", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    ours = models.CharField(max_length=120, blank=True)
    theirs = models.CharField(max_length=120, blank=True)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "key", "kind"],
                condition=models.Q(settled_at=None),
                name="interop_messagedifference_once",
            )
        ]
