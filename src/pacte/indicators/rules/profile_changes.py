"""Changes of a zone profile between two days, series by series; only comparable values are compared. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pacte.indicators.records.profile import SeriesThere, ValueThere, ZoneProfile
from pacte.kernel.french import format_day


class Sense(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEITHER = "neither"


SENSE_WORDS = {
    Sense.BETTER: "va mieux",
    Sense.WORSE: "va moins bien",
    Sense.SAME: "n’a pas bougé",
    Sense.NEITHER: "ni mieux ni moins bien en soi",
}


@dataclass(frozen=True, slots=True)
class Change:
    """``before`` and ``after`` are values of the last periods ended by each day.

    ``break_reasons``: why they are not comparable. ``difference`` is None when one is confidential, in whole or in
    part.
    """

    code: str
    label: str
    unit: str
    before: ValueThere
    after: ValueThere
    difference: Decimal | None
    sense: Sense
    broken: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Moves:
    """Values of a split (occupations) by size of change, largest first."""

    code: str
    label: str
    unit: str
    up: tuple[tuple[str, ValueThere, ValueThere], ...]
    down: tuple[tuple[str, ValueThere, ValueThere], ...]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """``not_compared``: series with a single period by the later day, or none by the earlier one, and why."""

    first: date
    last: date
    changes: tuple[Change, ...]
    moves: tuple[Moves, ...]
    alone: tuple[tuple[str, str], ...]


_MOST = 8


def compared(profile: ZoneProfile, *, first: date, last: date) -> Comparison:
    """Compares the profile at two days. A series without two periods is listed with the reason, never dropped."""
    changes: list[Change] = []
    moves: list[Moves] = []
    alone: list[tuple[str, str]] = []
    for series in profile.series:
        before, after = series.at(first), series.at(last)
        if not after:
            alone.append((series.label, f"aucune valeur au {format_day(last)}"))
        elif not before:
            alone.append((series.label, f"aucune valeur au {format_day(first)} ; la première est de {_first(series)}"))
        elif before[0].last == after[0].last:
            alone.append((series.label, f"une seule période aux deux dates ({after[0].last.year})"))
        else:
            changes += _changes(series, before, after)
            if found := _moves(series, before, after):
                moves.append(found)
    return Comparison(first, last, tuple(changes), tuple(moves), tuple(alone))


def _first(series: SeriesThere) -> str:
    return str(min(each.last for each in series.values).year)


def _broken(series: SeriesThere, before: ValueThere, after: ValueThere) -> str:
    """Why the two periods are not comparable; a break inside the first period counts too."""
    return " ".join(reason for on, reason in series.breaks if before.first < on <= after.last)


def _pairs(before: Iterable[ValueThere], after: Iterable[ValueThere]) -> list[tuple[ValueThere, ValueThere]]:
    known = {(each.split, each.zone): each for each in before}
    return [(known[each.split, each.zone], each) for each in after if (each.split, each.zone) in known]


def _changes(series: SeriesThere, before: Iterable[ValueThere], after: Iterable[ValueThere]) -> list[Change]:
    found = []
    for was, now in _pairs(before, after):
        if was.split:
            continue
        difference = _difference(was, now)
        found.append(
            Change(
                series.code, series.label, series.unit, was, now, difference, _sense(series.direction, difference),
                _broken(series, was, now), series.zones.get(was.zone, was.zone),
            )
        )  # fmt: skip
    return found


def _moves(series: SeriesThere, before: Iterable[ValueThere], after: Iterable[ValueThere]) -> Moves | None:
    moved = [
        (difference, series.name_of(now.split), was, now)
        for was, now in _pairs(before, after)
        if now.split and not now.zone and (difference := _difference(was, now))
    ]
    if not moved:
        return None
    moved.sort(key=lambda each: (-each[0], each[1]))
    up = tuple((name, was, now) for difference, name, was, now in moved if difference > 0)[:_MOST]
    down = tuple((name, was, now) for difference, name, was, now in reversed(moved) if difference < 0)[:_MOST]
    return Moves(series.code, series.label, series.unit, up, down, _broken(series, moved[0][2], moved[0][3]))


def _difference(was: ValueThere, now: ValueThere) -> Decimal | None:
    """None when either is confidential, in whole or in part, or when they add up a different number of zones."""
    if was.value is None or now.value is None or was.hidden or now.hidden or was.parts != now.parts:
        return None
    return now.value - was.value


def _sense(direction: str, difference: Decimal | None) -> Sense:
    if difference is None or direction not in ("rising", "falling"):
        return Sense.NEITHER
    if not difference:
        return Sense.SAME
    return Sense.BETTER if (difference > 0) == (direction == "rising") else Sense.WORSE
