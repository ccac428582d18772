"""Registry of the maps of blanks, and the zones that they cross."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date
from functools import cache

from pacte.indicators.queries import coverage
from pacte.indicators.queries.operational_count_registry import CountContext
from pacte.indicators.queries.store import end_of_day_utc
from pacte.indicators.queries.zones import plan_region_code
from pacte.indicators.records.coverage import CoverageMap, CoverageSource, LocatedThing, ZoneFrame
from pacte.indicators.rules.coverage import cross_with_zones
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.plan.models import Plan
from pacte.reference.queries import (
    places_of_kind,
    territory_edition_on,
    territory_editions,
    zone_codes_by_commune,
    zone_names_by_kind,
)
from pacte.reference.records import ZoneKind

ThingsFunction = Callable[[CountContext], Iterable[LocatedThing]]


@cache
def coverage_sources() -> Mapping[str, tuple[CoverageSource, ThingsFunction]]:
    """Every module of the folder, by code."""
    names = sorted(info.name for info in pkgutil.iter_modules(coverage.__path__))
    modules = [importlib.import_module(f"{coverage.__name__}.{name}") for name in names]
    return {module.SOURCE.code: (module.SOURCE, module.things) for module in modules}


def coverage_sources_of_target(code: str) -> tuple[CoverageSource, ...]:
    """Maps shown for a target: the one that measures it first."""
    found = [source for source, _ in coverage_sources().values() if code and source.target == code]
    return tuple(sorted(found, key=lambda each: (not each.measures_target, each.code)))


def plan_coverage(*, actor: Actor, plan: Plan, source: CoverageSource, kind: ZoneKind, on: date) -> CoverageMap | None:
    """The map of one source, as known at the end of that day. None before a territory is loaded. Public."""
    frame = zone_frame(plan, kind, on)
    if frame is None:
        return None
    context = CountContext(actor, plan, on, min(now(), end_of_day_utc(on).replace(tzinfo=UTC)))
    _, things = coverage_sources()[source.code]
    return cross_with_zones(source, things(context), frame, on=on)


def zone_frame(plan: Plan, kind: ZoneKind, on: date) -> ZoneFrame | None:
    """The zones of a kind that have a commune in the region of the plan. None when they are not loaded.

    A zone astride two regions is there with its communes of this region only.
    """
    region = plan_region_code(plan) if territory_editions() else ""
    if not region:
        return None
    edition = territory_edition_on(on)
    communes = places_of_kind(ZoneKind.COMMUNE, edition=edition, region_code=region)
    zone_of = zone_codes_by_commune([kind], edition=edition)[kind]
    codes = {zone for each in communes if (zone := zone_of.get(each.code))}
    if not codes:
        return None
    names = zone_names_by_kind({kind: codes}, edition=edition)[kind]
    return ZoneFrame(
        kind=kind,
        edition=edition,
        names={code: names.get(code) or code for code in codes},
        zone_of=zone_of,
        inhabitants={each.code: each.population for each in communes},
    )
