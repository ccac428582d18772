"""Words for the codes of a purchase: its domain, its territory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from pacte.reference.queries import territory_editions, zone_names_by_kind
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind
from pacte.web.tables import Cell, cell

if TYPE_CHECKING:
    from pacte.offer.models import Lot

ZoneNames = Mapping[ZoneKind, Mapping[str, str]]


def domain_name(code: str, labels: Mapping[str, str]) -> str:
    """« Transport »; « domaine 999 » without a label. ``labels``: those of ``training_domain_labels``."""
    return labels.get(code) or (f"domaine {code}" if code else "non dit")


def lot_zone_names(lots: Iterable[Lot]) -> ZoneNames:
    """Names of the territories of some lots; none before a territory is loaded."""
    if not territory_editions():
        return {}
    codes: dict[ZoneKind, set[str]] = defaultdict(set)
    for lot in lots:
        if lot.zone_kind in set(ZoneKind):
            codes[ZoneKind(lot.zone_kind)].add(lot.zone_code)
    return zone_names_by_kind(codes)


def lot_zone_cell(lot: Lot, names: ZoneNames) -> Cell:
    """The name of the territory, then its kind; its code when it has no name."""
    kind = ZoneKind(lot.zone_kind) if lot.zone_kind in set(ZoneKind) else None
    name = names.get(kind, {}).get(lot.zone_code, "") if kind else ""
    return cell(name or lot.zone_code, note=ZONE_KIND_LABELS[kind][0] if kind else lot.zone_kind)
