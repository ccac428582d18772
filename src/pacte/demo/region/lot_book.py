"""Lots of the invented offer: each groups the sessions of one year, nature, domain and fund."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from pacte.demo.region.offer_tables import OfferWriter
from pacte.demo.region.setting import RECORDED_BY
from pacte.demo.region.training_supply import InventedSession
from pacte.offer.records import NATURE_LABELS, TrainingNature


@dataclass(slots=True)
class _Lot:
    identifier: int
    year: int
    domain: str
    nature: str
    is_pact: bool
    is_awarded: bool
    signed_on: date
    places: int = 0
    hours: int = 0
    cents: int = 0


@dataclass(slots=True)
class LotBook:
    """Totals are complete once every session is added: call ``write`` last."""

    writer: OfferWriter
    _lots: dict[tuple[object, ...], _Lot] = field(default_factory=dict)

    def add_session(self, session: InventedSession, signed_on: date, *, is_awarded: bool) -> int:
        """Add the session to its lot and return the id of that lot."""
        year, family = session.was_on.year, session.family
        domain = family.formacode[:3]
        key = (year, family.nature, domain, session.is_pact, is_awarded)
        if key not in self._lots:
            identifier = self.writer.identifier("offer_lot")
            self._lots[key] = _Lot(identifier, year, domain, family.nature, session.is_pact, is_awarded, signed_on)
        lot = self._lots[key]
        lot.places += session.places
        lot.hours += session.hours
        lot.cents += session.cents
        return lot.identifier

    def write(self) -> None:
        for lot in self._lots.values():
            self._write(lot)

    def _write(self, lot: _Lot) -> None:
        setting = self.writer.setting
        made_on = min(lot.signed_on, setting.today) - timedelta(days=150)
        state = "awarded" if lot.is_awarded else "published" if lot.identifier % 2 else "draft"
        rank = "" if lot.is_awarded else "-B"
        code = f"L-{lot.year}-{lot.domain}-{lot.nature[:5].upper()}-{'P' if lot.is_pact else 'S'}{rank}"
        self.writer.put(
            "offer_lot",
            lot.identifier,
            setting.host_id,
            setting.buyer_id,
            code,
            f"{NATURE_LABELS[TrainingNature(lot.nature)].capitalize()}, domaine {lot.domain}, {lot.year} (fictif)",
            lot.year,
            lot.domain,
            lot.nature,
            "region",
            setting.region_code,
            lot.places,
            lot.hours,
            "trainee_hour",
            lot.cents // lot.hours,
            "pact" if lot.is_pact else "baseline",
            setting.plan_ids.get(lot.year) if lot.is_pact else None,
            state,
            "Besoin inventé pour la démonstration.",
            setting.recorded_at(made_on),
            RECORDED_BY,
        )
