"""Concurrent signatures on separate connections with committed rows: one order, signed once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as
from pacte.kernel.errors import Conflict
from pacte.offer.models import Order, PlaceEntry, Preparation
from pacte.offer.records import EntryKind
from pacte.offer.services import prepare_order, sign_preparation
from tests.cast import MACHINE, hire_buyer
from tests.offer.test_two_people import LARGE, assert_books_balance
from tests.offer.world import Offer, gather_offer, terms_of


@pytest.fixture
def offer(lasting_database: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Offer]:
    with django_db_blocker.unblock():
        with acting_as(MACHINE):
            made = gather_offer()
        yield made
        with acting_as(MACHINE):
            assert_books_balance()
        connection.close()


def many(call: Callable[[int], object], times: int, workers: int) -> list[object]:
    """Results of the concurrent calls: the value returned, or the code of the refusal."""

    def alone(rank: int) -> object:
        try:
            return call(rank)
        except Conflict as error:
            return error.code
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(alone, range(times)))


def test_two_hundred_identical_orders_make_one_and_two_signers_sign_once(offer: Offer) -> None:
    region = offer.cast.region
    with acting_as(MACHINE):
        signers = [hire_buyer(region, region, f"signe-{rank}@exemple.fr").actor for rank in range(2)]
        buyer = offer.cast["buyer"].actor
    said = terms_of(offer, LARGE)

    def prepare(rank: int) -> object:
        with acting_as(buyer):
            return prepare_order(**said, actor=buyer, key="form:1").pk

    (made_id,) = set(many(prepare, 200, workers=20))
    with acting_as(MACHINE):
        made = Preparation.objects.get(pk=made_id)

    def sign(rank: int) -> object:
        signer = signers[rank % 2]
        with acting_as(signer):
            return sign_preparation(actor=signer, preparation=made, digest=made.digest).signed_by_id

    signed = many(sign, 20, workers=10)
    with acting_as(MACHINE):
        assert Order.objects.count() == 1
        assert [each.places for each in PlaceEntry.objects.filter(kind=EntryKind.BOUGHT)] == [15]
        winner = Preparation.objects.get().signed_by_id
    assert set(signed) == {winner, "preparation_over"}


def test_the_same_number_from_many_forms_is_prepared_once(offer: Offer) -> None:
    with acting_as(MACHINE):
        buyer = offer.cast["buyer"].actor

    def prepare(rank: int) -> object:
        with acting_as(buyer):
            return prepare_order(**terms_of(offer, ("24_407731", rank + 1, 9975)), actor=buyer, key=f"form:{rank}").pk

    made = many(prepare, 20, workers=10)
    assert made.count("order_exists") == 19
    with acting_as(MACHINE):
        assert Preparation.objects.count() == 1
