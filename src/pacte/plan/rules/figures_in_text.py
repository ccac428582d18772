"""Detects figures edited inside the text of a row: « 3 000 stagiaires / an » becoming « 2 800 stagiaires / an ».

A table in the original layout has no figure column: people edit the number in the text. A number present in the new
text and absent from the old one is applied when it can only refer to one figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pacte.kernel.french import fold_text
from pacte.plan.records import Figure, PlanRow
from pacte.plan.rules.figures import figure_numbers, has_number, numbers_in_text

_TEXT_FIELDS = ("title", "description", "expected_result", "comment")
_NUMBER = r"\d{1,3}(?: \d{3})+(?:,\d{1,4})?|\d{1,15}(?:,\d{1,4})?"
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_ENDING = re.compile(r"(?:s|x)$")


@dataclass(frozen=True, slots=True)
class TextQuantity:
    """Quantity found in a text: a value, or both ends of a range.

    ``words`` is the text as written. ``is_certain`` is False when a « ? » follows.
    """

    low: Decimal
    high: Decimal | None
    words: str
    is_certain: bool

    @property
    def numbers(self) -> tuple[Decimal, Decimal | None]:
        return self.low, self.high


def figures_updated_from_text(base: PlanRow, merged: PlanRow) -> tuple[Figure, ...]:
    """Return the figures of ``merged``, updated with the numbers of its text. ``base`` is the previous row."""
    units = [_stem(figure.unit) for figure in merged.figures]
    return tuple(
        _updated_figure(figure, base, merged) if units.count(_stem(figure.unit)) == 1 else figure
        for figure in merged.figures
    )


def _updated_figure(figure: Figure, base: PlanRow, merged: PlanRow) -> Figure:
    if figure.proposed or not has_number(figure) or not _stem(figure.unit) or figure not in base.figures:
        return figure
    before = {each.numbers for each in _quantities_in_row(base, figure.unit)}
    after = _quantities_in_row(merged, figure.unit)
    fresh = {each.numbers: each for each in after if each.numbers not in before}
    if len(fresh) != 1:
        return figure
    (quantity,) = fresh.values()
    is_range = quantity.high is not None
    updated = replace(
        figure,
        value=None if is_range else quantity.low,
        minimum=quantity.low if is_range else None,
        maximum=quantity.high,
        source_text=quantity.words,
        certain=quantity.is_certain,
        doubt=_contradiction(figure, after),
    )
    return figure if figure_numbers(updated) == figure_numbers(figure) else updated


def _contradiction(figure: Figure, after: list[TextQuantity]) -> str:
    old = tuple(each for each in (figure.value, figure.minimum, figure.maximum) if each is not None)
    unchanged = [each for each in after if tuple(number for number in each.numbers if number is not None) == old]
    return f"La même ligne dit encore « {unchanged[0].words} »." if unchanged else ""


def _quantities_in_row(row: PlanRow, unit: str) -> list[TextQuantity]:
    """Return the quantities followed by the unit, in the texts of the row."""
    pattern = re.compile(
        rf"(?<![\d,])(?P<low>{_NUMBER})(?:\s*(?:a|-|–)\s*(?P<high>{_NUMBER}))?\s+(?P<unit>{re.escape(_stem(unit))}\w{{0,2}})\b"
        r"(?=(?P<rest>[^.;]{0,14}))",
        re.I,
    )
    quantities = []
    for field in _TEXT_FIELDS:
        text = _SPACES.sub(" ", getattr(row, field))
        for match in pattern.finditer(_unaccented(text)):
            words = text[match.start() : match.end("unit")]
            high = match["high"]
            quantities.append(
                TextQuantity(
                    numbers_in_text(match["low"])[0],
                    numbers_in_text(high)[0] if high else None,
                    words,
                    is_certain="?" not in match["rest"],
                )
            )
    return quantities


def _stem(unit: str) -> str:
    """Return the stem of a unit's first word: « stagiaires » and « stagiaire » are the same unit."""
    first = fold_text(unit).split(" ")[0] if unit.strip() else ""
    return _ENDING.sub("", first) if len(first) > 3 else first


def _unaccented(text: str) -> str:
    """Return the text without accents, with the same length, so that positions match."""
    return "".join((fold_text(sign) or sign)[:1] if not sign.isspace() else " " for sign in text)
