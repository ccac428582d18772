"""The money of a case as who applied sees it: what was granted, what was paid, the reports to send, the account masked.

For the pages of the applicant, by their link or from an account. Writes: ``services.reports``,
``services.payee_accounts``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.procedures.models import Application, PaymentOrder
from pacte.procedures.queries.applications import application_by_id
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.money_rows import MoneyRows, ReportRow
from pacte.procedures.queries.payments import InstalmentRow
from pacte.procedures.records.money import PaymentState
from pacte.procedures.rules.payments import net_paid, recovery_due


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """The money of one's own case, in cents. ``account``: the end of the IBAN, four characters, or "".

    ``payments``: the orders that were paid, the oldest first. ``may_give_account``: the applicant may, a co-applicant
    never. ``may_send``: the applicant alone sends a report. ``drafts``: what is written of each report and not
    sent, by code.
    """

    granted: int | None
    paid: int
    owed: int
    instalments: tuple[InstalmentRow, ...]
    payments: tuple[PaymentOrder, ...]
    reports: tuple[ReportRow, ...]
    drafts: Mapping[str, Mapping[str, Any]]
    account: str
    has_payments: bool
    may_give_account: bool
    may_send: bool


def own_money(*, actor: Actor, application: Application) -> OwnMoney | None:
    """Returns the money of the actor's own case; None before sending, or where the procedure has none.

    Raises ``NotFound`` for anybody else's.
    """
    detail = application_by_id(actor=actor, application_id=application.pk, on=today())
    case, procedure = detail.application.case, detail.procedure
    if case is None or not procedure.has_money:
        return None
    with system_elevation():
        facts, rows = case_facts(case), MoneyRows.of_case(case, procedure)
        money, payments, account = rows.facts, procedure.payments, rows.account
        last = {each.code: each for each in case.reports.order_by("pk")}
        return OwnMoney(
            granted=money.granted,
            paid=net_paid(money),
            owed=recovery_due(payments, money, facts) if payments else 0,
            instalments=tuple(
                InstalmentRow.of_case(each, procedure, money, facts)
                for each in (payments.instalments if payments else ())
            ),
            payments=tuple(each for each in rows.payments if each.state == PaymentState.PAID),
            reports=rows.reports(),
            drafts={code: each.values for code, each in last.items() if not each.is_sent},
            account=account.iban[-4:] if account else "",
            has_payments=payments is not None,
            may_give_account=payments is not None and detail.is_lead,
            may_send=detail.is_lead,
        )
