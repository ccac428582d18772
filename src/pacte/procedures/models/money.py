"""The money of a case: its grant, reports, the account where to pay, payment orders, amendments.

Grants, reports, judgements and amendments are written once: a correction is a later row. ``organisation`` is the
Region that steers the plan, for row-level security. Amounts are in cents.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from pacte.accounts.models import Guest, OrganisationRow, Person, SignedRow
from pacte.audit.table_rules import frozen_by, with_history, without_history
from pacte.procedures.models.cases import Case


@with_history
@frozen_by("procedures_refuse_rewriting")
class Grant(SignedRow):
    """The amount granted to who applied. A correction is a later row, with its reason: the last one counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="grants")
    cents = models.BigIntegerField()
    granted_on = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(cents__gt=0), name="procedures_grant_positive")]


@with_history
@frozen_by("procedures_refuse_rewriting")
class CaseReport(SignedRow):
    """One version of a report. ``is_sent``: it was sent, complete; else it is a draft, which only its author reads.

    The last version counts. ``is_on_paper``: entered by who instructs, from what they received.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    code = models.CharField(max_length=40)
    values = models.JSONField(default=dict)
    is_sent = models.BooleanField()
    is_on_paper = models.BooleanField(default=False)
    happened_on = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["case", "code", "-id"], name="procedures_report_latest")]

    def __str__(self) -> str:
        return self.code


@with_history
@frozen_by("procedures_refuse_rewriting")
class ReportJudgement(SignedRow):
    """Whether one version of a report was accepted. A refusal says why, and the next version is judged anew."""

    report = models.OneToOneField(CaseReport, on_delete=models.CASCADE, related_name="judgement")
    is_accepted = models.BooleanField()
    judged_on = models.DateField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(is_accepted=True) | ~Q(reason=""), name="procedures_reportjudgement_reason"
            ),
        ]


@without_history("the rows are added, never changed; they are erased at the end of their retention")
class PayeeAccount(SignedRow):
    """The account where a grant is paid: the last one counts. Purpose: paying the grant, and nothing else.

    Read by finance, the pilot and the machine only; pages show a mask. ``contact`` and ``set_by``: who is told when it
    changes. Retention: with the payments that it received, the paid years of the procedure.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    iban = models.CharField(max_length=34)
    holder = models.CharField(max_length=200)
    contact = models.ForeignKey(Guest, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "-id"], name="procedures_account_latest")]

    def __str__(self) -> str:
        return self.holder


@with_history
class PaymentOrder(OrganisationRow):
    """One attempt to pay an instalment, or to recover what is owed back. Prepared by one person, ordered by another.

    ``key``: drawn with the form, so that the same form sent again is one order. What it rests on is pinned:
    ``account``, ``report`` and the ``digests`` of the documents. ``settled_on``: paid, or refused by the bank.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="payments")
    instalment = models.CharField(max_length=40)
    attempt = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    cents = models.BigIntegerField()
    state = models.CharField(max_length=20)
    key = models.UUIDField(unique=True)
    account = models.ForeignKey(PayeeAccount, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    report = models.ForeignKey(CaseReport, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    digests = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    prepared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    ordered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ordered_at = models.DateTimeField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "instalment", "attempt"], name="procedures_paymentorder_once"),
            models.CheckConstraint(condition=Q(cents__gt=0), name="procedures_paymentorder_positive"),
            models.CheckConstraint(
                condition=Q(ordered_by__isnull=True) | ~Q(ordered_by=F("prepared_by")),
                name="procedures_paymentorder_two_people",
            ),
            models.CheckConstraint(
                condition=Q(ordered_by__isnull=False) | ~Q(state__in=("ordered", "paid", "failed")),
                name="procedures_paymentorder_ordered",
            ),
            models.UniqueConstraint(
                fields=["case", "instalment"],
                condition=Q(state__in=("prepared", "ordered")),
                name="procedures_paymentorder_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instalment} {self.attempt}"


@with_history
@frozen_by("procedures_refuse_rewriting")
class CaseAmendment(SignedRow):
    """A change of some answers after the award: what they were, what they became, and why."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="amendments")
    kind = models.CharField(max_length=40)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    happened_on = models.DateField()
    reason = models.TextField()
