"""An order to pay, as accounting receives it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """One order, in the columns of an accounting extract. ``reference``: lasts, so that the order is known again.

    ``payee``: who is paid, without the account, which an extract has no column for. ``cents`` above zero.
    """

    reference: str
    label: str
    payee: str
    plan: str
    action: str
    cents: int
    ordered_on: date
