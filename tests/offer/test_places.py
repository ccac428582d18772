"""The places of a session: who may change which count, and what is recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import Notification
from pacte.offer.models import PlaceEntry, ProviderRequest, SessionPlaces
from pacte.offer.queries.ledger import ledger_history, public_places, session_places_balance, session_state_changes
from pacte.offer.records import (
    ChangeCause,
    DecidedBy,
    EntryKind,
    ProviderRequestKind,
    ProviderRequestState,
    SessionState,
)
from pacte.offer.services import (
    RequestAnswer,
    answer_provider_request,
    close_order,
    confirm_session,
    follow_session,
    open_places,
    plan_places,
    postpone_session,
    record_occupied_places,
    record_session_cancellation,
    start_session,
    submit_request,
    withdraw_request,
)
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import (
    Offer,
    add_to_order,
    correct_entry,
    cut_from_order,
    gather_offer,
    move_places,
    order_of,
)

pytestmark = pytest.mark.django_db
OPENED_ON = date(2020, 9, 2)


kept_offer = kept_for_module(gather_offer)


def bought(offer: Offer) -> Offer:
    """15 places bought and opened."""
    order_of(offer, ("24_407731", 15, 9975))
    as_provider(offer, 15)
    return offer


def as_provider(offer: Offer, count: int, on: date = OPENED_ON, reason: str = "") -> ProviderRequest | None:
    actor = offer.cast["provider"].actor
    with acting_as(actor):
        return open_places(actor=actor, session=offer.session(), count=count, on=on, reason=reason).request


def test_the_places_planned_on_a_day_can_be_asked_with_both_times(offer: Offer) -> None:
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    plan_places(actor=buyer, session=offer.session(), count=15, on=date(2020, 3, 3))
    plan_places(actor=buyer, session=offer.session(), count=12, on=date(2020, 5, 1))
    on_the_first = session_places_balance(actor=buyer, session=offer.session(), on=date(2020, 4, 1))
    later = session_places_balance(actor=buyer, session=offer.session(), on=date(2020, 5, 2))
    before_we_knew = session_places_balance(
        actor=buyer, session=offer.session(), on=date(2020, 5, 2), known_at=datetime(2020, 5, 3, tzinfo=UTC)
    )
    assert (on_the_first.planned, later.planned, before_we_knew.planned) == (15, 12, 0)


def test_an_order_writes_bought_places_hours_and_euros(offer: Offer) -> None:
    order_of(offer, ("24_407731", 15, 9975))
    set_row_context(MACHINE)
    state = session_places_balance(actor=MACHINE, session=offer.session(), on=date(2020, 7, 1))
    assert (state.bought, state.hours_bought, state.cents_bought) == (15, 9975, 9975 * 850)
    assert state.by_buyer == ((offer.cast.region.pk, 15),)


@pytest.mark.parametrize("part", ["provider", "pilot", "administrator", "adviser", "analyst", "finance", "intruder"])
def test_nobody_but_the_buyer_plans_buys_or_cuts(offer: Offer, part: str) -> None:
    order = order_of(offer, ("24_407731", 15, 9975))
    actor = offer.cast[part].actor
    set_row_context(actor)
    session = offer.session()
    with pytest.raises(PermissionDenied):
        plan_places(actor=actor, session=session, count=99, on=OPENED_ON)
    with pytest.raises(PermissionDenied):
        add_to_order(actor=actor, order=order, session=session, signed_on=OPENED_ON, reason="x", places=1)
    with pytest.raises(PermissionDenied):
        cut_from_order(
            actor=actor,
            order=order,
            session=session,
            signed_on=OPENED_ON,
            places=1,
            cause=ChangeCause.BUDGET,
            reason="x",
        )
    with pytest.raises(PermissionDenied):
        close_order(actor=actor, order=order, on=OPENED_ON, reason="x")


def test_opening_fewer_than_bought_asks_the_buyer_for_the_rest(offer: Offer) -> None:
    bought(offer)
    request = as_provider(offer, 14, date(2020, 11, 6), "Un poste de soudage est en panne.")
    set_row_context(MACHINE)
    assert request is not None
    assert (request.kind, request.places, request.state) == (
        ProviderRequestKind.CLOSE_PLACES,
        1,
        ProviderRequestState.ASKED,
    )
    state = session_places_balance(actor=MACHINE, session=offer.session(), on=date(2020, 11, 6))
    assert (state.bought, state.opened, state.lost) == (15, 14, 0)
    assert Notification.objects.filter(person=offer.cast["buyer"].person, kind="offer.providerrequest").exists()


def test_an_accepted_closing_is_a_lost_place_that_stays_bought(offer: Offer) -> None:
    bought(offer)
    request = as_provider(offer, 14, date(2020, 11, 6), "Un poste de soudage est en panne.")
    assert request is not None
    adviser, buyer = offer.cast["adviser"].actor, offer.cast["buyer"].actor
    with acting_as(adviser):
        follow_session(actor=adviser, session=offer.session())
    with acting_as(buyer):
        answer = RequestAnswer(accepted=True, reason="Accord, place achetée gardée, perdue.", on=date(2020, 11, 9))
        answer_provider_request(actor=buyer, request=request, answer=answer)
        lines = ledger_history(actor=buyer, session=offer.session())
    set_row_context(MACHINE)
    state = session_places_balance(actor=MACHINE, session=offer.session(), on=date(2020, 11, 24))
    assert (state.bought, state.counted, state.opened, state.lost, state.live) == (15, 15, 14, 1, 14)
    assert [(line.kind, line.places) for line in lines] == [
        (EntryKind.BOUGHT, 15),
        (EntryKind.OPENED, 15),
        (EntryKind.OPENED, -1),
        (EntryKind.LOST, 1),
    ]
    told = set(Notification.objects.filter(kind="offer.answer").values_list("person_id", flat=True))
    assert told == {offer.cast["provider"].person.pk, offer.cast["adviser"].person.pk}


def test_a_refused_request_changes_no_bought_place(offer: Offer) -> None:
    bought(offer)
    request = as_provider(offer, 10, date(2020, 11, 6), "Salle plus petite.")
    assert request is not None
    buyer = offer.cast["buyer"].actor
    with acting_as(buyer):
        answer_provider_request(
            actor=buyer, request=request, answer=RequestAnswer(accepted=False, reason="Non.", on=date(2020, 11, 9))
        )
        state = session_places_balance(actor=buyer, session=offer.session(), on=date(2020, 11, 24))
        with pytest.raises(Conflict):
            answer_provider_request(
                actor=buyer, request=request, answer=RequestAnswer(accepted=True, reason="Oui.", on=date(2020, 11, 9))
            )
    assert (request.state, state.bought, state.lost) == (ProviderRequestState.REFUSED, 15, 0)


def test_closing_again_asks_only_for_what_was_not_asked(offer: Offer) -> None:
    bought(offer)
    first = as_provider(offer, 14, date(2020, 11, 6), "Panne.")
    second = as_provider(offer, 12, date(2020, 11, 7), "Deuxième panne.")
    assert first is not None
    assert second is not None
    assert (first.places, second.places) == (1, 2)


def test_opening_more_than_bought_asks_nothing(offer: Offer) -> None:
    bought(offer)
    assert as_provider(offer, 18) is None


def test_a_provider_cannot_open_fewer_places_than_people_admitted(offer: Offer) -> None:
    bought(offer)
    adviser = offer.cast["adviser"].actor
    with acting_as(adviser):
        record_occupied_places(actor=adviser, session=offer.session(), occupied=7)
    with pytest.raises(ValidationError) as caught:
        as_provider(offer, 6, date(2020, 11, 6), "Salle plus petite.")
    assert caught.value.code == "fewer_than_admitted"


def test_closing_places_needs_a_reason(offer: Offer) -> None:
    bought(offer)
    with pytest.raises(ValidationError) as caught:
        as_provider(offer, 10)
    assert caught.value.code == "reason_missing"


def test_cancelling_keeps_the_places_in_sight_and_finds_other_seats(offer: Offer) -> None:
    bought(offer)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    session = offer.session()
    done = record_session_cancellation(
        actor=buyer,
        session=session,
        on=date(2020, 12, 1),
        cause=ChangeCause.TOO_FEW_CANDIDATES,
        decided_by=DecidedBy.BOTH,
    )
    state = session_places_balance(actor=buyer, session=session, on=date(2026, 1, 1))
    assert (state.bought, state.counted, state.lost, state.opened, state.live) == (15, 15, 15, 0, 0)
    assert (state.hours_lost, state.cents_lost) == (9975, 9975 * 850)
    assert session.state == SessionState.CANCELLED
    found = {
        number: pk for number, pk in offer.sessions.items() if pk in {each.session_id for each in done.alternatives}
    }
    assert [each.session_id for each in done.alternatives] == [
        offer.sessions[number] for number in ("24_407732", "24_407733", "24_300003")
    ], found
    assert [each.reason for each in done.alternatives] == [
        "Même formation, à 29 km",
        "Même formation, sur place",
        "Même certification, à 106 km",
    ]
    assert [line.state for line in session_state_changes(actor=buyer, session=session)] == [SessionState.CANCELLED]
    with pytest.raises(ValidationError):
        confirm_session(actor=buyer, session=session, on=date(2020, 12, 2))


def test_cancelling_says_why_and_who_decided(offer: Offer) -> None:
    bought(offer)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    with pytest.raises(ValidationError) as caught:
        record_session_cancellation(
            actor=buyer,
            session=offer.session(),
            on=date(2020, 12, 1),
            cause=ChangeCause.OTHER,
            decided_by=DecidedBy.BUYER,
        )
    assert caught.value.code == "reason_missing"


def test_a_provider_cancels_what_nobody_bought_and_asks_for_the_rest(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    free = offer.session("24_407733")
    record_session_cancellation(
        actor=provider,
        session=free,
        on=date(2020, 12, 1),
        cause=ChangeCause.NO_TRAINER,
        decided_by=DecidedBy.PROVIDER,
    )
    assert free.state == SessionState.CANCELLED
    bought(offer)
    set_row_context(provider)
    with pytest.raises(PermissionDenied) as caught:
        record_session_cancellation(
            actor=provider,
            session=offer.session(),
            on=date(2020, 12, 1),
            cause=ChangeCause.NO_TRAINER,
            decided_by=DecidedBy.PROVIDER,
        )
    assert caught.value.code == "offer_decide_session"
    request = submit_request(
        actor=provider,
        session=offer.session(),
        kind=ProviderRequestKind.CANCEL,
        reason="Plus de formateur.",
        cause=ChangeCause.NO_TRAINER,
    )
    with pytest.raises(Conflict):
        submit_request(actor=provider, session=offer.session(), kind=ProviderRequestKind.CANCEL, reason="Encore.")
    withdraw_request(actor=provider, request=request)
    assert request.state == ProviderRequestState.WITHDRAWN


def test_postponing_keeps_the_first_date_and_the_places(offer: Offer) -> None:
    bought(offer)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    session = offer.session()
    for start in (date(2021, 2, 1), date(2021, 4, 1)):
        postpone_session(
            actor=buyer,
            session=session,
            on=date(2020, 12, 1),
            starts_on=start,
            ends_on=date(2021, 9, 1),
            cause=ChangeCause.NO_ROOM,
            decided_by=DecidedBy.PROVIDER,
        )
    assert (session.first_starts_on, session.starts_on) == (date(2021, 1, 11), date(2021, 4, 1))
    assert session_places_balance(actor=buyer, session=session, on=date(2021, 1, 1)).live == 15
    assert len(session_state_changes(actor=buyer, session=session)) == 2


def test_places_move_within_an_order_with_their_hours_and_count_once(offer: Offer) -> None:
    order = order_of(offer, ("24_407731", 15, 9975), ("24_407732", 10, 6650))
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    origin, target = offer.session("24_407731"), offer.session("24_407732")
    move_places(
        actor=buyer,
        order=order,
        origin=origin,
        target=target,
        signed_on=date(2020, 12, 1),
        places=5,
        reason="Trop peu de candidats à Vierzon.",
    )
    left, there = (session_places_balance(actor=buyer, session=each, on=date(2021, 1, 1)) for each in (origin, target))
    assert (left.counted, there.counted) == (10, 15)
    assert left.hours_counted + there.hours_counted == 9975 + 6650
    assert left.cents_counted + there.cents_counted == (9975 + 6650) * 850
    assert there.bought == 10
    start_session(actor=buyer, session=target, on=date(2021, 3, 1))
    with pytest.raises(Conflict):
        move_places(
            actor=buyer, order=order, origin=origin, target=target, signed_on=date(2021, 3, 2), places=1, reason="x"
        )


def test_a_cut_is_a_loss_and_cannot_exceed_what_is_left(offer: Offer) -> None:
    order = order_of(offer, ("24_407731", 15, 9975))
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    session = offer.session()
    cut_from_order(
        actor=buyer,
        order=order,
        session=session,
        signed_on=date(2020, 10, 1),
        places=4,
        cause=ChangeCause.BUDGET,
        reason="Crédits réduits.",
    )
    state = session_places_balance(actor=buyer, session=session, on=date(2020, 10, 1))
    assert (state.counted, state.lost, state.hours_lost) == (15, 4, 9975 * 4 // 15)
    with pytest.raises(ValidationError) as caught:
        cut_from_order(
            actor=buyer,
            order=order,
            session=session,
            signed_on=date(2020, 10, 2),
            places=12,
            cause=ChangeCause.BUDGET,
            reason="Encore.",
        )
    assert caught.value.code == "more_than_bought"


def test_closing_an_order_loses_what_was_not_held(offer: Offer) -> None:
    order = order_of(offer, ("24_407731", 15, 9975), ("24_407732", 10, 6650))
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    start_session(actor=buyer, session=offer.session("24_407731"), on=date(2021, 1, 11))
    with pytest.raises(Conflict) as caught:
        close_order(actor=buyer, order=order, on=date(2022, 1, 5), reason="Fin du marché.")
    assert caught.value.code == "session_undecided"
    postpone_session(
        actor=buyer,
        session=offer.session("24_407732"),
        on=date(2021, 2, 15),
        starts_on=None,
        ends_on=None,
        cause=ChangeCause.NO_TRAINER,
        decided_by=DecidedBy.PROVIDER,
    )
    lost = close_order(actor=buyer, order=order, on=date(2022, 1, 5), reason="Fin du marché.")
    assert lost == 10
    assert session_places_balance(actor=buyer, session=offer.session("24_407731"), on=date(2022, 2, 1)).lost == 0
    with pytest.raises(Conflict):
        add_to_order(
            actor=buyer,
            order=order,
            session=offer.session(),
            signed_on=date(2022, 1, 6),
            reason="Trop tard.",
            places=1,
        )


def test_a_correction_replaces_a_line_and_both_stay(offer: Offer) -> None:
    bought(offer)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    session = offer.session()
    wrong = PlaceEntry.objects.get(session=session, kind=EntryKind.BOUGHT)
    correct_entry(actor=buyer, session=session, entry_id=wrong.pk, count=16, reason="Erreur de saisie.")
    assert session_places_balance(actor=buyer, session=session, on=date(2020, 7, 1)).bought == 16
    assert (
        session_places_balance(actor=buyer, session=session, on=date(2020, 7, 1), known_at=wrong.recorded_at).bought
        == 15
    )
    assert len(ledger_history(actor=buyer, session=session)) == 3
    with pytest.raises(Conflict):
        correct_entry(actor=buyer, session=session, entry_id=wrong.pk, count=17, reason="Encore.")
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    with pytest.raises(PermissionDenied):
        correct_entry(actor=provider, session=session, entry_id=wrong.pk, count=1, reason="À nous.")


def test_a_moved_place_is_not_corrected_on_one_side_only(offer: Offer) -> None:
    order = order_of(offer, ("24_407731", 15, 9975), ("24_407732", 10, 6650))
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    here, there = offer.session("24_407731"), offer.session("24_407732")
    moves = {"actor": buyer, "order": order, "places": 5, "reason": "Essai."}
    move_places(**moves, origin=here, target=there, signed_on=date(2020, 12, 1))
    gone = PlaceEntry.objects.get(session=here, kind=EntryKind.MOVED_OUT)
    with pytest.raises(ValidationError) as caught:
        correct_entry(actor=buyer, session=here, entry_id=gone.pk, count=0, reason="Erreur.")
    assert caught.value.code == "move_is_two_lines"
    move_places(**moves, origin=there, target=here, signed_on=date(2020, 12, 2))
    assert session_places_balance(actor=buyer, session=here, on=date(2020, 12, 2)).counted == 15


@pytest.mark.parametrize("count", [-1, 100_000, 10**12])
def test_an_impossible_number_of_places_is_refused_in_words(offer: Offer, count: int) -> None:
    with pytest.raises(ValidationError) as caught:
        as_provider(offer, count)
    assert caught.value.code == "quantity"


def test_a_first_admission_keeps_the_places_of_the_file(offer: Offer) -> None:
    adviser = offer.cast["adviser"].actor
    set_row_context(adviser)
    elsewhere = offer.session("24_300003")
    record_occupied_places(actor=adviser, session=elsewhere, occupied=2)
    now = public_places(actor=adviser, sessions=[elsewhere])[elsewhere.pk]
    assert (now.opened, now.left) == (12, 10)
    set_row_context(MACHINE)
    assert plan_places(actor=MACHINE, session=elsewhere, count=12, on=OPENED_ON).opened == 12
    assert public_places(actor=MACHINE, sessions=[elsewhere])[elsewhere.pk].left == 10


def test_a_line_dated_before_the_facts_it_contradicts_is_refused(offer: Offer) -> None:
    bought(offer)
    actor = offer.cast["provider"].actor
    set_row_context(actor)
    opened = PlaceEntry.objects.get(session=offer.session(), kind=EntryKind.OPENED)
    open_places(actor=actor, session=offer.session(), count=0, on=date(2020, 9, 3), reason="Fermée.")
    with pytest.raises(Conflict) as caught:
        correct_entry(actor=actor, session=offer.session(), entry_id=opened.pk, count=3, reason="Trois seulement.")
    assert caught.value.code == "ledger_broken"
    assert PlaceEntry.objects.filter(corrects=opened).count() == 0


def test_nothing_is_written_for_a_day_to_come(offer: Offer) -> None:
    with pytest.raises(ValidationError) as caught:
        as_provider(offer, 10, date(2999, 1, 1))
    assert caught.value.code == "date_to_come"


def test_the_public_numbers_follow_the_ledger(offer: Offer) -> None:
    bought(offer)
    set_row_context(MACHINE)
    session, elsewhere = offer.session(), offer.session("24_300003")
    numbers = public_places(actor=offer.cast["visitor"].actor, sessions=[session, elsewhere])
    assert (numbers[session.pk].opened, numbers[session.pk].bought, numbers[session.pk].left) == (15, 15, 15)
    assert (numbers[elsewhere.pk].left, numbers[elsewhere.pk].is_counted) == (12, False)


def test_a_ledger_begins_with_what_the_file_said(offer: Offer) -> None:
    elsewhere = offer.session("24_300003")
    set_row_context(MACHINE)
    record = plan_places(actor=MACHINE, session=elsewhere, count=10, on=date(2020, 3, 1))
    assert (record.opened, record.planned) == (12, 10)
    assert SessionPlaces.objects.get(pk=elsewhere.pk).opened == 12


def test_an_intruder_reads_no_ledger(offer: Offer) -> None:
    bought(offer)
    intruder = offer.cast["intruder"].actor
    set_row_context(intruder)
    for read in (ledger_history, session_state_changes):
        with pytest.raises(NotFound):
            read(actor=intruder, session=offer.session())
    with pytest.raises(NotFound):
        session_places_balance(actor=intruder, session=offer.session(), on=OPENED_ON)
