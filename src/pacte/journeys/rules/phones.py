"""Telephone numbers as gateways and spreadsheets want them. Pure."""

from __future__ import annotations

import re

from pacte.kernel.user_input import digits_only

_INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}")


def international_number(phone: str) -> str:
    """« +33612345678 » from « 06 12 34 56 78 »; "" for a number that nobody could call."""
    digits = digits_only(phone)
    if phone.strip().startswith("+"):
        number = f"+{digits}"
    elif len(digits) == 10 and digits.startswith("0"):
        number = f"+33{digits[1:]}"
    elif digits.startswith("00"):
        number = f"+{digits[2:]}"
    else:
        return ""
    return number if _INTERNATIONAL.fullmatch(number) else ""
