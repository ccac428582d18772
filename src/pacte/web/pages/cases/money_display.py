"""The section « Argent » of a case: grant, instalments, payment orders, reports, amendments, and what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.kernel.clock import paris_date, today
from pacte.kernel.french import format_day
from pacte.kernel.money import format_euros
from pacte.procedures.permissions import may_on_any_case
from pacte.procedures.queries.audits import case_audit
from pacte.procedures.queries.money_rows import ReportRow
from pacte.procedures.queries.payments import CaseMoney, InstalmentRow, PaymentRow, case_money
from pacte.procedures.records.money import (
    INSTALMENT_STATE_LABELS,
    PAYMENT_STATE_LABELS,
    REPORT_STATE_LABELS,
    InstalmentState,
    PaymentState,
    ReportState,
)
from pacte.web.audit_display import case_audit_values
from pacte.web.pages.cases.base_pages import CasePage

if TYPE_CHECKING:
    from pacte.procedures.models import CaseAmendment

Links = list[tuple[str, str]]
_INSTALMENT_BADGES = {
    InstalmentState.WAITING: ("ring", ""),
    InstalmentState.DUE: ("clock", "watch"),
    InstalmentState.PREPARED: ("half", "watch"),
    InstalmentState.ORDERED: ("half", "watch"),
    InstalmentState.PAID: ("check", "good"),
    InstalmentState.NOTHING_DUE: ("check", ""),
    InstalmentState.CANCELLED: ("ring", ""),
}
_PAYMENT_BADGES = {
    PaymentState.PREPARED: ("clock", "watch"),
    PaymentState.ORDERED: ("half", "watch"),
    PaymentState.PAID: ("check", "good"),
    PaymentState.FAILED: ("triangle", "bad"),
    PaymentState.CANCELLED: ("ring", ""),
    PaymentState.VOID: ("triangle", "watch"),
}
_REPORT_BADGES = {
    ReportState.LATER: ("ring", ""),
    ReportState.EXPECTED: ("clock", ""),
    ReportState.SENT: ("half", "watch"),
    ReportState.ACCEPTED: ("check", "good"),
    ReportState.REFUSED: ("triangle", "bad"),
}


def money_values(page: CasePage) -> dict[str, Any] | None:
    """Values of ``cases/money.html``; None for a case without money, or for who does not read it."""
    money = case_money(actor=page.actor, detail=page.detail)
    if money is None:
        return None
    return {
        "facts": _facts(money),
        "instalments": [_instalment(page, money, each) for each in money.instalments],
        "payments": [_payment(page, each) for each in money.payments],
        "reports": [_report(page, money, each) for each in money.reports],
        "amendments": [_amendment(page, each) for each in money.amendments],
        "acts": _acts(page, money),
        "audit": _audit(page),
    }


def _audit(page: CasePage) -> dict[str, object] | None:
    """The control of a case that a sample drew, with the page of its round for whoever draws or controls."""
    line = case_audit(actor=page.actor, detail=page.detail)
    if line is None:
        return None
    reads = may_on_any_case(page.actor, "procedures.audit", page.plan.organisation_id)
    return case_audit_values(line, page.url("readings:audit", line.sampled.sample.call_round_id) if reads else "")


def _facts(money: CaseMoney) -> list[dict[str, str]]:
    grant = money.grant
    facts = [
        {"label": "Accordé", "value": format_euros(grant.cents), "note": f"le {format_day(grant.granted_on)}"}
        if grant
        else {"label": "Accordé", "value": "Pas encore"},
        {"label": "Versé", "value": format_euros(money.paid)},
    ]
    if money.owed:
        facts.append({"label": "À rendre", "value": format_euros(money.owed)})
    facts.append({"label": "Compte", "value": money.account or ("Connu" if money.has_account else "Pas encore donné")})
    return facts


def _acts(page: CasePage, money: CaseMoney) -> Links:
    acts = []
    if money.may_grant:
        label = "Corriger le montant accordé" if money.grant else "Accorder le montant"
        acts.append((label, page.case_url("money", "accorder")))
    if money.may_prepare and money.grant:
        acts.append(("Saisir le compte", page.case_url("money", "compte")))
    if money.may_recover and money.owed:
        acts.append(("Préparer un titre de recette", page.case_url("money", "recuperer")))
    if money.grant:
        acts += [(f"Avenant : {each.label}", page.case_url("amendment", each.code)) for each in money.open_amendments]
    return acts


def _instalment(page: CasePage, money: CaseMoney, row: InstalmentRow) -> dict[str, Any]:
    sign, tone = _INSTALMENT_BADGES[row.state]
    is_due = row.state is InstalmentState.DUE and money.may_prepare
    return {
        "label": row.instalment.label,
        "amount": format_euros(row.cents) if row.cents is not None else "",
        "badge": {"word": INSTALMENT_STATE_LABELS[row.state], "sign": sign, "tone": tone},
        "missing": row.missing,
        "links": [("Préparer", page.case_url("instalment", row.instalment.code))] if is_due else [],
    }


def _payment(page: CasePage, row: PaymentRow) -> dict[str, Any]:
    order, state = row.order, PaymentState.VOID if row.is_stale else PaymentState(row.order.state)
    sign, tone = _PAYMENT_BADGES[state]
    links = [
        ("Ordonner", "ordonner", row.may_order),
        ("Annuler", "annuler", row.may_cancel),
        ("Noter qu’il est versé", "verse", row.may_settle and not row.is_stale),
        ("Noter qu’il est rejeté", "rejete", row.may_settle),
    ]
    people = [f"préparé par {order.prepared_by}, le {format_day(paris_date(order.prepared_at))}"]
    if order.ordered_by and order.ordered_at:
        people.append(f"ordonné par {order.ordered_by}, le {format_day(paris_date(order.ordered_at))}")
    if order.settled_on:
        people.append(f"{PAYMENT_STATE_LABELS[state]} le {format_day(order.settled_on)}")
    return {
        "label": f"{row.label}, essai {order.attempt}" if order.attempt > 1 else row.label,
        "amount": format_euros(order.cents),
        "badge": {"word": PAYMENT_STATE_LABELS[state], "sign": sign, "tone": tone},
        "note": " ; ".join(people),
        "reason": order.reason,
        "links": [(label, page.case_url("payment", order.pk, act)) for label, act, is_open in links if is_open],
    }


def _report(page: CasePage, money: CaseMoney, row: ReportRow) -> dict[str, Any]:
    sign, tone = _REPORT_BADGES[row.state]
    is_late = row.state in (ReportState.EXPECTED, ReportState.REFUSED) and row.due_on and row.due_on < today()
    links = [
        ("Lire", "lire", row.version is not None),
        ("Saisir un bilan reçu sur papier", "saisir", money.may_judge and row.is_writable),
        ("Accepter", "accepter", money.may_judge and row.state is ReportState.SENT),
        ("Refuser", "refuser", money.may_judge and row.state is ReportState.SENT),
    ]
    return {
        "label": row.kind.label,
        "badge": {"word": REPORT_STATE_LABELS[row.state], "sign": sign, "tone": tone},
        "due_on": row.due_on,
        "is_late": is_late,
        "reason": row.reason,
        "links": [(label, page.case_url("report", row.kind.code, act)) for label, act, is_open in links if is_open],
    }


def _amendment(page: CasePage, row: CaseAmendment) -> dict[str, Any]:
    procedure = page.detail.procedure
    kind = procedure.amendment(row.kind)
    fields = [each.label for each in procedure.fields if each.code in row.after]
    return {
        "label": kind.label if kind else row.kind,
        "note": f"{', '.join(fields)} ; {row.person_name}, {format_day(row.happened_on)}",
        "reason": row.reason,
    }
