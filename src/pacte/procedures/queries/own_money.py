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
from pacte.kernel.iban import masked_iban
from pacte.procedures.models import Application
from pacte.procedures.queries.applications import application_by_id
from pacte.procedures.queries.case_reports import ReportRow, report_rows
from pacte.procedures.queries.cases import case_facts
from pacte.procedures.queries.money_facts import latest_account, money_facts
from pacte.procedures.records.money import Instalment, InstalmentState
from pacte.procedures.rules.payments import instalment_state, net_paid, recovery_due


@dataclass(frozen=True, slots=True)
class OwnMoney:
    """The money of one's own case, in cents. ``account``: the mask of the IBAN, "" while none was given.

    ``may_give_account``: the applicant may, a co-applicant never. ``drafts``: what is written of each report and not
    sent, by code.
    """

    granted: int | None
    paid: int
    owed: int
    instalments: tuple[tuple[Instalment, InstalmentState], ...]
    reports: tuple[ReportRow, ...]
    drafts: Mapping[str, Mapping[str, Any]]
    account: str
    may_give_account: bool


def own_money(*, actor: Actor, application: Application) -> OwnMoney | None:
    """Returns the money of the actor's own case; None before sending, or where the procedure has none.

    Raises ``NotFound`` for anybody else's.
    """
    detail = application_by_id(actor=actor, application_id=application.pk, on=today())
    case, procedure = detail.application.case, detail.procedure
    if case is None or not procedure.has_money:
        return None
    with system_elevation():
        facts, account = case_facts(case), latest_account(case)
        money, payments = money_facts(case, procedure, facts.taken), procedure.payments
        last = {each.code: each for each in case.reports.order_by("pk")}
        return OwnMoney(
            granted=money.granted,
            paid=net_paid(money),
            owed=recovery_due(payments, money, facts) if payments else 0,
            instalments=tuple(
                (each, instalment_state(each, money, facts)) for each in (payments.instalments if payments else ())
            ),
            reports=report_rows(case, procedure),
            drafts={code: each.values for code, each in last.items() if not each.is_sent},
            account=masked_iban(account.iban) if account else "",
            may_give_account=payments is not None and detail.is_lead,
        )
