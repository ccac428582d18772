"""Experiments with the versions of their ex-ante protocol, the sessions of their arms, their effects, the findings.

``organisation`` is the Region that steers the plan, for row-level security. A version is immutable; a trigger refuses
a new one once the first person has entered.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from pacte.accounts.models import OrganisationRow, Person, SignedRow
from pacte.audit.table_rules import append_only, frozen_by, with_history, without_history
from pacte.evaluation.records import ARM_LABELS
from pacte.offer.models import Session
from pacte.plan.models import Plan, PlanAction


@with_history
@frozen_by("evaluation_refuse_unlocking")
class Experiment(OrganisationRow):
    """An experiment of an action. Whether an action experiments is data, not code: it has such a row."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    opened_on = models.DateField()
    locked_on = models.DateField(null=True, blank=True)
    locked_by = models.CharField(max_length=300, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by_name = models.CharField(max_length=200, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="evaluation_number_once"),
            models.CheckConstraint(
                condition=Q(locked_on__isnull=True) | (Q(locked_at__isnull=False) & ~Q(locked_by="")),
                name="evaluation_locked_by_something",
            ),
            models.CheckConstraint(
                condition=Q(locked_on__isnull=True) | Q(withdrawn_on__isnull=True), name="evaluation_locked_stays"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@with_history
@frozen_by("evaluation_refuse_late_version", "evaluation_refuse_rewriting")
class ProtocolVersion(SignedRow):
    """A full version of the protocol, valid from ``written_on``."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    question = models.TextField(blank=True)
    public = models.TextField(blank=True)
    indicator_code = models.CharField(max_length=80, blank=True)
    indicator = models.TextField(blank=True)
    baseline_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    baseline_on = models.DateField(null=True, blank=True)
    baseline_source = models.TextField(blank=True)
    target_value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    target = models.TextField(blank=True)
    method = models.TextField(blank=True)
    comparison = models.TextField(blank=True)
    source = models.TextField(blank=True)
    end_on = models.DateField(null=True, blank=True)
    written_on = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["experiment", "number"], name="evaluation_version_once")]


@with_history
@frozen_by("evaluation_refuse_rewriting")
class Ownership(SignedRow):
    """The owner of an experiment since a date. The latest row counts, even after the lock; no person means vacant."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="ownerships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField()
    reason = models.TextField(blank=True)


@with_history
@frozen_by("evaluation_refuse_rewriting")
class Addendum(SignedRow):
    """An addition to a locked protocol: dated, signed, with a reason. The protocol itself does not change."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="addenda")
    text = models.TextField()
    reason = models.TextField()
    added_on = models.DateField()

    def __str__(self) -> str:
        return self.text[:60]


@with_history
@frozen_by("evaluation_refuse_rewriting")
class ArmSession(SignedRow):
    """The arm of an experiment that a session is in since a date. The latest row counts; no arm means detached.

    One session may be in several experiments.
    """

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="arm_sessions")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    arm = models.CharField(max_length=10, blank=True)
    since = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(arm__in=["", *map(str, ARM_LABELS)]), name="evaluation_arm_known"),
            models.CheckConstraint(condition=~Q(arm="") | ~Q(reason=""), name="evaluation_detached_with_reason"),
        ]


@without_history("written once, by the machine")
@append_only
class EffectMeasure(OrganisationRow):
    """The effect of an experiment from a night on, until the next row. Read by those who see small counts.

    ``arms``: by arm, the session, reached, total and dueness of each session. No bounds: an arm is too small.
    ``is_over``: nobody of either arm is too early to count.
    """

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="+")
    indicator_code = models.CharField(max_length=80, blank=True)
    measured_on = models.DateField()
    recorded_at = models.DateTimeField()
    arms = models.JSONField(default=dict)
    is_over = models.BooleanField(default=False)
    difference = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)


@without_history("written once, by the machine")
@append_only
class PublishedEffect(OrganisationRow):
    """What everybody may know of the effect from a night on: whole points, decided once for all, or nothing.

    ``measure``: the one that is shown, which may be of an earlier night (``rules.effect_disclosure``).
    """

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="+")
    measure = models.ForeignKey(EffectMeasure, on_delete=models.CASCADE, null=True, related_name="+")
    indicator_code = models.CharField(max_length=80, blank=True)
    measured_on = models.DateField()
    recorded_at = models.DateTimeField()
    is_over = models.BooleanField(default=False)
    is_measured = models.BooleanField(default=False)
    difference = models.SmallIntegerField(null=True)
    low = models.SmallIntegerField(null=True)
    high = models.SmallIntegerField(null=True)


@without_history("written once, by the machine")
@append_only
class TargetReading(OrganisationRow):
    """What the count that a sheet names was worth at its end, computed once. It decides nothing: a person does.

    ``count`` and ``total`` are absent when they would tell of few people; ``is_reached`` when there are too few to
    tell, or when the sheet promised no value.
    """

    experiment = models.OneToOneField(Experiment, on_delete=models.CASCADE, related_name="+")
    indicator_code = models.CharField(max_length=80)
    due_on = models.DateField()
    measured_on = models.DateField()
    recorded_at = models.DateTimeField()
    count = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    target_value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    is_reached = models.BooleanField(null=True)


@with_history
@frozen_by("evaluation_refuse_rewriting")
class Finding(SignedRow):
    """The result of an experiment and the judgement on it. A correction is a later row: the last one counts."""

    experiment = models.ForeignKey(Experiment, on_delete=models.CASCADE, related_name="findings")
    result = models.TextField()
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    judgement = models.CharField(max_length=20)
    reason = models.TextField()
    decision_reference = models.CharField(max_length=200, blank=True)
    found_on = models.DateField()
