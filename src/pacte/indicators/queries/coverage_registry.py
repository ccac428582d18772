"""Registry of the maps of blanks, and the zones that they cross."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cache, lru_cache, partial

from pacte.indicators.queries import coverage
from pacte.indicators.queries.case_counts import located_cases, procedure_counts
from pacte.indicators.records.coverage import CoverageMap, CoverageSource, LocatedItem, ZoneFrame
from pacte.indicators.rules.coverage import cross_with_zones
from pacte.kernel.actor import Actor
from pacte.kernel.clock import known_before
from pacte.plan.models import Plan
from pacte.plan.queries.territory import plan_region_code
from pacte.reference.queries import (
    places_of_kind,
    territory_edition_on,
    territory_stamp,
    zone_codes_by_commune,
    zone_names_by_kind,
)
from pacte.reference.records import ZoneKind

ItemsFunction = Callable[..., Iterable[LocatedItem]]


@cache
def _registry() -> Mapping[str, tuple[CoverageSource, ItemsFunction]]:
    """Every module of the folder, and every count of a procedure that says where things are, by code."""
    names = sorted(info.name for info in pkgutil.iter_modules(coverage.__path__))
    modules = [importlib.import_module(f"{coverage.__name__}.{name}") for name in names]
    of_modules = {module.SOURCE.code: (module.SOURCE, module.located_items) for module in modules}
    located = ((each.coverage, each) for each in procedure_counts())
    return of_modules | {
        source.code: (source, partial(located_cases, source=each)) for source, each in located if source is not None
    }


def coverage_sources(*, actor: Actor, target: str | None = None) -> tuple[CoverageSource, ...]:
    """Every map, or those of a target: the one that measures it first. Public."""
    sources = [source for source, _ in _registry().values() if target is None or source.target == target]
    return tuple(sorted(sources, key=lambda each: (not each.measures_target, each.code)))


def plan_coverage(*, actor: Actor, plan: Plan, source: CoverageSource, kind: ZoneKind, on: date) -> CoverageMap | None:
    """The map of one source, as known at the end of that day. None before a territory is loaded. Public."""
    frame = zone_frame(actor=actor, plan=plan, kind=kind, on=on)
    if frame is None:
        return None
    _, located_items = _registry()[source.code]
    known = known_before(on)
    items = located_items(actor=actor, plan=plan, by=on, known=known)
    return cross_with_zones(source, items, frame, on=on)


def zone_frame(*, actor: Actor, plan: Plan, kind: ZoneKind, on: date) -> ZoneFrame | None:
    """The zones of a kind in the region of the plan. None when they are not loaded. Public."""
    return zone_frames(actor=actor, plan=plan, kinds=[kind], on=on).get(kind)


def zone_frames(*, actor: Actor, plan: Plan, kinds: Collection[ZoneKind], on: date) -> dict[ZoneKind, ZoneFrame]:
    """By kind, the zones that have a commune in the region of the plan; without the kinds that are not loaded.

    A zone astride two regions is there with its communes of this region only.
    """
    region = plan_region_code(plan) if kinds else ""
    if not region:
        return {}
    stamp, edition = territory_stamp(actor=actor), territory_edition_on(on)
    frames = ((kind, _cached_frame(stamp, region, kind, edition)) for kind in kinds)
    return {kind: frame for kind, frame in frames if frame is not None}


@lru_cache(maxsize=16)
def _cached_frame(stamp: tuple[int, ...], region: str, kind: ZoneKind, edition: int) -> ZoneFrame | None:
    """Cached by ``stamp`` of the territory: every reading of a plan asks for the zones of its targets."""
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
