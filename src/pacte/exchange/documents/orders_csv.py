"""Orders to pay in the columns of an accounting extract (``exchange.accounting``): our own reader reads them back.

« Mandaté » and « Payé » are zero: accounting fills them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pacte.exchange.documents.csv_file import Cell, csv_bytes, decimal_comma
from pacte.procedures.records.payment_lines import PaymentLine

HEADINGS = (
    "N° engagement", "Exercice", "Objet", "Tiers", "Plan", "Action", "Montant engagé", "Service fait", "Mandaté",
    "Payé", "Date engagement",
)  # fmt: skip
_NUMBER = HEADINGS.index("N° engagement")


def write_orders_csv(lines: Iterable[PaymentLine]) -> bytes:
    """One row an order, in euros, in the order given."""
    return csv_bytes([HEADINGS, *map(_row, lines)], codes={_NUMBER})


def _row(line: PaymentLine) -> tuple[Cell, ...]:
    amount = f"{Decimal(line.cents) / 100:.2f}".replace(".", ",")
    zero = decimal_comma(0.0)
    return (
        line.reference, line.ordered_on.year, line.label, line.payee, line.plan, line.action, amount, amount, zero,
        zero, line.ordered_on,
    )  # fmt: skip
