"""Days on which people left custody: protected facts, for the authority that wrote them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow
from pacte.audit.table_rules import without_history
from pacte.journeys.models.journeys import Journey
from pacte.journeys.models.people import Learner


@without_history("rows are only added: each one says what it corrects")
class Release(OrganisationRow):
    """Somebody left custody on that day, said by the authority ``body`` that followed them.

    Rows are only added, for the facts: another day, or a release noted by mistake (``is_withdrawn``), corrects the row
    that was current. ``journey``: the one that was followed until then, which carries the person into the facts.
    """

    learner = models.ForeignKey(Learner, on_delete=models.CASCADE, related_name="+")
    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    left_on = models.DateField()
    recorded_at = models.DateTimeField()
    person_name = models.CharField(max_length=200)
    corrects = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_withdrawn = models.BooleanField(default=False)
    is_current = models.BooleanField(default=True)
    keep_until = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "left_on"], condition=Q(is_current=True), name="journeys_release_once"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(is_withdrawn=False), name="journeys_release_withdrawn"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
