"""Rounds with their answers, milestones, declared values, risks; committees with their decisions.

``organisation`` is the Region that steers the plan, for row-level security. Milestones and decisions change through
dated, append-only event rows, never by overwriting a state: ``happened_on`` is the date of the event, ``recorded_at``
the time it was entered.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Organisation, OrganisationRow, Person, SignedRow
from pacte.audit.table_rules import frozen_by, with_history
from pacte.plan.models import Plan, PlanAction


@with_history
@frozen_by("steering_keep_round")
class Round(OrganisationRow):
    """A collection of updates before a committee. ``frozen`` is the snapshot taken when the round closes."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    instructions = models.TextField(blank=True)
    topics = ArrayField(models.CharField(max_length=40), default=list)
    opened_on = models.DateField()
    due_on = models.DateField()
    committee_on = models.DateField()
    state = models.CharField(max_length=20, default="open")
    opened_by_name = models.CharField(max_length=200)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    frozen = models.JSONField(null=True, blank=True)
    frozen_digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="steering_round_number_once"),
            models.CheckConstraint(condition=Q(due_on__gte=F("opened_on")), name="steering_round_due_after_opening"),
            models.CheckConstraint(
                condition=Q(committee_on__gte=F("due_on")), name="steering_round_committee_after_due"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False, frozen__isnull=False),
                name="steering_round_closed_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.label


@with_history
@frozen_by("steering_keep_answer")
class RoundAnswer(OrganisationRow):
    """The update of one action in one round. ``person`` is the person expected to answer; null when vacant."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="answers")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead_name = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=20, default="awaited")
    weather = models.CharField(max_length=20, default="none")
    weather_word = models.CharField(max_length=300, blank=True)
    weather_on = models.DateField(null=True, blank=True)
    weather_by_name = models.CharField(max_length=200, blank=True)
    progress_text = models.TextField(blank=True)
    decision_asked = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "plan_action"], name="steering_roundanswer_once")]


@with_history
@frozen_by("steering_only_add")
class Remark(OrganisationRow):
    """A comment on an answer: on one figure (``about`` is its key) or on the whole answer (empty). Never edited."""

    answer = models.ForeignKey(RoundAnswer, on_delete=models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=20)
    about = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    at = models.DateTimeField()
    person_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.text[:60]


@with_history
class Milestone(OrganisationRow):
    """A dated milestone of an action. Its dates are those of its latest events, denormalised here for lists."""

    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    depends_on = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="followers")

    def __str__(self) -> str:
        return self.title


@with_history
@frozen_by("steering_only_add")
class MilestoneEvent(SignedRow):
    """An event of a milestone: set, moved (to ``due_on``), done, reopened or dropped, with its author and reason."""

    milestone = models.ForeignKey(Milestone, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    happened_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)


@with_history
@frozen_by("steering_only_add")
class DeclaredValue(SignedRow):
    """A figure declared by a lead, with its evidence. A correction is a new row that points at the row it replaces.

    ``about_key`` and ``about_label``: the place or the period that it is about, when its target is promised for each
    of them.
    """

    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    answer = models.ForeignKey(RoundAnswer, on_delete=models.PROTECT, null=True, blank=True, related_name="values")
    what = models.CharField(max_length=300)
    indicator_code = models.CharField(max_length=80, blank=True)
    value = models.DecimalField(max_digits=18, decimal_places=4)
    unit = models.CharField(max_length=120, blank=True)
    about_key = models.CharField(max_length=20, blank=True, default="", db_default="")
    about_label = models.CharField(max_length=200, blank=True, default="", db_default="")
    happened_on = models.DateField()
    proof = models.TextField(blank=True)
    proof_url = models.URLField(max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrected_by"
    )


@with_history
class Risk(OrganisationRow):
    """A risk of an action, and the response to it."""

    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=300)
    level = models.CharField(max_length=20)
    response = models.TextField(blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    person_name = models.CharField(max_length=200)

    def __str__(self) -> str:
        return self.title


@with_history
@frozen_by("steering_keep_committee")
class Committee(OrganisationRow):
    """A meeting that steers the plan. ``frozen`` is its pack, the only source of its PDF, slides and workbook."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    held_on = models.DateField()
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, default="planned")
    frozen = models.JSONField(null=True, blank=True)
    frozen_digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_edition = models.PositiveSmallIntegerField(default=0)
    statement = models.JSONField(null=True, blank=True)
    statement_digest = models.CharField(max_length=64, blank=True)
    statement_number = models.PositiveIntegerField(null=True, blank=True)
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by_name = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="steering_committee_number_once"),
            models.UniqueConstraint(fields=["plan", "statement_number"], name="steering_statement_number_once"),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(statement__isnull=False, statement_number__isnull=False, issued_at__isnull=False),
                name="steering_committee_issued_is_frozen",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@with_history
class AgendaItem(OrganisationRow):
    """One item of the agenda, ordered by ``rank``."""

    committee = models.ForeignKey(Committee, on_delete=models.CASCADE, related_name="agenda")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, default="information")
    title = models.CharField(max_length=300)
    presenter = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "rank"], name="steering_agenda_rank_once")]

    def __str__(self) -> str:
        return self.title


@with_history
@frozen_by("steering_keep_decision")
class Decision(OrganisationRow):
    """A decision of a committee: owner, due date, expected effect, and the date on which to check that effect."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    plan_actions = models.ManyToManyField(PlanAction, blank=True, related_name="+")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    expected_effect = models.TextField(blank=True)
    check_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(RoundAnswer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="steering_decision_number_once"),
            models.CheckConstraint(
                condition=Q(check_on__isnull=True) | Q(due_on__isnull=True) | Q(check_on__gte=F("due_on")),
                name="steering_decision_checked_after_due",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


@with_history
@frozen_by("steering_keep_step")
class DecisionEvent(SignedRow):
    """An event of a decision. ``due_on`` and ``check_on`` are the new dates when it is postponed."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=20)
    happened_on = models.DateField()
    note = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)
    check_on = models.DateField(null=True, blank=True)
