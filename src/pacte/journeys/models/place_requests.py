"""Requests for a place sent from a public sheet, by somebody without an account nor a record.

A table apart: it lives for three months at most, and what a request becomes (a record, a journey) is elsewhere.
"""

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import without_history
from pacte.offer.models import Session, Training


@without_history("the audit log says who handled it; it lives for three months at most")
class PlaceRequest(OrganisationRow):
    """A visitor asks for a place in ``session``, or in any session of ``training`` when it is null.

    Read by ``provider_body`` (null when the provider has no account here) and by ``network``, which the visitor chose.
    Only the digest of the secret of the visitor's page is stored. ``handled_by`` is the body that takes it or closed
    it, ``person_name`` its person. What says who asks is emptied when they withdraw, or when a record takes over.
    """

    training = models.ForeignKey(Training, on_delete=models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provider_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    network = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    town = models.CharField(max_length=80, blank=True)
    has_adviser = models.BooleanField(default=False)
    message = models.CharField(max_length=500, blank=True)
    consent_at = models.DateTimeField()
    consent_version = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    due_on = models.DateField()
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    person_name = models.CharField(max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    purge_on = models.DateField(db_index=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(provider_body__isnull=False) | Q(network__isnull=False),
                name="journeys_place_request_has_reader",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, outcome="") | Q(closed_at__isnull=False) & ~Q(outcome=""),
                name="journeys_place_request_closed_somehow",
            ),
        ]
