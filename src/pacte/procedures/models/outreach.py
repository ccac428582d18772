"""Rounds of contacts of a winner: how many people were met where they are. No identity, nothing about one person."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import SignedRow
from pacte.audit.table_rules import append_only, frozen_by, without_history
from pacte.procedures.models.cases import Case


@without_history("its rows are only added")
@append_only
@frozen_by("procedures_refuse_rewriting")
class OutreachRound(SignedRow):
    """People met on one day in one commune. A correction is another row that names the one it replaces.

    A row is replaced once, and by a row of its own case. ``is_withdrawn``: it was counted by mistake.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="outreach_rounds")
    happened_on = models.DateField()
    commune = models.CharField(max_length=5)
    place = models.CharField(max_length=10)
    people = models.PositiveIntegerField()
    first_time = models.PositiveIntegerField()
    is_from_applicant = models.BooleanField()
    is_withdrawn = models.BooleanField(default=False)
    corrects = models.OneToOneField("self", on_delete=models.CASCADE, null=True, blank=True, related_name="correction")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(first_time__lte=F("people")), name="procedures_outreach_first_time"),
        ]
        indexes = [models.Index(fields=["case", "happened_on"], name="procedures_outreach_days")]

    def __str__(self) -> str:
        return f"{self.happened_on} {self.commune}"
