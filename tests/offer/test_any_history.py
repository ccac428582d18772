"""Property test: after any sequence of acts on a session, the ledger stays consistent."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from pacte.accounts.row_context import set_row_context
from pacte.kernel.actor import Actor
from pacte.kernel.errors import Conflict, PermissionDenied, ValidationError
from pacte.offer.models import Order, PlaceEntry, SessionPlaces
from pacte.offer.queries.ledger import ledger_entries
from pacte.offer.records import PROVIDER_KINDS, ChangeCause, DecidedBy, PlacesBalance
from pacte.offer.rules.ledger import first_negative_day, places_balance
from pacte.offer.services import (
    open_places,
    plan_places,
    postpone_session,
    record_session_cancellation,
    set_waiting,
    start_session,
)
from tests.cast import MACHINE
from tests.offer.world import (
    SIGNED,
    Offer,
    add_to_order,
    change_price,
    correct_entry,
    cut_from_order,
    gather_offer,
    move_places,
    order_of,
)

pytestmark = pytest.mark.django_db
NUMBERS = ("24_407731", "24_407732")
EVERY_ACT = ("plan", "open", "wait", "add", "cut", "move", "price", "correct", "postpone", "cancel", "start")
ACTS = st.tuples(
    st.sampled_from(EVERY_ACT),
    st.sampled_from(["buyer", "provider"]),
    st.integers(0, 20),
    st.integers(0, 200),
)


def do(offer: Offer, order: Order, actor: Actor, what: str, count: int, on: date) -> None:
    session, other = (offer.session(number) for number in NUMBERS)
    same = {"actor": actor, "session": session}
    amends = {"actor": actor, "order": order, "signed_on": on, "reason": "Essai."}
    why = {"on": on, "cause": ChangeCause.NO_ROOM, "decided_by": DecidedBy.BOTH}
    if what == "plan":
        plan_places(**same, count=count, on=on)
    elif what == "open":
        open_places(**same, count=count, on=on, reason="Essai.")
    elif what == "wait":
        set_waiting(**same, count=count, on=on)
    elif what == "add":
        add_to_order(**amends, session=session, places=count, hours=count * 10)
    elif what == "cut":
        cut_from_order(**amends, session=session, places=count, cause=ChangeCause.BUDGET)
    elif what == "move":
        move_places(**amends, origin=session, target=other, places=count)
    elif what == "price":
        change_price(**amends, unit_price_cents=count * 100)
    elif what == "cancel":
        record_session_cancellation(**same, **why)
    elif what == "postpone":
        postpone_session(**same, **why, starts_on=on + timedelta(days=count), ends_on=None)
    elif what == "start":
        start_session(**same, on=on)
    else:
        lines = list(PlaceEntry.objects.filter(session=session).order_by("pk"))
        correct_entry(**same, entry_id=lines[count % len(lines)].pk, count=count, reason="Essai.")


def states(offer: Offer) -> tuple[PlacesBalance, PlacesBalance]:
    """Places of the two sessions, read as the machine."""
    set_row_context(MACHINE)
    first, second = (ledger_entries(actor=MACHINE, session=offer.session(number)) for number in NUMBERS)
    return places_balance(first), places_balance(second)


def check(offer: Offer, before: tuple[PlacesBalance, PlacesBalance], what: str) -> None:
    """Invariants after any act, accepted or refused."""
    after = states(offer)
    for number, state in zip(NUMBERS, after, strict=True):
        session = offer.session(number)
        assert first_negative_day(ledger_entries(actor=MACHINE, session=session)) is None
        now = SessionPlaces.objects.get(pk=session.pk)
        assert (now.planned, now.bought, now.lost, now.counted, now.opened or 0) == (
            state.planned, state.bought, state.lost, state.counted, state.opened,
        )  # fmt: skip
    if what != "correct":
        assert after[0].lost >= before[0].lost
        assert after[0].bought >= before[0].bought
    if what not in ("add", "correct"):
        assert sum(each.counted for each in after) == sum(each.counted for each in before)
        assert sum(each.hours_counted for each in after) == sum(each.hours_counted for each in before)


def test_no_sequence_of_acts_breaks_the_ledger() -> None:
    offer = gather_offer()
    order = order_of(offer, (NUMBERS[0], 15, 9975), (NUMBERS[1], 10, 6650))
    actors = {part: offer.cast[part].actor for part in ("buyer", "provider")}
    done: set[str] = set()

    @example([(what, "buyer", 3, day) for day, what in enumerate(EVERY_ACT)])
    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(ACTS, min_size=1, max_size=8))
    def any_history(acts: list[tuple[str, str, int, int]]) -> None:
        with transaction.atomic():
            for what, part, count, day in acts:
                before = states(offer)
                since = PlaceEntry.objects.count()
                set_row_context(actors[part])
                with suppress(ValidationError, Conflict, PermissionDenied), transaction.atomic():
                    fresh = Order.objects.get(pk=order.pk)
                    do(offer, fresh, actors[part], what, count, SIGNED + timedelta(days=day))
                    done.add(f"{part} {what}")
                check(offer, before, what)
                if part == "provider":
                    fresh_kinds = set(PlaceEntry.objects.order_by("pk").values_list("kind", flat=True)[since:])
                    assert fresh_kinds <= PROVIDER_KINDS
            transaction.set_rollback(True)

    any_history()
    assert done >= {f"buyer {what}" for what in EVERY_ACT if what not in ("start", "correct")}
    assert not done & {f"provider {what}" for what in ("plan", "add", "cut", "move", "price")}
