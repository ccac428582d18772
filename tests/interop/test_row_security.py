"""Row-level security of exchanges: rows hidden from other Regions, advisers and training providers."""

from __future__ import annotations

import pytest

from pacte.accounts.row_context import acting_as
from pacte.interop.models import (
    Delivery,
    DeliveryEvent,
    DossierReference,
    InboundMessage,
    Partner,
    PersonReference,
)
from tests.cast import Cast, gather_cast
from tests.kept import kept_for_module
from tests.web.world_partners import partners_of_the_world

pytestmark = pytest.mark.django_db
EXCHANGES = (Partner, Delivery, DeliveryEvent, InboundMessage)
REFERENCES = (PersonReference, DossierReference)


def made_cast() -> Cast:
    found = gather_cast()
    partners_of_the_world(found)
    return found


kept_cast = kept_for_module(made_cast)


def seen(cast: Cast, part: str) -> set[str]:
    with acting_as(cast[part].actor):
        return {model.__name__ for model in (*EXCHANGES, *REFERENCES) if model._default_manager.exists()}


@pytest.mark.parametrize("part", ["administrator", "pilot", "analyst"])
def test_the_staff_of_the_region_reads_messages_and_no_number_of_a_person(cast: Cast, part: str) -> None:
    assert seen(cast, part) == {model.__name__ for model in EXCHANGES}


@pytest.mark.parametrize(
    "part",
    ["adviser", "intruder", "provider", "partner", "buyer", "finance", "auditor", "lead", "state_reader", "visitor"],
)
def test_the_others_read_nothing(cast: Cast, part: str) -> None:
    assert seen(cast, part) == set()


def test_an_analyst_writes_nothing_even_by_the_back_door(cast: Cast) -> None:
    with acting_as(cast["analyst"].actor):
        assert Delivery.objects.update(state="acknowledged") == 0
        assert InboundMessage.objects.update(state="applied") == 0
