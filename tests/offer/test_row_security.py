"""Row-level security of the offer protects tables without the help of queries and services."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from pacte.accounts.row_context import set_row_context
from pacte.audit.models import RowChange
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from pacte.offer.models import (
    Competence,
    Lot,
    Order,
    OrderItem,
    PlaceEntry,
    Provider,
    ProviderRequest,
    SessionFollower,
    SessionPlaces,
    SessionStateChange,
    Training,
    TrainingDescription,
)
from pacte.offer.records import CompetenceItem, ProviderRequestKind
from pacte.offer.services import (
    confirm_session,
    follow_session,
    open_places,
    save_description_draft,
    set_competences,
    submit_request,
)
from pacte.workflows.verify_database import unprotected_tables
from tests.cast import MACHINE
from tests.offer.world import Offer, gather_offer, order_of

pytestmark = pytest.mark.django_db
PRIVATE = (Order, OrderItem, PlaceEntry, SessionStateChange, ProviderRequest)


@pytest.fixture
def offer() -> Offer:
    """An order, a ledger, a confirmed session and a request of the provider of the cast."""
    made = gather_offer()
    order_of(made, ("24_407731", 15, 9975))
    provider = made.cast["provider"].actor
    set_row_context(provider)
    confirm_session(actor=provider, session=made.session(), on=date(2020, 9, 1))
    open_places(actor=provider, session=made.session(), count=14, on=date(2020, 9, 2), reason="Un poste en moins.")
    submit_request(
        actor=provider,
        session=made.session(),
        kind=ProviderRequestKind.ADD_HOURS,
        hours=100,
        reason="Plus de pratique.",
    )
    set_row_context(MACHINE)
    return made


def test_every_table_of_an_organisation_is_protected() -> None:
    assert unprotected_tables() == []


@pytest.mark.parametrize(
    ("part", "seen"),
    [
        ("buyer", {Order, OrderItem, PlaceEntry, SessionStateChange, ProviderRequest}),
        ("pilot", {Order, OrderItem, PlaceEntry, SessionStateChange, ProviderRequest}),
        ("auditor", {Order, OrderItem, PlaceEntry, SessionStateChange, ProviderRequest}),
        ("provider", {Order, OrderItem, PlaceEntry, SessionStateChange, ProviderRequest}),
        ("analyst", {Order, OrderItem, PlaceEntry, SessionStateChange}),
        ("state_reader", {Order, OrderItem, PlaceEntry, SessionStateChange}),
        ("finance", {Order, OrderItem, PlaceEntry, SessionStateChange}),
        ("adviser", {PlaceEntry, SessionStateChange}),
        ("administrator", {PlaceEntry, SessionStateChange}),
        ("intruder", set()),
    ],
)
def test_each_role_sees_its_own_tables_and_no_other(offer: Offer, part: str, seen: set[type]) -> None:
    offer.play(part)
    assert {table for table in PRIVATE if table.objects.exists()} == seen


def test_without_context_nothing_private_is_seen(offer: Offer) -> None:
    set_row_context(NOBODY)
    assert not any(table.objects.exists() for table in PRIVATE)
    assert Training.objects.exists()
    assert SessionPlaces.objects.exists()


def test_a_provider_never_sees_the_lines_of_another(offer: Offer) -> None:
    """Same pact and same role, but another organisation."""
    set_row_context(MACHINE)
    Provider.objects.filter(pk=offer.provider.pk).update(body=None)
    Provider.objects.filter(pk=offer.other.pk).update(body=offer.cast.provider)
    offer.play("provider")
    assert not any(table.objects.exists() for table in PRIVATE)


@pytest.mark.parametrize("part", ["provider", "pilot", "adviser", "intruder"])
def test_nobody_but_a_buyer_writes_a_purchase_even_in_sql(offer: Offer, part: str) -> None:
    set_row_context(MACHINE)
    order = Order.objects.get()
    values = {
        "organisation": offer.cast.region,
        "provider": offer.provider,
        "session": offer.session(),
        "kind": "bought",
        "places": 99,
        "happened_on": date(2020, 9, 1),
        "recorded_at": now(),
        "buyer": offer.cast.region,
        "order": order,
        "line": order.lines.first(),
        "person_name": "x",
    }
    offer.play(part)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PlaceEntry.objects.create(**values)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Lot.objects.create(
            organisation=offer.cast.region,
            buyer=offer.cast.region,
            code="L1",
            title="x",
            year=2021,
            domain_code="230",
            nature="certifying",
            zone_kind="region",
            zone_code="24",
            places=1,
            hours=1,
            price_unit="flat",
            unit_price_cents=1,
            fund="pact",
            created_at=now(),
            created_by_name="x",
        )
    assert Order.objects.update(unit_price_cents=1) == 0


def test_nobody_takes_a_provider_over_by_writing_its_row(offer: Offer) -> None:
    mine, other = offer.cast["provider"].actor, Provider.objects.filter(pk=offer.other.pk)
    set_row_context(mine)
    assert other.update(body=offer.cast.provider) == 0
    for part in ("adviser", "analyst", "state_reader"):
        offer.play(part)
        assert Provider.objects.update(name="x") == 0
    offer.play("intruder")
    assert not PlaceEntry.objects.exists()


def test_a_bought_line_without_an_order_cannot_exist(offer: Offer) -> None:
    offer.play("buyer")
    with pytest.raises(DatabaseError), transaction.atomic():
        PlaceEntry.objects.create(
            organisation=offer.cast.region,
            provider=offer.provider,
            session=offer.session(),
            kind="bought",
            places=1,
            happened_on=date(2020, 9, 1),
            recorded_at=now(),
            person_name="x",
        )


@pytest.mark.parametrize("table", ["offer_placeentry", "offer_sessionstatechange"])
@pytest.mark.parametrize("verb", ["update {} set reason = 'x'", "delete from {}", "truncate {}"])
def test_the_ledger_is_only_added_to(offer: Offer, table: str, verb: str) -> None:
    set_row_context(MACHINE)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(table))


def test_the_words_of_a_sheet_are_public_and_written_by_its_provider(offer: Offer) -> None:
    training = Training.objects.get(number="24_118402")
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    set_competences(actor=provider, training=training, items=[CompetenceItem("souder à plat")])
    set_row_context(NOBODY)
    assert Competence.objects.count() == 1
    for part in ("adviser", "intruder"):
        offer.play(part)
        with pytest.raises(ProgrammingError), transaction.atomic():
            TrainingDescription.objects.create(training=training, said_on=date(2020, 1, 1), said_by_name="x")
        assert Competence.objects.update(text="x") == 0


def test_a_draft_is_seen_by_its_provider_alone(offer: Offer) -> None:
    training = Training.objects.get(number="24_118402")
    provider = offer.cast["provider"].actor
    set_row_context(provider)
    draft = save_description_draft(actor=provider, training=training, values={"summary": "En cinq mois…"})
    for part in ("buyer", "pilot", "auditor", "intruder"):
        offer.play(part)
        assert not type(draft).objects.exists()


def test_who_follows_a_session_is_known_to_those_who_tell_them(offer: Offer) -> None:
    adviser = offer.cast["adviser"].actor
    set_row_context(adviser)
    follow_session(actor=adviser, session=offer.session())
    for part, seen in (("adviser", 1), ("buyer", 1), ("provider", 1), ("analyst", 0), ("intruder", 0)):
        offer.play(part)
        assert SessionFollower.objects.count() == seen


def test_the_catalogue_keeps_what_a_row_was_before_it_changed(offer: Offer) -> None:
    set_row_context(MACHINE)
    training = Training.objects.get(number="24_118402")
    before = RowChange.objects.filter(table_name="offer_training").count()
    Training.objects.filter(pk=training.pk).update(title="Soudeur")
    Training.objects.filter(pk=training.pk).update(title="Soudeur")
    changes = list(RowChange.objects.filter(table_name="offer_training").order_by("pk"))[before:]
    assert [(each.operation, each.before["title"], each.after["title"]) for each in changes] == [
        ("UPDATE", "Soudeur assembleur industriel", "Soudeur")
    ]
    assert changes[0].organisation_id == offer.cast.region.pk


def test_the_catalogue_is_loaded_by_copy(offer: Offer) -> None:
    """COPY works: a restrictive policy could forbid it, and a hundred thousand trainings need it."""
    set_row_context(MACHINE)
    with (
        connection.cursor() as cursor,
        cursor.copy(
            "copy offer_site (key, name, lines, postal_code, town,"
            " commune_code, siret, uai_code, phone, email, unmodelled) from stdin"
        ) as copy,
    ):
        copy.write_row(("k" * 64, "Ici", "{}", "18000", "Bourges", "18033", "", "", "", "", "{}"))
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from offer_site where name = 'Ici'")
        assert cursor.fetchone() == (1,)
