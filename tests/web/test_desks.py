"""« / » is the desk of the reader's role; who has several chooses one, and the next page remembers it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client, override_settings

from pacte.accounts.models import Membership
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership
from pacte.kernel.actor import Role
from pacte.kernel.clock import now
from pacte.notifications.models import Notification
from pacte.offer.services import store_trainings
from pacte.offer.services.search import refresh_search
from tests.accounts.entering import BACKEND, entered_for_long
from tests.cast import MACHINE
from tests.offer.world import READING, WELDING, gather_offer
from tests.steering.round_stage import round_stage
from tests.web.plan_stage import Stage, plain, staged

pytestmark = pytest.mark.django_db
SINCE = date(2019, 1, 1)
# Title of the desk of each role.
TITLES = {
    "pilot": "Qui attend un geste de moi ?",
    "lead": "Qui attend un geste de moi ?",
    "buyer": "Qu’est-ce qui attend une décision ?",
    "finance": "Qu’est-ce qui m’attend ?",
    "state_reader": "Qu’est-ce qui m’attend ?",
    "analyst": "Qu’est-ce qui m’attend ?",
    "auditor": "Qu’est-ce qui m’attend ?",
    "administrator": "Qu’est-ce qui m’attend ?",
    "partner": "Qu’est-ce qui m’attend ?",
    "visitor": "Qu’est-ce qui m’attend ?",
}


@pytest.fixture
def stage() -> Stage:
    return staged()


@pytest.mark.parametrize("role", TITLES)
@override_settings(TOTP_REQUIRED=False)
def test_signed_in_the_first_page_is_the_desk_of_the_role(stage: Stage, role: str) -> None:
    page = plain(stage.client(role).get("/").content.decode())
    assert f"<h1>{TITLES[role]}</h1>" in page.replace(' class="title"', "")
    assert 'aria-current="true">Mon bureau</a>' in page


def test_for_nobody_it_says_how_to_find_a_training_and_where_the_plan_is(stage: Stage) -> None:
    page = plain(Client().get("/").content.decode())
    assert "Que fait le pacte pour la formation ?" in page
    assert "250,98 M€ et 39 actions." in page
    assert 'action="/formations/"' in page
    assert f'href="{stage.address("")}"' in page
    assert "Mon bureau" not in page
    assert "Aucune session à venir" in page


def test_for_nobody_it_counts_the_sessions_that_the_search_finds() -> None:
    """Sessions of welding and of reading, on a day when both are to come."""
    offer = gather_offer()
    with time_machine.travel(date(2020, 12, 1)):
        with acting_as(MACHINE):
            store_trainings(actor=MACHINE, host_id=offer.host_id, provider=offer.provider, trainings=[WELDING, READING])
            refresh_search(actor=MACHINE, host_id=offer.host_id)
        staged(cast=offer.cast)
        page = plain(Client().get("/").content.decode())
        found = plain(Client().get("/formations/").content.decode())
    counted = re.search(r"([0-9]+ sessions?) où l’on peut encore entrer", page)
    assert counted
    assert f"{counted[1]} où l’on peut encore entrer" in found


def test_a_desk_says_what_waits_and_what_is_followed(stage: Stage) -> None:
    state = stage.cast["state_reader"]
    with acting_as(MACHINE):
        Notification.objects.create(
            organisation=stage.cast.region, person=state.person, kind="tests", key="one", subject="Un mot",
            text="Un mot", created_at=now(),
        )  # fmt: skip
    page = plain(stage.client("state_reader").get("/").content.decode())
    assert "1 chose attend un geste de vous." in page
    assert "1 message à lire" in page
    assert "39 actions, 2019-2022" in page
    visitor = plain(stage.client("visitor").get("/").content.decode())
    assert "Rien n’attend de vous aujourd’hui." in visitor
    assert "engagés" not in visitor


@override_settings(TOTP_REQUIRED=False)
def test_who_has_two_roles_chooses_a_desk_which_is_remembered(stage: Stage) -> None:
    member = stage.cast["buyer"]
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=member.person, organisation=stage.cast.region, host=stage.cast.region,
            role=Role.FINANCE_OFFICER, valid_from=SINCE,
        )  # fmt: skip
    client = stage.client("buyer")
    assert TITLES["buyer"] in plain(client.get("/").content.decode())
    assert 'href="?bureau=finances"' in client.get("/").content.decode()
    assert client.get("/?bureau=finances")["Location"] == "/"
    assert TITLES["finance"] in plain(client.get("/").content.decode())
    client.get("/?bureau=pilotage")
    assert TITLES["buyer"] in plain(client.get("/").content.decode()), "a desk of another role is not chosen"


@override_settings(TOTP_REQUIRED=False)
def test_who_has_the_same_role_in_another_region_sees_the_public_plan_and_none_of_its_round() -> None:
    stage = round_stage()
    other = stage.cast["intruder"]
    with acting_as(MACHINE):
        Membership.objects.filter(person=other.person).update(role=Role.AUDITOR)
    pages = {}
    for part in ("auditor", "intruder"):
        client = Client()
        client.force_login(stage.cast[part].person, backend=BACKEND)
        entered_for_long(client, ahead=timedelta(hours=1))
        pages[part] = plain(client.get("/").content.decode())
        assert "Qu’est-ce qui m’attend ?" in pages[part]
        assert "Où en est le pacte ?" in pages[part]
    assert "tour des actions" in pages["auditor"]
    assert "tour des actions" not in pages["intruder"]
    assert "/tour/" not in pages["intruder"]
