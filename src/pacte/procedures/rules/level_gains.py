"""Levels before and after, in lines that count people without any name: who gained, and by how much. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pacte.procedures.records.counts import LevelGain
from pacte.procedures.records.description import Procedure
from pacte.procedures.records.form import ChoiceField, NumberField
from pacte.procedures.rules.report_tables import report_columns

LevelPair = tuple[ChoiceField, ChoiceField]


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """``gained``: people who rose in every pair, out of those measured ``first``; ``twice``: those measured again.

    ``means``: by label of each pair, the levels gained by those measured twice; empty without any.
    """

    gained: int
    first: int
    twice: int
    means: tuple[tuple[str, Decimal], ...]


def level_pairs(of: Procedure, gain: LevelGain) -> tuple[LevelPair, ...]:
    """Returns the columns before and after; empty when the report has none such, or not the same levels."""
    columns = report_columns(of, gain.report, gain.lines)
    pairs = []
    for each in gain.measured:
        before, after = columns.get(each.before), columns.get(each.after)
        if not isinstance(before, ChoiceField) or not isinstance(after, ChoiceField):
            return ()
        if before.is_multiple or before.choices != after.choices:
            return ()
        pairs.append((before, after))
    return tuple(pairs)


def level_figures(pairs: tuple[LevelPair, ...], gain: LevelGain, reports: Iterable[Mapping[str, Any]]) -> LevelFigures:
    """Returns the sums over the lines of these reports."""
    gained = first = twice = 0
    points = [0] * len(pairs)
    for values in reports:
        for line in values.get(gain.lines) or ():
            people = int(line.get(gain.people) or 0)
            rises = [_rise(pair, line) for pair in pairs]
            known = [each for each in rises if each is not None]
            first += people
            if len(known) < len(pairs):
                continue
            twice += people
            gained += people if all(each > 0 for each in known) else 0
            points = [total + people * each for total, each in zip(points, known, strict=True)]
    means = tuple(
        (each.label, Decimal(total) / twice) for each, total in zip(gain.measured, points, strict=True) if twice
    )
    return LevelFigures(gained, first, twice, means)


def level_defects(of: Procedure) -> Iterator[str]:
    """Yields what does not hold in the counts of levels, each as one sentence."""
    for count in of.counts:
        gain = count.levels
        if gain is None:
            continue
        if not isinstance(report_columns(of, gain.report, gain.lines).get(gain.people), NumberField):
            yield f"count {count.code}: « {gain.lines}.{gain.people} » counts nobody in a report « {gain.report} »"
        if not level_pairs(of, gain):
            yield f"count {count.code}: the levels before and after are not the same"


def _rise(pair: LevelPair, line: Mapping[str, Any]) -> int | None:
    codes = [code for code, _ in pair[0].choices]
    earlier, later = line.get(pair[0].code), line.get(pair[1].code)
    return codes.index(later) - codes.index(earlier) if earlier in codes and later in codes else None
