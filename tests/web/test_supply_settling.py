"""Pending matters between a buyer and a provider: lines to correct, requests to answer, differences to settle."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.offer.models import Amendment, Order, OrderItem, PlaceEntry, ProviderRequest
from pacte.offer.queries import ledger_differences, ledger_history, provider_request_by_id
from pacte.offer.records import (
    FUND_LABELS,
    AmendmentKind,
    ChangeCause,
    EntryKind,
    Fund,
    ProviderRequestKind,
    ProviderRequestState,
)
from pacte.offer.rules.differences import FileSession
from pacte.offer.services import compare_with_ledger, record_occupied_places, submit_request
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import add_to_order
from tests.web.supply_stage import VIERZON, Stage, refused, state, supply_stage

pytestmark = pytest.mark.django_db

ON = date(2020, 11, 24)


@pytest.fixture(autouse=True)
def _that_day(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    for page in ("home", "requests_page", "session_page"):
        monkeypatch.setattr(f"pacte.web.pages.sessions.{page}.today", lambda: ON)


kept_stage = kept_for_module(supply_stage)


# Correcting a line of the ledger: a new line names the line that it replaces.


def line_of(stage: Stage, kind: EntryKind) -> PlaceEntry:
    with acting_as(MACHINE):
        return PlaceEntry.objects.filter(session=stage.offer.session(), kind=kind).earliest("pk")


def correcting(stage: Stage, kind: EntryKind) -> str:
    return f"{VIERZON}registre/{line_of(stage, kind).pk}/"


def test_the_buyer_corrects_a_bought_line_and_both_stay_readable(stage: Stage) -> None:
    url = correcting(stage, EntryKind.BOUGHT)
    assert url in stage.client("buyer").get(VIERZON).content.decode()
    assert "Places achetées : +15, 9 975 h" in stage.get("buyer", url).replace("\u202f", " ")
    data = {"places": "14", "hours": "9310", "amount": "79 135", "on": "2020-06-18", "why": "Le bon dit quatorze."}
    assert "C’est préparé" in stage.sign(url, data)
    assert (state(stage).bought, state(stage).hours_bought, state(stage).cents_bought) == (14, 9_310, 7_913_500)
    told = stage.get("buyer", VIERZON)
    assert "(ligne corrigée depuis)" in told
    assert "corrige la ligne du 18" in told
    assert "Le bon dit quatorze." in told
    with acting_as(MACHINE):
        lines = ledger_history(actor=MACHINE, session=stage.offer.session())
    assert [line.corrects for line in lines if line.corrects] == [line_of(stage, EntryKind.BOUGHT).pk]


def test_a_line_is_corrected_once_and_by_who_could_write_it(stage: Stage) -> None:
    url = correcting(stage, EntryKind.BOUGHT)
    data = {"places": "14", "hours": "9310", "amount": "", "on": "2020-06-18", "why": "Le bon dit quatorze."}
    assert stage.client("provider").post(url, data).status_code == 403
    assert url not in stage.client("provider").get(VIERZON).content.decode()
    refused(stage, url, data | {"why": ""})
    stage.sign(url, data)
    assert stage.client("buyer").post(url, data).status_code == 403


def test_a_provider_corrects_what_it_opened_but_does_not_close_bought_places_so(stage: Stage) -> None:
    url = correcting(stage, EntryKind.OPENED)
    assert url in stage.client("provider").get(VIERZON).content.decode()
    data = {"places": "12", "on": "2020-09-02", "why": "J’avais mal lu."}
    assert "Fermer des places achetées se demande à l’acheteur" in refused(stage, url, data, "provider")
    stage.send("provider", url, data | {"places": "16"})
    assert state(stage).opened == 16


def test_a_correction_keeps_a_place_for_each_person_admitted(stage: Stage) -> None:
    with acting_as(MACHINE):
        record_occupied_places(actor=MACHINE, session=stage.offer.session(), occupied=7)
    data = {"places": "6", "on": "2020-09-02", "why": "Six postes."}
    assert "7 personnes sont déjà admises" in refused(stage, correcting(stage, EntryKind.OPENED), data)


def test_a_line_of_another_session_is_not_there(stage: Stage) -> None:
    url = correcting(stage, EntryKind.BOUGHT).replace("24_407731", "24_407732")
    assert stage.client("buyer").get(url).status_code == 404


# Requests are answered with a reason.


def asked(stage: Stage, kind: ProviderRequestKind = ProviderRequestKind.ADD_PLACES, **more: object) -> ProviderRequest:
    provider = stage.offer.cast["provider"].actor
    with acting_as(provider):
        given = {"places": 2, "hours": 1330} if kind is ProviderRequestKind.ADD_PLACES else {}
        return submit_request(
            actor=provider, session=stage.offer.session(), kind=kind, reason="Dix candidats.", **given | more
        )  # type: ignore[arg-type]


def test_an_accepted_request_is_an_amendment_of_the_order_that_pays(stage: Stage) -> None:
    one = asked(stage)
    desk = stage.get("buyer", "/sessions/")
    assert "1 demande d’organisme" in desk
    told = stage.sign(
        f"/sessions/demande/{one.pk}/",
        {"act": "accept", "on": "2020-11-24", "why": "Le besoin est prouvé."},
    )  # fmt: skip
    assert f"Demande R-{one.pk} acceptée" in told
    assert state(stage).bought == 17
    with acting_as(MACHINE):
        made = Amendment.objects.get(order__number="2020-0412")
    assert (made.kind, made.reason) == (AmendmentKind.ADD, "Le besoin est prouvé.")
    assert "« Le besoin est prouvé. »" in stage.get("provider", f"/sessions/demande/{one.pk}/")


def paid_by_two(stage: Stage) -> tuple[int, int]:
    """The same session, six more of its places on the baseline. Returns its two lines, the oldest first."""
    buyer = stage.offer.cast["buyer"].actor
    with acting_as(buyer):
        add_to_order(
            actor=buyer, order=stage.order, session=stage.offer.session(), signed_on=date(2020, 9, 1), places=6,
            hours=3990, reason="Sur le socle.", fund=Fund.BASELINE,
        )  # fmt: skip
    with acting_as(MACHINE):
        first, second = (
            OrderItem.objects.filter(session=stage.offer.session()).order_by("pk").values_list("pk", flat=True)
        )
    return first, second


def bought_by(line: int) -> int:
    with acting_as(MACHINE):
        return sum(PlaceEntry.objects.filter(line=line, kind=EntryKind.BOUGHT).values_list("places", flat=True))


def test_the_only_line_that_pays_is_chosen_beforehand(stage: Stage) -> None:
    one = asked(stage)
    page = stage.client("buyer").get(f"/sessions/demande/{one.pk}/").content.decode()
    assert re.search(r'<option value="\d+" selected>2020-0412 : ', page)


@pytest.mark.parametrize("chosen", [0, 1])
def test_of_two_lines_the_buyer_says_which_one_pays(stage: Stage, chosen: int) -> None:
    lines, one = paid_by_two(stage), asked(stage)
    before = [bought_by(each) for each in lines]
    assert before == [15, 6]
    url = f"/sessions/demande/{one.pk}/"
    data = {"act": "accept", "on": "2020-11-24", "why": "Le besoin est prouvé."}
    told = refused(stage, url, data)
    assert "2 lignes de commande paient cette session." in told
    assert "Choisissez la ligne qui paie." in told
    assert f"2020-0412 : {FUND_LABELS[Fund.BASELINE]}" in told
    stage.sign(url, data | {"line": lines[chosen]})
    after = [bought_by(each) for each in lines]
    assert [there - then for there, then in zip(after, before, strict=True)] == [
        2 * (rank == chosen) for rank in (0, 1)
    ]


@pytest.mark.parametrize("chosen", [0, 1])
def test_places_that_close_are_lost_by_the_line_that_the_buyer_chose(stage: Stage, chosen: int) -> None:
    lines = paid_by_two(stage)
    one = asked(stage, ProviderRequestKind.CLOSE_PLACES, places=3, cause=ChangeCause.EQUIPMENT)
    data = {"act": "accept", "on": "2020-11-24", "why": "Un poste manque.", "line": lines[chosen]}
    stage.send("buyer", f"/sessions/demande/{one.pk}/", data)
    with acting_as(MACHINE):
        (lost,) = PlaceEntry.objects.filter(kind=EntryKind.LOST)
    assert (lost.line_id, lost.places) == (lines[chosen], 3)


def test_a_line_does_not_lose_more_places_than_it_bought(stage: Stage) -> None:
    lines = paid_by_two(stage)
    one = asked(stage, ProviderRequestKind.CLOSE_PLACES, places=7, cause=ChangeCause.EQUIPMENT)
    data = {"act": "accept", "on": "2020-11-24", "why": "L’atelier ferme.", "line": lines[1]}
    assert "Cette ligne n’a que 6 places" in refused(stage, f"/sessions/demande/{one.pk}/", data)


def test_without_an_order_that_goes_on_nothing_can_pay(stage: Stage) -> None:
    one = asked(stage)
    with acting_as(MACHINE):
        Order.objects.update(state="closed", closed_on=date(2020, 11, 1))
    data = {"act": "accept", "on": "2020-11-24", "why": "Le besoin est prouvé."}
    told = refused(stage, f"/sessions/demande/{one.pk}/", data)
    assert "Aucune de vos commandes en cours ne paie cette session." in told


def test_the_buyer_may_grant_fewer_places_than_asked(stage: Stage) -> None:
    one = asked(stage)
    data = {"act": "accept", "places": "1", "hours": "665", "on": "2020-11-24", "why": "Une."}
    stage.sign(f"/sessions/demande/{one.pk}/", data)
    assert (state(stage).bought, state(stage).hours_bought) == (16, 10_640)


def test_a_refused_request_changes_nothing_and_keeps_its_reason(stage: Stage) -> None:
    one = asked(stage)
    url = f"/sessions/demande/{one.pk}/"
    refused(stage, url, {"act": "refuse", "on": "2020-11-24", "why": ""})
    refused(stage, url, {"on": "2020-11-24", "why": "Sans dire si oui ou non."})
    told = stage.send("buyer", url, {"act": "refuse", "on": "2020-11-24", "why": "Plus de crédits cette année."})
    assert "refusée" in told
    assert state(stage).bought == 15
    with acting_as(MACHINE):
        assert provider_request_by_id(actor=MACHINE, request_id=one.pk).state == ProviderRequestState.REFUSED
    again = {"act": "accept", "on": "2020-11-24", "why": "Finalement oui."}
    assert "déjà sa réponse" in refused(stage, url, again)


def test_an_accepted_cancelling_keeps_the_places_as_lost(stage: Stage) -> None:
    one = asked(stage, ProviderRequestKind.CANCEL, cause=ChangeCause.NO_TRAINER)
    data = {"act": "accept", "on": "2020-11-24", "why": "Pas de formateur."}
    stage.send("buyer", f"/sessions/demande/{one.pk}/", data)
    assert (state(stage).counted, state(stage).lost) == (15, 15)


# Differences between a file and the ledger.


def differing(stage: Stage) -> int:
    session = stage.offer.session()
    with acting_as(MACHINE):
        said = FileSession(session.pk, session.starts_on, session.ends_on, places=16)
        compare_with_ledger(actor=MACHINE, host_id=stage.offer.host_id, file_sessions=[said])
        return int(ledger_differences(actor=MACHINE)[0].difference.pk)


def test_the_file_was_right_and_its_value_enters_the_ledger(stage: Stage) -> None:
    url = f"/sessions/difference/{differing(stage)}/"
    assert "le registre dit « 15 », le fichier de l’organisme « 16 »" in stage.get("buyer", url)
    data = {"act": "accept", "on": "2020-11-24", "why": "Vérifié au téléphone."}
    assert "Le fichier a raison" in stage.send("buyer", url, data)
    assert state(stage).opened == 16


def test_the_ledger_was_right_and_the_same_file_does_not_ask_again(stage: Stage) -> None:
    url = f"/sessions/difference/{differing(stage)}/"
    refused(stage, url, {"act": "keep", "on": "2020-11-24", "why": ""})
    stage.send("buyer", url, {"act": "keep", "on": "2020-11-24", "why": "Le fichier est ancien."})
    session = stage.offer.session()
    with acting_as(MACHINE):
        said = FileSession(session.pk, session.starts_on, session.ends_on, places=16)
        assert compare_with_ledger(actor=MACHINE, host_id=stage.offer.host_id, file_sessions=[said]) == 0
    assert state(stage).opened == 15


def test_the_provider_is_asked_and_replies_before_the_buyer_settles(stage: Stage) -> None:
    url = f"/sessions/difference/{differing(stage)}/"
    stage.send("buyer", url, {"act": "ask", "on": "2020-11-24", "why": "Seize places, vraiment ?"})
    assert "Seize places, vraiment ?" in stage.get("provider", url)
    stage.send("provider", url, {"act": "reply", "why": "Oui, un poste de plus."})
    assert "Oui, un poste de plus." in stage.get("buyer", url)
