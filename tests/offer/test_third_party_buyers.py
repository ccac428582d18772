"""A buyer of another organisation than the Region: its own orders and sessions in the database itself, and no person.

Queries and services say the same above: see ``tests.web.test_supply_buyers``.
"""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import ProgrammingError, connection, transaction

from pacte.accounts.row_context import acting_as
from pacte.indicators.permissions import count_scope_of, may
from pacte.journeys.models import Journey, Learner
from pacte.journeys.permissions import hosts_with_journey_right
from pacte.journeys.queries.funnel import CountAccess
from pacte.kernel.errors import PermissionDenied
from pacte.offer.models import (
    Amendment,
    LedgerDifference,
    Lot,
    Order,
    OrderItem,
    PlaceEntry,
    Preparation,
    ProviderRequest,
)
from pacte.offer.queries.purchases import purchases
from pacte.offer.records import ChangeCause, DecidedBy, ProviderRequestKind
from pacte.offer.rules.orders import LotTerms
from pacte.offer.services import confirm_session, submit_request
from pacte.offer.services.lots import create_lot, publish_lot
from pacte.offer.services.sessions import postpone_session
from tests.cast import MACHINE, hire_buyer
from tests.offer.world import Offer, gather_offer, order_of

pytestmark = pytest.mark.django_db
OURS, THEIRS = ("24_407731", 15, 9975), ("24_407732", 4, 2660)
THIRD = "third_party_buyer"


@pytest.fixture
def offer() -> Offer:
    """The Region buys one session, the State another; the provider asks for something about each."""
    made = gather_offer()
    cast = made.cast
    cast.members[THIRD] = hire_buyer(cast.region, cast.state, "acheteur-etat@exemple.fr")
    order_of(made, OURS)
    order_of(made, THEIRS, part=THIRD, number="PE-1")
    provider = cast["provider"].actor
    with acting_as(provider):
        for number in (OURS[0], THEIRS[0]):
            submit_request(
                actor=provider, session=made.session(number), kind=ProviderRequestKind.OTHER, reason="Une question."
            )
    return made


def test_row_level_security_shows_a_third_party_buyer_its_own_orders(offer: Offer) -> None:
    offer.play("buyer")
    everything = {table: table.objects.count() for table in (Order, OrderItem, Preparation, ProviderRequest)}
    assert everything == {Order: 2, OrderItem: 2, Preparation: 2, ProviderRequest: 2}
    offer.play(THIRD)
    assert [each.number for each in Order.objects.all()] == ["PE-1"]
    assert [each.session.number for each in OrderItem.objects.all()] == [THEIRS[0]]
    assert [each.number for each in Preparation.objects.all()] == ["PE-1"]
    assert [each.session.number for each in ProviderRequest.objects.all()] == [THEIRS[0]]
    assert not Amendment.objects.exists()
    assert not LedgerDifference.objects.exists()


def test_a_buyer_of_a_third_body_sees_nothing_of_the_two_others(offer: Offer) -> None:
    cast = offer.cast
    cast.members["third_body"] = hire_buyer(cast.region, cast.observatory, "acheteur-gip@exemple.fr")
    offer.play("third_body")
    assert not any(table.objects.exists() for table in (Order, OrderItem, Preparation, ProviderRequest))
    actor = cast["third_body"].actor
    with acting_as(actor), pytest.raises(PermissionDenied):
        confirm_session(actor=actor, session=offer.session(THEIRS[0]), on=date(2020, 9, 1))


def test_it_reads_the_lots_of_the_region_and_changes_none(offer: Offer) -> None:
    buyer = offer.cast["buyer"].actor
    terms = LotTerms(
        code="L1", title="Lot", year=2021, domain_code="230", nature="certifying", zone_kind="region", zone_code="24",
        level=None, places=1, hours=1, price_unit="flat", unit_price_cents=1, fund="pact",
    )  # fmt: skip
    with acting_as(buyer):
        lot = create_lot(actor=buyer, host_id=offer.host_id, buyer_id=offer.host_id, terms=terms)
    third = offer.cast[THIRD].actor
    with acting_as(third):
        assert Lot.objects.get().code == "L1"
        assert Lot.objects.update(title="x") == 0
        with pytest.raises(PermissionDenied):
            publish_lot(actor=third, lot=lot)


def test_it_writes_nothing_of_an_order_of_the_region_even_in_sql(offer: Offer) -> None:
    with acting_as(MACHINE):
        ours = Order.objects.exclude(number="PE-1").get()
        entry = PlaceEntry.objects.filter(order=ours).values().first()
    assert entry is not None
    offer.play(THIRD)
    assert Order.objects.filter(pk=ours.pk).update(unit_price_cents=1) == 0
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        PlaceEntry.objects.create(**{**entry, "id": None, "places": 99})


def test_both_buyers_read_the_sums_of_what_all_buy(offer: Offer) -> None:
    found = {}
    for part in ("buyer", "finance", THIRD):
        actor = offer.cast[part].actor
        with acting_as(actor):
            rows = purchases(actor=actor, host_id=offer.host_id)
            found[part] = sorted((each.buyer_id, each.places) for each in rows)
    assert found[THIRD] == found["buyer"] == found["finance"]
    assert {places for _, places in found[THIRD]} == {15, 4}


@pytest.mark.parametrize("part", ["provider", "adviser", "intruder"])
def test_nobody_else_reads_these_sums_even_in_sql(offer: Offer, part: str) -> None:
    offer.play(part)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from offer_purchase_sums(%s, null)", [offer.host_id])
        assert cursor.fetchone() == (0,)


def test_it_decides_of_the_sessions_that_it_buys_alone(offer: Offer) -> None:
    third = offer.cast[THIRD].actor
    on = date(2020, 9, 1)
    with acting_as(third):
        confirm_session(actor=third, session=offer.session(THEIRS[0]), on=on)
        with pytest.raises(PermissionDenied):
            confirm_session(actor=third, session=offer.session(OURS[0]), on=on)
        with pytest.raises(PermissionDenied):
            postpone_session(
                actor=third, session=offer.session(OURS[0]), starts_on=date(2021, 2, 1), ends_on=date(2021, 5, 1),
                cause=ChangeCause.TOO_FEW_CANDIDATES, decided_by=DecidedBy.BUYER, reason="Trop peu de monde.", on=on,
            )  # fmt: skip


def test_it_reads_counts_without_the_small_ones_and_no_journey(offer: Offer) -> None:
    cast, day = offer.cast, date(2021, 1, 4)
    with acting_as(MACHINE):
        learner = Learner.objects.create(
            organisation=cast.region, opened_by=cast.network, created_at=datetime(2021, 1, 4, 9, tzinfo=UTC),
            last_seen_on=day, is_synthetic=True,
        )  # fmt: skip
        Journey.objects.create(
            organisation=cast.region, learner=learner, referrer=cast.network, opened_on=day, state="admitted",
            state_on=day,
        )  # fmt: skip
    seen = {}
    for part in ("buyer", THIRD):
        actor = cast[part].actor
        with acting_as(actor):
            scope, access = count_scope_of(actor, offer.host_id), CountAccess(actor, offer.host_id)
            seen[part] = (
                scope.hosts, scope.sees_small, may(actor, "indicators.see_records", offer.host_id),
                access.is_masked, Journey.objects.count(), Learner.objects.count(),
                hosts_with_journey_right(actor, "journeys.read"),
            )  # fmt: skip
    region = frozenset({offer.host_id})
    assert seen["buyer"] == (region, True, True, False, 1, 1, region)
    assert seen[THIRD] == (region, False, False, True, 0, 0, frozenset())
