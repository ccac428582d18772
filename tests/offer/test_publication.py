"""Publication: imported sessions appear in search after the import, and closed ones disappear."""

from __future__ import annotations

import pytest

from pacte.accounts.row_context import set_row_context
from pacte.kernel.clock import now, today
from pacte.offer.models import CatalogueDelivery, Provider, SearchRow, Training, TrainingQuality
from pacte.offer.services import publish_delivery
from tests.cast import MACHINE
from tests.offer.world import Offer, gather_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Offer:
    return gather_offer()


def received(offer: Offer) -> CatalogueDelivery:
    """A delivery that brought the welding and closed the reading, before the search and quality tables are updated."""
    set_row_context(MACHINE)
    delivery = CatalogueDelivery.objects.create(
        organisation=offer.cast.region,
        file_name="catalogue.xml",
        digest="d",
        format="lheo",
        person_name="x",
        received_at=now(),
    )
    Training.objects.filter(number="24_118402").update(delivery_id=delivery.pk, changed_at=now())
    Training.objects.filter(number="24_200001").update(closed_on=today())
    SearchRow.objects.filter(training__number="24_118402").delete()
    TrainingQuality.objects.filter(training__number="24_118402").delete()
    return delivery


def test_search_and_quality_follow_a_file(offer: Offer) -> None:
    delivery = received(offer)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    for _ in range(2):
        assert publish_delivery(actor=buyer, delivery_id=delivery.pk) == 2
    assert SearchRow.objects.filter(training__number="24_118402").count() == 3
    assert not SearchRow.objects.filter(training__number="24_200001").exists()
    assert TrainingQuality.objects.filter(training__number="24_118402").exists()


def test_a_provider_publishes_its_own_file(offer: Offer) -> None:
    delivery = received(offer)
    delivery.provider = Provider.objects.get(body=offer.cast.provider)
    delivery.save(update_fields=["provider"])
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    publish_delivery(actor=provider, delivery_id=delivery.pk)
    assert SearchRow.objects.filter(training__number="24_118402").count() == 3
    assert TrainingQuality.objects.filter(training__number="24_118402").exists()
