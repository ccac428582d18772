"""Which zones of a series represent the requested zone: itself, its parts, or a surrounding zone. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from pacte.indicators.records.profile import ZoneFit, ZoneFitKind

COMMUNE = "commune"

Membership = Mapping[str, Mapping[str, str]]
"""Kind of zone → commune → its zone of that kind."""


def zone_fit(
    kind: str,
    code: str,
    communes: frozenset[str],
    *,
    membership: Membership,
    present: Mapping[str, frozenset[str]],
    is_additive: bool,
) -> ZoneFit | None:
    """The zones that represent the requested zone; None when there is none.

    ``communes`` are those of the requested zone; ``present`` gives, by kind, the zones with values in the series. In
    order of preference: the zone itself; its parts when they cover it; some of its communes (a lower bound, for
    additive series); the smallest surrounding zone; the zone that contains most of it.
    """
    out_of = len(communes)
    if code in present.get(kind, frozenset()):
        return ZoneFit(ZoneFitKind.EXACT, kind, (code,), out_of, out_of)
    overlaps = {each: _Overlap(membership.get(each, {}), communes, codes) for each, codes in present.items()}
    covering = [each for each in sorted(overlaps) if out_of and overlaps[each].covered == out_of]
    if covering:
        best = min(covering, key=lambda each: (len(overlaps[each].inside), each))
        how = ZoneFitKind.SUMMED if is_additive else ZoneFitKind.SPREAD
        return ZoneFit(how, best, tuple(sorted(overlaps[best].inside)), out_of, out_of)
    some = overlaps.get(COMMUNE)
    if some is not None and is_additive and some.inside:
        return ZoneFit(ZoneFitKind.PART, COMMUNE, tuple(sorted(some.inside)), some.covered, out_of)
    return _surrounding_fit(overlaps, out_of)


def _surrounding_fit(overlaps: Mapping[str, _Overlap], out_of: int) -> ZoneFit | None:
    candidates = [
        (-shared, overlap.size[zone], each, zone)
        for each, overlap in overlaps.items()
        for zone, shared in overlap.shared.items()
        if each != COMMUNE
    ]
    if not candidates:
        return None
    missing, _, kind, zone = min(candidates)
    how = ZoneFitKind.AROUND if -missing == out_of else ZoneFitKind.MOSTLY
    return ZoneFit(how, kind, (zone,), -missing, out_of)


class _Overlap:
    """Zones of one kind with values that share communes with the requested zone."""

    def __init__(self, zone_of: Mapping[str, str], communes: frozenset[str], present: frozenset[str]) -> None:
        members: dict[str, set[str]] = defaultdict(set)
        for commune, zone in zone_of.items():
            members[zone].add(commune)
        shared = Counter(zone_of[commune] for commune in communes if commune in zone_of)
        self.shared = {zone: count for zone, count in shared.items() if zone in present}
        self.size = {zone: len(members[zone]) for zone in self.shared}
        self.inside = {zone for zone, count in self.shared.items() if count == self.size[zone]}
        self.covered = sum(self.shared[zone] for zone in self.inside)
