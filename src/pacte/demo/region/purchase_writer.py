"""Write the purchases of the invented offer: orders, ledger, amendments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pacte.demo.region.buyers import is_bought_by_second
from pacte.demo.region.lot_book import LotBook
from pacte.demo.region.offer_tables import OfferWriter
from pacte.demo.region.purchase_events import (
    ADDED_PLACES,
    CUT_PLACES,
    MAX_WAITING,
    amended_on,
    cut_on,
    invented_state_changes,
    is_mistyped,
    is_ordered,
    is_requested_by_provider,
    lengthened_on,
    minimum_of,
    opened_on,
    past_requests,
    waiting_request,
)
from pacte.demo.region.request_writer import PurchasedSession, write_difference, write_request
from pacte.demo.region.setting import RECORDED_BY, Payer
from pacte.demo.region.training_supply import InventedSession

_ALIVE = frozenset({"planned", "confirmed", "postponed", "running"})


@dataclass(slots=True)
class PurchaseWriter:
    """Writes the sessions of ``supply`` one by one; lots and waiting requests are written at the end."""

    writer: OfferWriter
    supply: Sequence[InventedSession]
    _lots: LotBook = field(init=False)
    _amendments: Counter[int] = field(default_factory=Counter)
    _open_purchases: list[PurchasedSession] = field(default_factory=list)
    _prices: dict[tuple[object, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lots = LotBook(self.writer, self.supply)

    @property
    def _today(self) -> date:
        return self.writer.setting.today

    def write(self, session: InventedSession, session_id: int, provider_id: int) -> None:
        session = self._at_the_price(session)
        if not is_ordered(session, self._today):
            self._write_planned(session, session_id, provider_id)
            return
        order_id = self._order_id_of(session, provider_id)
        lines = [self._write_line(payer, session_id, order_id) for payer in self.writer.setting.payers_of(session)]
        bought = PurchasedSession(
            session, session_id, provider_id, self._buyer_of(session), order_id, lines[0],
            lines[1] if len(lines) > 1 else None,
        )  # fmt: skip
        self._write_ledger(bought)
        is_alive = (
            invented_state_changes(session, self._today)[-1].state in _ALIVE and opened_on(session) <= self._today
        )
        if is_alive and session.is_live and bought.buyer_id == self.writer.setting.buyer_id:
            self._open_purchases.append(bought)

    def finish(self) -> None:
        """Waiting requests of the demonstration provider come first. All are made to the Region."""
        waiting = sorted(self._open_purchases, key=lambda each: (each.session.provider, each.session.starts_on))
        for rank, each in enumerate(waiting[:MAX_WAITING]):
            write_request(self.writer, each, waiting_request(each.session, rank, self._today))
        for rank, each in enumerate(waiting[: MAX_WAITING // 2]):
            write_difference(self.writer, each, rank)
        self._lots.write()

    # ------------------------------------------------------------ lots and orders

    def _at_the_price(self, session: InventedSession) -> InventedSession:
        """Sessions of one order share its price: that of the first one."""
        price = self._prices.setdefault(self._order_key(session), session.cents // session.hours)
        return replace(session, cents=price * session.hours)

    def _buyer_of(self, session: InventedSession) -> int:
        setting = self.writer.setting
        return setting.second_buyer_id if is_bought_by_second(session) else setting.buyer_id

    def _order_key(self, session: InventedSession) -> tuple[object, ...]:
        """One order per year, provider, buyer, fund, nature, domain, plan action and area."""
        family = session.family
        return (
            session.provider, session.was_on.year, self._buyer_of(session), session.is_pact, family.nature,
            family.formacode[:3],
            self.writer.setting.action_of(session), self._lots.area_of(session),
        )  # fmt: skip

    def _order_id_of(self, session: InventedSession, provider_id: int) -> int:
        setting, family, year = self.writer.setting, session.family, session.was_on.year
        signed = min(date(year - 1, 6, 1), session.ordered_on)
        lot_id = self._lots.add_session(session, signed, is_awarded=True)
        identifier, is_new = self.writer.get_or_create_identifier("offer_order", *self._order_key(session))
        if is_new:
            self.writer.put(
                "offer_order",
                identifier,
                setting.host_id,
                self._buyer_of(session),
                provider_id,
                lot_id,
                f"BC-{year}-{identifier:04d}",
                f"{self._lots.domain_name(family.formacode[:3])}, {self._lots.area_of(session).name}, {year} (fictive)",
                "framework_agreement",
                family.formacode[:3],
                family.nature,
                "trainee_hour",
                session.cents // session.hours,
                signed,
                date(year + 2, 6, 30),
                self.writer.setting.recorded_at(signed),
                RECORDED_BY,
            )
        return identifier

    def _write_line(self, payer: Payer, session_id: int, order_id: int) -> int:
        """A line of the order that buys the session: one of the pact names its plan action."""
        identifier, setting = self.writer.identifier("offer_orderitem"), self.writer.setting
        self.writer.put("offer_orderitem", identifier, setting.host_id, order_id, session_id, *payer)
        return identifier

    def _write_planned(self, session: InventedSession, session_id: int, provider_id: int) -> None:
        """A session not paid by any order yet: its places are those planned in a lot."""
        self._lots.add_session(session, self._today, is_awarded=False)
        on = session.ordered_on - timedelta(days=30)
        if on > self._today:
            return
        self._write_ledger_row(session_id, provider_id, "planned", session.places, on=on)
        self._write_places(session_id, session, planned=session.places, on=on)

    # ------------------------------------------------------------ the ledger

    def _write_ledger(self, bought: PurchasedSession) -> None:
        """Planned, bought, opened, minimum; then requested, added, corrected, lost. Losses remain visible."""
        session, today = bought.session, self._today
        self._write_ledger_row(
            bought.session_id, bought.provider_id, "planned", session.places,
            on=session.ordered_on - timedelta(days=30),
        )  # fmt: skip
        added_on = amended_on(session, today)
        self._write_purchase(bought, session.places - (ADDED_PLACES if added_on else 0))
        lost = 0
        for request in past_requests(session, today):
            request_id = write_request(self.writer, bought, request)
            if request.kind == "close_places" and request.accepted and request.answered_on:
                self._write_loss(bought, 1, request.answered_on, request.cause, request_id, request.answer)
                lost = 1
            elif request.kind == "add_places":
                self._write_addition(bought, request.answered_on or today, request_id)
        if added_on and not is_requested_by_provider(session):
            self._write_addition(bought, added_on, None)
        lost += self._cut(bought)
        more_hours = self._lengthen(bought)
        opened = self._write_opening(bought)
        if session.is_cancelled and session.cancelled_on and session.cancelled_on <= today:
            self._write_loss(bought, session.places, session.cancelled_on, session.cause, None, "")
            if opened:
                self._write_ledger_row(
                    bought.session_id, bought.provider_id, "opened", -opened, on=session.cancelled_on,
                    cause=session.cause,
                )  # fmt: skip
            opened, lost = 0, session.places
        self._write_places(
            bought.session_id, session, planned=session.places, on=session.ordered_on, opened=opened,
            bought=session.places, lost=lost, hours=session.hours + more_hours,
        )  # fmt: skip

    def _write_opening(self, bought: PurchasedSession) -> int | None:
        session, on = bought.session, opened_on(bought.session)
        if on > self._today:
            return None
        self._write_ledger_row(bought.session_id, bought.provider_id, "opened", session.opened, on=on)
        if minimum := minimum_of(session):
            self._write_ledger_row(bought.session_id, bought.provider_id, "minimum", minimum, on=on)
        return session.opened

    def _write_purchase(self, bought: PurchasedSession, places: int) -> None:
        """The purchase; one in ninety is first written with swapped digits, and a new row replaces it.

        When two lines pay, the second one buys half of the places.
        """
        session, wrong = bought.session, None
        if bought.second_line_id:
            half = session.places // 2
            places -= half
            second = replace(bought, line_id=bought.second_line_id)
            self._write_priced_row(second, "bought", half, session.ordered_on)
        known_on = session.ordered_on + timedelta(days=21)
        if is_mistyped(session) and known_on <= self._today:
            wrong = self._write_priced_row(bought, "bought", int(str(places)[::-1]), session.ordered_on)
        self._write_priced_row(
            bought, "bought", places, session.ordered_on, corrects=wrong, known_on=known_on if wrong else None,
            reason="Chiffres intervertis à la saisie." if wrong else "",
        )  # fmt: skip

    def _write_addition(self, bought: PurchasedSession, on: date, request_id: int | None) -> None:
        reason = "Le besoin est prouvé : deux places de plus."
        identifier = self._write_amendment(bought, "add", on, reason)
        self._write_priced_row(
            bought, "bought", ADDED_PLACES, on, amendment=identifier, request=request_id, reason=reason
        )

    def _cut(self, bought: PurchasedSession) -> int:
        """An amendment that lowers the order: the place is lost, and remains visible. Return how many."""
        on, reason = cut_on(bought.session, self._today), "Le besoin a baissé : une place de moins."
        if on is None:
            return 0
        amendment = self._write_amendment(bought, "cut", on, reason)
        self._write_priced_row(bought, "lost", CUT_PLACES, on, amendment=amendment, cause="need_changed", reason=reason)
        return CUT_PLACES

    def _lengthen(self, bought: PurchasedSession) -> int:
        """An amendment of hours only: same places, longer courses. Return how many hours."""
        session, reason = bought.session, "Les parcours durent plus que prévu : un dixième d’heures en plus."
        on, hours = lengthened_on(session, self._today), session.hours // 10
        if on is None:
            return 0
        self._write_ledger_row(
            bought.session_id, bought.provider_id, "bought", 0, on=on, hours=hours,
            cents=hours * (session.cents // session.hours), bought=bought,
            amendment=self._write_amendment(bought, "add", on, reason), reason=reason,
        )  # fmt: skip
        return hours

    def _write_amendment(self, bought: PurchasedSession, kind: str, on: date, reason: str) -> int:
        self._amendments[bought.order_id] += 1
        identifier = self.writer.identifier("offer_amendment")
        self.writer.put(
            "offer_amendment", identifier, self.writer.setting.host_id, bought.order_id,
            self._amendments[bought.order_id], kind, on, reason, self.writer.setting.recorded_at(on), RECORDED_BY,
        )  # fmt: skip
        return identifier

    def _write_loss(
        self, bought: PurchasedSession, places: int, on: date, cause: str, request_id: int | None, reason: str
    ) -> None:
        self._write_priced_row(bought, "lost", places, on, cause=cause, request=request_id, reason=reason)

    def _write_priced_row(
        self,
        bought: PurchasedSession,
        kind: str,
        places: int,
        on: date,
        *,
        amendment: int | None = None,
        request: int | None = None,
        corrects: int | None = None,
        known_on: date | None = None,
        cause: str = "",
        reason: str = "",
    ) -> int:
        """A row paid by an order: hours and euros in proportion to its places."""
        session = bought.session
        hours, cents = (each * places // session.places for each in (session.hours, session.cents))
        return self._write_ledger_row(
            bought.session_id, bought.provider_id, kind, places, on=on, hours=hours, cents=cents,
            bought=bought, amendment=amendment, request=request, corrects=corrects, known_on=known_on,
            cause=cause, reason=reason,
        )  # fmt: skip

    def _write_ledger_row(
        self,
        session_id: int,
        provider_id: int,
        kind: str,
        places: int,
        *,
        on: date,
        hours: int = 0,
        cents: int = 0,
        bought: PurchasedSession | None = None,
        amendment: int | None = None,
        request: int | None = None,
        corrects: int | None = None,
        known_on: date | None = None,
        cause: str = "",
        reason: str = "",
    ) -> int:
        identifier, setting = self.writer.identifier("offer_placeentry"), self.writer.setting
        self.writer.put(
            "offer_placeentry",
            identifier,
            setting.host_id,
            provider_id,
            session_id,
            kind,
            places,
            hours,
            cents,
            on,
            setting.recorded_at(known_on or on),
            bought.buyer_id if bought else None,
            bought.order_id if bought else None,
            bought.line_id if bought else None,
            amendment,
            request,
            corrects,
            cause,
            reason,
            RECORDED_BY,
        )
        return identifier

    def _write_places(
        self,
        session_id: int,
        session: InventedSession,
        *,
        planned: int,
        on: date,
        opened: int | None = None,
        bought: int = 0,
        lost: int = 0,
        hours: int = 0,
    ) -> None:
        self.writer.put(
            "offer_sessionplaces", session_id, planned, bought, opened,
            0 if opened is None else minimum_of(session), lost,
            bought, hours, 0, self.writer.setting.recorded_at(on),
        )  # fmt: skip
