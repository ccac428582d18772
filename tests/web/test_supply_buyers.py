"""Two buyers of one pact: each reads, changes and signs its own orders; both read what is bought, summed."""

from __future__ import annotations

import re
from datetime import date

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.errors import NotFound
from pacte.offer.models import Preparation
from pacte.offer.queries import order_by_number, orders, orders_total, preparation_by_id, provider_requests
from pacte.offer.queries.order_shares import order_shares
from pacte.offer.queries.worklists import sessions_to_decide
from pacte.offer.records import ProviderRequestKind
from pacte.offer.services import submit_request
from tests.cast import MACHINE, hire_buyer
from tests.kept import kept_for_module
from tests.offer.world import order_of
from tests.web.supply_stage import VIERZON, Stage, supply_stage
from tests.web.test_supply_signatures import PREPARE, TERMS

pytestmark = pytest.mark.django_db
OURS, THEIRS = "2020-0412", "PE-2020-01"
EMPLOYMENT_BUYER = "employment_buyer"


@pytest.fixture(autouse=True)
def _password_alone(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


def made_stage() -> Stage:
    """The State buys beside the Region: 4 places of the session of Vierzon."""
    made = supply_stage()
    cast = made.offer.cast
    cast.members[EMPLOYMENT_BUYER] = hire_buyer(cast.region, cast.state, "acheteur-etat@exemple.fr")
    order_of(made.offer, ("24_407731", 4, 2660), part=EMPLOYMENT_BUYER, number=THEIRS)
    return made


kept_stage = kept_for_module(made_stage)


def numbers(stage: Stage, part: str) -> set[str]:
    with acting_as(stage.offer.cast[part].actor) as actor:
        found = {each.order.number for each in orders(actor=actor)}
        assert orders_total(actor=actor).orders == len(found)
        return found


def test_a_buyer_beside_the_region_lists_its_own_orders_alone(stage: Stage) -> None:
    assert numbers(stage, EMPLOYMENT_BUYER) == {THEIRS}
    assert numbers(stage, "buyer") == numbers(stage, "finance") == {OURS, THEIRS}
    shown = stage.get(EMPLOYMENT_BUYER, "/sessions/commandes/")
    assert THEIRS in shown
    assert OURS not in shown


def test_an_order_of_the_region_does_not_exist_for_another_buyer(stage: Stage) -> None:
    client = stage.client(EMPLOYMENT_BUYER)
    assert client.get(f"/sessions/commande/{THEIRS}/").status_code == 200
    hidden, missing = (client.get(f"/sessions/commande/{number}/") for number in (OURS, "NULLE-PART"))
    assert (hidden.status_code, missing.status_code) == (404, 404)
    with acting_as(stage.offer.cast[EMPLOYMENT_BUYER].actor) as actor, pytest.raises(NotFound):
        order_by_number(actor=actor, number=OURS)


def test_the_region_reads_the_order_of_another_buyer_without_a_button_that_would_refuse(stage: Stage) -> None:
    assert "Retirer des places" in stage.get(EMPLOYMENT_BUYER, f"/sessions/commande/{THEIRS}/")
    assert "Retirer des places" in stage.get("buyer", f"/sessions/commande/{OURS}/")
    assert "Retirer des places" not in stage.get("buyer", f"/sessions/commande/{THEIRS}/")


def test_the_ledger_of_a_session_hides_the_order_and_the_price_of_another_buyer(stage: Stage) -> None:
    shown = stage.get(EMPLOYMENT_BUYER, VIERZON)
    assert THEIRS in shown
    assert OURS not in shown
    assert all(number in stage.get("buyer", VIERZON) for number in (OURS, THEIRS))
    with acting_as(stage.offer.cast[EMPLOYMENT_BUYER].actor) as actor:
        shares = order_shares(actor=actor, session=stage.offer.session())
    assert [share.order.number for share in shares] == [THEIRS]


def test_a_preparation_of_the_region_does_not_exist_for_another_buyer(stage: Stage) -> None:
    stage.send("buyer", PREPARE, TERMS)
    with acting_as(MACHINE):
        made = Preparation.objects.get(state="waiting")
    assert stage.client(EMPLOYMENT_BUYER).get(f"/sessions/signatures/{made.pk}/").status_code == 404
    assert TERMS["number"] not in stage.get(EMPLOYMENT_BUYER, "/sessions/signatures/")
    with acting_as(stage.offer.cast[EMPLOYMENT_BUYER].actor) as actor, pytest.raises(NotFound):
        preparation_by_id(actor=actor, preparation_id=made.pk)


@pytest.mark.parametrize("page", ["/", "/sessions/"])
def test_no_link_of_a_page_leads_another_buyer_nowhere(stage: Stage, page: str) -> None:
    links = {}
    for part in ("buyer", EMPLOYMENT_BUYER):
        client = stage.client(part)
        shown = client.get(page).content.decode()
        links[part] = set(re.findall(r'href="(/(?:sessions|fichiers)/[^"?#]*)"', shown))
        assert {url for url in links[part] if client.get(url).status_code != 200} == set(), part
    assert {"/fichiers/lheo/", "/sessions/remunerations/"} <= links["buyer"]
    assert not {"/fichiers/lheo/", "/sessions/remunerations/"} & links[EMPLOYMENT_BUYER]


def test_both_buyers_read_what_all_buy_summed_by_buyer(stage: Stage) -> None:
    for part in ("buyer", EMPLOYMENT_BUYER):
        shown = stage.get(part, "/sessions/achats/?par=acheteur")
        assert "19 places" in shown.replace("\u202f", " "), part


def test_what_waits_for_the_region_does_not_wait_for_another_buyer(stage: Stage) -> None:
    """The session of Vierzon, that both buy, waits for both; that of Bourges for the Region alone."""
    order_of(stage.offer, ("24_407732", 10, 6650), number="2020-0413")
    provider = stage.offer.cast["provider"].actor
    with acting_as(provider):
        for number in ("24_407731", "24_407732"):
            session = stage.offer.session(number)
            submit_request(actor=provider, session=session, kind=ProviderRequestKind.OTHER, reason="Une question.")
    found = {}
    for part in ("buyer", EMPLOYMENT_BUYER):
        with acting_as(stage.offer.cast[part].actor) as actor:
            asked = {row.request.session.number for row in provider_requests(actor=actor)}
            waiting = sessions_to_decide(actor=actor, host_id=stage.offer.host_id, on=date(2021, 1, 10))
            found[part] = (asked, {each.session.number for each in waiting})
    assert found["buyer"] == ({"24_407731", "24_407732"},) * 2
    assert found[EMPLOYMENT_BUYER] == ({"24_407731"},) * 2
