"""Who follows a person during a training, and the reviews held by three."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Organisation, OrganisationRow, Person
from pacte.audit.table_rules import append_only, without_history
from pacte.journeys.models.journeys import Journey
from pacte.journeys.records.relations import ReviewParty


@without_history("each decision is a row of its own")
@append_only
class RelationSetting(OrganisationRow):
    """The Region decides who follows its trainees, from ``valid_from`` on. A correction is another decision."""

    mode = models.CharField(max_length=20)
    valid_from = models.DateField()
    reason = models.CharField(max_length=300)
    person_name = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "valid_from"], name="journeys_relation_by_day")]

    def __str__(self) -> str:
        return f"{self.mode} {self.valid_from}"


@without_history("the audit log says what changed")
class TrainingReferent(OrganisationRow):
    """Somebody of the provider ``body`` who follows one trainee, beside the referent. One at a time."""

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="journeys_training_referent_dates",
            ),
            models.UniqueConstraint(
                fields=["journey"], condition=Q(valid_until=None), name="journeys_training_referent_once"
            ),
        ]


@without_history("the audit log says what changed")
class ThreePartyReview(OrganisationRow):
    """A review of one training by the referent, the provider and the person: each says for themselves, yes or no.

    ``held_on``: the day that the first of them says; null before. A withdrawn review was planned by mistake or
    cancelled. ``noted_at``: when its contact was written in the notebook, once.
    """

    journey = models.ForeignKey(Journey, on_delete=models.CASCADE, related_name="+")
    planned_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person_name = models.CharField(max_length=200)
    planned_on = models.DateField()
    planned_at = models.DateTimeField()
    held_on = models.DateField(null=True, blank=True)
    referent_present = models.BooleanField(null=True, blank=True)
    referent_at = models.DateTimeField(null=True, blank=True)
    provider_present = models.BooleanField(null=True, blank=True)
    provider_at = models.DateTimeField(null=True, blank=True)
    person_present = models.BooleanField(null=True, blank=True)
    person_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.CharField(max_length=20, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(noted_at__isnull=True)
                | Q(held_on__isnull=False, referent_present=True, provider_present=True, person_present=True),
                name="journeys_review_noted_by_three",
            )
        ]

    @property
    def answers(self) -> dict[ReviewParty, bool | None]:
        """Whether each party says that it was there; None for who has not said."""
        return {
            ReviewParty.REFERENT: self.referent_present,
            ReviewParty.PROVIDER: self.provider_present,
            ReviewParty.PERSON: self.person_present,
        }
