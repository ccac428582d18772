"""The money of one's own case, in words for who applied: what is granted, paid, awaited, and where reports stand."""

from __future__ import annotations

from datetime import date
from typing import Any

from pacte.kernel.clock import today
from pacte.kernel.french import format_day
from pacte.kernel.money import format_euros
from pacte.procedures.queries.money_rows import ReportRow
from pacte.procedures.queries.own_money import OwnMoney
from pacte.procedures.queries.payments import InstalmentRow
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.money import InstalmentState, PaymentKind, ReportState
from pacte.procedures.rules.payments import payment_label

_INSTALMENT_WORDS = {
    InstalmentState.WAITING: ("en attente", "ring", ""),
    InstalmentState.DUE: ("la Région va le préparer", "clock", ""),
    InstalmentState.PREPARED: ("la Région le prépare", "half", ""),
    InstalmentState.ORDERED: ("en cours de versement", "half", ""),
    InstalmentState.PAID: ("versé", "check", "good"),
    InstalmentState.NOTHING_DUE: ("rien à verser", "check", ""),
    InstalmentState.CANCELLED: ("annulé", "ring", ""),
}
_REPORT_WORDS = {
    ReportState.LATER: ("pas encore demandé", "ring", ""),
    ReportState.EXPECTED: ("à envoyer", "clock", "watch"),
    ReportState.SENT: ("envoyé, en lecture", "half", ""),
    ReportState.ACCEPTED: ("accepté", "check", "good"),
    ReportState.REFUSED: ("refusé, à reprendre", "triangle", "bad"),
}


def own_money_values(money: OwnMoney, procedure: Procedure) -> dict[str, Any]:
    """Values of ``applications/money.html``, without the addresses."""
    return {
        "facts": _facts(money),
        "instalments": [_instalment(each) for each in money.instalments],
        "payments": [
            {
                "label": payment_label(procedure, each.instalment),
                "amount": format_euros(each.cents),
                "on": each.settled_on,
                "is_back": each.kind == PaymentKind.RECOVERY,
            }
            for each in money.payments
        ],
        "reports": [_report(each, money, today()) for each in money.reports],
        "account": money.account,
        "has_payments": money.has_payments,
        "answer": _answer(money, today()),
    }


def is_late(row: ReportRow, on: date) -> bool:
    """True when the report is still to be sent after its day."""
    is_to_write = row.state in (ReportState.EXPECTED, ReportState.REFUSED)
    return is_to_write and row.due_on is not None and row.due_on < on


def report_badge(row: ReportRow, on: date) -> dict[str, str]:
    """Where a report stands, as a badge."""
    word, sign, tone = _REPORT_WORDS[row.state]
    if row.state is ReportState.EXPECTED and is_late(row, on):
        word, sign, tone = "en retard", "triangle", "bad"
    return {"word": word, "sign": sign, "tone": tone}


def report_note(row: ReportRow, on: date) -> str:
    """The day of a report, and what to do when it has passed; "" when its day is not known or no longer matters."""
    if row.due_on is None or row.state in (ReportState.SENT, ReportState.ACCEPTED):
        return ""
    day = format_day(row.due_on)
    if is_late(row, on):
        return f"Il était attendu le {day}. Envoyez-le dès que possible : il est encore reçu."
    return f"À envoyer avant le {day} inclus."


def _answer(money: OwnMoney, on: date) -> str:
    late = [each.kind.label for each in money.reports if is_late(each, on)]
    if late:
        return f"Un bilan est en retard : {late[0]}."
    if money.has_payments and not money.account:
        return "Aucun compte bancaire n’est connu : rien ne peut être versé avant."
    waiting = next((each for each in money.instalments if each.missing), None)
    if waiting:
        return f"Avant « {waiting.instalment.label} », il manque : {', '.join(waiting.missing)}."
    return "Rien ne vous est demandé aujourd’hui."


def _facts(money: OwnMoney) -> list[dict[str, str]]:
    if not money.has_payments:
        return []
    granted = "Pas encore" if money.granted is None else format_euros(money.granted)
    facts = [{"label": "Accordé", "value": granted}, {"label": "Versé", "value": format_euros(money.paid)}]
    if money.owed:
        facts.append({"label": "À rendre", "value": format_euros(money.owed)})
    return facts


def _instalment(row: InstalmentRow) -> dict[str, Any]:
    word, sign, tone = _INSTALMENT_WORDS[row.state]
    return {
        "label": row.instalment.label,
        "amount": format_euros(row.cents) if row.cents is not None else "",
        "badge": {"word": word, "sign": sign, "tone": tone},
        "missing": row.missing,
    }


def _report(row: ReportRow, money: OwnMoney, on: date) -> dict[str, Any]:
    is_begun = row.kind.code in money.drafts and row.state in (ReportState.EXPECTED, ReportState.REFUSED)
    return {
        "code": row.kind.code,
        "label": row.kind.label,
        "badge": report_badge(row, on),
        "note": report_note(row, on),
        "reason": row.reason,
        "is_begun": is_begun,
        "is_open": row.state is not ReportState.LATER,
    }
