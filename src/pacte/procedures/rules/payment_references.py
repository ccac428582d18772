"""The reference under which accounting knows an order to pay. Pure."""

from __future__ import annotations


def payment_reference(plan: str, number: int, instalment: str, attempt: int) -> str:
    """« ESSAI_2019-2022/12/ADVANCE/1 »: in capitals, as numbers of commitments are read back."""
    return f"{plan}/{number}/{instalment}/{attempt}".upper()
