"""IBAN: the number of a bank account (ISO 13616), with its check digits modulo 97."""

from __future__ import annotations

from stdnum import iban as _iban
from stdnum.exceptions import ValidationError as StdnumError

from pacte.kernel.errors import ValidationError


def checked_iban(text: str) -> str:
    """The IBAN without spaces, in capitals. Raises ``ValidationError('iban')`` without repeating what was typed."""
    try:
        return _iban.validate(text)
    except StdnumError as error:
        raise ValidationError(
            "iban",
            "Cet IBAN n’est pas valable.",
            "Ses chiffres de contrôle ou sa longueur ne vont pas avec le reste.",
            "Recopiez-le depuis le relevé d’identité bancaire, sans rien changer.",
        ) from error


def masked_iban(iban: str) -> str:
    """« FR76 … 189 »: enough to recognise an account, too little to use it."""
    return f"{iban[:4]} … {iban[-3:]}"
