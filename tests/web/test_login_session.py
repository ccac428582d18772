"""A login expires after an idle time and at a maximum age. The server decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from pacte.accounts.models import TokenBucket
from pacte.accounts.rules.login_expiry import (
    LASTING_LOGIN_LIFETIME,
    LOGIN_LIFETIME,
    LoginEndReason,
    LoginTimes,
    login_end_reason,
)
from pacte.kernel.clock import now
from pacte.workflows.delete_expired_logins import delete_expired_logins
from tests.accounts.entering import LOGIN, ME, entered, is_in, log_in
from tests.cast import Cast

IDLE = timedelta(minutes=60)
HOUR = 3600.0


@given(
    entered=st.floats(0, 1e6), idle_for=st.floats(0, 1e6), since=st.floats(0, 1e6), lasting=st.booleans(),
    engages=st.booleans(),
)  # fmt: skip
def test_the_rule(entered: float, since: float, idle_for: float, lasting: bool, engages: bool) -> None:
    seen = entered + since
    at = seen + idle_for
    times = LoginTimes(entered_at=entered, seen_at=seen, is_lasting=lasting)
    over = login_end_reason(times, at=at, idle=IDLE, has_sensitive_role=engages)
    if lasting and not engages:
        assert (over is None) == (at - entered < LASTING_LOGIN_LIFETIME.total_seconds())
    else:
        assert (over is None) == (at - seen < IDLE.total_seconds() and at - entered < LOGIN_LIFETIME.total_seconds())


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as moving:
        yield moving


def _sent_to(answer: HttpResponse) -> tuple[int, str, dict[str, list[str]]]:
    parts = urlsplit(answer["Location"])
    return answer.status_code, parts.path, parse_qs(parts.query)


pytestmark = pytest.mark.django_db


def test_an_idle_login_ends_on_the_server_and_leads_back_to_where_one_was(
    cast: Cast, client: Client, clock: time_machine.Traveller
) -> None:
    """L12: an idle login lasted seven days."""
    log_in(client, "lead@exemple.fr")
    copied = Client()
    copied.cookies["sessionid"] = client.cookies["sessionid"].value
    clock.shift(timedelta(minutes=59))
    assert is_in(client)
    clock.shift(timedelta(minutes=61))
    answer = client.get(f"{ME}?x=1")
    assert _sent_to(answer) == (302, LOGIN, {"suite": [f"{ME}?x=1"], "fin": [LoginEndReason.IDLE]})
    assert not is_in(copied)
    assert not is_in(client)
    page = client.get(answer["Location"]).content.decode()
    assert "Vous avez été déconnecté" in page
    assert "vous reviendrez à la page" in page
    assert log_in(client, "lead@exemple.fr", suite=f"{ME}?x=1")["Location"] == f"{ME}?x=1"


def test_a_form_that_is_sent_too_late_leads_back_to_its_page(
    cast: Cast, client: Client, clock: time_machine.Traveller
) -> None:
    log_in(client, "lead@exemple.fr")
    for referer, back in ((f"http://testserver{ME}?y=2", f"{ME}?y=2"), ("https://mechant.example/x", "/")):
        log_in(client, "lead@exemple.fr")
        clock.shift(timedelta(hours=2))
        answer = client.post("/mon-compte/connexions/", HTTP_REFERER=referer)
        assert _sent_to(answer) == (302, LOGIN, {"suite": [back], "fin": [LoginEndReason.IDLE]})


def test_a_working_day_is_the_most_whatever_one_does(cast: Cast, client: Client, clock: time_machine.Traveller) -> None:
    log_in(client, "lead@exemple.fr")
    for _ in range(23):
        clock.shift(timedelta(minutes=30))
        assert is_in(client)
    clock.shift(timedelta(minutes=30))
    assert _sent_to(client.get(ME))[2]["fin"] == [LoginEndReason.AGE]


def test_seven_days_on_ones_own_device_where_one_asked_for_them(
    cast: Cast, client: Client, clock: time_machine.Traveller
) -> None:
    log_in(client, "lead@exemple.fr", remember="on")
    for _ in range(6):
        clock.shift(timedelta(days=1))
        assert is_in(client)
    clock.shift(timedelta(days=1))
    assert not is_in(client)


def test_a_role_that_engages_the_region_never_stays_idle(cast: Cast, clock: time_machine.Traveller) -> None:
    client = Client()
    log_in(client, "pilot@exemple.fr", remember="on")
    clock.shift(timedelta(minutes=61))
    assert client.get("/mon-compte/")["Location"].startswith(f"{LOGIN}?suite=")


def test_being_there_is_written_once_a_minute_at_most(cast: Cast, clock: time_machine.Traveller) -> None:
    client = entered(cast["lead"])
    client.get(ME)

    def writes() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(ME)
        return sum(query["sql"].startswith("UPDATE") for query in queries)

    assert writes() == 0
    clock.shift(30)
    assert writes() == 0
    clock.shift(31)
    assert writes() == 1


def test_a_public_link_of_a_person_asks_no_login_of_a_browser_whose_login_ended(
    cast: Cast, client: Client, clock: time_machine.Traveller
) -> None:
    log_in(client, "lead@exemple.fr")
    clock.shift(timedelta(hours=2))
    assert client.get("/mon-parcours/" + "n" * 32 + "/").status_code == 410


def test_a_page_says_how_long_it_may_wait_and_a_sign_of_life_prolongs(
    cast: Cast, client: Client, clock: time_machine.Traveller
) -> None:
    assert "data-session-seconds" not in client.get(LOGIN).content.decode()
    log_in(client, "lead@exemple.fr")
    assert 'data-session-seconds="3600"' in client.get(ME).content.decode()
    for _ in range(4):
        clock.shift(timedelta(minutes=40))
        assert client.get("/connexion/rester/").status_code == 204
    assert is_in(client)


def test_ended_logins_and_old_limits_are_forgotten_each_night(
    cast: Cast, client: Client, clock: time_machine.Traveller
) -> None:
    log_in(client, "lead@exemple.fr", "faux")
    log_in(client, "lead@exemple.fr")
    assert Session.objects.count() == 1
    assert TokenBucket.objects.exists()
    clock.shift(timedelta(days=2))
    delete_expired_logins()
    assert Session.objects.count() == 0
    assert not TokenBucket.objects.exists()
