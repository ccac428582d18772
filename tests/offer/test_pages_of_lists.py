"""Long lists are paged by the database, and their totals are those of the whole list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.offer.models import Lot, Provider, Training
from pacte.offer.queries import (
    lots,
    lots_total,
    order_years,
    orders,
    orders_total,
    provider_requests,
    provider_sessions_total,
    quality_by_provider,
    quality_total,
    sessions_of_provider,
    training_quality_rows,
)
from pacte.offer.records import ChangeCause, LotState, ProviderRequestKind, ProviderRequestState
from pacte.offer.rules.quality import CRITERIA
from pacte.offer.services import (
    open_places,
    record_occupied_places,
    refresh_quality,
    store_trainings,
    submit_request,
)
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import WELDING, Offer, cut_from_order, gather_offer, order_of

pytestmark = pytest.mark.django_db
ON = date(2020, 11, 24)


def made_offer() -> Offer:
    """Two orders of 2020, one of which lost places, and one of 2021 for two sessions."""
    made = gather_offer()
    first = order_of(made, ("24_407731", 15, 9975))
    order_of(made, ("24_407731", 5, 3325), number="2020-0500")
    order_of(made, ("24_407732", 10, 6650), ("24_407733", 8, 5320), number="2021-0100", signed_on=date(2021, 2, 1))
    buyer = made.cast["buyer"].actor
    with acting_as(buyer):
        cut_from_order(
            actor=buyer, order=first, session=made.session(), signed_on=date(2020, 10, 1), places=3,
            cause=ChangeCause.NEED_CHANGED, reason="Besoin revu.",
        )  # fmt: skip
    return made


kept_offer = kept_for_module(made_offer)


def reader(offer: Offer, part: str = "buyer") -> Actor:
    actor = offer.cast[part].actor
    set_row_context(actor)
    return actor


@pytest.mark.parametrize("year", [None, 2020, 2021, 2019])
def test_the_total_of_orders_is_the_sum_of_their_lines(offer: Offer, year: int | None) -> None:
    actor = reader(offer)
    every, total = orders(actor=actor, year=year), orders_total(actor=actor, year=year)
    assert total.orders == len(every) == {None: 3, 2020: 2, 2021: 1, 2019: 0}[year]
    assert total.sessions == sum(each.sessions for each in every)
    for name in ("bought", "counted", "lost", "live", "hours_counted", "hours_live", "cents_counted", "cents_live"):
        assert getattr(total.places, name) == sum(getattr(each.places, name) for each in every), name
    assert order_years(actor=actor) == [2021, 2020]


def test_nobody_sums_the_orders_of_others(offer: Offer) -> None:
    actor = reader(offer, "intruder")
    assert (orders_total(actor=actor).orders, order_years(actor=actor)) == (0, [])
    assert orders_total(actor=actor).places.counted == 0


def test_a_page_of_orders_is_a_slice_and_reads_only_its_own(offer: Offer) -> None:
    actor = reader(offer)
    every = [each.order.number for each in orders(actor=actor)]
    assert every == ["2021-0100", "2020-0500", "2020-0412"]
    with CaptureQueriesContext(connection) as seen:
        assert [each.order.number for each in orders(actor=actor)[1:2]] == every[1:2]
    assert len(seen) == 3
    assert "LIMIT 1 OFFSET 1" in seen.captured_queries[0]["sql"]
    assert orders(actor=actor)[3:53] == []


@pytest.mark.parametrize("past", [False, True])
def test_the_total_of_sessions_is_the_sum_of_their_lines(offer: Offer, past: bool) -> None:
    with acting_as(MACHINE):
        open_places(actor=MACHINE, session=offer.session(), count=9, on=date(2020, 9, 2))
        record_occupied_places(actor=MACHINE, session=offer.session(), occupied=4)
        rolling = offer.session("24_200003")
        rolling.places_given = 12
        rolling.save()
    actor = reader(offer, "provider")
    chosen = {"actor": actor, "provider": offer.provider, "host_id": offer.host_id, "past": past}
    # On that day one session is over and three are to come.
    on = date(2021, 8, 1)
    lines, total = sessions_of_provider(on=on, **chosen), provider_sessions_total(on=on, **chosen)  # type: ignore[arg-type]
    places = [each.line.places for each in lines]
    assert total.sessions == len(lines) == 2
    assert total.counted == sum(each.counted for each in places)
    assert total.opened == sum(each.opened or 0 for each in places)
    assert total.occupied == sum(each.occupied for each in places)
    assert total.left == sum(each.left or 0 for each in places)
    assert total.lost == sum(each.lost for each in places)
    assert sessions_of_provider(on=on, **chosen)[1:2] == lines[1:]  # type: ignore[arg-type]


def test_the_lots_still_open_are_counted_apart(offer: Offer) -> None:
    with acting_as(MACHINE):
        common = {"organisation_id": offer.host_id, "created_at": "2020-06-01T00:00Z", "created_by_name": "x"}
        for rank, state in enumerate((LotState.DRAFT, LotState.PUBLISHED, LotState.DROPPED)):
            Lot.objects.create(**_LOT, **common, buyer_id=offer.host_id, code=f"L-{rank}", state=state)
    actor = reader(offer)
    total = lots_total(actor=actor, host_id=offer.host_id)
    assert (total.lots, total.open_lots, total.open_places) == (3, 2, 80)
    assert [each.code for each in lots(actor=actor, host_id=offer.host_id)[1:2]] == ["L-1"]


@pytest.fixture
def rows_read(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[Model], Callable[[], Sequence[object]]], int]:
    """How many rows of a table are read while a list is built."""

    def count(model: type[Model], read: Callable[[], Sequence[object]]) -> int:
        rows: list[object] = []
        from_db = model.from_db

        def counted(_: type[Model], *arguments: object, **named: object) -> Model:
            rows.append(arguments)
            return from_db(*arguments, **named)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(model, "from_db", classmethod(counted))
            list(read())
        return len(rows)

    return count


def more_trainings(offer: Offer, count: int) -> None:
    """Trainings of the provider, and as many providers with one training each."""
    with acting_as(MACHINE):
        for rank in range(count):
            other = Provider.objects.get(pk=offer.other.pk)
            other.pk, other.siret, other.name = None, f"{rank:014d}", f"Organisme {rank}"
            other.save(force_insert=True)
            for provider, number in ((offer.provider, f"24_9{rank}"), (other, f"24_8{rank}")):
                copy = replace(WELDING, number=number, title=f"Formation {number}")
                store_trainings(actor=MACHINE, host_id=offer.host_id, provider=provider, trainings=[copy])
        refresh_quality(actor=MACHINE, host_id=offer.host_id, on=ON)


def test_a_page_of_qualities_reads_its_own_rows_whatever_the_list(
    offer: Offer, rows_read: Callable[[type[Model], Callable[[], Sequence[object]]], int]
) -> None:
    provider, host_id = offer.provider, offer.host_id

    def page_of_providers() -> Sequence[object]:
        return quality_by_provider(actor=reader(offer), host_id=host_id, on=ON)[1:2]

    def page_of_trainings() -> Sequence[object]:
        return training_quality_rows(actor=reader(offer, "provider"), provider=provider, host_id=host_id)[1:2]

    few = rows_read(Provider, page_of_providers), rows_read(Training, page_of_trainings)
    more_trainings(offer, 6)
    assert few == (1, 1)
    assert (rows_read(Provider, page_of_providers), rows_read(Training, page_of_trainings)) == few
    assert len(quality_by_provider(actor=reader(offer), host_id=host_id, on=ON)) == 8
    assert len(training_quality_rows(actor=reader(offer, "provider"), provider=provider, host_id=host_id)) == 8


def test_the_worst_sheets_come_first_and_their_total_is_that_of_all(offer: Offer) -> None:
    more_trainings(offer, 3)
    actor = reader(offer)
    rows = list(quality_by_provider(actor=actor, host_id=offer.host_id, on=ON))
    scores = [each.score for each in rows if each.score is not None]
    assert scores == sorted(scores)
    total = quality_total(actor=actor, host_id=offer.host_id, on=ON)
    assert total.trainings == sum(each.trainings for each in rows)
    assert total.fresh == sum(each.fresh for each in rows)
    assert total.score is not None
    assert float(total.score) == pytest.approx(
        sum((each.score or 0) * each.trainings for each in rows) / total.trainings
    )
    actor = reader(offer, "provider")
    own = quality_total(actor=actor, host_id=offer.host_id, on=ON, provider=offer.provider)
    trainings = training_quality_rows(actor=actor, provider=offer.provider, host_id=offer.host_id)
    assert own.trainings == len(trainings)
    assert own.complete == sum(each.score == len(CRITERIA) for each in trainings)
    with pytest.raises(NotFound):
        quality_total(actor=actor, host_id=offer.host_id, on=ON)


_LOT = {
    "title": "Métallurgie", "year": 2020, "domain_code": "230", "nature": "certifying", "zone_kind": "department",
    "zone_code": "18", "places": 40, "hours": 26600, "price_unit": "flat", "unit_price_cents": 0, "fund": "pact",
}  # fmt: skip


def test_the_latest_requests_are_the_last_of_all(offer: Offer) -> None:
    provider = reader(offer, "provider")
    for reason in ("Un.", "Deux.", "Trois."):
        submit_request(actor=provider, session=offer.session(), kind=ProviderRequestKind.OTHER, reason=reason)
    states = tuple(ProviderRequestState)
    every = [each.request.reason for each in provider_requests(actor=provider, states=states)]
    latest = provider_requests(actor=provider, states=states, latest=2)
    assert [each.request.reason for each in latest] == every[:0:-1] != []
