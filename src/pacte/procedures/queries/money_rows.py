"""The rows of the money of one case, read once, and the plain values on which the rules decide.

Read only where the procedure declares money. Whoever calls has checked that the case may be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from pacte.accounts.row_context import system_elevation
from pacte.procedures.models import Case, CaseReport, Grant, PayeeAccount, PaymentOrder
from pacte.procedures.queries.audit_rows import CaseControl
from pacte.procedures.records.cases import CaseEventKind, CaseFacts
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import (
    AcceptedReport,
    MoneyFacts,
    PaymentFacts,
    PaymentKind,
    PaymentProofs,
    PaymentState,
    ReportKind,
    ReportState,
)
from pacte.procedures.rules.payments import payments_returned, payments_settled
from pacte.procedures.rules.reports import report_due_on


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of a case. ``version``: the last one sent. ``reason``: why it was refused."""

    kind: ReportKind
    state: ReportState
    due_on: date | None
    version: CaseReport | None
    reason: str

    @property
    def is_writable(self) -> bool:
        """True while it may be written: once it is accepted, or before it is asked for, it may not."""
        return self.state not in (ReportState.ACCEPTED, ReportState.LATER)


@dataclass(frozen=True)
class MoneyRows:
    """``taken``: the last day of each transition taken. ``sent``: the last version sent of each report.

    ``unjustified``: what its control found, in cents.
    ``account``: the one that counts, without its number: who instructs may know that there is one, never which.
    """

    case: Case
    procedure: Procedure
    taken: Mapping[str, date]
    sent: Mapping[str, CaseReport]
    grant: Grant | None
    account: PayeeAccount | None
    payments: tuple[PaymentOrder, ...]
    unjustified: int = 0

    @classmethod
    def of_case(cls, case: Case, procedure: Procedure) -> MoneyRows:
        """Reads them, in one query a table."""
        moves = case.steps.filter(kind=CaseEventKind.MOVED).order_by("pk")
        reports = case.reports.filter(is_sent=True).select_related("judgement").order_by("pk")
        with system_elevation():
            account = PayeeAccount.objects.filter(case=case).defer("iban", "holder").order_by("pk").last()
        return cls(
            case=case,
            procedure=procedure,
            taken=dict(moves.values_list("code", "happened_on")),
            sent={each.code: each for each in reports},
            grant=case.grants.order_by("pk").last(),
            account=account,
            payments=tuple(case.payments.select_related("prepared_by", "ordered_by").order_by("pk")),
            unjustified=CaseControl(case).unjustified_cents if procedure.audit else 0,
        )

    @property
    def accepted(self) -> dict[str, CaseReport]:
        """The accepted version of each report."""
        return {
            code: each
            for code, each in self.sent.items()
            if (judgement := getattr(each, "judgement", None)) and judgement.is_accepted
        }

    @cached_property
    def facts(self) -> MoneyFacts:
        """The money as plain values."""
        payments = self.procedure.payments
        digests: dict[str, list[str]] = defaultdict(list)
        for kind, digest, pk in self.case.documents.order_by("pk").values_list("kind", "digest", "pk"):
            digests[kind].append(digest or f"reference:{pk}")
        return MoneyFacts(
            granted=self.grant.cents if self.grant else None,
            values=self.case.values,
            reports={code: AcceptedReport(each.pk, each.values) for code, each in self.accepted.items()},
            payments=tuple(_payment_facts(each) for each in self.payments),
            digests={kind: tuple(each) for kind, each in digests.items()},
            account_id=self.account.pk if self.account else None,
            is_stopped=bool(payments and payments.stopped_by & self.taken.keys()),
            unjustified=self.unjustified,
        )

    def complete(self, facts: CaseFacts) -> CaseFacts:
        """Returns the facts of the case with those of its money."""
        money = self.facts
        known = replace(
            facts,
            taken=frozenset(self.taken),
            accepted_reports=frozenset(money.reports),
            is_granted=money.granted is not None,
        )
        return replace(
            known,
            payments_settled=payments_settled(self.procedure, money, known),
            payments_returned=payments_returned(money),
        )

    def report_due_on(self, report: ReportKind) -> date | None:
        """Returns the day on which a report is due; None while what it follows has not happened."""
        return report_due_on(report.due, self.case.values, self.taken)

    def reports(self) -> tuple[ReportRow, ...]:
        """Returns the reports in the order of the procedure, with the state of each."""
        return tuple(self._report(each) for each in self.procedure.reports)

    def _report(self, kind: ReportKind) -> ReportRow:
        version, due_on = self.sent.get(kind.code), self.report_due_on(kind)
        judgement = getattr(version, "judgement", None)
        if version is None:
            return ReportRow(kind, ReportState.EXPECTED if due_on else ReportState.LATER, due_on, None, "")
        if judgement is None:
            return ReportRow(kind, ReportState.SENT, due_on, version, "")
        state = ReportState.ACCEPTED if judgement.is_accepted else ReportState.REFUSED
        return ReportRow(kind, state, due_on, version, judgement.reason)


def _payment_facts(order: PaymentOrder) -> PaymentFacts:
    return PaymentFacts(
        order_id=order.pk,
        instalment=order.instalment,
        kind=PaymentKind(order.kind),
        state=PaymentState(order.state),
        cents=order.cents,
        proofs=PaymentProofs(order.account_id, order.report_id, tuple(order.digests)),
    )
