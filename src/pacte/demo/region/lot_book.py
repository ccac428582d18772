"""Lots of the invented offer: each groups the sessions of one year, nature, fund and territory, whatever their domain.

A living area with a fair part of the sessions of a year has its own lot; the others are in the lot of their department.
The second buyer has one lot for the whole region.
Finer lots would be counts of a few people each, which the nightly publication of counts must protect one by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from pacte.demo.region.buyers import is_bought_by_second
from pacte.demo.region.offer_tables import OfferWriter
from pacte.demo.region.purchase_events import is_ordered
from pacte.demo.region.setting import RECORDED_BY, LotArea
from pacte.demo.region.training_supply import InventedSession
from pacte.offer.records import NATURE_LABELS, TrainingNature
from pacte.reference.records import ZoneKind

# For a living area to have its own lot: sessions, and part of those of the year and nature, whatever the fund.
_LEAST_SESSIONS, _LEAST_PART = 2, 1 / 40
_DOMAINS_NAMED = 2


@dataclass(slots=True)
class _Lot:
    """``hours_by_domain``: trainee hours by code of the domain."""

    identifier: int
    first: InventedSession
    area: LotArea
    is_awarded: bool
    signed_on: date
    places: int = 0
    hours: int = 0
    cents: int = 0
    hours_by_domain: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class LotBook:
    """Areas are chosen from all the sessions, ``supply``. Totals are complete once every session is added.

    Call ``write`` last.
    """

    writer: OfferWriter
    supply: Iterable[InventedSession]
    _lots: dict[tuple[object, ...], _Lot] = field(default_factory=dict)
    _sessions: Counter[tuple[int, str, bool]] = field(init=False)
    _sessions_by_area: Counter[tuple[object, ...]] = field(init=False)

    def __post_init__(self) -> None:
        bought = [each for each in self.supply if not is_bought_by_second(each)]
        keys = [(self._purchase_key(each), self._living_area(each)) for each in bought]
        self._sessions = Counter(_without_fund(key) for key, _ in keys)
        self._sessions_by_area = Counter((*key, area) for key, area in keys)

    def area_of(self, session: InventedSession) -> LotArea:
        """Territory of the lot of the session."""
        if is_bought_by_second(session):
            return self.writer.setting.region_area
        key, area = self._purchase_key(session), self._living_area(session)
        least = max(_LEAST_SESSIONS, self._sessions[_without_fund(key)] * _LEAST_PART)
        if area is not None and self._sessions_by_area[(*key, area)] >= least:
            return area
        return self.writer.setting.departments[session.town.department]

    def domain_name(self, code: str) -> str:
        """Name of a domain; its code when it has none."""
        return self.writer.setting.domains.get(code, f"Domaine {code}")

    def add_session(self, session: InventedSession, signed_on: date, *, is_awarded: bool) -> int:
        """Add the session to its lot and return the id of that lot."""
        area = self.area_of(session)
        key = (*self._purchase_key(session), area)
        if key not in self._lots:
            identifier = self.writer.identifier("offer_lot")
            self._lots[key] = _Lot(identifier, session, area, is_awarded, signed_on)
        lot = self._lots[key]
        lot.places += session.places
        lot.hours += session.hours
        lot.cents += session.cents
        lot.hours_by_domain[session.family.formacode[:3]] += session.hours
        return lot.identifier

    def write(self) -> None:
        for lot in self._lots.values():
            self._write(lot)

    def _living_area(self, session: InventedSession) -> LotArea | None:
        return self.writer.setting.lot_areas.get(session.town.code)

    def _purchase_key(self, session: InventedSession) -> tuple[int, str, bool, bool]:
        is_known = is_ordered(session, self.writer.setting.today)
        return session.was_on.year, session.family.nature, session.is_pact, is_known

    def _write(self, lot: _Lot) -> None:
        """The domain of a lot is that of most of its hours."""
        setting, session = self.writer.setting, lot.first
        year, nature = session.was_on.year, TrainingNature(session.family.nature)
        made_on = min(lot.signed_on, setting.today) - timedelta(days=150)
        state = "awarded" if lot.is_awarded else "published" if lot.identifier % 2 else "draft"
        domains = [code for code, _ in lot.hours_by_domain.most_common()]
        self.writer.put(
            "offer_lot",
            lot.identifier,
            setting.host_id,
            setting.second_buyer_id if is_bought_by_second(session) else setting.buyer_id,
            _code(lot),
            f"{self._domain_names(domains)} ({NATURE_LABELS[nature]}), {lot.area.name}, {year} (fictif)",
            year,
            domains[0],
            nature.value,
            lot.area.kind,
            lot.area.code,
            lot.places,
            lot.hours,
            "trainee_hour",
            lot.cents // lot.hours,
            "pact" if session.is_pact else "baseline",
            setting.plan_of(session),
            state,
            "Besoin inventé pour la démonstration.",
            setting.recorded_at(made_on),
            RECORDED_BY,
        )

    def _domain_names(self, codes: list[str]) -> str:
        """« Transport, Électricité et 3 autres domaines »."""
        named = ", ".join(self.domain_name(code) for code in codes[:_DOMAINS_NAMED])
        others = len(codes) - _DOMAINS_NAMED
        if others <= 0:
            return named
        return f"{named} et {others} autre{'s' if others > 1 else ''} domaine{'s' if others > 1 else ''}"


def _without_fund(key: tuple[int, str, bool, bool]) -> tuple[int, str, bool]:
    year, nature, _, is_known = key
    return year, nature, is_known


def _code(lot: _Lot) -> str:
    """« L-2020-18-CERTI-P »: P for the pact, S for the baseline; « -B » before its award; « R24 » for a region."""
    session = lot.first
    rank = "" if lot.is_awarded else "-B"
    fund = "P" if session.is_pact else "S"
    area = f"R{lot.area.code}" if lot.area.kind == ZoneKind.REGION else lot.area.code
    return f"L-{session.was_on.year}-{area}-{session.family.nature[:5].upper()}-{fund}{rank}"
