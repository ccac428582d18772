"""Who brought somebody to their first need: the winner of a call, said by the body that opened the journey."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, SignedRow
from pacte.audit.table_rules import without_history
from pacte.journeys.models.journeys import Journey
from pacte.journeys.models.people import Learner
from pacte.plan.models import Plan, PlanAction


@without_history("rows are only added: each one says what it corrects")
class JourneyOrigin(SignedRow):
    """A journey began because the winner of a call brought the person on that day, said by ``body``.

    Rows are only added, for the facts: another winner or day, or a mistake (``is_withdrawn``), corrects the row that
    was current. ``case_number``: the case of the winner, a number of the plan; ``winner_name``: as its register said.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    case_number = models.PositiveIntegerField()
    winner_name = models.CharField(max_length=200)
    brought_on = models.DateField()
    corrects = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    is_withdrawn = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["journey"], condition=Q(is_current=True), name="journeys_origin_once"),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(is_withdrawn=False), name="journeys_origin_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
