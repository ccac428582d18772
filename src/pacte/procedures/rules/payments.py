"""What is due, what is missing before it, and whether all is settled: amounts in cents, rounded down. Pure.

A grant is never paid twice nor beyond what was proved: what was prepared or ordered counts as spent already, and a
negative balance is recovered, never « paid » below zero.
"""

from __future__ import annotations

from fractions import Fraction

from pacte.procedures.records.cases import CaseFacts
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import Total
from pacte.procedures.records.money import (
    OPEN_STATES,
    RECOVERY_CODE,
    Instalment,
    InstalmentState,
    MoneyFacts,
    PaymentFacts,
    PaymentKind,
    PaymentProofs,
    Payments,
    PaymentState,
    ProRata,
)
from pacte.procedures.rules.form_answers import total_of
from pacte.procedures.rules.transitions import is_met


def net_paid(money: MoneyFacts) -> int:
    """Returns what left and did not come back."""
    return sum(
        each.cents if each.kind is PaymentKind.PAYMENT else -each.cents
        for each in money.payments
        if each.state is PaymentState.PAID
    )


def ceiling_of(pro_rata: ProRata, money: MoneyFacts) -> int | None:
    """Returns the part of the grant that the spending proved allows, at most the grant; None before the report."""
    report = money.reports.get(pro_rata.report)
    if report is None or money.granted is None:
        return None
    planned = Fraction(total_of(Total((pro_rata.planned,)), money.values))
    spent = Fraction(total_of(Total((pro_rata.spent_path,)), report.values))
    if planned <= 0:
        return 0
    return min(money.granted, int(money.granted * spent / planned))


def amount_due(instalment: Instalment, money: MoneyFacts) -> int | None:
    """Returns what the instalment is worth now; below zero, that is owed back. None while it cannot be computed.

    Its own orders under way are left out, so that an order can be compared with what is due.
    """
    if money.granted is None:
        return None
    most = ceiling_of(instalment.ceiling, money) if instalment.ceiling else money.granted
    if most is None:
        return None
    left = max(0, most - money.unjustified) - net_paid(money) - _under_way(money, besides=instalment.code)
    if instalment.percent is None:
        return left
    return max(0, min(money.granted * instalment.percent // 100, left))


def recovery_due(payments: Payments, money: MoneyFacts, facts: CaseFacts) -> int:
    """Returns what must be asked back, without what is asked already."""
    entitled = money.granted or 0
    rest = payments.rest
    if money.is_stopped:
        entitled = 0
    elif rest and rest.ceiling and is_met(rest.after, facts):
        ceiling = ceiling_of(rest.ceiling, money)
        entitled = entitled if ceiling is None else ceiling
    entitled = max(0, entitled - money.unjustified)
    under_way = sum(each.cents for each in _open(money) if each.kind is PaymentKind.RECOVERY)
    return max(0, net_paid(money) - entitled - under_way)


def instalment_state(instalment: Instalment, money: MoneyFacts, facts: CaseFacts) -> InstalmentState:
    """Returns where an instalment stands. An order whose proofs changed no longer counts: it is to do again."""
    own = [each for each in money.payments if each.instalment == instalment.code]
    if any(each.state is PaymentState.PAID for each in own):
        return InstalmentState.PAID
    live = next((each for each in own if each.state in OPEN_STATES), None)
    if live and not is_stale(live, instalment, money):
        return InstalmentState(live.state.value)
    if money.is_stopped:
        return InstalmentState.CANCELLED
    due = amount_due(instalment, money)
    if is_met(instalment.after, facts) and due is not None and due <= 0:
        return InstalmentState.NOTHING_DUE
    return InstalmentState.WAITING if missing_for(instalment, money, facts, {}) else InstalmentState.DUE


def missing_for(
    instalment: Instalment, money: MoneyFacts, facts: CaseFacts, document_labels: dict[str, str]
) -> tuple[str, ...]:
    """Returns, in words, what an instalment lacks before it can be prepared; empty when it may be."""
    missing = []
    if money.granted is None:
        missing.append("le montant accordé")
    if not is_met(instalment.after, facts):
        missing.append(instalment.after.label)
    ceiling = instalment.ceiling
    if ceiling and ceiling.report not in money.reports and ceiling.report != instalment.after.code:
        missing.append("les dépenses prouvées")
    missing += [document_labels.get(code, code) for code in instalment.proofs if not money.digests.get(code)]
    if money.account_id is None:
        missing.append("le compte où verser")
    return tuple(missing)


def proofs_of(instalment: Instalment, money: MoneyFacts) -> PaymentProofs:
    """Returns what a payment of the instalment would rest on today."""
    report = money.reports.get(instalment.ceiling.report) if instalment.ceiling else None
    digests = {each for code in instalment.proofs for each in money.digests.get(code, ())}
    return PaymentProofs(money.account_id, report.report_id if report else None, tuple(sorted(digests)))


def is_stale(order: PaymentFacts, instalment: Instalment, money: MoneyFacts) -> bool:
    """Returns True when the account, a proof, the report or the amount changed since an order was prepared."""
    return order.proofs != proofs_of(instalment, money) or order.cents != amount_due(instalment, money)


def payments_settled(procedure: Procedure, money: MoneyFacts, facts: CaseFacts) -> bool:
    """Returns True when nothing more is to be paid, recovered or awaited."""
    payments = procedure.payments
    if payments is None:
        return True
    if money.granted is None or money.is_stopped:
        return payments_returned(money) and not _open(money)
    done = {InstalmentState.PAID, InstalmentState.NOTHING_DUE}
    states = {instalment_state(each, money, facts) for each in payments.instalments}
    return states <= done and not _open(money) and recovery_due(payments, money, facts) == 0


def payments_returned(money: MoneyFacts) -> bool:
    """Returns True when nothing that was paid is kept, and nothing is leaving: what is only prepared can be stopped."""
    leaving = any(each.state is PaymentState.ORDERED for each in money.payments)
    return net_paid(money) <= 0 and not leaving


def next_attempt(code: str, money: MoneyFacts) -> int:
    """Returns the number of the next attempt of an instalment, or of a recovery."""
    return 1 + sum(each.instalment == code for each in money.payments)


def payment_label(procedure: Procedure, code: str) -> str:
    """Returns the name of an instalment, or of a recovery."""
    instalment = procedure.instalment(code)
    return "Titre de recette" if code == RECOVERY_CODE else instalment.label if instalment else code


def open_recovery(money: MoneyFacts) -> PaymentFacts | None:
    return next((each for each in _open(money) if each.instalment == RECOVERY_CODE), None)


def _open(money: MoneyFacts) -> tuple[PaymentFacts, ...]:
    return tuple(each for each in money.payments if each.state in OPEN_STATES)


def _under_way(money: MoneyFacts, *, besides: str) -> int:
    return sum(each.cents for each in _open(money) if each.kind is PaymentKind.PAYMENT and each.instalment != besides)
