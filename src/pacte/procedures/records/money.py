"""The money of a procedure: reports, instalments against proofs, payments by two people, amendments. Pure.

The first part is declared in ``catalog``; the second is what the rules read of one case. Amounts are in cents.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from pacte.kernel.actor import Role
from pacte.procedures.records.form import FormSection

if TYPE_CHECKING:
    from pacte.procedures.records.description import Requirement

# The code under which recovery orders are numbered: no instalment has it.
RECOVERY_CODE = "recovery"
PaymentPart = Literal["granted_by", "prepared_by", "ordered_by"]


@dataclass(frozen=True, slots=True)
class ReportDue:
    """When a report is due: so long after the day of a ``field``, or after a ``transition`` was taken.

    ``once``: a transition without which the day of the field makes nothing due: an application may never be awarded.
    """

    field: str = ""
    transition: str = ""
    once: str = ""
    months: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report that who applied owes, with its own form. ``reminders``: days before, as for a deadline."""

    code: str
    label: str
    due: ReportDue
    form: tuple[FormSection, ...]
    reminders: tuple[int, ...] = (30, 7)


@dataclass(frozen=True, slots=True)
class ProRata:
    """The share of the grant that the spending proved allows: ``spent`` over ``planned``.

    ``spent``: a path of a report, ``final.spent.euros``; ``planned``: a path of the form, ``costs.euros``.
    """

    spent: str
    planned: str

    @property
    def report(self) -> str:
        """The code of the report that proves."""
        return self.spent.partition(".")[0]

    @property
    def spent_path(self) -> str:
        """The path inside that report."""
        return self.spent.partition(".")[2]


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of the grant: ``percent`` of it, or the rest when None. ``after``: what must hold before it is due.

    ``proofs``: documents by kind, pinned when the payment is prepared. ``ceiling``: at most that, all paid so far.
    """

    code: str
    label: str
    after: Requirement
    percent: int | None = None
    proofs: tuple[str, ...] = ()
    ceiling: ProRata | None = None

    @property
    def is_rest(self) -> bool:
        return self.percent is None


@dataclass(frozen=True, slots=True)
class Payments:
    """How the grant is paid: one role prepares, another orders, and never the same person.

    ``granted_by``: who records the amount. ``stopped_by``: transitions that cancel what is not paid yet; what was
    paid is then recovered.
    """

    instalments: tuple[Instalment, ...]
    granted_by: frozenset[Role]
    prepared_by: frozenset[Role]
    ordered_by: frozenset[Role]
    stopped_by: frozenset[str] = frozenset()

    def roles(self, *parts: PaymentPart) -> frozenset[Role]:
        """The roles that have one of these parts."""
        of_part = {"granted_by": self.granted_by, "prepared_by": self.prepared_by, "ordered_by": self.ordered_by}
        return frozenset(role for part in parts for role in of_part[part])

    @property
    def rest(self) -> Instalment | None:
        return next((each for each in self.instalments if each.is_rest), None)


@dataclass(frozen=True, slots=True)
class CaseAmendmentKind:
    """A change of some answers after the award, by its own roles and with a reason."""

    code: str
    label: str
    fields: tuple[str, ...]
    roles: frozenset[Role]


class ReportState(StrEnum):
    """Where a report stands. A refused one is due again; expected: its day is known, and nothing was sent."""

    LATER = "later"
    EXPECTED = "expected"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"


REPORT_STATE_LABELS = {
    ReportState.LATER: "pas encore demandé",
    ReportState.EXPECTED: "attendu",
    ReportState.SENT: "reçu, à vérifier",
    ReportState.ACCEPTED: "accepté",
    ReportState.REFUSED: "refusé, à reprendre",
}


class PaymentKind(StrEnum):
    """Which way the money goes. An amount is never negative: what is owed back has its own order."""

    PAYMENT = "payment"
    RECOVERY = "recovery"


class PaymentState(StrEnum):
    """The state of an order. One that failed, was cancelled or is void is not opened again: a new attempt is made."""

    PREPARED = "prepared"
    ORDERED = "ordered"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    VOID = "void"


PAYMENT_STATE_LABELS = {
    PaymentState.PREPARED: "préparé, à ordonner",
    PaymentState.ORDERED: "ordonné, à verser",
    PaymentState.PAID: "versé",
    PaymentState.FAILED: "rejeté par la banque",
    PaymentState.CANCELLED: "annulé",
    PaymentState.VOID: "à refaire : ce qui était approuvé a changé",
}
OPEN_STATES = frozenset({PaymentState.PREPARED, PaymentState.ORDERED})


class InstalmentState(StrEnum):
    """Where an instalment stands. Waiting: something is missing; due: it may be prepared now."""

    WAITING = "waiting"
    DUE = "due"
    PREPARED = "prepared"
    ORDERED = "ordered"
    PAID = "paid"
    NOTHING_DUE = "nothing_due"
    CANCELLED = "cancelled"


INSTALMENT_STATE_LABELS = {
    InstalmentState.WAITING: "attend",
    InstalmentState.DUE: "à préparer",
    InstalmentState.PREPARED: "préparé, à ordonner",
    InstalmentState.ORDERED: "ordonné, à verser",
    InstalmentState.PAID: "versé",
    InstalmentState.NOTHING_DUE: "rien à verser",
    InstalmentState.CANCELLED: "annulé",
}


@dataclass(frozen=True, slots=True)
class PaymentProofs:
    """What a payment rests on, pinned when it is prepared: the account, the report, the digests of the documents."""

    account_id: int | None = None
    report_id: int | None = None
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """One order as plain values."""

    order_id: int
    instalment: str
    kind: PaymentKind
    state: PaymentState
    cents: int
    proofs: PaymentProofs = PaymentProofs()


@dataclass(frozen=True, slots=True)
class AcceptedReport:
    """The version of a report that was accepted, with its answers."""

    report_id: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """The money of one case. ``granted``: None before the award; ``digests``: of its documents, by kind.

    ``account_id``: None while nobody gave it. ``is_stopped``: a transition cancelled what was not paid.
    ``unjustified``: by a control: it is no longer due, and what was paid of it is owed back.
    """

    granted: int | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    reports: Mapping[str, AcceptedReport] = field(default_factory=dict)
    payments: tuple[PaymentFacts, ...] = ()
    digests: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    account_id: int | None = None
    is_stopped: bool = False
    unjustified: int = 0
