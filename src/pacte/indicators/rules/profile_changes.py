"""Changes of a zone profile between two days, series by series; only comparable values are compared. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pacte.indicators.records.profile import ZoneProfile, ZoneSeries, ZoneValue
from pacte.kernel.french import format_day


class ChangeSense(StrEnum):
    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEITHER = "neither"


CHANGE_SENSE_LABELS = {
    ChangeSense.BETTER: "va mieux",
    ChangeSense.WORSE: "va moins bien",
    ChangeSense.SAME: "n’a pas bougé",
    ChangeSense.NEITHER: "ni mieux ni moins bien en soi",
}


@dataclass(frozen=True, slots=True)
class SeriesChange:
    """``before`` and ``after`` are values of the last periods ended by each day.

    ``break_reasons``: why they are not comparable. ``difference`` is None when one is confidential, in whole or in
    part.
    """

    code: str
    label: str
    unit: str
    before: ZoneValue
    after: ZoneValue
    difference: Decimal | None
    sense: ChangeSense
    break_reasons: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class SplitMoves:
    """Values of a split (occupations) by size of change, largest first."""

    code: str
    label: str
    unit: str
    up: tuple[tuple[str, ZoneValue, ZoneValue], ...]
    down: tuple[tuple[str, ZoneValue, ZoneValue], ...]
    break_reasons: str = ""


@dataclass(frozen=True, slots=True)
class ProfileComparison:
    """``not_compared``: series with a single period by the later day, or none by the earlier one, and why."""

    first: date
    last: date
    changes: tuple[SeriesChange, ...]
    moves: tuple[SplitMoves, ...]
    not_compared: tuple[tuple[str, str], ...]


_MAX_MOVES = 8


def compare_profiles(profile: ZoneProfile, *, first: date, last: date) -> ProfileComparison:
    """Compares the profile at two days. A series without two periods is listed with the reason, never dropped."""
    changes: list[SeriesChange] = []
    moves: list[SplitMoves] = []
    not_compared: list[tuple[str, str]] = []
    for series in profile.series:
        before, after = series.as_of(first), series.as_of(last)
        if not after:
            not_compared.append((series.label, f"aucune valeur au {format_day(last)}"))
        elif not before:
            not_compared.append(
                (series.label, f"aucune valeur au {format_day(first)} ; la première est de {_first_year(series)}")
            )
        elif before[0].last == after[0].last:
            not_compared.append((series.label, f"une seule période aux deux dates ({after[0].last.year})"))
        else:
            changes += _changes(series, before, after)
            if split_moves := _moves(series, before, after):
                moves.append(split_moves)
    return ProfileComparison(first, last, tuple(changes), tuple(moves), tuple(not_compared))


def _first_year(series: ZoneSeries) -> str:
    return str(min(each.last for each in series.values).year)


def break_reasons(series: ZoneSeries, before: ZoneValue, after: ZoneValue) -> str:
    """Why the two periods are not comparable; a break inside the first period counts too."""
    return " ".join(reason for on, reason in series.breaks if before.first < on <= after.last)


def _pairs(before: Iterable[ZoneValue], after: Iterable[ZoneValue]) -> list[tuple[ZoneValue, ZoneValue]]:
    known = {(each.split, each.zone): each for each in before}
    return [(known[each.split, each.zone], each) for each in after if (each.split, each.zone) in known]


def _changes(series: ZoneSeries, before: Iterable[ZoneValue], after: Iterable[ZoneValue]) -> list[SeriesChange]:
    changes = []
    for was, now in _pairs(before, after):
        if was.split:
            continue
        difference = value_difference(was, now)
        changes.append(
            SeriesChange(
                series.code, series.label, series.unit, was, now, difference, _sense(series.direction, difference),
                break_reasons(series, was, now), series.zones.get(was.zone, was.zone),
            )
        )  # fmt: skip
    return changes


def _moves(series: ZoneSeries, before: Iterable[ZoneValue], after: Iterable[ZoneValue]) -> SplitMoves | None:
    moved = [
        (difference, series.name_of(now.split), was, now)
        for was, now in _pairs(before, after)
        if now.split and not now.zone and (difference := value_difference(was, now))
    ]
    if not moved:
        return None
    moved.sort(key=lambda each: (-each[0], each[1]))
    up = tuple((name, was, now) for difference, name, was, now in moved if difference > 0)[:_MAX_MOVES]
    down = tuple((name, was, now) for difference, name, was, now in reversed(moved) if difference < 0)[:_MAX_MOVES]
    return SplitMoves(series.code, series.label, series.unit, up, down, break_reasons(series, moved[0][2], moved[0][3]))


def value_difference(was: ZoneValue, now: ZoneValue) -> Decimal | None:
    """None when either is confidential, in whole or in part, or when they add up a different number of zones."""
    if was.value is None or now.value is None or was.hidden or now.hidden or was.parts != now.parts:
        return None
    return now.value - was.value


def _sense(direction: str, difference: Decimal | None) -> ChangeSense:
    if difference is None or direction not in ("rising", "falling"):
        return ChangeSense.NEITHER
    if not difference:
        return ChangeSense.SAME
    return ChangeSense.BETTER if (difference > 0) == (direction == "rising") else ChangeSense.WORSE
