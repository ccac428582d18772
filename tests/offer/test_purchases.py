"""Lots, orders and purchases: who buys, who reads, and sums that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import set_row_context
from pacte.accounts.services import add_membership
from pacte.kernel.actor import Role
from pacte.kernel.clock import now
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.offer.models import Lot, Order
from pacte.offer.queries import (
    LotRemainder,
    lot_by_code,
    lots,
    order_by_number,
    order_detail,
    orders,
    orders_of_session,
    places_left_to_order,
    purchase_table,
    purchases,
)
from pacte.offer.records import ChangeCause, DecidedBy, Fund, LotState, OrderForm, PriceUnit, TrainingNature
from pacte.offer.rules.orders import LotTerms, OrderItemTerms, OrderTerms
from pacte.offer.services import (
    create_lot,
    drop_lot,
    prepare_order,
    publish_lot,
    record_session_cancellation,
)
from pacte.plan.models import Plan
from tests.cast import MACHINE, SINCE, hire_buyer
from tests.kept import kept_for_module
from tests.offer.world import (
    SIGNED,
    Offer,
    add_to_order,
    change_price,
    cut_from_order,
    extend_order,
    gather_offer,
    move_places,
    order_of,
    signed_by_another,
)

pytestmark = pytest.mark.django_db
LOT = LotTerms(
    code="L-18-METAL",
    title="Métallurgie dans le Cher",
    year=2020,
    domain_code="230",
    nature=TrainingNature.CERTIFYING,
    zone_kind="department",
    zone_code="18",
    level=13,
    places=40,
    hours=26_600,
    price_unit=PriceUnit.TRAINEE_HOUR,
    unit_price_cents=850,
    fund=Fund.PACT,
)


kept_offer = kept_for_module(gather_offer)


def terms(offer: Offer, **more: object) -> OrderTerms:
    given = OrderTerms(
        number="2020-0412",
        title="Soudage",
        form=OrderForm.CONVENTION,
        fund=Fund.PACT,
        domain_code="230",
        nature=TrainingNature.CERTIFYING,
        price_unit=PriceUnit.TRAINEE_HOUR,
        unit_price_cents=850,
        signed_on=SIGNED,
        ends_on=date(2022, 12, 31),
        lines=(OrderItemTerms(offer.sessions["24_407731"], 15, 9975),),
    )
    return replace(given, **more)


def sign(offer: Offer, part: str = "buyer", buyer_id: int | None = None, **more: object) -> Order:
    actor = offer.cast[part].actor
    set_row_context(actor)
    made = prepare_order(
        actor=actor,
        host_id=offer.host_id,
        buyer_id=buyer_id or offer.host_id,
        provider=offer.provider,
        terms=terms(offer, **more),
    )
    return signed_by_another(made).signed_order


def test_a_lot_is_prepared_published_and_awarded_by_the_order_that_names_it(offer: Offer) -> None:
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    lot = create_lot(actor=buyer, host_id=offer.host_id, buyer_id=offer.host_id, terms=LOT)
    publish_lot(actor=buyer, lot=lot)
    with pytest.raises(Conflict):
        publish_lot(actor=buyer, lot=lot)
    order = sign(offer, lot_id=lot.pk)
    assert order.lot == lot
    assert lot_by_code(actor=buyer, host_id=offer.host_id, code=LOT.code).state == LotState.AWARDED
    with pytest.raises(Conflict):
        drop_lot(actor=buyer, lot=lot, reason="Plus de crédits.")
    with pytest.raises(Conflict):
        create_lot(actor=buyer, host_id=offer.host_id, buyer_id=offer.host_id, terms=LOT)


def test_an_awarded_lot_says_how_many_places_its_orders_do_not_hold(offer: Offer) -> None:
    """Places that an order has lost were ordered; those that leave for another session of it too."""
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    lot = create_lot(actor=buyer, host_id=offer.host_id, buyer_id=offer.host_id, terms=LOT)
    publish_lot(actor=buyer, lot=lot)
    assert places_left_to_order(actor=buyer, host_id=offer.host_id) == [], "it is not awarded"
    order = sign(offer, lot_id=lot.pk)
    ordered = order_detail(actor=buyer, number=order.number).places.counted
    set_row_context(buyer)
    left = [LotRemainder(LOT.code, LOT.places - ordered)]
    assert places_left_to_order(actor=buyer, host_id=offer.host_id) == left
    origin, target = offer.session("24_407731"), offer.session("24_407732")
    set_row_context(buyer)
    moved = {"origin": origin, "target": target, "places": 2, "hours": 1330, "signed_on": SIGNED, "reason": "x"}
    move_places(actor=buyer, order=order, **moved)
    cut = {"session": origin, "places": 3, "hours": 1995, "cause": ChangeCause.NEED_CHANGED}
    cut_from_order(actor=buyer, order=order, signed_on=SIGNED, reason="x", **cut)
    assert places_left_to_order(actor=buyer, host_id=offer.host_id) == left
    for part in ("provider", "adviser", "intruder"):
        actor = offer.cast[part].actor
        set_row_context(actor)
        with pytest.raises(NotFound):
            places_left_to_order(actor=actor, host_id=offer.host_id)


@pytest.mark.parametrize("part", ["pilot", "provider", "finance", "adviser", "intruder"])
def test_nobody_but_a_buyer_makes_a_lot_or_signs(offer: Offer, part: str) -> None:
    actor = offer.cast[part].actor
    set_row_context(actor)
    with pytest.raises(PermissionDenied):
        create_lot(actor=actor, host_id=offer.host_id, buyer_id=offer.host_id, terms=LOT)
    with pytest.raises(PermissionDenied):
        sign(offer, part)
    set_row_context(MACHINE)
    assert not Lot.objects.exists()
    assert not Order.objects.exists()


def test_a_buyer_signs_for_its_own_organisation_and_amends_its_own_orders(offer: Offer) -> None:
    """A buyer of another organisation of the same pact (the employment service) is another buyer."""
    with pytest.raises(PermissionDenied) as caught:
        sign(offer, buyer_id=offer.cast.state.pk)
    assert caught.value.code == "other_buyer"
    order = sign(offer)
    set_row_context(MACHINE)
    add_membership(
        actor=MACHINE,
        person=offer.cast["state_reader"].person,
        organisation=offer.cast.state,
        host=offer.cast.region,
        role=Role.BUYER,
        valid_from=SINCE,
    )
    other = offer.cast["state_reader"].actor
    set_row_context(other)
    with pytest.raises(PermissionDenied) as caught:
        add_to_order(
            actor=other, order=order, session=offer.session(), signed_on=SIGNED, reason="Chez nous.", places=1, hours=9
        )
    assert caught.value.code == "other_buyer"


@pytest.mark.parametrize("number", ["2020-0412", " 2020-0412 "])
def test_a_number_is_signed_once(offer: Offer, number: str) -> None:
    sign(offer)
    with pytest.raises(Conflict) as caught:
        sign(offer, number=number)
    assert caught.value.code == "order_exists"


def test_an_order_buys_sessions_of_its_provider_only_and_nothing_is_half_written(offer: Offer) -> None:
    stranger = OrderItemTerms(offer.sessions["24_300003"], 5, 500)
    with pytest.raises(ValidationError) as caught:
        sign(offer, lines=(*terms(offer).lines, stranger))
    assert caught.value.code == "session_of_another"
    set_row_context(MACHINE)
    assert not Order.objects.exists()


def test_a_plan_of_another_region_commits_nothing_here(offer: Offer) -> None:
    set_row_context(MACHINE)
    plan = Plan.objects.create(
        code="ailleurs", organisation=offer.cast.other_region, title="x", region="x", first_year=2019, last_year=2022
    )
    with pytest.raises(NotFound):
        sign(offer, plan_id=plan.pk)


def test_a_provider_reads_its_own_orders_and_nobody_elses(offer: Offer) -> None:
    order = sign(offer)
    for part, seen in (("provider", True), ("finance", True), ("adviser", False), ("intruder", False)):
        actor = offer.cast[part].actor
        set_row_context(actor)
        assert [each.order.pk for each in orders(actor=actor)] == ([order.pk] if seen else [])
        if not seen:
            with pytest.raises(NotFound):
                order_by_number(actor=actor, number=order.number)
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    with pytest.raises(NotFound):
        purchases(actor=provider, host_id=offer.host_id)
    with pytest.raises(NotFound):
        lots(actor=provider, host_id=offer.host_id)
    set_row_context(MACHINE)
    Order.objects.update(provider=offer.other)
    set_row_context(provider)
    assert not orders(actor=provider)


def test_an_order_shows_its_sessions_its_amendments_and_what_is_left(offer: Offer) -> None:
    order = sign(offer)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    add_to_order(
        actor=buyer,
        order=order,
        session=offer.session("24_407732"),
        signed_on=date(2020, 9, 1),
        reason="Un besoin à Bourges.",
        places=10,
        hours=6650,
    )
    record_session_cancellation(
        actor=buyer,
        session=offer.session("24_407731"),
        on=date(2020, 12, 1),
        cause=ChangeCause.TOO_FEW_CANDIDATES,
        decided_by=DecidedBy.BUYER,
    )
    sheet = order_detail(actor=buyer, number=order.number)
    assert (sheet.places.counted, sheet.places.lost, sheet.places.live) == (25, 15, 10)
    assert [(line.places.counted, line.places.lost) for line in sheet.lines] == [(15, 15), (10, 0)]
    assert [each.number for each in sheet.amendments] == [1]
    assert orders_of_session(actor=buyer, session=offer.session("24_407732")) == [order]


def test_a_new_price_counts_for_what_is_still_live(offer: Offer) -> None:
    order = sign(offer)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    change_price(actor=buyer, order=order, signed_on=date(2020, 9, 1), unit_price_cents=900, reason="Révision.")
    assert order_detail(actor=buyer, number=order.number).places.cents_counted == 9975 * 900
    with pytest.raises(ValidationError):
        extend_order(actor=buyer, order=order, signed_on=date(2020, 9, 2), ends_on=date(2020, 1, 1), reason="x")
    extend_order(actor=buyer, order=order, signed_on=date(2020, 9, 2), ends_on=date(2023, 6, 30), reason="Retard.")
    assert order_by_number(actor=buyer, number=order.number).ends_on == date(2023, 6, 30)


def test_purchases_by_domain_nature_department_and_year_add_up(offer: Offer) -> None:
    order_of(offer, ("24_407731", 15, 9975), ("24_407732", 10, 6650))
    order_of(offer, ("24_407733", 8, 5000), number="2021-0001", signed_on=date(2021, 2, 1))
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    cells = purchase_table(actor=buyer, host_id=offer.host_id, by=["department_code", "year"])
    assert [(each.department_code, each.year, each.places, each.hours) for each in cells] == [
        ("18", 2020, 25, 16_625),
        ("18", 2021, 8, 5_000),
    ]
    (whole,) = purchase_table(actor=buyer, host_id=offer.host_id, by=[])
    assert (whole.places, whole.cents, whole.cents_per_hour) == (33, 21_625 * 850, 850)
    by_session = purchase_table(actor=buyer, host_id=offer.host_id, by=["year"], by_session_year=True)
    assert [(each.year, each.places) for each in by_session] == [(2021, 33)]


def test_purchases_of_two_buyers_add_up_to_those_of_the_region(offer: Offer) -> None:
    order_of(offer, ("24_407731", 15, 9975))
    offer.cast.members["employment_buyer"] = hire_buyer(offer.cast.region, offer.cast.state, "pole-emploi@exemple.fr")
    order_of(offer, ("24_407732", 10, 6650), number="PE-1", part="employment_buyer")
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    cells = purchase_table(actor=buyer, host_id=offer.host_id, by=["domain_code", "buyer_id"])
    assert {each.buyer_id: each.places for each in cells} == {offer.host_id: 15, offer.cast.state.pk: 10}
    (whole,) = purchase_table(actor=buyer, host_id=offer.host_id, by=[])
    assert whole.places == 25


def test_a_cancelled_purchase_stays_in_the_table_with_its_loss(offer: Offer) -> None:
    sign(offer)
    known = now()
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    record_session_cancellation(
        actor=buyer,
        session=offer.session(),
        on=date(2020, 12, 1),
        cause=ChangeCause.BUDGET,
        decided_by=DecidedBy.BUYER,
    )
    (cell,) = purchase_table(actor=buyer, host_id=offer.host_id, by=["nature"])
    assert (cell.places, cell.places_lost, cell.hours_lost) == (15, 15, 9975)
    (before,) = purchase_table(actor=buyer, host_id=offer.host_id, by=["nature"], known_at=known)
    assert before.places_lost == 0


def test_lists_of_purchases_take_as_many_queries_whatever_their_length(offer: Offer) -> None:
    def count() -> tuple[int, ...]:
        actor = offer.cast["buyer"].actor
        set_row_context(actor)
        found = []
        for read in (
            lambda: orders(actor=actor),
            lambda: order_detail(actor=actor, number="2020-0412"),
            lambda: purchases(actor=actor, host_id=offer.host_id),
        ):
            with CaptureQueriesContext(connection) as captured:
                read()
            found.append(len(captured))
        return tuple(found)

    order_of(offer, ("24_407731", 15, 9975))
    few = count()
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    order = Order.objects.get()
    for number in ("24_407732", "24_407733"):
        add_to_order(
            actor=buyer, order=order, session=offer.session(number), signed_on=SIGNED, reason="Plus.", places=2, hours=9
        )
    order_of(offer, ("24_407731", 5, 100), number="2020-0999")
    assert count() == few
