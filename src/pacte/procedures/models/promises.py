"""What firms are asked about the hires that they promised, and what they answer. Answers are only added."""

from __future__ import annotations

from django.db import models

from pacte.accounts.models import Guest, OrganisationRow
from pacte.audit.table_rules import append_only, frozen_by, with_history, without_history
from pacte.procedures.models.cases import Case


@with_history
class HireInquiry(OrganisationRow):
    """A question to one firm, so many months after the sessions: how many did it hire? ``firm``: its SIRET."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="hire_inquiries")
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, related_name="+")
    firm = models.CharField(max_length=14)
    firm_name = models.CharField(max_length=300)
    months = models.PositiveSmallIntegerField()
    asked_on = models.DateField()
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "firm", "months"], name="procedures_hireinquiry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.firm_name}, {self.months} mois"


@without_history("its rows are only added")
@append_only
@frozen_by("procedures_refuse_rewriting")
class HireAnswer(OrganisationRow):
    """What a firm confirms: how many people trained it has hired since the end. Its last answer of a case counts."""

    inquiry = models.ForeignKey(HireInquiry, on_delete=models.CASCADE, related_name="answers")
    hired = models.PositiveSmallIntegerField()
    recorded_at = models.DateTimeField()
