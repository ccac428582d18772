"""A figure retyped in the words of a row: « 3 000 stagiaires / an » that became « 2 800 stagiaires / an ».

A table in the original layout has no column of figures: people change the number where they read it. What is said by
the new words and was not said by the old ones is taken, when it can mean one figure only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pacte.kernel.french import plain
from pacte.plan.records import Figure, Row
from pacte.plan.rules.figures import has_number, numbers_in, numbers_of

_SPOKEN = ("title", "description", "expected_result", "comment")
_NUMBER = r"\d{1,3}(?: \d{3})+(?:,\d{1,4})?|\d{1,15}(?:,\d{1,4})?"
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_ENDING = re.compile(r"(?:s|x)$")


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity of a text: a value, or both ends of a range; ``words`` as written, ``sure`` when no « ? » follows."""

    low: Decimal
    high: Decimal | None
    words: str
    sure: bool

    @property
    def numbers(self) -> tuple[Decimal, Decimal | None]:
        return self.low, self.high


def retold(base: Row, merged: Row) -> tuple[Figure, ...]:
    """The figures of ``merged`` with the numbers that its words now give. ``base`` is the row before."""
    units = [_stem(figure.unit) for figure in merged.figures]
    return tuple(
        _retold(figure, base, merged) if units.count(_stem(figure.unit)) == 1 else figure for figure in merged.figures
    )


def _retold(figure: Figure, base: Row, merged: Row) -> Figure:
    if figure.proposed or not has_number(figure) or not _stem(figure.unit) or figure not in base.figures:
        return figure
    before = {each.numbers for each in _said(base, figure.unit)}
    after = _said(merged, figure.unit)
    fresh = {each.numbers: each for each in after if each.numbers not in before}
    if len(fresh) != 1:
        return figure
    (found,) = fresh.values()
    is_range = found.high is not None
    told = replace(
        figure,
        value=None if is_range else found.low,
        minimum=found.low if is_range else None,
        maximum=found.high,
        source_text=found.words,
        certain=found.sure,
        doubt=_contradiction(figure, after),
    )
    return figure if numbers_of(told) == numbers_of(figure) else told


def _contradiction(figure: Figure, after: list[Said]) -> str:
    old = tuple(each for each in (figure.value, figure.minimum, figure.maximum) if each is not None)
    kept = [each for each in after if tuple(number for number in each.numbers if number is not None) == old]
    return f"La même ligne dit encore « {kept[0].words} »." if kept else ""


def _said(row: Row, unit: str) -> list[Said]:
    """Quantities followed by the unit, in the words of the row."""
    shape = re.compile(
        rf"(?<![\d,])(?P<low>{_NUMBER})(?:\s*(?:a|-|–)\s*(?P<high>{_NUMBER}))?\s+(?P<unit>{re.escape(_stem(unit))}\w{{0,2}})\b"
        r"(?=(?P<rest>[^.;]{0,14}))",
        re.I,
    )
    found = []
    for field in _SPOKEN:
        text = _SPACES.sub(" ", getattr(row, field))
        for match in shape.finditer(_unaccented(text)):
            words = text[match.start() : match.end("unit")]
            high = match["high"]
            found.append(
                Said(
                    numbers_in(match["low"])[0],
                    numbers_in(high)[0] if high else None,
                    words,
                    sure="?" not in match["rest"],
                )
            )
    return found


def _stem(unit: str) -> str:
    """« stagiaires » and « stagiaire » are one unit; only its first word is looked for."""
    first = plain(unit).split(" ")[0] if unit.strip() else ""
    return _ENDING.sub("", first) if len(first) > 3 else first


def _unaccented(text: str) -> str:
    """Same length as ``text``, letter for letter: places found in one are places in the other."""
    return "".join((plain(sign) or sign)[:1] if not sign.isspace() else " " for sign in text)
