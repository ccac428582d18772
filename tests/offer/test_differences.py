"""A file that contradicts the ledger opens a difference; a person settles it; nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as, set_row_context
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import Notification
from pacte.offer.models import LedgerDifference, Session
from pacte.offer.queries import ledger_difference_by_id, ledger_differences, session_places_balance
from pacte.offer.records import (
    ChangeCause,
    DecidedBy,
    LedgerDifferenceKind,
    LedgerDifferenceState,
    SessionState,
    TrainingInput,
)
from pacte.offer.rules.differences import FileSession
from pacte.offer.services import (
    StoreResult,
    accept_file,
    ask_provider,
    compare_with_ledger,
    keep_ledger,
    open_places,
    plan_places,
    postpone_session,
    reply_to_difference,
    store_trainings,
)
from tests.cast import MACHINE
from tests.offer.world import BOURGES, WELDING, Offer, gather_offer, order_of

pytestmark = pytest.mark.django_db
ON = date(2020, 11, 20)


@pytest.fixture
def offer() -> Offer:
    """15 places bought and 14 opened, at Vierzon from 11 January."""
    made = gather_offer()
    order_of(made, ("24_407731", 15, 9975))
    provider = made.cast["provider"].actor
    set_row_context(provider)
    open_places(actor=provider, session=made.session(), count=14, on=date(2020, 9, 2), reason="Un poste en moins.")
    return made


def welding(**session: object) -> TrainingInput:
    """The file of the provider, with the first session changed."""
    action = WELDING.actions[0]
    first = replace(action.sessions[0], **session)
    return replace(WELDING, actions=(replace(action, sessions=(first, *action.sessions[1:])),))


def receive(offer: Offer, given: TrainingInput) -> StoreResult:
    provider = offer.cast["provider"].actor
    with acting_as(provider):
        return store_trainings(actor=provider, host_id=offer.host_id, provider=offer.provider, trainings=[given])


def open_difference(offer: Offer, **session: object) -> LedgerDifference:
    receive(offer, welding(**session))
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    (line,) = ledger_differences(actor=buyer)
    return line.difference


def test_a_file_that_says_other_places_and_dates_changes_nothing_and_raises_both(offer: Offer) -> None:
    done = receive(offer, welding(places_given=12, starts_on=date(2021, 1, 18)))
    assert done.differences == 2
    set_row_context(MACHINE)
    session = offer.session()
    assert session.starts_on == date(2021, 1, 11)
    assert session_places_balance(actor=MACHINE, session=session, on=ON).opened == 14
    assert {each.difference.kind for each in ledger_differences(actor=MACHINE)} == {
        LedgerDifferenceKind.PLACES_OPENED,
        LedgerDifferenceKind.DATES,
    }


def test_what_has_no_ledger_follows_the_file(offer: Offer) -> None:
    action = WELDING.actions[0]
    later = replace(action.sessions[1], starts_on=date(2021, 3, 8), places_given=9)
    given = replace(WELDING, actions=(replace(action, sessions=(action.sessions[0], later)),))
    done = receive(offer, given)
    set_row_context(MACHINE)
    assert (done.differences, done.changed) == (0, 1)
    assert offer.session("24_407732").starts_on == date(2021, 3, 8)


def test_the_same_file_twice_changes_nothing_and_asks_once(offer: Offer) -> None:
    assert receive(offer, welding(places_given=12)).differences == 1
    again = receive(offer, welding(places_given=12))
    assert (again.added, again.changed, again.differences) == (0, 0, 0)
    assert receive(offer, welding(places_given=11)).differences == 0
    set_row_context(MACHINE)
    assert LedgerDifference.objects.get().file_value == "11"


def test_accepting_the_file_moves_the_ledger_by_an_act_of_the_buyer(offer: Offer) -> None:
    difference = open_difference(offer, places_given=12)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    accept_file(actor=buyer, difference=difference, reason="L’organisme confirme.", on=ON)
    state = session_places_balance(actor=buyer, session=offer.session(), on=ON)
    assert (state.opened, state.bought, difference.state) == (12, 15, LedgerDifferenceState.FILE_ACCEPTED)
    with pytest.raises(Conflict):
        keep_ledger(actor=buyer, difference=difference, reason="Trop tard.")


def test_keeping_the_ledger_is_not_asked_again_until_the_file_changes(offer: Offer) -> None:
    difference = open_difference(offer, places_given=12)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    keep_ledger(actor=buyer, difference=difference, reason="Quatorze postes vus sur place.")
    assert receive(offer, welding(places_given=12)).differences == 0
    assert receive(offer, welding(places_given=13)).differences == 1


def test_a_later_start_is_a_postponement_with_its_cause(offer: Offer) -> None:
    difference = open_difference(offer, starts_on=date(2021, 2, 1))
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    with pytest.raises(ValidationError):
        accept_file(actor=buyer, difference=difference, reason=" ", on=ON)
    accept_file(
        actor=buyer,
        difference=difference,
        reason="Salle en travaux.",
        on=ON,
        cause=ChangeCause.NO_ROOM,
        decided_by=DecidedBy.PROVIDER,
    )
    session = offer.session()
    assert (session.state, session.first_starts_on, session.starts_on) == (
        SessionState.POSTPONED,
        date(2021, 1, 11),
        date(2021, 2, 1),
    )


def test_another_end_is_no_postponement(offer: Offer) -> None:
    difference = open_difference(offer, ends_on=date(2021, 6, 18))
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    accept_file(actor=buyer, difference=difference, reason="Jour férié oublié.", on=ON)
    assert (offer.session().state, offer.session().ends_on) == (SessionState.PLANNED, date(2021, 6, 18))


def test_another_site_is_taken_once_accepted(offer: Offer) -> None:
    difference = open_difference(offer, site=BOURGES)
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    assert (difference.ledger_value, difference.file_value) == ("18279", "18033")
    accept_file(actor=buyer, difference=difference, reason="Déménagement.", on=ON)
    moved = offer.session()
    assert moved.site is not None
    assert moved.site.commune_code == "18033"


@pytest.mark.parametrize(
    ("said", "kind"),
    [({"financed": 20}, LedgerDifferenceKind.PLACES_FINANCED), ({"absent": True}, LedgerDifferenceKind.ABSENT)],
)
def test_bought_places_never_change_by_a_file(
    offer: Offer, said: dict[str, object], kind: LedgerDifferenceKind
) -> None:
    buyer = offer.cast["buyer"].actor
    set_row_context(buyer)
    given = FileSession(offer.session().pk, **said)  # type: ignore[arg-type]
    assert compare_with_ledger(actor=buyer, host_id=offer.host_id, file_sessions=[given]) == 1
    (line,) = ledger_differences(actor=buyer)
    assert (line.difference.kind, line.can_accept) == (kind, False)
    with pytest.raises(ValidationError) as caught:
        accept_file(actor=buyer, difference=line.difference, reason="Oui.", on=ON)
    assert caught.value.code == "difference_of_the_buyer"
    assert session_places_balance(actor=buyer, session=offer.session(), on=ON).bought == 15


def test_the_first_word_of_a_file_on_what_nobody_opened_enters_the_ledger(offer: Offer) -> None:
    order_of(offer, ("24_407732", 10, 6650), number="2020-0500")
    action = WELDING.actions[0]
    second = replace(action.sessions[1], places_given=9, minimum_given=6)
    sessions = (action.sessions[0], second, action.sessions[2])
    given = replace(WELDING, actions=(replace(action, sessions=sessions),))
    assert receive(offer, given).differences == 0
    set_row_context(MACHINE)
    state = session_places_balance(actor=MACHINE, session=offer.session("24_407732"), on=date(2999, 1, 1))
    assert (state.opened, state.minimum, state.bought) == (9, 6, 10)
    assert receive(offer, given).differences == 0
    sessions = (action.sessions[0], replace(second, places_given=8), action.sessions[2])
    assert receive(offer, replace(WELDING, actions=(replace(action, sessions=sessions),))).differences == 1


def test_a_provider_raises_nothing_on_the_sessions_of_another(offer: Offer) -> None:
    set_row_context(MACHINE)
    elsewhere = offer.session("24_300003")
    plan_places(actor=MACHINE, session=elsewhere, count=10, on=ON)
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    said = [FileSession(elsewhere.pk, places=1)]
    assert compare_with_ledger(actor=provider, host_id=offer.host_id, file_sessions=said) == 0
    set_row_context(MACHINE)
    assert compare_with_ledger(actor=MACHINE, host_id=offer.host_id, file_sessions=said) == 1


def test_the_provider_is_asked_and_answers(offer: Offer) -> None:
    difference = open_difference(offer, places_given=12)
    buyer, provider = offer.cast["buyer"].actor, offer.cast["provider"].actor
    set_row_context(buyer)
    ask_provider(actor=buyer, difference=difference, question="Douze ou quatorze ?")
    set_row_context(provider)
    with pytest.raises(PermissionDenied):
        keep_ledger(actor=provider, difference=difference, reason="C’est nous.")
    seen = ledger_difference_by_id(actor=provider, difference_id=difference.pk)
    reply_to_difference(actor=provider, difference=seen, reply="Quatorze.")
    assert (seen.state, seen.reply) == (LedgerDifferenceState.ASKED, "Quatorze.")
    set_row_context(MACHINE)
    assert Notification.objects.filter(person=offer.cast["provider"].person, kind="offer.ledgerdifference").count() == 1


@pytest.mark.parametrize("part", ["adviser", "state_reader", "partner", "visitor", "intruder"])
def test_others_see_no_difference(offer: Offer, part: str) -> None:
    difference = open_difference(offer, places_given=12)
    actor = offer.cast[part].actor
    set_row_context(actor)
    assert ledger_differences(actor=actor) == []
    with pytest.raises(NotFound):
        ledger_difference_by_id(actor=actor, difference_id=difference.pk)


def test_a_postponed_session_without_order_keeps_its_dates_too(offer: Offer) -> None:
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    free = offer.session("24_407733")
    postpone_session(
        actor=provider,
        session=free,
        on=ON,
        starts_on=date(2021, 10, 4),
        ends_on=date(2022, 3, 4),
        cause=ChangeCause.NO_TRAINER,
        decided_by=DecidedBy.PROVIDER,
    )
    done = receive(offer, WELDING)
    set_row_context(MACHINE)
    assert done.differences == 1
    assert offer.session("24_407733").starts_on == date(2021, 10, 4)


def test_comparing_many_sessions_takes_as_many_queries_as_one(offer: Offer) -> None:
    order_of(offer, ("24_407732", 10, 6650), ("24_407733", 10, 6650), number="2020-0500")
    set_row_context(MACHINE)
    everybody = [FileSession(pk, financed=20) for pk in Session.objects.values_list("pk", flat=True)]

    def count(said: list[FileSession]) -> int:
        LedgerDifference.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            compare_with_ledger(actor=MACHINE, host_id=offer.host_id, file_sessions=said)
        return len(captured)

    assert count(everybody) == count([FileSession(offer.session().pk, financed=20)])
