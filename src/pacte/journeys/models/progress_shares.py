"""What is left to the certification, shown to somebody outside with the dated consent of the learner."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Guest, Organisation, OrganisationRow
from pacte.audit.table_rules import without_history
from pacte.journeys.models.people import Learner
from pacte.journeys.rules.progress_shares import ShareState, share_state


@without_history("the audit log says what changed")
class ProgressShare(OrganisationRow):
    """A temporary-work agency, or an employer, to whom the learner lets show which blocks are certified and missing.

    ``body`` proposes it; nothing leaves before ``consent_on``. ``guest`` is who reads, known once the learner agrees.
    ``expires_on``: last day of the consent. ``ended_on``: refused, withdrawn or revoked that day.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=120)
    email = models.EmailField()
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)
    consent_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    readings = models.PositiveIntegerField(default=0)
    last_read_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_on__isnull=True, guest__isnull=True, expires_on__isnull=True)
                | Q(consent_on__isnull=False, guest__isnull=False, expires_on__gte=models.F("consent_on")),
                name="journeys_share_by_consent",
            ),
            models.UniqueConstraint(
                fields=["learner", "email"], condition=Q(ended_on=None), name="journeys_share_once"
            ),
        ]

    def __str__(self) -> str:
        return self.agency

    def state_on(self, on: date) -> ShareState:
        return share_state(consent_on=self.consent_on, expires_on=self.expires_on, ended_on=self.ended_on, on=on)
