"""Rounds of a call with their envelope, and the committees that decide on its cases."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Guest, Organisation, OrganisationRow, Person, SignedRow
from pacte.audit.table_rules import frozen_by, with_history, without_history
from pacte.plan.models import Plan
from pacte.procedures.models.cases import Case
from pacte.procedures.records.reading import RoundMoments


@with_history
class CallRound(OrganisationRow):
    """One round of a call: applications that arrive between two moments are read together, under one ``edition``.

    ``closes_at`` is the first end; the last extension counts. ``envelope_cents``: what its committees may grant.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    envelope_cents = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="procedures_callround_moments"),
            models.CheckConstraint(
                condition=Q(envelope_cents__isnull=True) | Q(envelope_cents__gte=0),
                name="procedures_callround_envelope",
            ),
        ]
        indexes = [models.Index(fields=["plan", "procedure_code", "-opens_at"], name="procedures_callround_listed")]

    def __str__(self) -> str:
        return self.title

    @property
    def moments(self) -> RoundMoments:
        """When it is open, with the last of its extensions."""
        ends = [self.closes_at, *(each.closes_at for each in self.extensions.all())]
        return RoundMoments(self.opens_at, max(ends))


@with_history
@frozen_by("procedures_refuse_rewriting")
class RoundExtension(SignedRow):
    """A round that ends later than was said, with the reason."""

    call_round = models.ForeignKey(CallRound, on_delete=models.CASCADE, related_name="extensions")
    closes_at = models.DateTimeField()
    reason = models.TextField()


@with_history
class LateCode(SignedRow):
    """Somebody named whom a round lets in after its end, until ``expires_at``, for ``most`` applications.

    Their own link or account is the code: nothing can be lent. ``used`` is counted under a lock.
    """

    call_round = models.ForeignKey(CallRound, on_delete=models.CASCADE, related_name="late_codes")
    guest = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    expires_at = models.DateTimeField()
    most = models.PositiveSmallIntegerField(default=1)
    used = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guest__isnull=False, body__isnull=True) | Q(guest__isnull=True, body__isnull=False),
                name="procedures_latecode_of_one",
            ),
            models.CheckConstraint(condition=Q(used__lte=F("most")), name="procedures_latecode_within"),
        ]


@with_history
class RoundEntry(OrganisationRow):
    """The round in which a case arrived, and when; ``late_code``: by which it was let in after the end."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, related_name="entry")
    call_round = models.ForeignKey(CallRound, on_delete=models.PROTECT, related_name="entries")
    arrived_at = models.DateTimeField()
    late_code = models.ForeignKey(LateCode, on_delete=models.PROTECT, null=True, blank=True, related_name="+")


@with_history
class CommitteeMeeting(OrganisationRow):
    """One meeting of a committee of a procedure. Once closed its minutes and decisions no longer change.

    ``ranking``: the JSON of the ranking that was before it when it closed, which anybody may compute again; "" before,
    and for a meeting closed without case.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=60)
    edition = models.PositiveSmallIntegerField()
    committee = models.CharField(max_length=40)
    call_round = models.ForeignKey(CallRound, on_delete=models.PROTECT, null=True, blank=True, related_name="meetings")
    held_on = models.DateField()
    minutes = models.TextField(blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by_name = models.CharField(max_length=200, blank=True)
    ranking = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["plan", "-held_on"], name="procedures_meeting_listed")]


@with_history
class CommitteeSeat(OrganisationRow):
    """A member who is present at a meeting. ``part``: « chair », « deputy » or « member »."""

    meeting = models.ForeignKey(CommitteeMeeting, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="procedures_seat_once"),
            models.UniqueConstraint(
                fields=["meeting", "part"], condition=Q(part__in=["chair", "deputy"]), name="procedures_seat_one_chair"
            ),
        ]


@with_history
@frozen_by("procedures_refuse_rewriting")
class CommitteeDecision(SignedRow):
    """What a meeting decided on a case; the last one counts. ``cents`` are taken from the envelope of its round.

    ``rank`` and ``mean`` (tenths of a point of 100) are those of the ranking on that day, None without a score.
    ``chaired_by``: who chaired for this case; ``abstained``: members in conflict, who left.
    """

    meeting = models.ForeignKey(CommitteeMeeting, on_delete=models.PROTECT, related_name="decisions")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="committee_decisions")
    outcome = models.CharField(max_length=10)
    rank = models.PositiveIntegerField(null=True, blank=True)
    mean = models.PositiveIntegerField(null=True, blank=True)
    cents = models.BigIntegerField(default=0)
    reason = models.TextField(blank=True)
    chaired_by = models.CharField(max_length=200)
    abstained = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    voters = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cents__gte=0), name="procedures_committeedecision_positive"),
            models.CheckConstraint(
                condition=Q(outcome="kept") | Q(cents=0), name="procedures_committeedecision_grants_kept"
            ),
        ]
        indexes = [models.Index(fields=["case", "-id"], name="procedures_decision_latest")]


@without_history("the last answer counts; the audit log keeps the former ones, which say nothing of who asked")
class CallQuestion(OrganisationRow):
    """A question about a call, asked by a guest or by a body from its account, and the answer of whoever instructs.

    Both are public once answered, when ``is_public``, and never say who asked. ``guest`` is forgotten with their
    address; a question that is not public then goes too.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="+")
    procedure_code = models.CharField(max_length=60)
    guest = models.ForeignKey(Guest, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField()
    asked_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=200, blank=True)
    is_public = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guest__isnull=True) | Q(body__isnull=True), name="procedures_callquestion_of_one"
            ),
            models.CheckConstraint(
                condition=Q(is_public=False) | Q(answered_at__isnull=False), name="procedures_callquestion_answered"
            ),
        ]
        indexes = [models.Index(fields=["plan", "procedure_code", "-asked_at"], name="procedures_callquestion_listed")]
