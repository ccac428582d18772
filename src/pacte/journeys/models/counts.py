"""Counts of journeys made beforehand, so that a page adds up some thousands of lines and not millions of steps.

Made whole by the machine (``services.counting``), never typed. Two cuts of the same journeys: by session, which carries
the places too, and by group of people, which carries where they live and who they are, by wide classes only.
"""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Organisation
from pacte.offer.models import Lot, Order, Provider, Session
from pacte.plan.fields import ActionCodeField
from pacte.plan.models import Plan


class Tally(models.Model):
    """People of one cell by how far they came. ``year``: of the first planned start of the session.

    The purchase (``fund``, ``plan``, ``action_number``) is that of the first order of the session. Every stage
    includes those who went further; ends are one partition of the entries whose end is due.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    fund = models.CharField(max_length=20, blank=True)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, null=True, blank=True, related_name="+", db_index=False)
    action_number = ActionCodeField(null=True, blank=True)
    proposed = models.PositiveIntegerField(default=0)
    informed = models.PositiveIntegerField(default=0)
    admitted = models.PositiveIntegerField(default=0)
    entered = models.PositiveIntegerField(default=0)
    to_term = models.PositiveIntegerField(default=0)
    goal_reached = models.PositiveIntegerField(default=0)
    to_job = models.PositiveIntegerField(default=0)
    to_training = models.PositiveIntegerField(default=0)
    dropout = models.PositiveIntegerField(default=0)
    exclusion = models.PositiveIntegerField(default=0)
    force_majeure = models.PositiveIntegerField(default=0)
    by_provider = models.PositiveIntegerField(default=0)
    unknown = models.PositiveIntegerField(default=0)
    certifiable = models.PositiveIntegerField(default=0)
    presented = models.PositiveIntegerField(default=0)
    certified = models.PositiveIntegerField(default=0)
    certified_in_part = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    in_job = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    class Meta:
        abstract = True


class SessionTally(Tally):
    """One session. ``bought`` keeps the lost places; ``taken``: places on which somebody entered, each once.

    ``likely``: people on the way to it who wait for an answer, on the day of the count. ``reasons``: of the dropouts,
    how many gave each coded reason.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", db_index=False)
    provider_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    lot = models.ForeignKey(Lot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    department = models.CharField(max_length=3, blank=True)
    is_protected = models.BooleanField(default=False)
    bought = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    lost = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    likely = models.PositiveIntegerField(default=0)
    reasons = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["organisation", "year"], name="journeys_tally_by_year")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.year}"


class GroupTally(Tally):
    """One group of people: where they live, who orients them, age class at the opening, sex, level.

    ``level``: « low » below the fourth, « other », or empty when unknown.
    """

    referrer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    department = models.CharField(max_length=3, blank=True)
    age_band = models.CharField(max_length=8, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    level = models.CharField(max_length=5, blank=True)
    is_protected = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["organisation", "year"], name="journeys_group_by_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.department} {self.age_band}"


class ActionCount(models.Model):
    """What the sessions bought for one action of the plan gave, as anybody may read it: small numbers are not in it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    action_number = ActionCodeField()
    sessions = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "action_number"], name="journeys_action_counted_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.action_number}"


class SituationTally(models.Model):
    """Of those whose training ended in a year, by provider: whose horizon has passed, who answered, who has a job.

    ``months``: 3, 6 or 12 after the end. ``due`` counts everybody of the horizon, asked or not: silence lowers a rate.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    provider_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    months = models.PositiveSmallIntegerField()
    due = models.PositiveIntegerField()
    answered = models.PositiveIntegerField()
    in_job = models.PositiveIntegerField()
    counted_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "months", "year"], name="journeys_situationtally_year")]

    def __str__(self) -> str:
        return f"{self.year} {self.months}"


class ShownCount(models.Model):
    """One line of a table as who sees no small count reads it: hidden counts are not in ``values``.

    All the lines of a Region were decided together, at ``counted_at``, and stand until the next publication. ``cut`` is
    that of the table, ``year`` that of the sessions; the lines of the cut « year » are the wholes of the other tables.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    cut = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40, blank=True)
    values = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "cut", "year", "key"], name="journeys_shown_once")
        ]

    def __str__(self) -> str:
        return f"{self.cut} {self.year} {self.key}"


class CountPublication(models.Model):
    """What the last publication was decided from, for the machine alone: the next one must not give it back."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    nights = models.JSONField(default=dict)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.counted_at}"
