"""Options that a case compares, their scores, and the choice that a person made."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pacte.accounts.models import OrganisationRow, SignedRow
from pacte.audit.table_rules import frozen_by, with_history
from pacte.plan.fields import ActionCodeField
from pacte.procedures.models.cases import Case


@with_history
class CaseOption(OrganisationRow):
    """An option compared in a case, and the actions it would enable."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="options")
    code = models.CharField(max_length=4)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    enables = models.TextField(blank=True)
    enabled_numbers = ArrayField(ActionCodeField(), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="procedures_caseoption_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


@with_history
class OptionCriterion(OrganisationRow):
    """A criterion of the comparison. Its weight is its share of all ``points`` of the case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="criteria")
    rank = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=120)
    meaning = models.CharField(max_length=300, blank=True)
    points = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "rank"], name="procedures_criterion_rank_once"),
            models.CheckConstraint(condition=Q(points__lte=1000), name="procedures_criterion_points"),
        ]

    def __str__(self) -> str:
        return self.label


@with_history
@frozen_by("procedures_refuse_rewriting")
class OptionScore(SignedRow):
    """A score from 0 to 5, with its source and author. The last one counts."""

    option = models.ForeignKey(CaseOption, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(OptionCriterion, on_delete=models.CASCADE, related_name="scores")
    value = models.DecimalField(max_digits=2, decimal_places=1)
    source = models.CharField(max_length=300)
    scored_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__gte=0) & Q(value__lte=5), name="procedures_score_range")
        ]


@with_history
@frozen_by("procedures_refuse_rewriting")
class CaseChoice(SignedRow):
    """The choice a person made, its reason, and what it enables. Never computed. The last one counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="choices")
    option = models.ForeignKey(CaseOption, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    enables = models.TextField(blank=True)
    enabled_numbers = ArrayField(ActionCodeField(), default=list, blank=True)
    decision_reference = models.CharField(max_length=200, blank=True)
    chosen_on = models.DateField()
    reason = models.TextField()

    def __str__(self) -> str:
        return self.text[:60]
