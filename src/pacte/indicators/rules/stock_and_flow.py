"""Two readings of what lasts, by zone: the stock of a day, the flow of each year. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from pacte.indicators.records.coverage import ZoneFrame
from pacte.indicators.records.stock_and_flow import LastingItem, StockAndFlow, ZoneStock


def stock_and_flow(items: Iterable[LastingItem], frame: ZoneFrame, *, on: date, source: str) -> StockAndFlow:
    """Returns both readings by ``on``; what began later is ignored. What ended that very day no longer lasts."""
    begun = [each for each in items if each.began_on <= on]
    by_zone: dict[str, list[LastingItem]] = defaultdict(list)
    for each in begun:
        by_zone[frame.zone_of.get(each.commune, "")].append(each)
    first = min((each.began_on.year for each in begun), default=on.year)
    years = tuple(range(first, on.year + 1))
    zones = tuple(
        _zone(code, name, by_zone.get(code, []), years, on)
        for code, name in sorted(frame.names.items(), key=lambda each: (each[1], each[0]))
    )
    outside = sum(len(same) for code, same in by_zone.items() if code not in frame.names)
    return StockAndFlow(frame.kind, on, years, zones, outside, source)


def _zone(code: str, name: str, items: list[LastingItem], years: tuple[int, ...], on: date) -> ZoneStock:
    lasting = sum(each.ended_on is None or each.ended_on > on for each in items)
    return ZoneStock(code, name, lasting, tuple(sum(each.began_on.year == year for each in items) for year in years))
