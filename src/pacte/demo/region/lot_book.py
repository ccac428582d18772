"""Lots of the invented offer: each groups the sessions of one year, domain, nature, fund and living area.

A living area with a single such session has no lot of its own: the session is in the lot of the department.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from pacte.demo.region.offer_tables import OfferWriter
from pacte.demo.region.purchase_events import is_ordered
from pacte.demo.region.setting import RECORDED_BY, LotArea
from pacte.demo.region.training_supply import InventedSession
from pacte.offer.records import NATURE_LABELS, TrainingNature

_SESSIONS_OF_AN_AREA = 2


@dataclass(slots=True)
class _Lot:
    identifier: int
    first: InventedSession
    area: LotArea
    is_awarded: bool
    signed_on: date
    places: int = 0
    hours: int = 0
    cents: int = 0


@dataclass(slots=True)
class LotBook:
    """Areas are chosen from all the sessions, ``supply``. Totals are complete once every session is added.

    Call ``write`` last.
    """

    writer: OfferWriter
    supply: Iterable[InventedSession]
    _lots: dict[tuple[object, ...], _Lot] = field(default_factory=dict)
    _sessions_by_area: Counter[tuple[object, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._sessions_by_area = Counter((*self._purchase_key(each), self._living_area(each)) for each in self.supply)

    def area_of(self, session: InventedSession) -> LotArea:
        """Territory of the lot of the session."""
        area = self._living_area(session)
        department = self.writer.setting.departments[session.town.department]
        if area is None or self._sessions_by_area[(*self._purchase_key(session), area)] < _SESSIONS_OF_AN_AREA:
            return department
        return area

    def domain_of(self, session: InventedSession) -> str:
        """Domain of the session, in words."""
        code = session.family.formacode[:3]
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
        return lot.identifier

    def write(self) -> None:
        for lot in self._lots.values():
            self._write(lot)

    def _living_area(self, session: InventedSession) -> LotArea | None:
        return self.writer.setting.lot_areas.get(session.town.code)

    def _purchase_key(self, session: InventedSession) -> tuple[object, ...]:
        setting, family = self.writer.setting, session.family
        return (
            session.was_on.year, family.nature, family.formacode[:3], session.is_pact,
            is_ordered(session, setting.today),
        )  # fmt: skip

    def _write(self, lot: _Lot) -> None:
        setting, session = self.writer.setting, lot.first
        year, nature, domain = session.was_on.year, session.family.nature, session.family.formacode[:3]
        made_on = min(lot.signed_on, setting.today) - timedelta(days=150)
        state = "awarded" if lot.is_awarded else "published" if lot.identifier % 2 else "draft"
        self.writer.put(
            "offer_lot",
            lot.identifier,
            setting.host_id,
            setting.buyer_id,
            _code(lot, domain),
            f"{self.domain_of(session)} ({NATURE_LABELS[TrainingNature(nature)]}), {lot.area.name}, {year} (fictif)",
            year,
            domain,
            nature,
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


def _code(lot: _Lot, domain: str) -> str:
    """« L-2020-18-230-CERTI-P »: P for the pact, S for the baseline; « -B » before its award."""
    session = lot.first
    rank = "" if lot.is_awarded else "-B"
    fund = "P" if session.is_pact else "S"
    return f"L-{session.was_on.year}-{lot.area.code}-{domain}-{session.family.nature[:5].upper()}-{fund}{rank}"
