"""A journey, its steps, the seat that it occupies, the weeks of attendance.

``Step`` and ``AttendanceWeek`` are append-only. The state columns of ``Journey`` are derived from its steps and stored
for lists. On the largest tables the database enforces the foreign key to the journey only; the services enforce the
others.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation
from pacte.audit.table_rules import frozen_by, without_history
from pacte.journeys.models.people import Learner
from pacte.offer.models import Session
from pacte.plan.models import Plan


@without_history("the steps of the journey and the audit log say what changed")
class Journey(models.Model):
    """From a need to a job. ``referrer`` is the body that orients, ``provider_body`` the one that trains, when known.

    ``follows`` is the journey that this one continues: the next stage, opened before or after its end, or a return.
    ``job``: what the learner lives from when it opens, until ``job_until`` when that has a known end.
    ``seat_until``: last day on which its seat is held, null without a limit. ``awaited_on``: the day announced for an
    entry or a return.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="journeys")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    referrer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    provider_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    goal_rome = models.CharField(max_length=5, blank=True)
    job = models.CharField(max_length=20, blank=True, default="", db_default="")
    job_until = models.DateField(null=True, blank=True)
    opened_on = models.DateField()
    state = models.CharField(max_length=20)
    state_on = models.DateField()
    seat_until = models.DateField(null=True, blank=True)
    awaited_on = models.DateField(null=True, blank=True)
    entered_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_kind = models.CharField(max_length=20, blank=True)
    end_reason = models.CharField(max_length=40, blank=True)
    minutes_realised = models.PositiveIntegerField(default=0)
    is_synthetic = models.BooleanField(default=False)
    # Kept after an erasure: department and age class of the person.
    kept_department = models.CharField(max_length=3, blank=True)
    kept_age_band = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(state="ended") | ~Q(end_kind=""), name="journey_end_has_a_kind"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(entered_on__isnull=False, ended_on__gte=models.F("entered_on")),
                name="journey_ends_after_entry",
            ),
        ]
        indexes = [
            models.Index(fields=["referrer", "state", "awaited_on"], name="journeys_of_referrer"),
            models.Index(fields=["provider_body", "state"], name="journeys_of_provider"),
            models.Index(fields=["organisation", "entered_on"], name="journeys_by_entry"),
            models.Index(fields=["seat_until"], name="journeys_seat_until", condition=Q(seat_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.key)


@without_history("a log with both times")
@frozen_by("journeys_refuse_change")
class Step(models.Model):
    """One dated step of a journey. ``message_key`` deduplicates steps received by file or message."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=30)
    happened_on = models.DateField()
    recorded_at = models.DateTimeField()
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False, db_constraint=False
    )
    body_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20)
    origin = models.CharField(max_length=80, blank=True)
    message_key = models.CharField(max_length=120, null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    corrects_id = models.BigIntegerField(null=True, blank=True)
    is_withdrawn = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["message_key"], condition=Q(message_key__isnull=False), name="journeys_step_message_once"
            ),
            models.UniqueConstraint(
                fields=["corrects_id"], condition=Q(corrects_id__isnull=False), name="journeys_step_corrected_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.kind}"


@without_history("the steps of the journey and the audit log say what changed")
class Seat(models.Model):
    """A bought place of a session, occupied by a journey. Once released it may be taken again: it counts once."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveIntegerField()
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="seats")
    taken_on = models.DateField()
    entered_on = models.DateField(null=True, blank=True)
    released_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "rank"], condition=Q(released_on=None), name="journeys_seat_held_by_one"
            ),
            models.UniqueConstraint(fields=["journey"], condition=Q(released_on=None), name="journeys_one_seat_held"),
        ]


@without_history("the steps of the journey and the audit log say what changed")
@frozen_by("journeys_refuse_change")
class AttendanceWeek(models.Model):
    """Fourteen half-days of one journey from a Monday, as signed. A correction points to the row that it replaces."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="weeks")
    monday = models.DateField()
    marks = models.CharField(max_length=14)
    minutes = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=20)
    corrects_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "monday"], condition=Q(corrects_id=None), name="journeys_week_once"
            ),
            models.UniqueConstraint(
                fields=["corrects_id"], condition=Q(corrects_id__isnull=False), name="journeys_week_corrected_once"
            ),
        ]
