"""Second factor, and how logins end: logout, loss of the last post, closed account."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django import Settings

from pacte.accounts.models import Membership
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import add_membership, close_account
from pacte.kernel.actor import Role
from pacte.kernel.clock import now, today
from tests.accounts.entering import (
    CODE,
    ENROL,
    LOGIN,
    ME,
    OTHER_ROLES,
    REGION_ROLES,
    code_of,
    end_all_posts,
    entered,
    entered_by_password_only,
    is_in,
    log_in,
    telephone,
)
from tests.cast import MACHINE, SINCE, Cast

pytestmark = pytest.mark.django_db


# ---------------------------------------------------------------- second factor


@pytest.mark.parametrize("part", REGION_ROLES)
def test_the_roles_of_the_region_give_a_code_before_any_page(cast: Cast, part: str) -> None:
    client = entered_by_password_only(cast[part])
    telephone(cast[part].person)
    answer = client.get(ME)
    assert (answer.status_code, answer["Location"]) == (302, f"{CODE}?suite=%2Fmon-compte%2F")
    assert client.get("/organisations/").status_code == 302


@pytest.mark.parametrize("part", OTHER_ROLES)
def test_the_other_roles_enter_with_their_password_alone(cast: Cast, part: str) -> None:
    assert entered_by_password_only(cast[part]).get(ME).status_code == 200


def test_a_role_of_the_region_gained_during_a_login_demands_the_code_at_the_next_page(cast: Cast) -> None:
    client = entered_by_password_only(cast["lead"])
    assert client.get(ME).status_code == 200
    with acting_as(MACHINE):
        add_membership(
            actor=MACHINE, person=cast["lead"].person, organisation=cast.region, host=cast.region,
            role=Role.BUYER, valid_from=SINCE,
        )  # fmt: skip
    assert client.get(ME).status_code == 302


def test_the_right_code_opens_under_a_new_key_and_leads_where_one_was_going(cast: Cast, client: Client) -> None:
    device = telephone(cast["pilot"].person)
    log_in(client, "pilot@exemple.fr", suite=ME)
    before = client.session.session_key
    answer = client.post(CODE, {"code": code_of(device), "suite": ME})
    assert (answer.status_code, answer["Location"]) == (302, ME)
    assert client.session.session_key != before
    assert client.get(ME).status_code == 200


def test_a_code_seen_over_the_shoulder_does_not_serve_twice(cast: Cast) -> None:
    device = telephone(cast["pilot"].person)
    code = code_of(device)
    first, second = Client(), Client()
    for browser in (first, second):
        log_in(browser, "pilot@exemple.fr")
    assert first.post(CODE, {"code": code}).status_code == 302
    assert second.post(CODE, {"code": code}).status_code == 422
    assert second.get(ME).status_code == 302


@pytest.mark.parametrize("code", ["000000", "12345", "abcdef", "", "１２３４５６", "1 2 3"])
def test_a_wrong_code_opens_nothing(cast: Cast, code: str) -> None:
    telephone(cast["pilot"].person)
    client = entered_by_password_only(cast["pilot"])
    assert client.post(CODE, {"code": code}).status_code == 422
    assert client.get(ME).status_code == 302


def test_wrong_codes_are_counted_although_the_page_is_refused(cast: Cast) -> None:
    device = telephone(cast["pilot"].person)
    client = entered_by_password_only(cast["pilot"])
    client.post(CODE, {"code": "000000"})
    answer = client.post(CODE, {"code": code_of(device)})
    assert "Attendez" in answer.content.decode()


def test_the_first_time_one_installs_a_telephone(cast: Cast) -> None:
    client = entered_by_password_only(cast["pilot"])
    assert client.get(CODE)["Location"] == ENROL
    page = client.get(ENROL).content.decode()
    assert "<svg" in page
    assert "style=" not in page
    pending = cast["pilot"].person.totpdevice_set.get()
    answer = client.post(ENROL, {"code": code_of(pending), "suite": ME})
    assert (answer.status_code, answer["Location"]) == (302, ME)
    assert client.get(ME).status_code == 200


def test_a_password_alone_does_not_replace_the_telephone(cast: Cast) -> None:
    telephone(cast["pilot"].person)
    client = entered_by_password_only(cast["pilot"])
    assert client.get(ENROL)["Location"].startswith(CODE)
    assert client.post(ENROL, {"code": "000000"})["Location"].startswith(CODE)
    assert cast["pilot"].person.totpdevice_set.count() == 1


def test_someone_who_chose_a_telephone_gives_codes_although_their_role_does_not_ask(cast: Cast, client: Client) -> None:
    telephone(cast["partner"].person)
    log_in(client, "partner@exemple.fr")
    assert client.get(ME)["Location"].startswith(CODE)


def test_a_fragment_asked_before_the_code_changes_the_whole_page(cast: Cast) -> None:
    for browser in (entered_by_password_only(cast["pilot"]), Client()):
        answer = browser.get(ME, HTTP_HX_REQUEST="true")
        assert answer.status_code == 204
        assert answer["HX-Redirect"].startswith(LOGIN)


# ---------------------------------------------------------------- logout and ended logins


def test_leaving_ends_the_login_on_the_server_even_for_a_copied_cookie(cast: Cast, client: Client) -> None:
    log_in(client, "lead@exemple.fr", remember="on")
    copied = Client()
    copied.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_in(copied)
    assert client.get("/deconnexion/").status_code == 405
    assert client.post("/deconnexion/").status_code == 302
    assert not is_in(copied)
    assert not is_in(client)


@pytest.mark.parametrize("remember", ["", "on"])
@pytest.mark.drawn("part", [*OTHER_ROLES, *REGION_ROLES], 3, always=[OTHER_ROLES[0], REGION_ROLES[0]])
def test_every_login_ends_when_the_last_post_ends(cast: Cast, part: str, remember: str) -> None:
    browsers = [Client(), Client()]
    for browser in browsers:
        log_in(browser, cast[part].person.email, **({"remember": remember} if remember else {}))
        assert is_in(browser)
    end_all_posts(cast[part])
    assert [is_in(browser) for browser in browsers] == [False, False]
    assert Session.objects.count() == 0


def test_a_login_ends_on_the_day_after_the_last_day_of_a_post(cast: Cast) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        with acting_as(MACHINE):
            Membership.objects.filter(person=cast["lead"].person).update(valid_until=today())
        client = entered_by_password_only(cast["lead"])
        assert is_in(client)
        clock.shift(timedelta(days=1))
        assert not is_in(client)


def test_every_login_ends_when_the_account_is_closed_and_stays_ended_when_it_reopens(cast: Cast) -> None:
    browsers = [Client(), Client()]
    log_in(browsers[0], "lead@exemple.fr")
    log_in(browsers[1], "lead@exemple.fr", remember="on")
    with acting_as(MACHINE):
        close_account(actor=MACHINE, person=cast["lead"].person, reason="départ")
    assert [is_in(browser) for browser in browsers] == [False, False]
    with acting_as(MACHINE):
        cast["lead"].person.is_active = True
        cast["lead"].person.save()
    assert [is_in(browser) for browser in browsers] == [False, False]


def test_one_ends_ones_other_logins_and_keeps_this_one(cast: Cast) -> None:
    here, there = Client(), Client()
    for browser in (here, there):
        log_in(browser, "lead@exemple.fr", remember="on")
    assert here.get("/mon-compte/connexions/").status_code == 405
    here.post("/mon-compte/connexions/")
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_demonstration_may_do_without_the_code(cast: Cast, settings: Settings) -> None:
    settings.TOTP_REQUIRED = False
    assert entered_by_password_only(cast["pilot"]).get(ME).status_code == 200


def test_the_client_of_the_tests_enters_whole(cast: Cast) -> None:
    assert entered(cast["administrator"]).get(ME).status_code == 200
