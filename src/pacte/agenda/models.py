"""Meetings with a number of seats. ``organisation`` is the Region that steers the pact."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Organisation, OrganisationRow, Person
from pacte.audit.table_rules import without_history
from pacte.offer.models import Provider, Session, TrainingAction


@without_history("the audit log says what changed")
class Meeting(OrganisationRow):
    """A dated event to which people come: an information meeting with seats, a test, a visit, a lab day.

    A slot offered to a person is a meeting with seats left. ``held_by`` is the organisation that hosts it; ``provider``
    the training provider when it is one.

    An individual appointment is with one ``adviser``, for one person: of no training, and seen by the body alone.
    """

    held_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    training_action = models.ForeignKey(
        TrainingAction, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    adviser = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=300, blank=True)
    commune_code = models.CharField(max_length=5, blank=True)
    is_remote = models.BooleanField(default=False)
    link = models.URLField(max_length=400, blank=True)
    seats = models.PositiveIntegerField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="agenda_meeting_lasts"),
            models.CheckConstraint(
                condition=~Q(kind="individual") | Q(training_action=None, session=None, seats=1),
                name="agenda_meeting_individual",
            ),
        ]
        indexes = [models.Index(fields=["training_action", "starts_at"], name="agenda_meeting_of_action")]

    def __str__(self) -> str:
        return f"{self.title} {self.starts_at:%Y-%m-%d %H:%M}"
