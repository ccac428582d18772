"""Write the purchases of the invented offer: orders, ledger, requests, amendments, differences."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from pacte.demo.region.lot_book import LotBook
from pacte.demo.region.offer_tables import OfferWriter
from pacte.demo.region.purchasing import (
    ADDED,
    ANSWER_DAYS,
    CUT,
    MOST_WAITING,
    Asked,
    amended_on,
    cut_on,
    difference_of,
    is_asked_for,
    is_mistyped,
    is_ordered,
    lengthened_on,
    opened_on,
    past_requests,
    states_of,
    waiting_request,
)
from pacte.demo.region.setting import BY
from pacte.demo.region.supply import InventedSession
from pacte.kernel.action_codes import ActionCode

_MINIMUM = 8
# Plan action served by a purchase of that nature: offer, literacy and French, agile modules.
_ACTION_OF = {
    "certifying": ActionCode(1), "prequalifying": ActionCode(1), "literacy": ActionCode(12),
    "basic_skills": ActionCode(13), "remobilisation": ActionCode(13),
}  # fmt: skip
_ALIVE = frozenset({"planned", "confirmed", "postponed", "running"})


@dataclass(frozen=True, slots=True)
class _Bought:
    """A session being written, with the ids that its rows refer to."""

    session: InventedSession
    session_id: int
    provider_id: int
    order_id: int


def _order_key(session: InventedSession) -> tuple[object, ...]:
    """One order per year, provider, fund, nature and domain."""
    family = session.family
    return (
        session.provider, session.was_on.year, "pact" if session.is_pact else "baseline", family.nature,
        family.formacode[:3],
    )  # fmt: skip


@dataclass(slots=True)
class Purchases:
    """Writes sessions one by one; lots and waiting requests are written at the end, when all is known."""

    into: OfferWriter
    _lots: LotBook = field(init=False)
    _amendments: Counter[int] = field(default_factory=Counter)
    _alive: list[_Bought] = field(default_factory=list)
    _prices: dict[tuple[object, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lots = LotBook(self.into)

    @property
    def _today(self) -> date:
        return self.into.setting.today

    def write(self, session: InventedSession, session_id: int, provider_id: int) -> None:
        session = self._at_the_price(session)
        if not is_ordered(session, self._today):
            self._plan(session, session_id, provider_id)
            return
        order_id = self._order(session, provider_id)
        self.into.put("offer_orderitem", self.into.setting.host_id, order_id, session_id)
        bought = _Bought(session, session_id, provider_id, order_id)
        self._ledger(bought)
        is_alive = states_of(session, self._today)[-1].state in _ALIVE and opened_on(session) <= self._today
        if is_alive and session.is_live:
            self._alive.append(bought)

    def finish(self) -> None:
        """Waiting requests of the demonstration provider come first."""
        waiting = sorted(self._alive, key=lambda each: (each.session.provider, each.session.starts_on))
        for rank, each in enumerate(waiting[:MOST_WAITING]):
            self._request(each, waiting_request(each.session, rank, self._today))
        for rank, each in enumerate(waiting[: MOST_WAITING // 2]):
            self._difference(each, rank)
        self._lots.write()

    # ------------------------------------------------------------ lots and orders

    def _at_the_price(self, session: InventedSession) -> InventedSession:
        """Sessions of one order share its price: that of the first one."""
        price = self._prices.setdefault(_order_key(session), session.cents // session.hours)
        return replace(session, cents=price * session.hours)

    def _order(self, session: InventedSession, provider_id: int) -> int:
        """Order of the session; an order of the pact names its plan action."""
        setting, family, year = self.into.setting, session.family, session.was_on.year
        fund, domain = "pact" if session.is_pact else "baseline", family.formacode[:3]
        signed = min(date(year - 1, 6, 1), session.ordered_on)
        action = setting.plan_actions.get(_ACTION_OF[family.nature]) if session.is_pact else None
        lot_id = self._lots.take(session, signed, is_awarded=True)
        identifier, is_new = self.into.known("offer_order", *_order_key(session))
        if is_new:
            self.into.put(
                "offer_order", identifier, setting.host_id, setting.buyer_id, provider_id, lot_id,
                f"BC-{year}-{identifier:04d}", f"Commande {year}, {family.title} (fictive)", "framework_agreement",
                fund, setting.plan_id if session.is_pact else None, action, domain, family.nature, "trainee_hour",
                session.cents // session.hours, signed, date(year + 2, 6, 30), self.into.setting.at(signed), BY,
            )  # fmt: skip
        return identifier

    def _plan(self, session: InventedSession, session_id: int, provider_id: int) -> None:
        """A session not paid by any order yet: its places are those planned in a lot."""
        self._lots.take(session, self._today, is_awarded=False)
        on = session.ordered_on - timedelta(days=30)
        if on > self._today:
            return
        self._line(session_id, provider_id, "planned", session.places, on=on)
        self._present(session_id, session, planned=session.places, on=on)

    # ------------------------------------------------------------ the ledger

    def _ledger(self, bought: _Bought) -> None:
        """Planned, bought, opened, minimum; then requested, added, corrected, lost. Losses remain visible."""
        session, today = bought.session, self._today
        self._line(
            bought.session_id, bought.provider_id, "planned", session.places,
            on=session.ordered_on - timedelta(days=30),
        )  # fmt: skip
        added_on = amended_on(session, today)
        self._buy(bought, session.places - (ADDED if added_on else 0))
        lost = 0
        for asked in past_requests(session, today):
            request_id = self._request(bought, asked)
            if asked.kind == "close_places" and asked.accepted and asked.answered_on:
                self._lose(bought, 1, asked.answered_on, asked.cause, request_id, asked.answer)
                lost = 1
            elif asked.kind == "add_places":
                self._add(bought, asked.answered_on or today, request_id)
        if added_on and not is_asked_for(session):
            self._add(bought, added_on, None)
        lost += self._cut(bought)
        more_hours = self._lengthen(bought)
        opened = self._open(bought)
        if session.is_cancelled and session.cancelled_on and session.cancelled_on <= today:
            self._lose(bought, session.places, session.cancelled_on, session.cause, None, "")
            if opened:
                self._line(
                    bought.session_id, bought.provider_id, "opened", -opened, on=session.cancelled_on,
                    cause=session.cause,
                )  # fmt: skip
            opened, lost = 0, session.places
        self._present(
            bought.session_id, session, planned=session.places, on=session.ordered_on, opened=opened,
            bought=session.places, lost=lost, hours=session.hours + more_hours,
        )  # fmt: skip

    def _open(self, bought: _Bought) -> int | None:
        session, on = bought.session, opened_on(bought.session)
        if on > self._today:
            return None
        self._line(bought.session_id, bought.provider_id, "opened", session.opened, on=on)
        self._line(bought.session_id, bought.provider_id, "minimum", _MINIMUM, on=on)
        return session.opened

    def _buy(self, bought: _Bought, places: int) -> None:
        """The purchase; one in ninety is first written with swapped digits, and a new row replaces it."""
        session, wrong = bought.session, None
        known_on = session.ordered_on + timedelta(days=21)
        if is_mistyped(session) and known_on <= self._today:
            wrong = self._priced(bought, "bought", int(str(places)[::-1]), session.ordered_on)
        self._priced(
            bought, "bought", places, session.ordered_on, corrects=wrong, known_on=known_on if wrong else None,
            reason="Chiffres intervertis à la saisie." if wrong else "",
        )  # fmt: skip

    def _add(self, bought: _Bought, on: date, request_id: int | None) -> None:
        reason = "Le besoin est prouvé : deux places de plus."
        identifier = self._amend(bought, "add", on, reason)
        self._priced(bought, "bought", ADDED, on, amendment=identifier, request=request_id, reason=reason)

    def _cut(self, bought: _Bought) -> int:
        """An amendment that lowers the order: the place is lost, and remains visible. Return how many."""
        on, reason = cut_on(bought.session, self._today), "Le besoin a baissé : une place de moins."
        if on is None:
            return 0
        amendment = self._amend(bought, "cut", on, reason)
        self._priced(bought, "lost", CUT, on, amendment=amendment, cause="need_changed", reason=reason)
        return CUT

    def _lengthen(self, bought: _Bought) -> int:
        """An amendment of hours only: same places, longer courses. Return how many hours."""
        session, reason = bought.session, "Les parcours durent plus que prévu : un dixième d’heures en plus."
        on, hours = lengthened_on(session, self._today), session.hours // 10
        if on is None:
            return 0
        self._line(
            bought.session_id, bought.provider_id, "bought", 0, on=on, hours=hours,
            cents=hours * (session.cents // session.hours), order=bought.order_id,
            amendment=self._amend(bought, "add", on, reason), reason=reason,
        )  # fmt: skip
        return hours

    def _amend(self, bought: _Bought, kind: str, on: date, reason: str) -> int:
        self._amendments[bought.order_id] += 1
        identifier = self.into.identifier("offer_amendment")
        self.into.put(
            "offer_amendment", identifier, self.into.setting.host_id, bought.order_id,
            self._amendments[bought.order_id], kind, on, reason, self.into.setting.at(on), BY,
        )  # fmt: skip
        return identifier

    def _lose(self, bought: _Bought, places: int, on: date, cause: str, request_id: int | None, reason: str) -> None:
        self._priced(bought, "lost", places, on, cause=cause, request=request_id, reason=reason)

    def _priced(
        self,
        bought: _Bought,
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
        return self._line(
            bought.session_id, bought.provider_id, kind, places, on=on, hours=hours, cents=cents,
            order=bought.order_id, amendment=amendment, request=request, corrects=corrects, known_on=known_on,
            cause=cause, reason=reason,
        )  # fmt: skip

    def _line(
        self,
        session_id: int,
        provider_id: int,
        kind: str,
        places: int,
        *,
        on: date,
        hours: int = 0,
        cents: int = 0,
        order: int | None = None,
        amendment: int | None = None,
        request: int | None = None,
        corrects: int | None = None,
        known_on: date | None = None,
        cause: str = "",
        reason: str = "",
    ) -> int:
        identifier, setting = self.into.identifier("offer_placeentry"), self.into.setting
        self.into.put(
            "offer_placeentry", identifier, setting.host_id, provider_id, session_id, kind, places, hours, cents, on,
            setting.at(known_on or on), setting.buyer_id if order else None, order, amendment, request, corrects, cause,
            reason, BY,
        )  # fmt: skip
        return identifier

    def _present(
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
        self.into.put(
            "offer_sessionplaces", session_id, planned, bought, opened, 0 if opened is None else _MINIMUM, lost,
            bought, hours, 0, self.into.setting.at(on),
        )  # fmt: skip

    # ------------------------------------------------------------ what waits between the two sides

    def _request(self, bought: _Bought, asked: Asked) -> int:
        session, setting = bought.session, self.into.setting
        identifier, later = self.into.identifier("offer_providerrequest"), timedelta(days=asked.postponed_by)
        moved = (session.starts_on + later, session.ends_on + later) if asked.postponed_by else (None, None)
        state = "asked" if asked.answered_on is None else "accepted" if asked.accepted else "refused"
        answered = self.into.setting.at(asked.answered_on) if asked.answered_on else None
        self.into.put(
            "offer_providerrequest", identifier, setting.host_id, bought.provider_id, bought.session_id, bought.order_id,
            asked.kind, asked.places, asked.hours, *moved, asked.cause, asked.reason, setting.at(asked.asked_on), BY,
            asked.asked_on + timedelta(days=ANSWER_DAYS), state, asked.answer, answered, BY if answered else "",
        )  # fmt: skip
        return identifier

    def _difference(self, bought: _Bought, rank: int) -> None:
        said, setting = difference_of(bought.session, rank), self.into.setting
        found_on = self._today - timedelta(days=said.days_ago)
        state = "ledger_kept" if said.kept else "asked" if said.question else "open"
        settled = setting.at(found_on + timedelta(days=1)) if said.kept else None
        self.into.put(
            "offer_ledgerdifference", setting.host_id, bought.provider_id, bought.session_id, said.kind, said.ledger_value,
            said.file_value, setting.at(found_on), state, said.question, said.kept, settled, BY if settled else "",
        )  # fmt: skip
