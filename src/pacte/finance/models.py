"""Money of the plans: budget lines, commitments and append-only movements.

``organisation`` is the steering Region, for row-level security. A movement has the date when it happened and the date
when it became known. A correction is another movement that references the corrected one. A trigger forbids updating or
deleting a movement.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow, SignedRow
from pacte.audit.table_rules import frozen_by, with_history, without_history
from pacte.plan.models import Plan, PlanAction


@with_history
class BudgetLine(OrganisationRow):
    """A budget line: one plan, one axis or action, one year, one section, one fund, one financer.

    ``financer_name`` is the wording of the source; ``financer`` is the matching organisation, when known. No axis and
    no action: the whole plan.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    axis_code = models.CharField(max_length=20, blank=True)
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=20)
    fund = models.CharField(max_length=20)
    financer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    financer_name = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "plan_action", "year", "section", "fund", "financer_name"],
                condition=Q(plan_action__isnull=False),
                name="finance_line_of_action_once",
            ),
            models.UniqueConstraint(
                fields=["plan", "axis_code", "year", "section", "fund", "financer_name"],
                condition=Q(plan_action__isnull=True),
                name="finance_line_of_axis_once",
            ),
        ]


@with_history
class Commitment(OrganisationRow):
    """A commitment in the accounts: an « engagement », or one post or one year of it."""

    number = models.CharField(max_length=80)
    post = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=300, blank=True)
    supplier = models.CharField(max_length=200, blank=True)
    operation = models.CharField(max_length=80, blank=True)
    nature = models.CharField(max_length=40, blank=True)
    section = models.CharField(max_length=20)
    fund = models.CharField(max_length=20)
    financer_name = models.CharField(max_length=200)
    why_waiting = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number", "post", "year"], name="finance_commitment_once")
        ]

    def __str__(self) -> str:
        return self.number


@with_history
class AllocationRule(SignedRow):
    """Allocation rule created by a person: lines with this value go to this target. Rules are ended, never updated."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    field = models.CharField(max_length=20)
    value = models.CharField(max_length=300)
    axis_code = models.CharField(max_length=20, blank=True)
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "field", "value"],
                condition=Q(ended_at__isnull=True),
                name="finance_rule_in_force_once",
            )
        ]


@with_history
@frozen_by("finance_refuse_allocation_change")
class Allocation(SignedRow):
    """Allocation of a commitment to a budget line, with the interval during which it was recorded as such."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="allocations")
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    rule = models.ForeignKey(AllocationRule, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    superseded_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], condition=Q(superseded_at__isnull=True), name="finance_allocated_once"
            )
        ]


@without_history("a ledger is its own history")
@frozen_by("finance_refuse_change")
class Movement(SignedRow):
    """Movement of money at one stage, on a budget line (typed) or on a commitment (read from the accounts).

    ``file_id``: number of the accounting file among received files, if it came by one; ``extracted_on``: the day as of
    which that file tells the accounts, when it says so.
    """

    budget_line = models.ForeignKey(
        BudgetLine, on_delete=models.PROTECT, null=True, blank=True, related_name="movements"
    )
    commitment = models.ForeignKey(
        Commitment, on_delete=models.PROTECT, null=True, blank=True, related_name="movements"
    )
    stage = models.CharField(max_length=20)
    cents = models.BigIntegerField(default=0)
    etp = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    happened_on = models.DateField()
    source = models.CharField(max_length=20)
    source_label = models.CharField(max_length=300, blank=True)
    file_id = models.BigIntegerField(null=True, blank=True)
    extracted_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(budget_line__isnull=False, commitment__isnull=True)
                | Q(budget_line__isnull=True, commitment__isnull=False),
                name="finance_movement_of_one_thing",
            ),
            models.CheckConstraint(
                condition=~Q(cents=0) | Q(etp__isnull=False), name="finance_movement_moves_something"
            ),
        ]
