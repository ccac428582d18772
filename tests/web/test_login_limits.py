"""Limits of wrong passwords: by account, by network address and for the site. The owner can still log in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from pacte.accounts.backends import PasswordBackend
from pacte.accounts.models import Person, TokenBucket
from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.rate_limits import ADDRESS, KNOWN_NETWORK, PASSWORD, PASSWORD_ON_KNOWN_DEVICE, SITE
from pacte.accounts.services import PasswordAttempt, create_person, person_by_password
from pacte.infra.network import parse_networks
from pacte.kernel.actor import NOBODY
from pacte.kernel.clock import now
from pacte.kernel.errors import TooManyRequests
from tests.accounts.entering import LINK, is_in, log_in, secret_mailed
from tests.cast import MACHINE, Cast
from tests.cast import PASSWORD as RIGHT

pytestmark = pytest.mark.django_db

WRONG = "Printemps2026!"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as moving:
        yield moving


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """E-mail of each password that was really compared."""
    seen: list[str] = []
    compare = PasswordBackend.authenticate

    def watched(self: PasswordBackend, request: None, username: str, password: str) -> Person | None:
        seen.append(username)
        return compare(self, request, username=username, password=password)

    monkeypatch.setattr(PasswordBackend, "authenticate", watched)
    return seen


def _from(address: str, **more: str) -> Client:
    return Client(REMOTE_ADDR=address, **more)


def _people(count: int) -> list[str]:
    """E-mails of new accounts that share one password, hashed once."""
    emails = [f"agent{number}@exemple.fr" for number in range(count)]
    with acting_as(MACHINE):
        first = None
        for email in emails:
            made = create_person(
                actor=MACHINE, email=email, first_name="A", last_name="B", synthetic=True,
                password="" if first else RIGHT, same_password_as=first,
            )  # fmt: skip
            first = first or made
    return emails


def _tried(email: str, password: str, network: str) -> Person | None:
    """Calls what the login page calls, without the page."""
    return person_by_password(actor=NOBODY, attempt=PasswordAttempt(email, password, network))


# ---------------------------------------------------------------- one account


def test_eight_wrong_passwords_then_a_wait_after_which_the_right_one_passes(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    client = Client()
    assert [log_in(client, "lead@exemple.fr", WRONG).status_code for _ in range(PASSWORD.capacity)] == [422] * 8
    refused = log_in(client, "lead@exemple.fr")
    assert refused.status_code == 429
    assert refused["Retry-After"] == str(PASSWORD.refill.seconds)
    assert "15 minutes" in refused.content.decode().replace("\u202f", " ").replace("\xa0", " ")
    clock.shift(PASSWORD.refill)
    assert log_in(client, "lead@exemple.fr").status_code == 302
    assert is_in(client)


SPELLINGS = ["lead@exemple.fr", "LEAD@EXEMPLE.FR", " Lead@Exemple.fr ", "lead@ｅxemple.fr", "leAd@EXEMPLE.fr"]


def test_no_spelling_browser_or_address_gives_more_tries(
    cast: Cast, looked_at: list[str], clock: time_machine.Traveller
) -> None:
    """M2: all the spellings that would log in share one counter."""
    for attempt in range(60):
        browser = _from(f"192.0.2.{attempt}", HTTP_USER_AGENT=f"navigateur {attempt}")
        log_in(browser, SPELLINGS[attempt % len(SPELLINGS)], WRONG)
    assert looked_at == ["lead@exemple.fr"] * PASSWORD.capacity
    for spelling in SPELLINGS:
        assert log_in(_from("198.51.100.1"), spelling).status_code == 429


@pytest.mark.parametrize(
    "spelling", ["pılot@exemple.fr", "analyſt@exemple.fr", "ｐilot@exemple.fr", "lead\u0301@exemple.fr"]
)
def test_a_spelling_that_looks_alike_is_nobody_and_is_not_tried(
    cast: Cast, client: Client, looked_at: list[str], spelling: str
) -> None:
    answer = log_in(client, spelling)
    assert answer.status_code == 422
    assert looked_at == []
    assert not is_in(client)


def test_an_unknown_e_mail_is_slowed_like_a_known_one(cast: Cast, clock: time_machine.Traveller) -> None:
    answers = [log_in(_from("192.0.2.1"), "inconnu@exemple.fr", WRONG).status_code for _ in range(9)]
    assert answers == [422] * 8 + [429]


def test_right_passwords_do_not_count(cast: Cast, clock: time_machine.Traveller) -> None:
    assert {log_in(Client(), "lead@exemple.fr").status_code for _ in range(3 * PASSWORD.capacity)} == {302}


def test_strangers_keep_the_owner_out_neither_by_password_nor_by_link(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    """L6: for two hours, thirty addresses each send a wrong password and ask for a link."""
    owner = Client()
    log_in(owner, "lead@exemple.fr")
    owner.post("/deconnexion/")
    for minute in range(0, 120, 4):
        stranger = _from(f"192.0.2.{minute}")
        log_in(stranger, "lead@exemple.fr", WRONG)
        stranger.post(LINK, {"email": "lead@exemple.fr"})
        clock.shift(timedelta(minutes=4))
    assert log_in(_from("192.0.2.250"), "lead@exemple.fr", WRONG).status_code in (422, 429)
    # On the device used before, by password; on any other, by the last link received.
    assert log_in(owner, "lead@exemple.fr").status_code == 302
    elsewhere = _from("198.51.100.9")
    elsewhere.post(LINK, {"email": "lead@exemple.fr"})
    elsewhere.post(f"{LINK}{secret_mailed()}/")
    assert is_in(elsewhere)


def test_a_known_device_has_its_own_few_tries_and_opens_nothing_by_itself(
    cast: Cast, looked_at: list[str], clock: time_machine.Traveller
) -> None:
    device = Client()
    log_in(device, "lead@exemple.fr")
    device.post("/deconnexion/")
    assert not is_in(device)
    looked_at.clear()
    for _ in range(40):
        log_in(device, "lead@exemple.fr", WRONG)
    assert len(looked_at) == PASSWORD.capacity + PASSWORD_ON_KNOWN_DEVICE.capacity
    assert log_in(device, "partner@exemple.fr").status_code == 302, "another account is another matter"


def test_a_device_cookie_that_we_did_not_sign_or_of_another_account_says_nothing(
    cast: Cast, looked_at: list[str], clock: time_machine.Traveller
) -> None:
    other = Client()
    log_in(other, "partner@exemple.fr")
    other.post("/deconnexion/")
    forged = Client()
    forged.cookies["appareil"] = "a" * 32 + ":x:y"
    looked_at.clear()
    for _ in range(10):
        log_in(other, "lead@exemple.fr", WRONG)
        log_in(forged, "lead@exemple.fr", WRONG)
    assert len(looked_at) == PASSWORD.capacity


# ---------------------------------------------------------------- one address


def test_two_hundred_colleagues_behind_one_address_log_in_in_the_morning(
    cast: Cast, looked_at: list[str], clock: time_machine.Traveller
) -> None:
    """One colleague in twenty mistypes first. Successful logins do not count."""
    emails = _people(200)
    for number, email in enumerate(emails):
        if number % 20 == 0:
            assert _tried(email, WRONG, "203.0.113.5") is None
        assert _tried(email, RIGHT, "203.0.113.5") is not None, f"colleague {number}"
    assert len(looked_at) == 210


def test_an_address_is_slowed_and_the_right_password_passes_after_the_wait(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    for number in range(ADDRESS.capacity):
        log_in(_from("203.0.113.5"), f"x{number}@exemple.fr", WRONG)
    refused = log_in(_from("203.0.113.5"), "lead@exemple.fr")
    assert refused.status_code == 429
    assert log_in(_from("203.0.113.6"), "lead@exemple.fr").status_code == 302, "another address is not slowed"
    clock.shift(int(refused["Retry-After"]))
    assert log_in(_from("203.0.113.5"), "lead@exemple.fr").status_code == 302


def test_a_known_network_may_fail_more(cast: Cast, settings: Settings, clock: time_machine.Traveller) -> None:
    settings.KNOWN_NETWORKS = parse_networks("TESTS", ["203.0.113.0/24"])
    answers = [
        log_in(_from("203.0.113.5"), f"x{number}@exemple.fr", WRONG).status_code
        for number in range(ADDRESS.capacity + 5)
    ]
    assert set(answers) == {422}
    assert KNOWN_NETWORK.capacity > ADDRESS.capacity


@pytest.mark.parametrize(("trusted", "counted"), [(["127.0.0.1"], 40), ([], 20)])
def test_a_forwarded_address_is_believed_from_a_trusted_proxy_only(
    cast: Cast,
    settings: Settings,
    looked_at: list[str],
    trusted: list[str],
    counted: int,
    clock: time_machine.Traveller,
) -> None:
    settings.TRUSTED_PROXIES = parse_networks("TESTS", trusted)
    for number in range(40):
        client = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"10.0.0.1, 192.0.2.{number}")
        log_in(client, f"x{number}@exemple.fr", WRONG)
    assert len(looked_at) == counted


# ---------------------------------------------------------------- the whole site


def test_one_password_tried_on_58_accounts_from_one_address_is_bounded(
    cast: Cast, looked_at: list[str], clock: time_machine.Traveller
) -> None:
    """M3: 114 of 116 passwords were compared."""
    emails = _people(58)
    for email in emails * 2:
        log_in(_from("192.0.2.66"), email, WRONG)
    assert len(looked_at) == ADDRESS.capacity
    for _minute in range(60):
        clock.shift(timedelta(minutes=1))
        log_in(_from("192.0.2.66"), emails[_minute % 58], WRONG)
    assert len(looked_at) <= ADDRESS.max_per_hour


def test_from_a_thousand_addresses_the_site_slows_it_and_locks_nobody(
    cast: Cast, looked_at: list[str], clock: time_machine.Traveller
) -> None:
    known = Client()
    log_in(known, "lead@exemple.fr")
    known.post("/deconnexion/")
    looked_at.clear()
    for number in range(1000):
        with suppress(TooManyRequests):
            _tried(f"agent{number}@exemple.fr", WRONG, f"10.{number // 250}.{number % 250}.1")
    assert len(looked_at) == SITE.capacity
    # A known device is not slowed; any other one waits some seconds.
    assert log_in(known, "lead@exemple.fr").status_code == 302
    waits = log_in(_from("198.51.100.1"), "partner@exemple.fr")
    assert waits.status_code == 429
    assert int(waits["Retry-After"]) <= SITE.refill.seconds
    clock.shift(int(waits["Retry-After"]))
    for part in ("partner", "pilot", "buyer", "state_lead"):
        assert log_in(_from("198.51.100.1"), cast[part].person.email).status_code == 302


def test_no_address_nor_e_mail_is_kept(cast: Cast, client: Client) -> None:
    log_in(_from("192.0.2.66"), "lead@exemple.fr", WRONG)
    kept = " ".join(f"{each.key} {each.limit_name}" for each in TokenBucket.objects.all())
    assert kept
    assert not any(word in kept for word in ("192.0", "lead", "exemple", WRONG))


def test_an_e_mail_of_255_signs_is_to_correct(cast: Cast, client: Client) -> None:
    """L4: the answer was a 500."""
    long = "a" * 250 + "@c.fr"
    assert log_in(client, long).status_code == 422
    assert client.post(LINK, {"email": long}).status_code == 422
