"""Size of the population of each audience outside the plan, from imported series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pacte.indicators.models import Series
from pacte.indicators.queries.profile import zone_profile
from pacte.indicators.queries.series import all_series, points
from pacte.indicators.queries.zones import region_of
from pacte.indicators.records import ZoneAsked
from pacte.indicators.records.eligible import Eligible, EligiblePopulation, Share
from pacte.indicators.records.profile import FICTITIOUS, Fit, SeriesThere, ValueThere, ZoneProfile
from pacte.indicators.rules.eligible import CODE, SHARES, WHOLE, nearest
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.reference.records import ZoneKind

# A larger zone that contains the requested one says nothing about it.
_ANSWERS = frozenset({Fit.EXACT, Fit.SUMMED, Fit.PART})


def eligible_population(
    *, actor: Actor, host_id: int, plan: Plan | None, zone: ZoneAsked | None, known_on: date, until: date
) -> EligiblePopulation:
    """For a zone, or the region of the plan without one; as close as possible to ``until``, the end of the counted
    period.

    As soon as one real series answers, the fictitious series of the demonstration are not shown.
    """
    sheets = {each.code: each for each in all_series(actor=actor, host_id=host_id)}
    kind, code = (zone.kind, zone.code) if zone else (ZoneKind.REGION.value, region_of(plan))

    def of_publics(sheet: Series | None) -> dict[str, Eligible]:
        return _of_publics(actor, sheet, kind, code, known_on, until) if sheet else {}

    real = of_publics(sheets.get(CODE))
    imported = code and sheets.keys() & {*WHOLE, *SHARES.values()}
    there = (
        zone_profile(actor=actor, host_id=host_id, kind=ZoneKind(kind), code=code, known_on=known_on)
        if imported
        else None
    )
    whole = _whole(there, until)
    shares = _shares(there)
    if real or whole:
        return EligiblePopulation(({"": whole} if whole else {}) | real, shares)
    invented = of_publics(sheets.get(f"{FICTITIOUS}{CODE}"))
    return EligiblePopulation({key: replace(each, is_fictitious=True) for key, each in invented.items()}, shares)


def _of_publics(
    actor: Actor, sheet: Series, kind: str, code: str, known_on: date, until: date
) -> dict[str, Eligible]:  # fmt: skip
    known = points(actor=actor, series=sheet, known_on=known_on, zone_kind=kind, zone_code=code)
    by_split: dict[str, list[ValueThere]] = {}
    for each in known:
        if each.value is not None:
            by_split.setdefault(each.split, []).append(ValueThere(each.split, each.first, each.last, each.value))
    breaks = tuple((each.on, each.reason) for each in sheet.breaks.all())
    return {split: _told(sheet.label, sheet.entity, sheet.source, breaks, nearest(values, until))
            for split, values in by_split.items()}  # fmt: skip


def _whole(there: ZoneProfile | None, until: date) -> Eligible | None:
    """Jobseekers of the zone: the first series that counts them, summed over its splits."""
    told = {each.code: each for each in there.series if each.fit.how in _ANSWERS} if there else {}
    for series in (told[code] for code in WHOLE if code in told):
        values = [each for each in _added(series) if each.value is not None]
        if values:
            found = _told(series.label, series.source, series.source, series.breaks, nearest(values, until))
            return replace(found, entity=series.label.lower(), is_least=series.fit.how is Fit.PART)
    return None


def _added(series: SeriesThere) -> list[ValueThere]:
    if whole := series.whole():
        return list(whole)
    totals: dict[tuple[date, date], Decimal] = {}
    for each in series.values:
        if each.value is not None and not each.zone:
            totals[each.first, each.last] = totals.get((each.first, each.last), Decimal(0)) + each.value
    return [ValueThere("", first, last, total) for (first, last), total in sorted(totals.items())]


def _shares(there: ZoneProfile | None) -> tuple[Share, ...]:
    """Last shares related to an audience, each over all the zones that the source lists."""
    found = []
    for public, code in SHARES.items():
        series = there.by_code(code) if there else None
        if series is None or series.code.startswith(FICTITIOUS):
            continue
        known = [each.value for each in series.latest() if each.value is not None and not each.split]
        if known:
            found.append(Share(public, series.label, series.unit, min(known), max(known), series.until, series.source))
    return tuple(found)


def _told(
    label: str, entity: str, source: str, breaks: tuple[tuple[date, str], ...], value: ValueThere
) -> Eligible:  # fmt: skip
    assert value.value is not None
    return Eligible(value.value, label, entity, source, value.first, value.last, breaks=breaks)
