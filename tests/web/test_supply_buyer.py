"""Pages of the buyer: lots, orders, and the amendments that change what is bought."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pacte.accounts.row_context import acting_as
from pacte.offer.models import Lot, Order, PurchaseRequirement
from pacte.offer.queries import (
    order_by_number,
    order_detail,
)
from pacte.offer.records import LotState
from pacte.offer.services import start_session
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.offer.world import order_of as order_in
from tests.web.plan_stage import plain
from tests.web.supply_stage import Stage, body, order_rows, refused, state, supply_stage

pytestmark = pytest.mark.django_db

ON = date(2020, 11, 24)
ORDER = "/sessions/commande/2020-0412/"
REGISTER = "/sessions/exigences/"
WHY = {"signed_on": "2020-11-20", "why": "Le chantier naval recrute."}


@pytest.fixture(autouse=True)
def _that_day(settings: object, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]
    for page in ("amendment_page", "lots_page", "requirements_page", "lot_requirements"):
        monkeypatch.setattr(f"pacte.web.pages.sessions.{page}.today", lambda: ON)


kept_stage = kept_for_module(supply_stage)


LOT = {
    "code": "2021-SOUDAGE-18", "title": "Soudage dans le Cher", "year": "2021", "domain_code": "230",
    "nature": "certifying", "zone_kind": "department", "zone_code": "18", "places": "24", "hours": "15960",
    "price_unit": "trainee_hour", "unit_price": "8,50", "fund": "pact",
}  # fmt: skip


def order_of(stage: Stage) -> Order:
    with acting_as(MACHINE):
        return order_by_number(actor=MACHINE, number="2020-0412")


# Lots and orders.


def test_a_lot_is_prepared_published_then_awarded_by_the_order_that_answers_it(stage: Stage) -> None:
    assert "Lot 2021-SOUDAGE-18 préparé." in stage.send("buyer", "/sessions/lots/nouveau/", LOT)
    assert "1 lot en préparation ou en consultation, 24 places." in stage.get("buyer", "/sessions/lots/")
    lot = "/sessions/lot/2021-SOUDAGE-18/"
    assert "Préparer une commande" not in stage.get("buyer", lot)
    assert "publié" in stage.send("buyer", lot, {"act": "publish"})
    signing = "/sessions/commandes/preparer/?lot=2021-SOUDAGE-18"
    assert 'value="8,50"' in stage.client("buyer").get(signing).content.decode()
    terms = {
        "number": "2020-0500", "title": "Soudage dans le Cher", "siret": "732 829 320 00074",
        "form": "framework_agreement", "fund": "pact", "domain_code": "230", "nature": "certifying",
        "price_unit": "trainee_hour", "unit_price": "8,50", "signed_on": "2020-11-20", "ends_on": "2022-12-31",
        **order_rows(("24_407732", 12, 7980), ("24_407733", 12, 7980)),
    }  # fmt: skip
    assert "Commande 2020-0500 préparée : elle attend la signature" in stage.sign(signing, terms)
    assert state(stage, "24_407732").bought == 12
    with acting_as(MACHINE):
        assert Lot.objects.get(code="2021-SOUDAGE-18").state == LotState.AWARDED
        assert order_by_number(actor=MACHINE, number="2020-0500").lot.code == "2021-SOUDAGE-18"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("24_407732", "douze", 7980)], "Ligne 1, Places : écrivez un nombre entier entre"),
        ([("24_407732", 12, 7980), ("24_9", 1, 1)], "Ligne 2, Numéro de session : aucune session de cet organisme"),
        ([("24_300003", 12, 7980)], "Aucune session de cet organisme ne porte"),
        ([("24_407732", 12, "")], "Ligne 1, Heures-stagiaires : écrivez un nombre entier entre"),
        ([("", "", "")], "Écrivez au moins une session."),
    ],
)
def test_a_row_of_an_order_that_cannot_be_bought_is_named(
    stage: Stage, rows: list[tuple[object, object, object]], said: str
) -> None:
    terms = {
        "number": "2020-0501", "title": "Soudage", "siret": "73282932000074", "form": "convention", "fund": "pact",
        "domain_code": "230", "nature": "certifying", "price_unit": "trainee_hour", "unit_price": "8,50",
        "signed_on": "2020-11-20", "ends_on": "2022-12-31", **order_rows(*rows),
    }  # fmt: skip
    assert said in refused(stage, "/sessions/commandes/preparer/", terms)
    with acting_as(MACHINE):
        assert not Order.objects.filter(number="2020-0501").exists()


def test_more_rows_keep_what_was_typed_and_prepare_nothing(stage: Stage) -> None:
    page = "/sessions/commandes/preparer/"
    rows = order_rows(("24_407732", "douze", ""), ("", "", ""))
    answer = stage.client("buyer").post(page, {"act": "rows", "title": "Soudage", **rows})
    assert answer.status_code == 200
    assert 'value="Soudage"' in answer.content.decode()
    assert 'value="douze"' in answer.content.decode()
    assert body(answer).count("Heures-stagiaires") == 7
    with acting_as(MACHINE):
        assert not Order.objects.exclude(number="2020-0412").exists()


def test_a_lot_is_dropped_with_a_reason_only(stage: Stage) -> None:
    said = {
        "code": "L-1", "title": "Soudage", "year": "2021", "domain_code": "230", "nature": "certifying",
        "zone_kind": "department", "zone_code": "18", "places": "24", "hours": "15960", "price_unit": "flat",
        "fund": "pact",
    }  # fmt: skip
    stage.send("buyer", "/sessions/lots/nouveau/", said)
    assert "Il manque le motif" in refused(stage, "/sessions/lot/L-1/", {"act": "drop", "why": " "})
    assert "Lot L-1 abandonné." in stage.send("buyer", "/sessions/lot/L-1/", {"act": "drop", "why": "Plus de crédits."})


def test_a_clause_of_the_register_is_carried_into_the_lot_it_concerns(stage: Stage) -> None:
    lot = {
        "code": "L-2", "title": "Soudage", "year": "2021", "domain_code": "230", "nature": "certifying",
        "zone_kind": "department", "zone_code": "18", "places": "24", "hours": "15960", "price_unit": "flat",
        "fund": "pact",
    }  # fmt: skip
    stage.send("buyer", "/sessions/lots/nouveau/", lot)
    clause = {
        "text": "Lire un plan avant de souder.", "domain_code": "23026", "origin_label": "Rénovation du titre",
        "since": "2020-10-01",
    }  # fmt: skip
    wrong = {**clause, "domain_code": ""}
    assert "Il manque la certification" in refused(stage, "/sessions/exigences/nouvelle/", wrong, part="pilot")
    stage.send("pilot", "/sessions/exigences/nouvelle/", clause)
    with acting_as(MACHINE):
        carry = {"act": "carry", "requirement": str(PurchaseRequirement.objects.get().pk)}
    assert "Porter dans ce lot" not in stage.get("pilot", "/sessions/lot/L-2/")
    assert "Porter dans ce lot" in stage.get("buyer", "/sessions/lot/L-2/")
    assert "1 exigence en vigueur : 0 portée par un lot, 1 par aucun." in plain(stage.get("lead", REGISTER))
    for _ in range(2):
        assert "Le lot L-2 porte cette exigence." in stage.send("buyer", "/sessions/lot/L-2/", carry)
    assert "Ôter de ce lot" in stage.get("buyer", "/sessions/lot/L-2/")
    assert 'href="/sessions/lot/L-2/"' in stage.get("pilot", f"{REGISTER}?portee=oui")
    assert "Aucune exigence." in stage.get("pilot", f"{REGISTER}?portee=non")
    assert "ne porte plus" in stage.send("buyer", "/sessions/lot/L-2/", {**carry, "act": "uncarry"})
    end = f"/sessions/exigence/{carry['requirement']}/finir/"
    assert "L’exigence finit le" in stage.send("pilot", end, {"until": "2020-11-01"})


def test_the_order_says_what_it_holds_and_only_its_buyer_sees_what_changes_it(stage: Stage) -> None:
    told = stage.get("buyer", ORDER)
    assert "15 places, 9 975 h, 84 787,50 € dans 1 session de Métal Formation Berry." in told.replace("\u202f", " ")
    for label in ("Changer le prix", "Changer la fin", "Solder la commande", "Retirer des places"):
        assert label in told
        assert label not in stage.get("provider", ORDER)
        assert label not in stage.get("pilot", ORDER)


def test_lots_and_orders_are_found_by_their_words_year_and_state(stage: Stage) -> None:
    for code, title, year in (
        ("2021-SOUDAGE-18", "Soudage dans le Cher", "2021"),
        ("2022-PEINTURE", "Peinture", "2022"),
    ):
        stage.send("buyer", "/sessions/lots/nouveau/", LOT | {"code": code, "title": title, "year": year})

    def lots(query: str) -> tuple[bool, bool]:
        page = stage.get("buyer", f"/sessions/lots/?{query}")
        return "2021-SOUDAGE-18" in page, "2022-PEINTURE" in page

    assert lots("") == (True, True)
    assert lots("mots=SOUDAGE cher") == (True, False)
    assert lots("annee=2022") == (False, True)
    assert lots("etat=draft&mots=peinture") == (False, True)
    assert lots("etat=published") == (False, False)
    assert lots("etat=inconnu&annee=x") == (True, True), "a filter that makes no sense is dropped"
    assert "2020-0412" in stage.get("buyer", "/sessions/commandes/?mots=métal formation")
    assert "2020-0412" not in stage.get("buyer", "/sessions/commandes/?mots=autre organisme")


def test_a_long_list_of_orders_is_cut_in_pages_whose_last_line_sums_them_all(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pacte.web.paging.TALL_PAGE_SIZE", 1)
    assert "Suivants" not in stage.get("buyer", "/sessions/commandes/")
    order_in(stage.offer, ("24_407732", 10, 6650), number="2020-0500", signed_on=date(2020, 7, 1))
    order_in(stage.offer, ("24_407733", 4, 2660), number="2021-0001", signed_on=date(2021, 7, 1))
    page = stage.client("buyer").get("/sessions/commandes/?annee=2020").content.decode()
    assert "2020-0500" in page
    assert "2020-0412" not in page
    assert 'href="?annee=2020&amp;page=2"' in page
    for number, shown, hidden in (
        ("2", "2020-0412", "2020-0500"),
        ("99", "2020-0412", "2020-0500"),
        ("x", "2020-0500", "2020-0412"),
    ):
        told = stage.get("buyer", f"/sessions/commandes/?annee=2020&page={number}")
        assert shown in told
        assert hidden not in told
        assert "2 commandes en 2020 : 25 places" in told.replace("\xa0", " ")
    assert "sur 3 commandes" in " ".join(stage.get("buyer", "/sessions/commandes/?annee=toutes").split())


# Amendments: the only way in which bought places change.


def test_an_amendment_adds_places_to_a_session_of_the_order(stage: Stage) -> None:
    pk = str(stage.offer.sessions["24_407731"])
    data = {"session": pk, "places": "2", "hours": "1330", **WHY}
    assert "C’est préparé" in stage.sign("/sessions/avenant/add/2020-0412/", data)
    assert (state(stage).bought, state(stage).hours_bought) == (17, 11_305)
    told = plain(stage.get("buyer", ORDER))
    assert "Le chantier naval recrute." in told
    assert "+ 2 places, + 1 330 h" in told


def test_an_amendment_brings_another_session_of_the_provider_into_the_order(stage: Stage) -> None:
    data = {"number": "24_407732", "places": "4", "hours": "2660", **WHY}
    stage.sign("/sessions/avenant/add/2020-0412/", data)
    assert state(stage, "24_407732").bought == 4
    wrong = {"number": "24_300003", "places": "4", "hours": "2660", **WHY}
    assert "Aucune session de cet organisme" in refused(stage, "/sessions/avenant/add/2020-0412/", wrong)


def test_cut_places_are_lost_and_stay_counted(stage: Stage) -> None:
    pk = str(stage.offer.sessions["24_407731"])
    data = {"session": pk, "places": "3", "cause": "need_changed", **WHY}
    assert "C’est préparé" in stage.sign("/sessions/avenant/cut/2020-0412/", data)
    assert (state(stage).counted, state(stage).lost) == (15, 3)
    told = plain(stage.get("buyer", ORDER))
    assert "dont 3 perdues" in told
    assert "− 3 places, − 1 995 h" in told
    more = {"session": pk, "places": "13", "cause": "need_changed", **WHY}
    assert "n’a que 12 places" in refused(stage, "/sessions/avenant/cut/2020-0412/", more)


def test_moved_places_count_where_they_go(stage: Stage) -> None:
    data = {"session": str(stage.offer.sessions["24_407731"]), "number": "24_407732", "places": "5", **WHY}
    assert "C’est préparé" in stage.sign("/sessions/avenant/move/2020-0412/", data)
    assert (state(stage).counted, state(stage, "24_407732").counted) == (10, 5)
    assert state(stage, "24_407732").hours_counted == 3_325


def test_another_price_counts_what_is_left_anew_and_what_is_lost_at_the_old_one(stage: Stage) -> None:
    pk = str(stage.offer.sessions["24_407731"])
    cut = {"session": pk, "places": "5", "cause": "need_changed", **WHY}
    stage.sign("/sessions/avenant/cut/2020-0412/", cut)
    told = stage.get("buyer", "/sessions/avenant/price/2020-0412/").replace("\u202f", " ")
    assert "8,50 € l’heure-stagiaire" in told
    done = stage.sign("/sessions/avenant/price/2020-0412/", {"unit_price": "9,00", **WHY})
    assert "avenant : prix" in done.lower()
    # Of 9,975 hours, 6,650 remain and cost half a euro more each. The price of lost hours does not change.
    assert state(stage).cents_bought == 9_975 * 850 + 6_650 * 50
    assert order_of(stage).unit_price_cents == 900
    assert "prix : 9" in stage.get("buyer", ORDER)


def test_a_flat_price_has_no_price_amendment(stage: Stage) -> None:
    with acting_as(MACHINE):
        Order.objects.filter(number="2020-0412").update(price_unit="flat")
    assert "Changer le prix" not in stage.get("buyer", ORDER)
    assert stage.client("buyer").get("/sessions/avenant/price/2020-0412/").status_code == 404


def test_another_end_of_the_order(stage: Stage) -> None:
    stage.sign("/sessions/avenant/extend/2020-0412/", {"ends_on": "2023-06-30", **WHY})
    assert order_of(stage).ends_on == date(2023, 6, 30)
    early = {"ends_on": "2020-01-01", **WHY}
    assert "avant sa signature" in refused(stage, "/sessions/avenant/extend/2020-0412/", early)


def test_an_amendment_without_reason_is_refused(stage: Stage) -> None:
    data = {"ends_on": "2023-06-30", "signed_on": "2020-11-20", "why": ""}
    refused(stage, "/sessions/avenant/extend/2020-0412/", data)


# Closing an order.


def test_closing_an_order_says_what_it_loses_before_it_does(stage: Stage) -> None:
    told = stage.get("buyer", "/sessions/solder/2020-0412/")
    assert "15 places de sessions qui n’ont pas eu lieu seront perdues" in told
    sent = {"on": "2020-11-24", "why": "Fin de l’accord-cadre."}
    assert "Commande 2020-0412 soldée : 15 places perdues." in stage.send("buyer", "/sessions/solder/2020-0412/", sent)
    assert (state(stage).counted, state(stage).lost) == (15, 15)
    shut = stage.get("buyer", ORDER)
    assert "soldée" in shut
    assert "Changer la fin" not in shut
    assert "déjà soldée" in refused(stage, "/sessions/solder/2020-0412/", sent)


def test_an_order_is_not_closed_while_nobody_said_whether_a_session_took_place(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pacte.web.pages.sessions.amendment_page.today", lambda: date(2021, 2, 1))
    assert "Avant de solder" in stage.get("buyer", "/sessions/solder/2020-0412/")
    sent = {"on": "2021-02-01", "why": "Fin de l’accord-cadre."}
    assert "24_407731" in refused(stage, "/sessions/solder/2020-0412/", sent)
    with acting_as(MACHINE):
        start_session(actor=MACHINE, session=stage.offer.session(), on=date(2021, 1, 11))
    assert "Avant de solder" not in stage.get("buyer", "/sessions/solder/2020-0412/")
    assert "soldée : 0 place" in stage.send("buyer", "/sessions/solder/2020-0412/", sent).replace("perdues", "perdue")
    assert state(stage).lost == 0


def test_the_order_page_costs_the_same_whatever_its_sessions_and_amendments(stage: Stage) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as seen:
            stage.get("buyer", ORDER)
        return len(seen)

    count()
    before = count()
    for number in ("24_407732", "24_407733"):
        stage.sign("/sessions/avenant/add/2020-0412/", {"number": number, "places": "1", "hours": "9", **WHY})
    with acting_as(MACHINE):
        assert len(order_detail(actor=MACHINE, number="2020-0412").lines) == 3
    assert count() == before
