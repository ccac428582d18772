"""Cases of procedures: their stage, versions, events, deadlines, documents.

``organisation`` is the Region that steers the plan, for row-level security. Events are append-only: ``happened_on`` is
the date of the event, ``recorded_at`` the time it was entered. A trigger makes events, documents and scores immutable.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from pacte.accounts.models import Guest, Organisation, OrganisationRow, Person, SignedRow
from pacte.audit.table_rules import append_only, frozen_by, with_history, without_history
from pacte.infra.folded_text import folded
from pacte.plan.models import Plan, PlanAction


@with_history
class Case(OrganisationRow):
    """One procedure run for one action, under one ``edition`` of its description.

    Denormalised for lists: ``stage`` is that of its last event, ``values`` those of its last version, ``next_due_on``
    the earliest of its due dates (``services.next_due``) and ``answered_on`` the day of the first step of those who
    instruct; ``words``: its title and the name of who applied, folded, for searches. Whoever applied is ``guest`` (by
    a link) or ``body`` (from an account); a case that an instructor opened has neither. ``sent_at``: when the request
    of an applicant arrived, which decides whether it is in time. ``is_sensitive``: as its procedure says;
    ``journey_key``: the journey that its answers name, for row-level security and counts. ``continues``: the case of
    an earlier round that its applicant took up again.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    plan_action = models.ForeignKey(PlanAction, on_delete=models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField(default=1)
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    applicant_name = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    stage = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    opened_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    held_since = models.DateField(null=True, blank=True)
    held_until_what = models.CharField(max_length=300, blank=True)
    next_due_on = models.DateField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    values = models.JSONField(default=dict)
    words = models.GeneratedField(
        expression=folded(Concat("title", Value(" "), "applicant_name")),
        output_field=models.TextField(),
        db_persist=True,
    )
    is_sensitive = models.BooleanField(default=False)
    continues = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    journey_key = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="procedures_case_number_once"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("opened_on")), name="procedures_case_dates"
            ),
            models.CheckConstraint(
                condition=Q(held_since__isnull=True, held_until_what="")
                | (Q(held_since__isnull=False) & ~Q(held_until_what="")),
                name="procedures_case_held_by_something",
            ),
            models.CheckConstraint(
                condition=Q(guest__isnull=True) | Q(body__isnull=True), name="procedures_case_one_applicant"
            ),
            models.CheckConstraint(
                condition=Q(journey_key__isnull=True) | Q(is_sensitive=True),
                name="procedures_case_journey_is_sensitive",
            ),
        ]
        indexes = [
            # Counts and filters read it alone: the answers of a case make its row heavy.
            models.Index(
                fields=["plan", "procedure_code", "edition", "stage"],
                include=[
                    "id",
                    "organisation",
                    "plan_action",
                    "owner",
                    "guest",
                    "body",
                    "opened_on",
                    "ended_on",
                    "held_since",
                    "next_due_on",
                    "answered_on",
                    "outcome",
                    "is_sensitive",
                    "journey_key",
                    "words",
                    "number",
                ],
                name="procedures_case_listed",
            ),
            models.Index(
                fields=["journey_key"], name="procedures_case_of_journey", condition=Q(journey_key__isnull=False)
            ),
            # The order of the list: open cases by next due date, then those that ended, latest first.
            models.Index(fields=["plan", "-ended_on", "next_due_on", "number"], name="procedures_case_in_order"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_external(self) -> bool:
        """True when somebody outside the Region applied."""
        return self.guest_id is not None or self.body_id is not None


@with_history
@frozen_by("procedures_refuse_rewriting")
class CaseVersion(SignedRow):
    """The answers of a case as they stood after one writing. The last one known counts; none is ever rewritten.

    ``is_sending``: what an applicant sent. An instructor's correction is another version.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="versions")
    values = models.JSONField(default=dict)
    is_sending = models.BooleanField(default=False)
    happened_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="procedures_version_latest")]


@with_history
class CaseOrigin(OrganisationRow):
    """The application of another tool from which a case was opened: read again in a later file, it is that case.

    ``version``: the answers after the last file that changed something. ``kept_here``: fields that were corrected here
    since, which no file changes any more.
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="origin")
    tool = models.CharField(max_length=30)
    number = models.CharField(max_length=40)
    version = models.ForeignKey(CaseVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kept_here = ArrayField(models.CharField(max_length=60), default=list, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "tool", "number"], name="procedures_caseorigin_once")
        ]

    def __str__(self) -> str:
        return self.number


@with_history
@frozen_by("procedures_refuse_rewriting")
class CaseMessage(SignedRow):
    """A message between who applied and who instructs. ``is_from_applicant`` says which of the two wrote it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    is_from_applicant = models.BooleanField()
    text = models.TextField()


@with_history
class CasePeer(SignedRow):
    """Somebody whom an instructor named to answer the sections of a peer: a person of another body than the applicant.

    One at a time; who was named before stays, with ``ended_at``.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="peers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at__isnull=True), name="procedures_casepeer_one_at_a_time"
            )
        ]


@with_history
class Deliverable(OrganisationRow):
    """A deliverable of a case. Its state is that of its last event, denormalised for lists."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deliverables")
    rank = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    state = models.CharField(max_length=20, default="expected")
    received_on = models.DateField(null=True, blank=True)
    judged_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "rank"], name="procedures_deliverable_rank_once"),
            models.CheckConstraint(
                condition=Q(judged_on__isnull=True) | Q(received_on__isnull=False),
                name="procedures_deliverable_judged_after_received",
            ),
        ]

    def __str__(self) -> str:
        return self.title


@with_history
@frozen_by("procedures_refuse_rewriting")
class CaseEvent(SignedRow):
    """One event of a case."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    deliverable = models.ForeignKey(Deliverable, on_delete=models.CASCADE, null=True, blank=True, related_name="steps")
    kind = models.CharField(max_length=40)
    code = models.CharField(max_length=60, blank=True)
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    happened_on = models.DateField()
    reason = models.TextField(blank=True)


@with_history
class CaseDeadline(OrganisationRow):
    """A deadline of a case. Moving it adds an event."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="deadlines")
    code = models.CharField(max_length=60)
    due_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="procedures_deadline_once")]


@with_history
@frozen_by("procedures_keep_document")
class CaseDocument(SignedRow):
    """A document of a case: its content, or only a reference to where it is stored. Row history excludes ``data``.

    Written once, except ``data``: removed once a scan says that it is infected, or given back with the same digest.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="documents")
    deliverable = models.ForeignKey(
        Deliverable, on_delete=models.SET_NULL, null=True, blank=True, related_name="documents"
    )
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    name = models.CharField(max_length=255, blank=True)
    media_type = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    data = models.BinaryField(null=True, blank=True)
    reference = models.CharField(max_length=500, blank=True)
    dated_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(digest="") | (Q(data__isnull=True) & ~Q(reference="")),
                name="procedures_casedocument_here_or_elsewhere",
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "digest"], condition=~Q(digest=""), name="procedures_casedocument_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@without_history("its rows are only added")
@append_only
@frozen_by("procedures_refuse_rewriting")
class DocumentCheck(OrganisationRow):
    """A verdict on the bytes of a document, of the antivirus or of its digest. The last of a kind counts.

    Integrity adds a row when its result changes, not each night. ``detail``: what the scanner found.
    """

    document = models.ForeignKey(CaseDocument, on_delete=models.CASCADE, related_name="checks")
    kind = models.CharField(max_length=20)
    result = models.CharField(max_length=20)
    detail = models.CharField(max_length=200, blank=True)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document"], condition=Q(kind="scan"), name="procedures_documentcheck_scanned_once"
            )
        ]


@without_history("progress of a nightly job")
class IntegrityPass(OrganisationRow):
    """One comparison of all documents of an organisation with their digests, in the order of their keys.

    Interrupted, it resumes after ``last_document_id``, so that the document checked longest ago is always the next one.
    """

    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    last_document_id = models.BigIntegerField(default=0)
    checked_count = models.PositiveIntegerField(default=0)
    flawed_count = models.PositiveIntegerField(default=0)


@with_history
@frozen_by("procedures_refuse_rewriting")
class Award(SignedRow):
    """The contract holder and amount. A correction is a later row: the last one counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="awards")
    holder = models.CharField(max_length=200)
    cents = models.BigIntegerField()
    reference = models.CharField(max_length=120, blank=True)
    awarded_on = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cents__gte=0), name="procedures_award_positive")]
