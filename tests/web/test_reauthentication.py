"""Sensitive acts ask for a new proof of identity, by the method of the login. Typed data is not lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django_otp import DEVICE_ID_SESSION_KEY
from pytest_django import Settings

from pacte.accounts.models import Person
from pacte.accounts.row_context import acting_as
from pacte.accounts.rules.rate_limits import PASSWORD, PASSWORD_ON_KNOWN_DEVICE
from pacte.kernel.clock import now
from pacte.web.reauthentication import needs_reauthentication
from tests.accounts.entering import (
    LINK,
    ME,
    an_invitation,
    code_of,
    entered,
    is_in,
    just_proved,
    log_in,
    secret_mailed,
    telephone,
)
from tests.accounts.provider import Provider, served
from tests.cast import MACHINE, Cast
from tests.cast import PASSWORD as RIGHT
from tests.web.access_file import sensitive
from tests.web.test_accounts_openid import BACK, begin, open_door

pytestmark = pytest.mark.django_db

PROVE, INVITE, NEW_PASSWORD = "/connexion/verifier/", "/personnes/inviter/", "/mon-compte/mot-de-passe/"
OLD = timedelta(minutes=16)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(now(), tick=False) as moving:
        yield moving


def _asked(path: str) -> str:
    return f"{PROVE}?{urlencode({'suite': path})}"


def _old_login(cast: Cast, part: str) -> Client:
    client = entered(cast[part])
    just_proved(client, ago=OLD)
    return client


def _views(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, object]]:
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            yield from _views(each, f"{space}{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}", each.callback


def test_the_list_of_sensitive_acts_is_what_the_pages_ask() -> None:
    assert {name for name, view in _views() if needs_reauthentication(view)} == sensitive()  # type: ignore[arg-type]


def test_the_acts_that_open_doors_or_decide_are_in_the_list() -> None:
    assert {
        "accounts:invite", "accounts:post_add", "accounts:account_close", "accounts:change_password",
        "accounts:totp_enrol", "accounts:second_factor_reset",
        "advisers:erase", "plan_editing:steps", "plan_editing:hand_over",
    } <= sensitive()  # fmt: skip


def test_an_old_login_is_asked_before_the_form_is_shown_and_a_new_one_is_not(
    cast: Cast, clock: time_machine.Traveller
) -> None:
    client = entered(cast["administrator"])
    assert client.get(INVITE).status_code == 200
    clock.shift(timedelta(minutes=14))
    assert client.get(INVITE).status_code == 200
    clock.shift(timedelta(minutes=1))
    assert client.get(INVITE)["Location"] == _asked(INVITE)
    assert client.get(ME).status_code == 200, "what is not sensitive is not asked for"


# ---------------------------------------------------------------- by password, with the code of the telephone


def test_who_came_by_password_gives_it_with_a_new_code(cast: Cast, clock: time_machine.Traveller) -> None:
    client = _old_login(cast, "administrator")
    device = telephone(cast["administrator"].person)
    page = client.get(_asked(INVITE)).content.decode()
    assert 'name="password"' in page
    assert 'name="code"' in page
    before = client.session.session_key
    for wrong in ({"password": "faux", "code": code_of(device)}, {"password": RIGHT, "code": "000000"}, {}):
        assert client.post(PROVE, {"suite": INVITE, **wrong}).status_code == 422
        assert client.get(INVITE).status_code == 302
        clock.shift(60)
    answer = client.post(PROVE, {"suite": INVITE, "password": RIGHT, "code": code_of(device)})
    assert (answer.status_code, answer["Location"]) == (302, INVITE)
    assert client.session.session_key != before
    assert client.get(INVITE).status_code == 200


def test_who_has_no_telephone_gives_the_password_alone(cast: Cast) -> None:
    client = Client()
    log_in(client, "lead@exemple.fr")
    just_proved(client, ago=OLD)
    assert 'name="code"' not in client.get(_asked(NEW_PASSWORD)).content.decode()
    assert client.post(PROVE, {"suite": NEW_PASSWORD, "password": RIGHT})["Location"] == NEW_PASSWORD
    assert client.get(NEW_PASSWORD).status_code == 200


def test_guesses_here_are_counted_with_those_of_the_login_page(cast: Cast, clock: time_machine.Traveller) -> None:
    client = Client()
    log_in(client, "lead@exemple.fr")
    just_proved(client, ago=OLD)
    few = PASSWORD.capacity + PASSWORD_ON_KNOWN_DEVICE.capacity
    answers = [client.post(PROVE, {"password": "faux"}).status_code for _ in range(few + 1)]
    assert answers == [422] * few + [429]
    assert log_in(Client(), "lead@exemple.fr").status_code == 429


def test_wrong_codes_here_stay_counted(cast: Cast, clock: time_machine.Traveller) -> None:
    client = _old_login(cast, "administrator")
    device = telephone(cast["administrator"].person)
    for count in (1, 2):
        assert client.post(PROVE, {"password": RIGHT, "code": "000000"}).status_code == 422
        device.refresh_from_db()
        assert device.throttling_failure_count == count
        clock.shift(60)


def test_the_password_of_another_proves_nothing(cast: Cast) -> None:
    with acting_as(MACHINE):
        other = Person.objects.get(email="partner@exemple.fr")
        other.set_password("une toute autre phrase de passe")
        other.save()
    client = Client()
    log_in(client, "lead@exemple.fr")
    just_proved(client, ago=OLD)
    sent = {"password": "une toute autre phrase de passe", "username": "partner@exemple.fr"}
    assert client.post(PROVE, sent).status_code == 422


@pytest.mark.parametrize("target", ["//mechant.example/", "https://mechant.example/"])
def test_a_proof_never_leads_to_another_site(cast: Cast, target: str) -> None:
    client = Client()
    log_in(client, "lead@exemple.fr")
    assert client.post(PROVE, {"suite": target, "password": RIGHT})["Location"] == "/"


# ---------------------------------------------------------------- by a link of the mailbox


def test_who_came_by_a_link_receives_another(cast: Cast, clock: time_machine.Traveller) -> None:
    client = Client()
    client.post(LINK, {"email": "lead@exemple.fr"})
    client.post(f"{LINK}{secret_mailed()}/")
    clock.shift(OLD)
    assert client.get(NEW_PASSWORD)["Location"] == _asked(NEW_PASSWORD)
    assert 'name="password"' not in client.get(_asked(NEW_PASSWORD)).content.decode()
    mail.outbox.clear()
    sent = client.post(PROVE, {"suite": NEW_PASSWORD})
    assert "Un lien vient de partir" in client.get(sent["Location"]).content.decode()
    assert client.get(NEW_PASSWORD).status_code == 302, "asking for a link proves nothing"
    [letter] = mail.outbox
    assert letter.to == ["lead@exemple.fr"]
    assert client.post(f"{LINK}{secret_mailed()}/")["Location"] == NEW_PASSWORD
    assert client.get(NEW_PASSWORD).status_code == 200


def test_a_link_opened_again_asks_the_code_of_the_telephone_again(cast: Cast, clock: time_machine.Traveller) -> None:
    device = telephone(cast["pilot"].person)
    client = Client()
    client.post(LINK, {"email": "pilot@exemple.fr"})
    client.post(f"{LINK}{secret_mailed()}/")
    client.post("/connexion/code/", {"code": code_of(device)})
    clock.shift(OLD)
    client.post(PROVE, {"suite": NEW_PASSWORD})
    client.post(f"{LINK}{secret_mailed()}/")
    assert DEVICE_ID_SESSION_KEY not in client.session
    assert client.get(NEW_PASSWORD)["Location"].startswith("/connexion/code/")
    client.post("/connexion/code/", {"code": code_of(device)})
    assert client.get(NEW_PASSWORD).status_code == 200


# ---------------------------------------------------------------- by a professional account


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with served() as honest:
        open_door(settings, honest.issuer)
        yield honest


def _through(client: Client, provider: Provider, **asked: str) -> object:
    request = begin(client, **asked)
    return client.get(BACK, {"code": provider.give_code(request), "state": request["state"]})


def test_who_came_by_a_provider_is_asked_there_again(cast: Cast, client: Client, provider: Provider) -> None:
    _through(client, provider)
    assert client.get(NEW_PASSWORD)["Location"] == _asked(NEW_PASSWORD), "the provider may have asked nothing"
    page = unescape(client.get(_asked(NEW_PASSWORD)).content.decode())
    assert "/connexion/compte-professionnel/?suite=%2Fmon-compte%2Fmot-de-passe%2F&verifier=1" in page
    asked = begin(client, suite=NEW_PASSWORD, verifier="1")
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    provider.claims = {"auth_time": int(now().timestamp())}
    answer = _through(client, provider, suite=NEW_PASSWORD, verifier="1")
    assert answer["Location"] == NEW_PASSWORD  # type: ignore[index]
    assert client.get(NEW_PASSWORD).status_code == 200


@pytest.mark.parametrize("auth_time", [None, "hier", 0, -3600])
def test_a_provider_that_did_not_ask_again_proves_nothing(
    cast: Cast, client: Client, provider: Provider, auth_time: object
) -> None:
    _through(client, provider)
    told = int(now().timestamp()) + auth_time if auth_time == -3600 else auth_time
    provider.claims = {"auth_time": told}
    answer = _through(client, provider, suite=NEW_PASSWORD, verifier="1")
    assert answer.status_code == 403  # type: ignore[attr-defined]
    assert client.get(NEW_PASSWORD).status_code == 302
    assert is_in(client), "the login that was open goes on"


def test_a_provider_that_answers_for_somebody_else_changes_nobody(
    cast: Cast, client: Client, provider: Provider
) -> None:
    _through(client, provider)
    provider.claims = {"auth_time": int(now().timestamp())}
    provider.userinfo = {"email": "partner@exemple.fr"}
    answer = _through(client, provider, suite=NEW_PASSWORD, verifier="1")
    assert answer.status_code == 403  # type: ignore[attr-defined]
    assert "lead@exemple.fr" in client.get(ME).content.decode()
    assert client.get(NEW_PASSWORD).status_code == 302


# ---------------------------------------------------------------- what was typed is kept


def _hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(value) for name, value in found}


def test_what_was_typed_before_the_proof_is_given_back_and_sent_by_one_touch(cast: Cast) -> None:
    client = _old_login(cast, "administrator")
    typed = an_invitation(cast, first_name="Zoé « d’Œuvre »", last_name="\nLe Goff")
    assert client.post(INVITE, typed)["Location"] == _asked(INVITE)
    assert not Person.objects.filter(email="neuve@exemple.fr").exists()
    assert "Votre saisie est gardée" in client.get(_asked(INVITE)).content.decode()
    device = telephone(cast["administrator"].person)
    client.post(PROVE, {"suite": INVITE, "password": RIGHT, "code": code_of(device)})
    page = client.get(INVITE).content.decode()
    assert not Person.objects.filter(email="neuve@exemple.fr").exists(), "nothing is done without a touch"
    kept = _hidden(page)
    assert {name: value.strip() for name, value in kept.items()} == {
        name: str(value).strip() for name, value in typed.items()
    }
    assert client.post(INVITE, kept).status_code == 302
    assert Person.objects.get(email="neuve@exemple.fr").last_name == "Le Goff"
    assert 'name="email"' in client.get(INVITE).content.decode(), "it is given back once"


def test_no_password_is_ever_kept_nor_what_is_too_long_or_too_old(cast: Cast, clock: time_machine.Traveller) -> None:
    client = Client()
    log_in(client, "lead@exemple.fr")
    just_proved(client, ago=OLD)
    client.post(NEW_PASSWORD, {"new_password": "un secret", "new_password_again": "un secret", "x": "y"})
    assert "un secret" not in str(dict(client.session))
    client.post(NEW_PASSWORD, {"x": "z" * 200_000})
    assert "zzzz" not in str(dict(client.session))
    clock.shift(timedelta(minutes=31))
    just_proved(client)
    assert 'name="new_password"' in client.get(NEW_PASSWORD).content.decode()


def test_what_is_kept_comes_back_on_its_own_page_only(cast: Cast) -> None:
    client = _old_login(cast, "administrator")
    client.post(INVITE, an_invitation(cast))
    just_proved(client)
    assert _hidden(client.get(NEW_PASSWORD).content.decode()) == {}
    assert _hidden(client.get(INVITE).content.decode())["email"] == "neuve@exemple.fr"


def test_who_comes_next_on_this_browser_finds_nothing(cast: Cast) -> None:
    client = _old_login(cast, "administrator")
    client.post(INVITE, an_invitation(cast))
    client.post("/deconnexion/")
    log_in(client, "lead@exemple.fr")
    assert "neuve@exemple.fr" not in str(dict(client.session))
