"""What the plan needs and that no source gives, and the surveys bought to fill it. Subset by the Region that steers."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Organisation
from pacte.plan.fields import ActionCodeField
from pacte.plan.models import Plan


class MissingIndicator(models.Model):
    """A figure that the plan needs: for which action, who owes it, for when. Closed with a reason, never removed."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
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
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="indicators_gap_number_once"),
            models.CheckConstraint(
                condition=Q(closed_on=None, is_filled=False) | ~Q(closed_reason=""), name="indicators_gap_closed_why"
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Survey(models.Model):
    """A survey that is bought or made: what is asked of whom, how many are asked, what it costs, on which order."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    population = models.TextField()
    questionnaire = models.TextField()
    method = models.TextField(blank=True)
    asked = models.PositiveIntegerField(null=True, blank=True)
    first_on = models.DateField(null=True, blank=True)
    last_on = models.DateField(null=True, blank=True)
    supplier = models.CharField(max_length=200, blank=True)
    order_reference = models.CharField(max_length=120, blank=True)
    cost_cents = models.BigIntegerField(null=True, blank=True)
    opened_on = models.DateField()
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

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


class SurveyGap(models.Model):
    """A survey is bought to fill this missing indicator."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="aims")
    gap = models.ForeignKey(MissingIndicator, on_delete=models.PROTECT, related_name="surveys")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["survey", "gap"], name="indicators_survey_aims_once")]

    def __str__(self) -> str:
        return f"{self.survey_id} {self.gap_id}"


class SurveyStratum(models.Model):
    """One part of the population, for one measure (« part qui lit avec difficulté »): how many said yes of how many.

    A result given again replaces nothing: ``batch`` counts the times, the last one holds good.
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

    def __str__(self) -> str:
        return f"{self.survey_id} {self.label}"
