"""OpenID Connect login: closed by default. When open, nothing that comes from outside is trusted unverified."""

from __future__ import annotations

import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread
from pytest_django import Settings

from pacte.accounts.models import Membership, Person
from pacte.accounts.row_context import acting_as
from pacte.accounts.services import close_account
from pacte.audit.models import AuditEntry
from tests.accounts.entering import telephone
from tests.accounts.provider import CLIENT, SECRET, Provider, served
from tests.cast import MACHINE, Cast

pytestmark = pytest.mark.django_db

START, BACK, ME = "/connexion/compte-professionnel/", "/connexion/compte-professionnel/retour/", "/mon-compte/"
BACKENDS = [
    "pacte.accounts.backends.PasswordBackend",
    "pacte.accounts.oidc.OpenIdBackend",
]


@pytest.fixture
def provider(settings: Settings) -> Iterator[Provider]:
    with served() as honest:
        open_door(settings, honest.issuer)
        yield honest


def open_door(settings: Settings, issuer: str) -> None:
    cache.clear()
    settings.OIDC_OPEN, settings.OIDC_ISSUER = True, issuer
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, SECRET
    settings.AUTHENTICATION_BACKENDS = BACKENDS


def begin(client: Client, **asked: str) -> dict[str, str]:
    """Parameters of the request that our site sends to the provider."""
    answer = client.get(START, asked)
    assert answer.status_code == 302, answer.content.decode()
    return {name: values[0] for name, values in parse_qs(urlsplit(answer["Location"]).query).items()}


def come_back(client: Client, provider: Provider, **changed: str) -> HttpResponse:
    """Runs the whole flow. Returns our answer to what the provider sends back."""
    request = begin(client)
    return client.get(BACK, {"code": provider.give_code(request), "state": request["state"]} | changed)


def is_in(client: Client) -> bool:
    return client.get(ME).status_code == 200


def test_the_door_is_closed_by_default(cast: Cast, client: Client, settings: Settings) -> None:
    assert settings.OIDC_OPEN is False
    assert client.get(START).status_code == 404
    assert client.get(BACK, {"code": "x", "state": "x"}).status_code == 404
    assert START not in client.get("/connexion/").content.decode()


def test_an_open_door_has_its_button_and_asks_with_state_nonce_and_proof(client: Client, provider: Provider) -> None:
    assert START in client.get("/connexion/").content.decode()
    asked = begin(client)
    assert (asked["client_id"], asked["response_type"], asked["scope"]) == (CLIENT, "code", "openid email")
    assert urlsplit(asked["redirect_uri"]).path == BACK
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 32
    assert len(asked["nonce"]) >= 32
    assert begin(client)["state"] != asked["state"]


@pytest.mark.parametrize("signed", [False, True])
def test_a_person_who_has_an_account_enters_by_their_verified_e_mail(
    cast: Cast, client: Client, provider: Provider, signed: bool
) -> None:
    """Userinfo is plain JSON, or a signed token as ProConnect sends it."""
    provider.userinfo_signed = signed
    provider.userinfo = {"email": "LEAD@exemple.fr"}
    answer = come_back(client, provider)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert is_in(client)
    with acting_as(MACHINE):
        assert AuditEntry.objects.get(act="login.open").detail == {"way": "openid"}


def test_the_way_leads_back_to_the_page_that_was_asked_and_never_to_another_site(
    cast: Cast, provider: Provider
) -> None:
    for asked, led in ((ME, ME), ("https://mechant.example/", "/"), ("//mechant.example", "/")):
        client = Client()
        request = begin(client, suite=asked)
        answer = client.get(BACK, {"code": provider.give_code(request), "state": request["state"]})
        assert answer["Location"] == led


def test_the_login_takes_a_new_session_key(cast: Cast, client: Client, provider: Provider) -> None:
    request = begin(client)
    before = client.session.session_key
    client.get(BACK, {"code": provider.give_code(request), "state": request["state"]})
    assert client.session.session_key not in (None, before)


def test_the_roles_of_the_region_give_their_code_all_the_same(cast: Cast, client: Client, provider: Provider) -> None:
    telephone(cast["pilot"].person)
    provider.userinfo = {"email": "pilot@exemple.fr"}
    come_back(client, provider)
    assert client.get(ME)["Location"].startswith("/connexion/code/")


def test_a_provider_with_a_single_key_need_not_name_it(cast: Cast, client: Client, provider: Provider) -> None:
    provider.key_id = None
    assert come_back(client, provider).status_code == 302
    provider.signs_with = "wrong"
    assert come_back(Client(), provider).status_code == 403


# ---------------------------------------------------------------- who is refused


def test_nobody_gets_an_account_by_this_door(cast: Cast, client: Client, provider: Provider) -> None:
    before = Person.objects.count()
    provider.userinfo = {"email": "inconnue@exemple.fr"}
    answer = come_back(client, provider)
    assert answer.status_code == 403
    assert "Demandez une invitation" in answer.content.decode()
    assert Person.objects.count() == before
    assert not is_in(client)


@pytest.mark.parametrize("told", [{"email_verified": False}, {"email_verified": None}, {"email": None}, {"email": ""}])
def test_an_e_mail_that_the_provider_does_not_vouch_for_opens_nothing(
    cast: Cast, client: Client, provider: Provider, told: dict[str, object]
) -> None:
    provider.userinfo = told
    assert come_back(client, provider).status_code == 403
    assert not is_in(client)


def test_a_provider_known_for_verified_e_mails_need_not_say_so_each_time(
    cast: Cast, client: Client, provider: Provider, settings: Settings
) -> None:
    settings.OIDC_EMAILS_VERIFIED = True
    provider.userinfo = {"email_verified": None}
    assert come_back(client, provider).status_code == 302
    provider.userinfo = {"email_verified": False}
    assert come_back(Client(), provider).status_code == 403


def test_a_closed_account_and_one_without_post_stay_out(cast: Cast, client: Client, provider: Provider) -> None:
    with acting_as(MACHINE):
        Membership.objects.filter(person=cast["partner"].person).delete()
        close_account(actor=MACHINE, person=cast["lead"].person, reason="départ")
    for email in ("lead@exemple.fr", "partner@exemple.fr"):
        provider.userinfo = {"email": email}
        assert come_back(client, provider).status_code == 403
        assert not is_in(client)


def test_a_login_by_this_door_ends_when_the_account_or_the_door_closes(
    cast: Cast, provider: Provider, settings: Settings
) -> None:
    first, second = Client(), Client()
    for browser in (first, second):
        come_back(browser, provider)
        assert is_in(browser)
    settings.AUTHENTICATION_BACKENDS = BACKENDS[:1]
    assert not is_in(first)
    settings.AUTHENTICATION_BACKENDS = BACKENDS
    with acting_as(MACHINE):
        close_account(actor=MACHINE, person=cast["lead"].person, reason="départ")
    assert not is_in(second)


# ---------------------------------------------------------------- answers that are not trusted

PAST, FUTURE = int(time.time()) - 3600, int(time.time()) + 7200
UNTRUSTED, OTHER_DEMAND, TWO_PEOPLE = "digne de foi", "ne répond pas à votre demande", "deux personnes différentes"
LIES = {
    "a token of another issuer": ({"claims": {"iss": "https://mechant.example"}}, UNTRUSTED),
    "a token without issuer": ({"claims": {"iss": None}}, UNTRUSTED),
    "a token for another client": ({"claims": {"aud": "autre-client"}}, UNTRUSTED),
    "a token for nobody": ({"claims": {"aud": None}}, UNTRUSTED),
    "a token for several, given to another": ({"claims": {"aud": [CLIENT, "autre"], "azp": "autre"}}, UNTRUSTED),
    "a token for several, given to nobody known": ({"claims": {"aud": [CLIENT, "autre"]}}, UNTRUSTED),
    "an expired token": ({"claims": {"exp": PAST}}, UNTRUSTED),
    "a token that never expires": ({"claims": {"exp": None}}, UNTRUSTED),
    "a token from the future": ({"claims": {"iat": FUTURE, "nbf": FUTURE}}, UNTRUSTED),
    "a token without subject": ({"claims": {"sub": None}}, UNTRUSTED),
    "another nonce": ({"claims": {"nonce": "un-autre-nonce"}}, OTHER_DEMAND),
    "no nonce": ({"claims": {"nonce": None}}, OTHER_DEMAND),
    "no signature": ({"algorithm": "none"}, UNTRUSTED),
    "a signature by the shared secret": ({"algorithm": "HS256"}, UNTRUSTED),
    "another algorithm of the same key": ({"algorithm": "RS512"}, UNTRUSTED),
    "a signature by another key": ({"signs_with": "wrong"}, UNTRUSTED),
    "an unknown key": ({"key_id": "k9"}, UNTRUSTED),
    "no key named, of two": ({"key_id": None, "key_names": ("k1", "k2")}, UNTRUSTED),
    "userinfo about someone else": ({"userinfo": {"sub": "sub-2"}}, TWO_PEOPLE),
    "userinfo about nobody": ({"userinfo": {"sub": None}}, TWO_PEOPLE),
    "signed userinfo of another issuer": (
        {"userinfo_signed": True, "userinfo_claims": {"iss": "https://mechant.example"}},
        UNTRUSTED,
    ),
    "signed userinfo for another client": ({"userinfo_signed": True, "userinfo_claims": {"aud": "autre"}}, UNTRUSTED),
    "signed userinfo that expired": ({"userinfo_signed": True, "userinfo_claims": {"exp": PAST}}, UNTRUSTED),
    "signed userinfo about someone else": ({"userinfo_signed": True, "userinfo_claims": {"sub": "sub-2"}}, TWO_PEOPLE),
}


@pytest.mark.parametrize("lie", LIES)
def test_a_provider_that_lies_opens_nothing(cast: Cast, client: Client, provider: Provider, lie: str) -> None:
    said, why = LIES[lie]
    for name, value in said.items():
        setattr(provider, name, value)
    answer = come_back(client, provider)
    assert answer.status_code == 403
    assert why in answer.content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("algorithm", ["none", "HS256", "RS512"])
def test_userinfo_signed_otherwise_than_agreed_opens_nothing(
    cast: Cast, client: Client, provider: Provider, algorithm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    provider.userinfo_signed = True
    honest = provider.identity

    def lying() -> tuple[str, bytes]:
        provider.algorithm = algorithm
        return honest()

    monkeypatch.setattr(provider, "identity", lying)
    assert come_back(client, provider).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("state", ["", "un-autre-etat"])
def test_an_answer_with_another_state_opens_nothing(cast: Cast, client: Client, provider: Provider, state: str) -> None:
    assert come_back(client, provider, state=state).status_code == 403
    assert not is_in(client)
    assert "/token" not in provider.asked


def test_an_answer_brought_to_another_browser_opens_nothing(cast: Cast, client: Client, provider: Provider) -> None:
    request = begin(client)
    sent = {"code": provider.give_code(request), "state": request["state"]}
    victim = Client()
    assert victim.get(BACK, sent).status_code == 403
    begin(victim)
    assert victim.get(BACK, sent).status_code == 403
    assert not is_in(victim)


def test_the_same_answer_does_not_serve_twice(cast: Cast, client: Client, provider: Provider) -> None:
    request = begin(client)
    sent = {"code": provider.give_code(request), "state": request["state"]}
    assert client.get(BACK, sent).status_code == 302
    client.post("/deconnexion/")
    assert client.get(BACK, sent).status_code == 403
    assert not is_in(client)


def test_a_state_that_failed_once_stays_spent(cast: Cast, client: Client, provider: Provider) -> None:
    request = begin(client)
    assert client.get(BACK, {"code": "faux", "state": request["state"]}).status_code == 403
    right = {"code": provider.give_code(request), "state": request["state"]}
    assert client.get(BACK, right).status_code == 403
    assert not is_in(client)


def test_a_code_already_used_at_the_provider_is_refused(cast: Cast, client: Client, provider: Provider) -> None:
    first = begin(client)
    code = provider.give_code(first)
    client.get(BACK, {"code": code, "state": first["state"]})
    client.post("/deconnexion/")
    second = begin(client)
    assert client.get(BACK, {"code": code, "state": second["state"]}).status_code == 403
    assert not is_in(client)


@pytest.mark.parametrize("sent", [{}, {"error": "access_denied"}, {"code": "x"}, {"state": "x"}])
def test_an_answer_that_is_none_is_said_plainly(client: Client, provider: Provider, sent: dict[str, str]) -> None:
    begin(client)
    answer = client.get(BACK, sent)
    assert answer.status_code == 403
    assert "n’a pas abouti" in answer.content.decode()


def test_an_answer_that_names_another_issuer_is_refused_before_any_exchange(
    cast: Cast, client: Client, provider: Provider
) -> None:
    assert come_back(client, provider, iss="https://mechant.example").status_code == 403
    assert "/token" not in provider.asked
    assert come_back(client, provider, iss=provider.issuer).status_code == 302


@pytest.mark.parametrize(
    "discovery",
    [
        {"issuer": "https://mechant.example"},
        {"token_endpoint": "http://mechant.example/token"},
        {"jwks_uri": "ftp://mechant.example/jwks"},
        {"userinfo_endpoint": None},
    ],
)
def test_a_discovery_document_that_does_not_hold_together_is_refused(
    cast: Cast, client: Client, provider: Provider, discovery: dict[str, object]
) -> None:
    provider.discovery = discovery
    answer = client.get(START)
    assert answer.status_code == 503
    assert "ne répond pas" in answer.content.decode()


def test_a_provider_that_does_not_answer_leaves_the_other_ways_open(
    cast: Cast, client: Client, settings: Settings
) -> None:
    open_door(settings, "http://127.0.0.1:9")
    assert client.get(START).status_code == 503
    assert client.get("/connexion/").status_code == 200


def test_the_discovery_document_is_read_once_an_hour(cast: Cast, provider: Provider) -> None:
    for _ in range(3):
        come_back(Client(), provider)
    assert provider.asked.count("/.well-known/openid-configuration") == 1


# The mock's release for Python 3.11 uses deprecated names of its own library.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_another_implementation_of_a_provider_is_understood(cast: Cast, client: Client, settings: Settings) -> None:
    """A mock provider that other projects test with, over real HTTP on the loopback interface."""
    person = User(sub="lead", claims={"email": "lead@exemple.fr", "email_verified": True})
    with run_server_in_thread(user_claims=[person]) as server:
        open_door(settings, f"http://localhost:{server.server_port}")
        address = client.get(START)["Location"]
        agreed = requests.post(address, data={"sub": "lead"}, allow_redirects=False, timeout=5)
        sent = parse_qs(urlsplit(agreed.headers["Location"]).query)
        answer = client.get(f"{BACK}?{urlencode(sent, doseq=True)}")
    assert (answer.status_code, is_in(client)) == (302, True)
