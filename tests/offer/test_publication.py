"""Publication: imported sessions appear in search after the import, and closed ones disappear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pacte.accounts.row_context import set_row_context
from pacte.kernel.clock import now, today
from pacte.offer.models import Provider, SearchRow, Training, TrainingQuality
from pacte.offer.records.staging import CatalogueFile
from pacte.offer.services import publish_file
from tests.cast import MACHINE
from tests.offer.world import Offer, gather_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer() -> Offer:
    return gather_offer()


def received(offer: Offer) -> CatalogueFile:
    """A file that brought the welding and closed the reading, before the search and quality tables are updated."""
    set_row_context(MACHINE)
    Training.objects.filter(number="24_118402").update(file_id=7, changed_at=now())
    Training.objects.filter(number="24_200001").update(closed_on=today())
    SearchRow.objects.filter(training__number="24_118402").delete()
    TrainingQuality.objects.filter(training__number="24_118402").delete()
    return CatalogueFile(7, offer.host_id, "catalogue.xml")


def test_search_and_quality_follow_a_file(offer: Offer) -> None:
    file = received(offer)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    for _ in range(2):
        assert publish_file(actor=buyer, file=file) == 2
    assert SearchRow.objects.filter(training__number="24_118402").count() == 3
    assert not SearchRow.objects.filter(training__number="24_200001").exists()
    assert TrainingQuality.objects.filter(training__number="24_118402").exists()


def test_a_provider_publishes_its_own_file(offer: Offer) -> None:
    own = Provider.objects.get(body=offer.cast.provider)
    file = replace(received(offer), provider_id=own.pk, body_id=own.body_id)
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    publish_file(actor=provider, file=file)
    assert SearchRow.objects.filter(training__number="24_118402").count() == 3
    assert TrainingQuality.objects.filter(training__number="24_118402").exists()
