"""The money of a case as the plain values on which the rules decide. Read only where the procedure declares some."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

from pacte.accounts.row_context import system_elevation
from pacte.procedures.models import Case, CaseReport, Grant, PayeeAccount, PaymentOrder
from pacte.procedures.records.cases import CaseEventKind, CaseFacts
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import (
    AcceptedReport,
    MoneyFacts,
    PaymentFacts,
    PaymentKind,
    PaymentProofs,
    PaymentState,
)
from pacte.procedures.rules.payments import payments_returned, payments_settled


def money_facts(case: Case, procedure: Procedure, taken: frozenset[str]) -> MoneyFacts:
    """Returns the grant, accepted reports, orders and proofs of a case. ``taken``: its transitions."""
    grant, account = latest_grant(case), latest_account(case)
    stopping = procedure.payments.stopped_by if procedure.payments else frozenset()
    digests: dict[str, list[str]] = defaultdict(list)
    for kind, digest in case.documents.order_by("pk").values_list("kind", "digest"):
        digests[kind].append(digest or "reference")
    return MoneyFacts(
        granted=grant.cents if grant else None,
        values=case.values,
        reports={each.code: AcceptedReport(each.pk, each.values) for each in accepted_reports(case)},
        payments=tuple(payment_facts(each) for each in case.payments.order_by("pk")),
        digests={kind: tuple(each) for kind, each in digests.items()},
        account_id=account.pk if account else None,
        is_stopped=bool(stopping & taken),
    )


def with_money(facts: CaseFacts, case: Case, procedure: Procedure) -> CaseFacts:
    """Returns the facts of the case with those of its money."""
    taken = frozenset(days_taken(case))
    money = money_facts(case, procedure, taken)
    known = replace(facts, taken=taken, accepted_reports=frozenset(money.reports), is_granted=money.granted is not None)
    return replace(
        known,
        payments_settled=payments_settled(procedure, money, known),
        payments_returned=payments_returned(money),
    )


def days_taken(case: Case) -> dict[str, date]:
    """Returns the last day of each transition that the case took."""
    moves = case.steps.filter(kind=CaseEventKind.MOVED).order_by("pk")
    return dict(moves.values_list("code", "happened_on"))


def latest_grant(case: Case) -> Grant | None:
    return case.grants.order_by("pk").last()


def latest_account(case: Case) -> PayeeAccount | None:
    """Returns the account that counts, for the machine: whoever instructs may know that there is one, never which."""
    with system_elevation():
        return PayeeAccount.objects.filter(case=case).order_by("pk").last()


def accepted_reports(case: Case) -> list[CaseReport]:
    """Returns the accepted version of each report: the last sent one, when it was accepted."""
    return [each for each in latest_reports(case).values() if hasattr(each, "judgement") and each.judgement.is_accepted]


def latest_reports(case: Case) -> dict[str, CaseReport]:
    """Returns the last version sent of each report, with its judgement."""
    sent = case.reports.filter(is_sent=True).select_related("judgement").order_by("pk")
    return {each.code: each for each in sent}


def payment_facts(order: PaymentOrder) -> PaymentFacts:
    """Returns one order as plain values."""
    return PaymentFacts(
        order_id=order.pk,
        instalment=order.instalment,
        kind=PaymentKind(order.kind),
        state=PaymentState(order.state),
        cents=order.cents,
        proofs=PaymentProofs(order.account_id, order.report_id, tuple(order.digests)),
    )
