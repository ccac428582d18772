"""Indicators that the plan needs and no source provides, and the surveys bought to fill them. Scoped by Region."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import SignedRow
from pacte.audit.table_rules import without_history
from pacte.plan.fields import ActionCodeField
from pacte.plan.models import Plan


@without_history("the audit log says what changed")
class MissingIndicator(SignedRow):
    """A figure that the plan needs: for which action, who owes it and when it is due.

    It is closed with a reason and never deleted. ``found_key``: the measure that the register found missing by itself;
    "" when a person noted it. What goes missing again is another row.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=300)
    needed_for = models.TextField()
    action_number = ActionCodeField(null=True, blank=True)
    indicator_code = models.CharField(max_length=80, blank=True)
    owed_by = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    noted_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    is_filled = models.BooleanField(default=False)
    closed_reason = models.TextField(blank=True)
    series_code = models.CharField(max_length=80, blank=True)
    found_key = models.CharField(max_length=200, blank=True, default="", db_default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="indicators_gap_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on=None, is_filled=False) | ~Q(closed_reason=""), name="indicators_gap_closed_why"
            ),
            models.UniqueConstraint(
                fields=["plan", "found_key"],
                condition=Q(closed_on=None) & ~Q(found_key=""),
                name="indicators_gap_found_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_found(self) -> bool:
        return bool(self.found_key)


@without_history("the audit log says what changed")
class Survey(SignedRow):
    """A survey, bought or made: questionnaire, population, sample size, cost and purchase order."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    population = models.TextField()
    questionnaire = models.TextField()
    method = models.TextField(blank=True)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    supplier = models.CharField(max_length=200, blank=True)
    order_reference = models.CharField(max_length=120, blank=True)
    cost_cents = models.BigIntegerField(null=True, blank=True)
    opened_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="indicators_survey_number_once"),
            models.CheckConstraint(
                condition=Q(first_on=None) | Q(last_on=None) | Q(last_on__gte=F("first_on")),
                name="indicators_survey_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@without_history("the audit log says what changed")
class SurveyGap(models.Model):
    """Links a survey to a missing indicator that it must fill."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="aims")
    gap = models.ForeignKey(MissingIndicator, on_delete=models.PROTECT, related_name="surveys")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "gap"], name="indicators_survey_aims_once")]


@without_history("the audit log says what changed")
class SurveyStratum(models.Model):
    """One stratum of the population for one measure (« part qui lit avec difficulté »): yes answers and respondents.

    Results are append-only: ``batch`` numbers the deliveries, and the last batch applies.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="strata")
    gap = models.ForeignKey(MissingIndicator, on_delete=models.PROTECT, related_name="+")
    batch = models.PositiveIntegerField()
    label = models.CharField(max_length=120)
    population = models.PositiveIntegerField()
    respondents = models.PositiveIntegerField()
    yes = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["survey", "gap", "batch", "label"], name="indicators_survey_stratum_once"),
            models.CheckConstraint(
                condition=Q(yes__lte=F("respondents")) & Q(respondents__lte=F("population")),
                name="indicators_survey_counts",
            ),
        ]
