"""Zones where winners of a call go, against the young people out of work and of training who live there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from pacte.indicators.models import Series, SeriesPoint
from pacte.indicators.queries.coverage_registry import zone_frame
from pacte.indicators.queries.series import all_series, series_points
from pacte.indicators.records.profile import FICTITIOUS
from pacte.indicators.rules.remaining_people import RemainingPeople, remaining_people
from pacte.journeys.queries.known_young_people import known_young_people
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.reference.records import ZoneKind

OUT_OF_WORK_SERIES = "young_people_out_of_work"
# The smallest zones that the series knows, first.
_KINDS = (ZoneKind.LIVING_AREA, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class BlankZone:
    """``winners``: how many go there. ``people``: None when the series says nothing of the zone."""

    code: str
    name: str
    winners: int
    people: RemainingPeople | None


@dataclass(frozen=True, slots=True)
class BlankZones:
    """Zones without winner first, then by number of people. ``is_invented``: the series of a demonstration."""

    kind: ZoneKind
    source: str
    is_invented: bool
    last: date
    zones: tuple[BlankZone, ...]


def blank_zones(*, actor: Actor, plan: Plan, territories: Collection[Collection[str]], on: date) -> BlankZones | None:
    """Returns None when no series of young people out of work and of training is loaded for the region of the plan.

    ``territories``: the communes of each winner. The last period of the series that had ended by that day counts.
    """
    series = _series(actor, plan)
    points = series_points(actor=actor, series=series, known_on=on, split="") if series else []
    by_kind = {kind: [each for each in points if each.zone_kind == kind and each.last <= on] for kind in _KINDS}
    kind = next((each for each in _KINDS if by_kind[each]), None)
    frame = zone_frame(actor=actor, plan=plan, kind=kind, on=on) if kind else None
    if series is None or kind is None or frame is None:
        return None
    last = max(each.last for each in by_kind[kind])
    values = {each.zone_code: each for each in by_kind[kind] if each.last == last}
    known: Counter[str] = Counter()
    for commune, people in known_young_people(actor=actor, host_id=plan.organisation_id, on=on).items():
        known[frame.zone_of.get(commune, "")] += people
    winners = Counter(zone for each in territories for zone in {frame.zone_of.get(code, "") for code in each})
    zones = [
        BlankZone(code, name, winners[code], _people(values.get(code), known[code]))
        for code, name in frame.names.items()
    ]
    zones.sort(key=lambda each: (bool(each.winners), -(each.people.estimate if each.people else 0), each.name))
    return BlankZones(kind, series.source, series.code.startswith(FICTITIOUS), last, tuple(zones))


def _series(actor: Actor, plan: Plan) -> Series | None:
    known = {each.code: each for each in all_series(actor=actor, host_id=plan.organisation_id, with_breaks=False)}
    return known.get(OUT_OF_WORK_SERIES) or known.get(f"{FICTITIOUS}{OUT_OF_WORK_SERIES}")


def _people(point: SeriesPoint | None, known: int) -> RemainingPeople | None:
    if point is None or point.value is None:
        return None
    return remaining_people(point.value, point.margin, known)
