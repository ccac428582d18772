"""Plans, their versions and the content of each version.

Row-level security hides drafts. A trigger freezes the other versions.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pacte.accounts.models import Organisation, OrganisationRow, Person, Service
from pacte.audit.table_rules import frozen_by, with_history
from pacte.plan.fields import ActionCodeField, action_order_column


def _text_array() -> ArrayField[list[str], list[str]]:
    return ArrayField(models.TextField(), default=list, blank=True)


@with_history
class Plan(OrganisationRow):
    """A pact, across all its versions. ``organisation`` is the Region that steers it.

    The years are those of its first version: an amendment may add years, and each version has its own.
    """

    code = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=300)
    region = models.CharField(max_length=120)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    is_synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last_year__gte=models.F("first_year")), name="plan_years")]

    def __str__(self) -> str:
        return self.title


@with_history
@frozen_by("plan_refuse_backwards")
class PlanVersion(OrganisationRow):
    """One state of the whole plan. Drafts can change; a version never changes after its vote.

    ``in_force_from`` is the day from which it applies; ``put_in_force_at`` the instant at which it was recorded, from
    which its targets are known.
    """

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    label = models.CharField(max_length=200)
    state = models.CharField(max_length=20)
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)
    document_title = models.CharField(max_length=300, blank=True)
    decided_on = models.CharField(max_length=10, blank=True)
    source = models.TextField(blank=True)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    periods = ArrayField(models.CharField(max_length=9), default=list)
    publics = models.JSONField(default=list)
    vote_body = models.CharField(max_length=200, blank=True)
    vote_number = models.CharField(max_length=80, blank=True)
    voted_on = models.DateField(null=True, blank=True)
    signed_on = models.DateField(null=True, blank=True)
    in_force_from = models.DateField(null=True, blank=True)
    put_in_force_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=200)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            models.UniqueConstraint(fields=["plan"], condition=Q(state="draft"), name="plan_one_draft_at_a_time"),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(in_force_from__isnull=False), name="plan_version_in_force_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state="in_force") | Q(put_in_force_at__isnull=False), name="plan_version_in_force_known"
            ),
            models.CheckConstraint(condition=Q(last_year__gte=models.F("first_year")), name="plan_version_years"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} v{self.number}"


@with_history
class PlanAction(models.Model):
    """A numbered action, across all versions. Other apps reference this model."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="plan_actions")
    number = ActionCodeField()
    number_order = action_order_column("number")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_action_number_once"),
            models.UniqueConstraint(fields=["plan", "number_order"], name="plan_action_order_once"),
        ]

    def __str__(self) -> str:
        return f"action {self.number}"


@with_history
@frozen_by("plan_refuse_frozen")
class VersionAxis(models.Model):
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="axes")
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=200)
    title = models.TextField()
    description = models.TextField(blank=True)
    amount_cents = models.BigIntegerField(null=True, blank=True)
    amount_as_printed = models.CharField(max_length=200, blank=True)
    publics = _text_array()
    source_lines = models.CharField(max_length=200, blank=True)
    doubts = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="plan_axis_code_once"),
            models.CheckConstraint(
                condition=Q(amount_cents__isnull=True) | Q(amount_cents__gte=0), name="plan_axis_amount_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.label


@with_history
@frozen_by("plan_refuse_frozen")
class VersionObjective(models.Model):
    """An objective of one version: strategic when ``parent_code`` is empty, operational otherwise."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="objectives")
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=40)
    label = models.TextField()
    axis_code = models.CharField(max_length=20)
    parent_code = models.CharField(max_length=40, blank=True)
    code_as_printed = models.CharField(max_length=80, blank=True)
    doubts = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="plan_objective_code_once")]

    def __str__(self) -> str:
        return self.code


@with_history
@frozen_by("plan_refuse_frozen")
class VersionActionTitle(models.Model):
    """Title of a numbered action in one version."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="action_lines")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    title = models.TextField()
    short_title = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "plan_action"], name="plan_action_line_once")]

    def __str__(self) -> str:
        return self.short_title or self.title


@with_history
@frozen_by("plan_refuse_frozen")
class VersionRow(models.Model):
    """One row of the operational table in one version."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="rows")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    axis_code = models.CharField(max_length=20)
    strategic_code = models.CharField(max_length=40, blank=True)
    operational_code = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    short_title = models.CharField(max_length=200, blank=True)
    title_as_printed = models.TextField(blank=True)
    description = models.TextField(blank=True)
    leads_as_printed = models.TextField(blank=True)
    expected_result = models.TextField(blank=True)
    priority = models.CharField(max_length=40, blank=True)
    comment = models.TextField(blank=True)
    staff = models.JSONField(default=list)
    expenses = models.JSONField(default=list)
    placement = models.CharField(max_length=20)
    flags = models.JSONField(default=list)
    flags_as_printed = models.CharField(max_length=200, blank=True)
    flag_count = models.PositiveSmallIntegerField(default=0)
    schedule_note = models.TextField(blank=True)
    linked_numbers = ArrayField(ActionCodeField(), default=list, blank=True)
    publics = _text_array()
    sectors = _text_array()
    territories = _text_array()
    partners = _text_array()
    source_lines = models.CharField(max_length=200, blank=True)
    doubts = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="plan_row_key_once")]

    def __str__(self) -> str:
        return self.key


@with_history
@frozen_by("plan_refuse_frozen")
class RowLead(models.Model):
    """Lead of a row. ``name`` is the text of the source file; ``body`` is the matching organisation, when known."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="leads")
    row = models.ForeignKey(VersionRow, on_delete=models.CASCADE, related_name="leads")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=200)
    service_name = models.CharField(max_length=80, blank=True)
    role = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.name


@with_history
@frozen_by("plan_refuse_frozen")
class VersionFigure(models.Model):
    """A figure of the plan. ``indicator_code`` is a plain code: this app never imports an indicator."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="figures")
    row = models.ForeignKey(VersionRow, on_delete=models.CASCADE, related_name="figures")
    rank = models.PositiveSmallIntegerField()
    what = models.TextField()
    kind = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    minimum = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(max_length=120, blank=True)
    per = models.CharField(max_length=120, blank=True)
    horizon = models.CharField(max_length=120, blank=True)
    certain = models.BooleanField(default=True)
    source_text = models.TextField(blank=True)
    doubt = models.TextField(blank=True)
    indicator_code = models.CharField(max_length=80, blank=True)
    proposed = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.what


@with_history
@frozen_by("plan_refuse_frozen")
class VersionAmount(models.Model):
    """Amount of one action for one year, or for the whole period when ``year`` is null."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="amounts")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    cents = models.BigIntegerField()


@with_history
@frozen_by("plan_refuse_frozen")
class VersionActionStatus(models.Model):
    """State of an action in a version, with its start date and reason. An action without a record is running."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="standings")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20)
    since = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "plan_action"], name="plan_standing_once")]


@with_history
@frozen_by("plan_refuse_frozen")
class VersionLineageLink(models.Model):
    """Link from an action to the action it comes from, in this plan or in an earlier one.

    ``origin`` is null while the earlier plan is not loaded here; its code and number are stored in any case.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="lineage")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    origin = models.ForeignKey(PlanAction, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    origin_plan = models.CharField(max_length=100, blank=True)
    origin_number = ActionCodeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "plan_action", "kind", "origin_plan", "origin_number"], name="plan_lineage_once"
            )
        ]


@with_history
class ActionPerson(OrganisationRow):
    """A person who acts for a lead organisation, with dates. Replaced by a new record, never overwritten."""

    plan_action = models.ForeignKey(PlanAction, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    host_id = models.BigIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="action_person_dates",
            )
        ]


@with_history
class SavedView(models.Model):
    """A named set of filters saved by a person. Only its owner sees it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name
