"""Page of a session: places by state, triplet, ledger on any past day, acts of each reader."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.offer.queries import is_following
from pacte.offer.records import ChangeCause, DecidedBy, PublicPlaces
from pacte.offer.services import open_places, record_occupied_places, record_session_cancellation
from pacte.web.charts.seats import Seats, seats_svg
from pacte.web.pages.sessions.people_model import seats_chart
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.plan_stage import plain
from tests.web.supply_stage import VIERZON, Stage, supply_stage

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(supply_stage)


def cancelled(stage: Stage) -> None:
    with acting_as(MACHINE):
        record_session_cancellation(
            actor=MACHINE, session=stage.offer.session(), on=date(2020, 12, 1), cause=ChangeCause.NO_TRAINER,
            decided_by=DecidedBy.BUYER,
        )  # fmt: skip


def test_anybody_reads_how_many_places_are_left_and_the_triplet(stage: Stage) -> None:
    told = stage.get("", VIERZON)
    assert "15 places achetées" in told
    assert "15 libres" in told
    assert "24_118402" in told
    assert "24_1530117" in told
    assert "24_407731" in told
    assert "minimum pour ouvrir" in told


def test_the_ledger_and_the_acts_are_not_for_anybody(stage: Stage) -> None:
    told = stage.get("", VIERZON)
    assert "Registre des places" not in told
    assert "2020-0412" not in told
    assert "Annuler la session" not in told
    assert "Changer les places ouvertes" not in stage.get("pilot", VIERZON)


def test_the_buyer_and_the_provider_read_the_ledger(stage: Stage) -> None:
    for part in ("buyer", "provider"):
        told = stage.get(part, VIERZON)
        assert "Registre des places" in told
        assert "Commande 2020-0412" in told
        assert "+15" in told
    assert "Annuler la session" in stage.get("buyer", VIERZON)
    assert "Annuler la session" not in stage.get("provider", VIERZON)
    assert "Demander à l’acheteur" in stage.get("provider", VIERZON)


def test_the_ledger_of_a_past_day_leaves_out_what_came_later(stage: Stage) -> None:
    told = stage.get("buyer", VIERZON + "?au=2020-07-01")
    assert "Commande 2020-0412" in told
    assert "Places ouvertes" not in told
    assert "Au 1<sup>er</sup> juillet 2020" in told
    known = stage.get("buyer", VIERZON + "?au=2020-07-01&connu=oui")
    assert "Commande 2020-0412" not in known
    assert "Rien n’est encore écrit" in known


def test_a_day_that_is_none_is_said(stage: Stage) -> None:
    assert stage.client("buyer").get(VIERZON + "?au=hier").status_code == 422


def test_a_session_that_does_not_exist_is_not_found(stage: Stage) -> None:
    assert stage.client().get("/sessions/1/2/3/").status_code == 404


def test_a_cancelled_session_keeps_its_lost_places_and_shows_other_seats(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    cancelled(stage)
    monkeypatch.setattr("pacte.web.pages.sessions.session_page.today", lambda: date(2020, 12, 2))
    told = stage.get("", VIERZON)
    assert "Non : cette session est annulée. 15 places achetées sont perdues." in told
    assert "15 perdues" in told
    assert "Où il reste des places" in told
    assert "Touraine Soudure" in told


def test_who_asks_to_be_told_follows_the_session(stage: Stage) -> None:
    adviser = stage.offer.cast["adviser"].actor
    assert "Vous serez averti" in stage.send("adviser", VIERZON + "suivre/", {"act": "follow"})
    with acting_as(adviser):
        assert is_following(actor=adviser, session=stage.offer.session())
    assert "Ne plus m’avertir" in stage.get("adviser", VIERZON)
    stage.send("adviser", VIERZON + "suivre/", {"act": "stop"})
    with acting_as(adviser):
        assert not is_following(actor=adviser, session=stage.offer.session())


def test_held_places_fill_squares(stage: Stage) -> None:
    with acting_as(MACHINE):
        record_occupied_places(actor=MACHINE, session=stage.offer.session(), occupied=7)
    told = stage.get("", VIERZON)
    assert "7 tenues" in told
    assert "8 libres" in told


def test_squares_always_add_up_to_what_was_bought() -> None:
    now = PublicPlaces(opened=14, occupied=7, bought=16, counted=16, lost=1, is_counted=True)
    seats = seats_chart(now)
    assert (seats.held, seats.free, seats.closed, seats.lost) == (7, 7, 1, 1)
    assert seats.total == now.counted


def test_the_drawing_says_in_words_what_it_shows_and_never_overflows() -> None:
    small = seats_svg(Seats(held=2, free=1, lost=1), "s")
    assert small.count("<rect") == 5  # one square per place, and the hatching of the lost one
    assert "2 tenues, 1 libre, 1 perdue" in plain(small)
    large = seats_svg(Seats(held=200, lost=40), "s")
    assert large.count("<rect") == 3


def test_the_number_of_queries_does_not_grow_with_the_ledger(stage: Stage) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get("buyer", VIERZON)
        return len(seen)

    count()  # the first request logs in
    before = count()
    provider = stage.offer.cast["provider"].actor
    with acting_as(provider):
        for places in (16, 17, 18):
            open_places(actor=provider, session=stage.offer.session(), count=places, on=date(2020, 9, 3))
    assert count() == before
