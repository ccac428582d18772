"""One buyer prepares and another signs: the ledger is unchanged in between, and the database enforces it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from pacte.accounts.row_context import set_row_context
from pacte.accounts.services import create_substitution
from pacte.audit.models import AuditEntry
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.notifications.models import Notification
from pacte.offer.models import Amendment, Order, PlaceEntry, Preparation, SessionPlaces
from pacte.offer.queries import (
    open_preparations,
    order_detail,
    orders,
    preparation_by_id,
    preparations_to_sign,
    signer_candidates,
)
from pacte.offer.queries.ledger import ledger_entries
from pacte.offer.records import EntryKind, PreparationKind, PreparationState, ProviderRequestKind, ProviderRequestState
from pacte.offer.rules.ledger import places_balance
from pacte.offer.rules.signatures import (
    AmendmentTerms,
    dump_amendment_terms,
    dump_order_terms,
    load_amendment_terms,
    load_order_terms,
    needs_second_signer,
)
from pacte.offer.services import (
    RequestAnswer,
    answer_provider_request,
    correct_entry,
    correct_preparation,
    prepare_amendment,
    prepare_order,
    send_back_preparation,
    sign_preparation,
    submit_request,
    withdraw_preparation,
)
from tests.cast import MACHINE, hire_buyer
from tests.offer.world import SECOND_BUYER, SIGNED, Offer, gather_offer, order_of, terms_of

SEVENTY_EUROS = ("24_407731", 1, 8)
LARGE = ("24_407731", 15, 9975)


@pytest.fixture
def offer(db: None) -> Iterator[Offer]:
    made = gather_offer()
    made.cast.members["second"] = hire_buyer(made.cast.region, made.cast.region, SECOND_BUYER)
    made.cast.members["elsewhere"] = hire_buyer(made.cast.other_region, made.cast.other_region, "ailleurs@exemple.fr")
    yield made
    assert_books_balance()


def assert_books_balance() -> None:
    """Debits equal credits: the ledgers of the sessions add up to the places shown and to the orders."""
    set_row_context(MACHINE)
    for row in SessionPlaces.objects.select_related("session"):
        entries = ledger_entries(actor=MACHINE, session=row.session)
        whole = places_balance(entries)
        assert (row.bought, row.counted, row.lost) == (whole.bought, whole.counted, whole.lost)
    moved = places_balance(
        [each for row in SessionPlaces.objects.all() for each in ledger_entries(actor=MACHINE, session=row.session)]
    )
    assert (moved.moved_out, moved.cents_moved_out) == (moved.moved_in, moved.cents_moved_in)
    paid = sum(each.places.cents_counted for each in orders(actor=MACHINE))
    assert paid == moved.cents_counted


def as_part(offer: Offer, part: str) -> Actor:
    actor = offer.cast[part].actor
    set_row_context(actor)
    return actor


def prepared(
    offer: Offer, *lines: tuple[str, int, int], part: str = "buyer", key: str = "", **said: Any
) -> Preparation:
    return prepare_order(**terms_of(offer, *(lines or (LARGE,)), **said), actor=as_part(offer, part), key=key)


def sign(offer: Offer, made: Preparation, part: str = "second", digest: str = "") -> Preparation:
    return sign_preparation(actor=as_part(offer, part), preparation=made, digest=digest or made.digest)


def bought() -> int:
    set_row_context(MACHINE)
    return sum(each.places for each in PlaceEntry.objects.filter(kind=EntryKind.BOUGHT))


def added(offer: Offer, order: Order, part: str = "buyer", **said: Any) -> Preparation:
    given = {"places": 2, "hours": 1330, "reason": "Le chantier recrute.", "signed_on": SIGNED} | said
    terms = AmendmentTerms(kind=PreparationKind.ADD, session_id=offer.sessions["24_407731"], **given)
    return prepare_amendment(actor=as_part(offer, part), order=order, terms=terms)


# Before the signature, nothing enters the ledger.


def test_an_order_enters_the_ledger_at_the_second_signature_only(offer: Offer) -> None:
    made = prepared(offer)
    assert (made.state, made.needs_two, made.cents) == (PreparationState.WAITING, True, 9975 * 850)
    assert bought() == 0
    assert not Order.objects.exists()
    signed = sign(offer, made)
    assert bought() == 15
    order = Order.objects.get()
    assert (order.preparation_id, order.number) == (made.pk, "2020-0412")
    assert signed.prepared_by_id != signed.signed_by_id
    assert signed.signed_digest == made.digest


def test_a_small_order_is_signed_by_who_prepares_it(offer: Offer) -> None:
    made = prepared(offer, SEVENTY_EUROS)
    assert (made.state, made.needs_two) == (PreparationState.SIGNED, False)
    assert bought() == 1


def test_without_threshold_every_order_needs_two(offer: Offer, settings: Any) -> None:
    settings.TWO_PEOPLE_FROM_CENTS = 0
    assert prepared(offer, SEVENTY_EUROS).state == PreparationState.WAITING


@pytest.mark.parametrize(
    ("before", "after", "is_so"), [(0, 499_999, False), (0, 500_000, True), (500_000, 0, True), (0, 0, False)]
)
def test_the_whole_order_is_weighed_before_and_after(before: int, after: int, is_so: bool) -> None:
    assert needs_second_signer(before_cents=before, after_cents=after, from_cents=500_000) is is_so


def test_small_amendments_do_not_add_up_to_an_order_that_nobody_else_saw(offer: Offer) -> None:
    order = prepared(offer, ("24_407731", 5, 300)).signed_order
    assert added(offer, order, places=1, hours=200).state == PreparationState.SIGNED
    assert added(offer, order, places=1, hours=200).state == PreparationState.WAITING
    assert bought() == 6


@pytest.mark.parametrize("kind", [each for each in PreparationKind if each is not PreparationKind.ORDER])
def test_every_change_of_a_large_order_waits_for_another_buyer(offer: Offer, kind: PreparationKind) -> None:
    order = order_of(offer, LARGE, ("24_407732", 10, 6650))
    set_row_context(MACHINE)
    before = PlaceEntry.objects.count()
    line = PlaceEntry.objects.filter(kind=EntryKind.BOUGHT).earliest("pk")
    said: dict[PreparationKind, dict[str, Any]] = {
        PreparationKind.ADD: {"places": 1, "hours": 10},
        PreparationKind.CUT: {"places": 1},
        PreparationKind.MOVE: {"places": 1, "target_id": offer.sessions["24_407732"]},
        PreparationKind.PRICE: {"unit_price_cents": 900},
        PreparationKind.DATES: {"ends_on": date(2023, 6, 30)},
        PreparationKind.CORRECTION: {"entry_id": line.pk, "places": 14, "hours": 9310, "cents": 7_913_500},
    }
    terms = AmendmentTerms(
        kind=kind, signed_on=date(2020, 9, 1), reason="Essai.", session_id=line.session_id, **said[kind]
    )
    made = prepare_amendment(actor=as_part(offer, "buyer"), order=order, terms=terms)
    set_row_context(MACHINE)
    assert (made.state, PlaceEntry.objects.count(), Amendment.objects.count()) == ("waiting", before, 0)
    order.refresh_from_db()
    assert (order.unit_price_cents, order.ends_on) == (850, date(2022, 12, 31))
    assert sign(offer, made).state == PreparationState.SIGNED
    set_row_context(MACHINE)
    order.refresh_from_db()
    changed = PlaceEntry.objects.count() > before or order.ends_on == date(2023, 6, 30)
    assert changed


def test_a_bought_line_is_not_corrected_by_one_person(offer: Offer) -> None:
    order_of(offer, LARGE)
    set_row_context(MACHINE)
    line = PlaceEntry.objects.get(kind=EntryKind.BOUGHT)
    with pytest.raises(PermissionDenied) as caught:
        correct_entry(
            actor=as_part(offer, "buyer"), session=offer.session(), entry_id=line.pk, count=1500, reason="Plus."
        )
    assert caught.value.code == "correction_unsigned"


# Who may sign.


def test_nobody_signs_what_they_prepared(offer: Offer) -> None:
    made = prepared(offer)
    with pytest.raises(PermissionDenied) as caught:
        sign(offer, made, "buyer")
    assert caught.value.code == "same_person"
    assert bought() == 0


@pytest.mark.parametrize(
    ("begins", "ends", "is_refused"), [(-3, 3, True), (0, 0, True), (-9, -5, False), (1, 9, False)]
)
def test_whoever_stands_in_for_the_preparer_does_not_sign(
    offer: Offer, begins: int, ends: int, is_refused: bool
) -> None:
    made = prepared(offer)
    set_row_context(MACHINE)
    create_substitution(
        actor=MACHINE, person=offer.cast["buyer"].person, substitute=offer.cast["second"].person,
        host=offer.cast.region, valid_from=today() + timedelta(days=begins), valid_until=today() + timedelta(days=ends),
        reason="Congé.",
    )  # fmt: skip
    second = as_part(offer, "second")
    waiting = preparations_to_sign(actor=second, on=today())
    if is_refused:
        assert waiting == []
        with pytest.raises(PermissionDenied) as caught:
            sign(offer, made)
        assert caught.value.code == "stands_in"
        assert signer_candidates(actor=as_part(offer, "buyer"), preparation=made, on=today()).signers == ()
    else:
        assert waiting == [made]
        assert sign(offer, made).state == PreparationState.SIGNED


@pytest.mark.parametrize("part", ["pilot", "finance", "provider", "adviser", "auditor", "intruder", "elsewhere"])
def test_nobody_but_a_buyer_of_the_same_region_signs_or_sends_back(offer: Offer, part: str) -> None:
    made = prepared(offer)
    with pytest.raises(PermissionDenied):
        sign(offer, made, part)
    with pytest.raises(PermissionDenied):
        send_back_preparation(actor=as_part(offer, part), preparation=made, reason="Non.")
    assert bought() == 0


def test_another_region_and_the_provider_see_nothing_of_what_is_prepared(offer: Offer) -> None:
    made = prepared(offer)
    for part, seen in (("auditor", True), ("second", True), ("provider", False), ("elsewhere", False)):
        actor = as_part(offer, part)
        assert [each.pk for each in open_preparations(actor=actor)] == ([made.pk] if seen else [])
        assert Preparation.objects.filter(pk=made.pk).exists() is seen, "row-level security says the same"
        if not seen:
            with pytest.raises(NotFound):
                preparation_by_id(actor=actor, preparation_id=made.pk)
    sign(offer, made)
    provider = as_part(offer, "provider")
    told = order_detail(actor=provider, number="2020-0412").order.preparation
    assert told is not None
    assert told.signed_by_name == offer.cast["second"].actor.name


def test_without_a_second_buyer_it_waits_and_says_whom_to_ask(offer: Offer) -> None:
    made = prepared(offer)
    set_row_context(MACHINE)
    offer.cast["second"].person.memberships.update(valid_until=date(2019, 1, 1))
    waited = signer_candidates(actor=as_part(offer, "buyer"), preparation=made, on=today())
    assert waited.signers == ()
    assert waited.appointers == ("Administrator Distribution",)


def test_the_other_buyers_are_told_that_something_waits_and_the_preparer_that_it_is_signed(offer: Offer) -> None:
    made = prepare_order(**terms_of(offer, LARGE), actor=as_part(offer, "buyer"), address="/sessions/signatures/")
    sign(offer, made)
    set_row_context(MACHINE)
    told = {(each.kind, each.person.email) for each in Notification.objects.select_related("person")}
    assert ("offer.to_sign", SECOND_BUYER) in told
    assert ("offer.signed", offer.cast["buyer"].person.email) in told
    assert not any(kind == "offer.to_sign" and email != SECOND_BUYER for kind, email in told)
    assert Notification.objects.get(kind="offer.to_sign").address == f"/sessions/signatures/{made.pk}/"


# What is signed is what was prepared.


def test_a_correction_voids_what_was_read(offer: Offer) -> None:
    made = prepared(offer)
    read = made.digest
    changed = replace(load_order_terms(made.terms), title="Soudage, deux groupes")
    again = correct_preparation(actor=as_part(offer, "buyer"), preparation=made, terms=changed)
    assert again.digest != read
    with pytest.raises(Conflict) as caught:
        sign(offer, made, digest=read)
    assert caught.value.code == "preparation_changed"
    assert bought() == 0
    sign(offer, again)
    assert Order.objects.get().title == "Soudage, deux groupes"


def test_only_the_preparer_corrects_or_withdraws(offer: Offer) -> None:
    made = prepared(offer)
    second = as_part(offer, "second")
    with pytest.raises(PermissionDenied):
        correct_preparation(actor=second, preparation=made, terms=load_order_terms(made.terms))
    with pytest.raises(PermissionDenied):
        withdraw_preparation(actor=second, preparation=made, reason="Non.")
    withdraw_preparation(actor=as_part(offer, "buyer"), preparation=made, reason="Doublon.")
    with pytest.raises(Conflict):
        sign(offer, made)
    assert prepared(offer).pk != made.pk, "the number is free again"


def test_a_signer_sends_back_with_a_reason_that_is_kept(offer: Offer) -> None:
    made = prepared(offer)
    second = as_part(offer, "second")
    with pytest.raises(ValidationError):
        send_back_preparation(actor=second, preparation=made, reason=" ")
    send_back_preparation(actor=second, preparation=made, reason="Le prix est celui de 2019.")
    with pytest.raises(Conflict):
        sign(offer, made)
    terms = replace(load_order_terms(made.terms), unit_price_cents=900)
    again = correct_preparation(actor=as_part(offer, "buyer"), preparation=made, terms=terms)
    assert (again.state, again.reason, again.cents) == (PreparationState.WAITING, "", 9975 * 900)
    sign(offer, again)
    set_row_context(MACHINE)
    acts = list(AuditEntry.objects.filter(subject_kind="preparation").order_by("pk").values_list("act", "reason"))
    assert ("offer.send_back_preparation", "Le prix est celui de 2019.") in acts
    assert acts[-1][0] == "offer.sign_preparation"


def test_an_amount_that_moved_since_the_preparation_is_not_signed(offer: Offer) -> None:
    order = order_of(offer, LARGE)
    made = added(offer, order)
    price = AmendmentTerms(kind=PreparationKind.PRICE, signed_on=SIGNED, reason="Révision.", unit_price_cents=900)
    sign(offer, prepare_amendment(actor=as_part(offer, "buyer"), order=order, terms=price))
    with pytest.raises(Conflict) as caught:
        sign(offer, made)
    assert caught.value.code == "preparation_amount"
    set_row_context(MACHINE)
    assert preparation_by_id(actor=MACHINE, preparation_id=made.pk).state == PreparationState.WAITING


def test_what_the_signature_would_refuse_is_refused_at_the_preparation(offer: Offer) -> None:
    order = order_of(offer, LARGE)
    terms = AmendmentTerms(
        kind=PreparationKind.CUT, signed_on=SIGNED, reason="Trop.", session_id=offer.sessions["24_407731"], places=16
    )
    with pytest.raises(ValidationError) as caught:
        prepare_amendment(actor=as_part(offer, "buyer"), order=order, terms=terms)
    assert caught.value.code == "more_than_bought"


def test_a_granted_request_waits_with_its_amendment(offer: Offer) -> None:
    order_of(offer, LARGE)
    provider = as_part(offer, "provider")
    asked = submit_request(
        actor=provider,
        session=offer.session(),
        kind=ProviderRequestKind.ADD_PLACES,
        places=2,
        hours=1330,
        reason="Dix.",
    )
    answer = RequestAnswer(True, "Le besoin est prouvé.", SIGNED)
    made = answer_provider_request(actor=as_part(offer, "buyer"), request=asked, answer=answer)
    assert made is not None
    assert asked.state == ProviderRequestState.ASKED
    assert answer_provider_request(actor=as_part(offer, "buyer"), request=asked, answer=answer) == made, (
        "accepted twice, once"
    )
    sign(offer, made)
    set_row_context(MACHINE)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (ProviderRequestState.ACCEPTED, "Le besoin est prouvé.")
    assert bought() == 17


def test_terms_are_read_back_as_they_were_written(offer: Offer) -> None:
    terms = terms_of(offer, LARGE, ("24_407732", 1, 2))["terms"]
    assert load_order_terms(dump_order_terms(terms)) == terms
    amendment = AmendmentTerms(kind=PreparationKind.DATES, signed_on=SIGNED, reason="« é »", ends_on=date(2023, 1, 1))
    assert load_amendment_terms(dump_amendment_terms(amendment)) == amendment


# The database enforces the same rules.


def _write(change: Callable[[], object]) -> None:
    with transaction.atomic():
        change()


def test_the_database_refuses_a_signature_by_who_prepared(offer: Offer) -> None:
    made = prepared(offer)
    me = {"signed_by_id": made.prepared_by_id, "signed_at": timezone.now(), "signed_digest": made.digest}
    row = Preparation.objects.filter(pk=made.pk)
    with pytest.raises(IntegrityError, match="offer_two_people"):
        _write(lambda: row.update(state="signed", **me))
    with pytest.raises(IntegrityError, match="another person prepared"):
        _write(lambda: row.update(state="signed", needs_two=False, **me))


def test_the_database_refuses_other_terms_than_those_of_the_digest(offer: Offer) -> None:
    made = prepared(offer)
    with pytest.raises(IntegrityError, match="digest"):
        _write(lambda: Preparation.objects.filter(pk=made.pk).update(cents=1))
    signed = sign(offer, made)
    for change in ({"reason": "Autre."}, {"state": "waiting"}):
        with pytest.raises(IntegrityError, match="does not change"):
            _write(lambda change=change: Preparation.objects.filter(pk=signed.pk).update(**change))  # type: ignore[misc]
    alone = prepared(offer, number="2020-0998")
    with pytest.raises(IntegrityError, match="does not change"):
        _write(lambda: Preparation.objects.filter(pk=alone.pk).delete())


def test_the_database_refuses_an_order_that_nobody_signed(offer: Offer) -> None:
    order = order_of(offer, LARGE)
    made = prepared(offer, number="2020-0999")
    order.pk, order.number = None, "2020-0999"
    for preparation_id in (None, made.pk):
        order.preparation_id = preparation_id
        with pytest.raises(IntegrityError, match="names what was signed"):
            _write(lambda: order.save(force_insert=True))


def test_an_order_of_a_file_reads_signed_elsewhere(offer: Offer) -> None:
    order = order_of(offer, LARGE)
    set_row_context(MACHINE)
    order.pk, order.number, order.preparation_id = None, "AVANT-1", None
    order.save(force_insert=True)
    assert order_detail(actor=as_part(offer, "buyer"), number="AVANT-1").order.preparation is None
