"""Figures of a row: matching between versions, and numbers found in a text."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from decimal import Decimal

from pacte.kernel.french import fold_text
from pacte.plan.records import Figure
from pacte.plan.rules.record_matching import RecordPair, match_records
from pacte.plan.rules.text_diff import normalise_typography

_THOUSANDS = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d{1,18}(?:[.,]\d{1,6})?")
_WORD = re.compile(r"\w{3,}")


def pair_figures(before: Sequence[Figure], after: Sequence[Figure]) -> list[RecordPair[Figure]]:
    """Match figures by name and numbers, by name, then by numbers and unit; finally the last pair if similar."""
    pairs = match_records(before, after, (_name_and_numbers, _name, _numbers_and_unit))
    removed = [old for old, new in pairs if old is not None and new is None]
    added = [new for old, new in pairs if old is None and new is not None]
    if len(removed) == len(added) == 1 and _look_alike(removed[0], added[0]):
        return [(removed[0], new) if old is None else (old, new) for old, new in pairs if new is not None]
    return pairs


def has_number(figure: Figure) -> bool:
    return any(each is not None for each in (figure.value, figure.minimum, figure.maximum))


def figure_numbers(figure: Figure) -> tuple[Hashable | None, ...]:
    """Return value, minimum and maximum, safe to compare and hash (a signalling NaN is neither)."""
    return tuple(comparable_number(each) for each in (figure.value, figure.minimum, figure.maximum))


def comparable_number(value: Decimal | None) -> Hashable | None:
    return value if value is None or value.is_finite() else str(value)


def text_states_figure(text: str, figure: Figure) -> bool:
    """Return whether the figure has numbers and the text contains all of them."""
    written = set(numbers_in_text(text))
    wanted = [each for each in (figure.value, figure.minimum, figure.maximum) if each is not None]
    return bool(wanted) and all(each.is_finite() and each in written for each in wanted)


def numbers_in_text(text: str) -> list[Decimal]:
    """Return the numbers written in a text, « 3 000 » and « 0,2 » included."""
    return [Decimal(digits.replace(",", ".")) for digits in _NUMBER.findall(_THOUSANDS.sub("", text))]


def _name(figure: Figure) -> Hashable | None:
    return fold_text(normalise_typography(figure.what)) or None


def _name_and_numbers(figure: Figure) -> Hashable | None:
    name = _name(figure)
    return (name, figure_numbers(figure)) if name else None


def _numbers_and_unit(figure: Figure) -> Hashable | None:
    return (figure_numbers(figure), fold_text(figure.unit)) if has_number(figure) else None


def _look_alike(one: Figure, other: Figure) -> bool:
    """Return whether two figures look alike.

    True for the same numbers, for numbers of one written in the name of the other, or for half of the words shared.
    """
    if has_number(one) and figure_numbers(one) == figure_numbers(other):
        return True
    if text_states_figure(other.what, one) or text_states_figure(one.what, other):
        return True
    words, others = set(_WORD.findall(fold_text(one.what))), set(_WORD.findall(fold_text(other.what)))
    return bool(words) and 2 * len(words & others) >= max(len(words), len(others))
