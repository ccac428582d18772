"""Parses the amount of a cell, in cents. Numbers of a spreadsheet are rounded to the cent; texts are not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from pacte.exchange.records import CellKind, GridCell
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text, format_number
from pacte.kernel.french_numbers import DecimalMark, parse_french_number
from pacte.kernel.money import format_euros, format_millions, parse_cents

_FACTORS = {"€": 1, "k€": 1_000, "M€": 1_000_000}
_EMPTY_TEXTS = {"", "-", "–", "—", "néant", "neant"}
_MAX_LENGTH = 60
_MAX_CENTS = 10**15
_MAX_DIGITS = 20


def cents_in_cell(cell: GridCell, unit: str) -> int | None:
    """Returns None for an empty cell or a dash. Raises ``ValidationError``: amount in words, negative, unknown unit…"""
    text = cell.text.strip()
    if not text[:1].isdigit() and fold_text(text) in _EMPTY_TEXTS:
        return None
    if cell.kind is CellKind.ERROR:
        raise ValidationError(
            "cell_error",
            f"La cellule affiche « {text} » au lieu d'un montant.",
            hint="Corrigez la formule, ou tapez le montant.",
        )
    if len(text) > _MAX_LENGTH:
        raise ValidationError(
            "amount_in_words", f"« {text[:40]}… » n'est pas un montant.", hint="Écrivez un nombre et son unité."
        )
    cents = _cents_of_number(text, unit) if cell.kind is CellKind.NUMBER else parse_cents(text, unit or "€")
    if cents > _MAX_CENTS:
        raise ValidationError(
            "amount_shape", f"« {text} » est démesuré pour un plan.", hint="Vérifiez l'unité (€, k€ ou M€)."
        )
    return cents


def _cents_of_number(text: str, unit: str) -> int:
    value = parse_french_number(text, mark=DecimalMark.EITHER)
    if value is None:
        return parse_cents(text, unit or "€")
    if abs(value.adjusted()) > _MAX_DIGITS:
        raise ValidationError(
            "amount_shape", f"« {text} » n'est pas un montant.", hint="Écrivez un nombre et son unité."
        )
    if value < 0:
        raise ValidationError(
            "amount_negative",
            f"Le montant « {text} » est négatif.",
            "Une enveloppe ne peut pas l'être.",
            "Corrigez le signe, ou ôtez la ligne.",
        )
    return int((value * _FACTORS.get(unit, 1) * 100).to_integral_value(ROUND_HALF_UP))


def display_cents_in_unit(unit: str, cents: int, *others: int) -> str:
    """Formats an amount in the unit of its column, « 1 500 k€ » under « Montant (k€) », as in the file."""
    if unit not in ("k€", "M€"):
        return display_cents(cents, *others)
    value = Decimal(cents) / (100 * _FACTORS[unit])
    places = max(0, -int(value.normalize().as_tuple().exponent))
    return f"{format_number(value, places)} {unit}"


def display_cents(cents: int, *others: int) -> str:
    """Formats as « 125,49 M€ », or in euros when this amount or one of ``others``, shown next to it, is not round."""
    is_round = all(each % 1_000_000 == 0 for each in (cents, *others))
    return format_millions(cents) if is_round and cents else format_euros(cents)
