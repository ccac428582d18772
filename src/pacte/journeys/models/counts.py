"""Counts of journeys computed in advance, so that a page sums a few thousand rows and not millions of steps.

Rebuilt completely by the machine (``services.tallies``), never typed. Two breakdowns of the same journeys: by session,
which also carries the places, and by group of people, which carries where they live and who they are, by broad classes
only.
"""

from django.db import models

from pacte.accounts.models import Organisation
from pacte.audit.table_rules import without_history
from pacte.offer.models import Lot, Order, Provider, Session
from pacte.plan.fields import ActionCodeField
from pacte.plan.models import Plan


class JourneyTally(models.Model):
    """People of one cell by the stage they reached. ``year``: of the first planned start of the session.

    ``payers``: what pays for the session (``rules.payers``), never empty. Each stage includes the people who went
    further. Ends are one partition of the entries whose end is due.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    payers = models.JSONField(default=list)
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


@without_history("counted again each night")
class SessionTally(JourneyTally):
    """One session. ``bought`` includes the lost places; ``taken``: places on which somebody entered, each counted once.

    ``shares``: what each of the ``payers`` pays, in places, or in hours where there is no place.

    ``likely``: people on the way to it who wait for an answer on the day of the count. ``reasons``: number of dropouts
    by coded reason.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, primary_key=True, related_name="+")
    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="+", db_index=False)
    provider_body = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    order = models.ForeignKey(Order, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    lot = models.ForeignKey(Lot, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False)
    shares = models.JSONField(default=list)
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


@without_history("counted again each night")
class GroupTally(JourneyTally):
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


@without_history("counted again each night")
class ActionCount(models.Model):
    """Public counts of the sessions bought for one action of the plan; small counts are left out.

    ``hidden_years``: years of start that no count includes, because their people are hidden.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    action_number = ActionCodeField()
    sessions = models.PositiveIntegerField()
    values = models.JSONField(default=dict)
    hidden = models.JSONField(default=list)
    hidden_years = models.JSONField(default=list)
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "action_number"], name="journeys_action_counted_once")]


@without_history("counted again each night")
class SituationTally(models.Model):
    """Follow-up answers of the people whose training ended in a year, by provider and horizon.

    ``months``: 3, 6 or 12 after the end. ``due`` counts everybody whose horizon has passed, asked or not: silence
    lowers a rate. ``answered`` and ``in_job`` are among them.
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


@without_history("counted again each night")
class PublishedCount(models.Model):
    """One row of a table for readers who see no small count: hidden counts are not in ``values``.

    All rows of a Region are decided together, at ``counted_at``, and stay until the next publication. ``cut`` is the
    cut of the table, ``year`` the year of the sessions; rows of the cut "year" are the totals of the other tables.
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


@without_history("counted again each night")
class CountPublication(models.Model):
    """Inputs of the last publication, for the machine only: the next one must not disclose what it hid."""

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    nights = models.JSONField(default=dict)
    counted_at = models.DateTimeField()
