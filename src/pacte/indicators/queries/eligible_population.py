"""Size of the population of each audience outside the plan, from imported series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pacte.indicators.models import Series
from pacte.indicators.queries.profile import zone_profile
from pacte.indicators.queries.series import all_series, series_points
from pacte.indicators.records import ZoneFilter
from pacte.indicators.records.eligible_population import EligibleCount, EligiblePopulation, PublicShare
from pacte.indicators.records.profile import FICTITIOUS, ZoneFitKind, ZoneProfile, ZoneSeries, ZoneValue
from pacte.indicators.rules.eligible_population import ELIGIBLE_SERIES, JOBSEEKER_SERIES, SHARE_SERIES, nearest_value
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.plan.queries.territory import plan_region_code
from pacte.reference.records import ZoneKind

# A larger zone that contains the requested one says nothing about it.
_ANSWERS = frozenset({ZoneFitKind.EXACT, ZoneFitKind.SUMMED, ZoneFitKind.PART})


def eligible_population(
    *, actor: Actor, host_id: int, plan: Plan | None, zone: ZoneFilter | None, known_on: date, until: date
) -> EligiblePopulation:
    """For a zone, or the region of the plan without one; as close as possible to ``until``, the end of the counted
    period.

    As soon as one real series answers, the fictitious series of the demonstration are not shown.
    """
    sheets = {each.code: each for each in all_series(actor=actor, host_id=host_id)}
    kind, code = (zone.kind, zone.code) if zone else (ZoneKind.REGION.value, plan_region_code(plan))

    def of_publics(sheet: Series | None) -> dict[str, EligibleCount]:
        return _counts_by_public(actor, sheet, kind, code, known_on, until) if sheet else {}

    real = of_publics(sheets.get(ELIGIBLE_SERIES))
    imported = code and sheets.keys() & {*JOBSEEKER_SERIES, *SHARE_SERIES.values()}
    profile = (
        zone_profile(actor=actor, host_id=host_id, kind=ZoneKind(kind), code=code, known_on=known_on)
        if imported
        else None
    )
    jobseekers = _jobseekers_count(profile, until)
    shares = _public_shares(profile)
    if real or jobseekers:
        return EligiblePopulation(({"": jobseekers} if jobseekers else {}) | real, shares)
    invented = of_publics(sheets.get(f"{FICTITIOUS}{ELIGIBLE_SERIES}"))
    return EligiblePopulation({key: replace(each, is_fictitious=True) for key, each in invented.items()}, shares)


def _counts_by_public(
    actor: Actor, sheet: Series, kind: str, code: str, known_on: date, until: date
) -> dict[str, EligibleCount]:  # fmt: skip
    known = series_points(actor=actor, series=sheet, known_on=known_on, zone_kind=kind, zone_code=code)
    by_split: dict[str, list[ZoneValue]] = {}
    for each in known:
        if each.value is not None:
            by_split.setdefault(each.split, []).append(ZoneValue(each.split, each.first, each.last, each.value))
    breaks = tuple((each.on, each.reason) for each in sheet.breaks.all())
    return {split: _eligible_count(sheet.label, sheet.entity, sheet.source, breaks, nearest_value(values, until))
            for split, values in by_split.items()}  # fmt: skip


def _jobseekers_count(profile: ZoneProfile | None, until: date) -> EligibleCount | None:
    """Jobseekers of the zone: the first series that counts them, summed over its splits."""
    by_code = {each.code: each for each in profile.series if each.fit.how in _ANSWERS} if profile else {}
    for series in (by_code[code] for code in JOBSEEKER_SERIES if code in by_code):
        values = [each for each in _total_values(series) if each.value is not None]
        if values:
            population = _eligible_count(
                series.label, series.source, series.source, series.breaks, nearest_value(values, until)
            )
            return replace(population, entity=series.label.lower(), is_least=series.fit.how is ZoneFitKind.PART)
    return None


def _total_values(series: ZoneSeries) -> list[ZoneValue]:
    if whole := series.totals():
        return list(whole)
    totals: dict[tuple[date, date], Decimal] = {}
    for each in series.values:
        if each.value is not None and not each.zone:
            totals[each.first, each.last] = totals.get((each.first, each.last), Decimal(0)) + each.value
    return [ZoneValue("", first, last, total) for (first, last), total in sorted(totals.items())]


def _public_shares(profile: ZoneProfile | None) -> tuple[PublicShare, ...]:
    """Last shares related to an audience, each over all the zones that the source lists."""
    shares = []
    for public, code in SHARE_SERIES.items():
        series = profile.by_code(code) if profile else None
        if series is None or series.is_fictitious:
            continue
        known = [each.value for each in series.latest() if each.value is not None and not each.split]
        if known:
            shares.append(
                PublicShare(public, series.label, series.unit, min(known), max(known), series.until, series.source)
            )
    return tuple(shares)


def _eligible_count(
    label: str, entity: str, source: str, breaks: tuple[tuple[date, str], ...], value: ZoneValue
) -> EligibleCount:  # fmt: skip
    assert value.value is not None
    return EligibleCount(value.value, label, entity, source, value.first, value.last, breaks=breaks)
