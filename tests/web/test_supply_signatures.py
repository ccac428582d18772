"""Pages of orders waiting for a signature: who reads them, who signs, and the message when nobody can."""

from __future__ import annotations

import pytest

from pacte.accounts.row_context import acting_as
from pacte.offer.models import Order, Preparation
from tests.cast import MACHINE
from tests.kept import kept_for_module
from tests.web.supply_stage import Stage, order_rows, refused, state, supply_stage

pytestmark = pytest.mark.django_db

TERMS = {
    "number": "2020-0500", "title": "Soudage", "siret": "73282932000074", "form": "convention", "fund": "pact",
    "domain_code": "230", "nature": "certifying", "price_unit": "trainee_hour", "unit_price": "8,50",
    "signed_on": "2020-11-20", "ends_on": "2022-12-31", **order_rows(("24_407732", 12, 7980)),
}  # fmt: skip
PREPARE = "/sessions/commandes/preparer/"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


kept_stage = kept_for_module(supply_stage)


def prepared(stage: Stage, **more: object) -> str:
    """The buyer prepares an order. Returns the address of the preparation."""
    stage.send("buyer", PREPARE, TERMS | more)
    with acting_as(MACHINE):
        return f"/sessions/signatures/{Preparation.objects.get(state='waiting').pk}/"


def digest(page: str) -> str:
    with acting_as(MACHINE):
        return Preparation.objects.get(pk=page.strip("/").split("/")[-1]).digest


def test_it_waits_on_the_desk_of_the_other_buyer_who_signs_it_as_it_is_written(stage: Stage) -> None:
    page = prepared(stage)
    assert "1 commande ou avenant à signer" in stage.get("second_buyer", "/sessions/")
    assert "à signer ;" not in stage.get("buyer", "/sessions/")
    told = stage.get("second_buyer", page)
    assert "Buyer Distribution" in told
    assert "67 830 €" in told.replace("\u202f", " ")
    assert "Signer" in told
    stage.send("second_buyer", page, {"act": "sign", "digest": digest(page)})
    assert state(stage, "24_407732").bought == 12
    order = stage.get("provider", "/sessions/commande/2020-0500/")
    assert "Préparée par" in order
    assert "Signée par" in order


def test_who_prepared_it_cannot_sign_but_corrects_and_withdraws(stage: Stage) -> None:
    page = prepared(stage)
    assert stage.client("buyer").post(page, {"act": "sign", "digest": digest(page)}).status_code == 403
    read = digest(page)
    form = stage.client("buyer").get(f"{page}corriger/").content.decode()
    for value in ("24_407732", "12", "7980"):
        assert f'value="{value}"' in form
    stage.send("buyer", f"{page}corriger/", TERMS | {"title": "Soudage, corrigé"})
    assert "a changé depuis" in refused(stage, page, {"act": "sign", "digest": read}, "second_buyer")
    assert stage.client("second_buyer").get(f"{page}corriger/").status_code == 403
    assert "Il manque le motif" in refused(stage, page, {"act": "withdraw", "why": ""})
    stage.send("buyer", page, {"act": "withdraw", "why": "Doublon."})
    with acting_as(MACHINE):
        assert not Order.objects.filter(number="2020-0500").exists()


def test_a_flat_price_is_written_on_its_row_with_cents_and_comes_back_to_be_corrected(stage: Stage) -> None:
    page = prepared(stage, **{"price_unit": "flat", "unit_price": "", "items-0-flat": "67 250,50"})
    assert "67 250,50 €" in stage.get("buyer", page).replace("\u202f", " ")
    assert 'value="67250,50"' in stage.client("buyer").get(f"{page}corriger/").content.decode()


def test_a_row_that_is_cleared_leaves_the_order(stage: Stage) -> None:
    page = prepared(stage, **order_rows(("24_407732", 12, 7980), ("24_407733", 3, 1995)))
    assert "24_407733" in stage.get("buyer", page)
    stage.send("buyer", f"{page}corriger/", TERMS | order_rows(("", "", ""), ("24_407733", 3, 1995)))
    told = stage.get("buyer", page)
    assert "24_407733" in told
    assert "24_407732" not in told


def test_sent_back_it_says_why(stage: Stage) -> None:
    page = prepared(stage)
    assert "Il manque le motif" in refused(stage, page, {"act": "send_back", "why": " "}, "second_buyer")
    stage.send("second_buyer", page, {"act": "send_back", "why": "Le prix est celui de 2019."})
    assert "Le prix est celui de 2019." in stage.get("buyer", page)


def test_without_a_second_buyer_the_page_says_whom_to_appoint(stage: Stage) -> None:
    with acting_as(MACHINE):
        for person in Preparation.objects.values_list("signed_by", flat=True):
            stage.offer.cast["buyer"].person.memberships.model.objects.filter(person=person).delete()
    page = prepared(stage)
    told = stage.get("buyer", page)
    assert "il faut nommer un second acheteur" in told
    assert "Administrator Distribution" in told
    assert 'href="/personnes/"' not in stage.client("buyer").get(page).content.decode()


def test_the_same_form_sent_twice_prepares_one_order(stage: Stage) -> None:
    first = stage.client("buyer").post(PREPARE, TERMS | {"key": "k1"})
    again = stage.client("buyer").post(PREPARE, TERMS | {"key": "k1"})
    assert (first.status_code, again.status_code) == (302, 302)
    assert "existe déjà" in refused(stage, PREPARE, TERMS | {"key": "k2"})


@pytest.mark.parametrize("number", ["BC-\u202e2020", "../../x", "a//b"])
def test_a_number_that_no_page_would_bear_is_refused_in_words(stage: Stage, number: str) -> None:
    told = refused(stage, PREPARE, TERMS | {"number": number})
    assert "Le numéro de la commande" in told
    lot = {
        "code": number, "title": "Soudage", "year": "2021", "domain_code": "230", "nature": "certifying",
        "zone_kind": "department", "zone_code": "18", "places": "24", "hours": "15960", "price_unit": "flat",
        "fund": "pact",
    }  # fmt: skip
    assert "Le code du lot" in refused(stage, "/sessions/lots/nouveau/", lot)


def test_a_row_without_preparation_reads_signed_elsewhere(stage: Stage) -> None:
    with acting_as(MACHINE):
        Order.objects.create(
            **{name: getattr(stage.order, name) for name in _COPIED}, number="AVANT-1", preparation=None
        )
    assert "signé hors de l’outil" in stage.get("buyer", "/sessions/commande/AVANT-1/")
    assert "signé hors de l’outil" in stage.get("buyer", "/sessions/commandes/")


_COPIED = (
    "organisation_id", "buyer_id", "provider_id", "title", "form", "domain_code", "nature", "price_unit",
    "unit_price_cents", "signed_on", "ends_on", "recorded_at", "recorded_by_name",
)  # fmt: skip
