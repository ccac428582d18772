"""Settings of a partner: a renewed secret is shown once; a stopped partner is sent nothing and may not send."""

from __future__ import annotations

import time

import pytest
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.exchange.inbox.authentication import authenticate_partner
from pacte.interop.models import Partner
from pacte.interop.rules.signatures import sign_message
from pacte.interop.services.partners import partner_secret
from tests.cast import MACHINE, Cast
from tests.interop.making import partner
from tests.web.plan_stage import plain

pytestmark = pytest.mark.django_db
BACKEND = "pacte.accounts.backends.PasswordBackend"
URL = "/echanges/partenaire/agora/reglages/"


@pytest.fixture(autouse=True)
def _without_code(settings: object) -> None:
    settings.TOTP_REQUIRED = False  # type: ignore[attr-defined]


@pytest.fixture
def agora(cast: Cast) -> Partner:
    return partner(cast)


def client(cast: Cast, part: str = "administrator") -> Client:
    made = Client()
    made.force_login(cast[part].person, backend=BACKEND)
    return made


def opens(secret: str) -> bool:
    given = sign_message(secret, "agora", b"x", int(time.time()))
    with acting_as(MACHINE):
        return authenticate_partner(actor=MACHINE, slug="agora", signed=b"x", signature=given) is not None


def secret_of(agora: Partner) -> str:
    with acting_as(MACHINE):
        agora.refresh_from_db()
        return partner_secret(actor=MACHINE, partner=agora)


def test_a_renewed_secret_is_shown_once_and_the_one_before_opens_nothing(cast: Cast, agora: Partner) -> None:
    before = secret_of(agora)
    admin = client(cast)
    page = plain(admin.post(URL, {"act": "renew", "sure": "on"}).content.decode())
    fresh = secret_of(agora)
    assert fresh != before
    assert fresh in page
    assert fresh not in admin.get(URL).content.decode()
    assert (opens(before), opens(fresh)) == (False, True)


def test_without_the_box_the_secret_stays(cast: Cast, agora: Partner) -> None:
    before = secret_of(agora)
    assert client(cast).post(URL, {"act": "renew"}).status_code == 422
    assert secret_of(agora) == before


def test_a_partner_that_is_stopped_no_longer_comes_in_and_stays_readable(cast: Cast, agora: Partner) -> None:
    secret = secret_of(agora)
    admin = client(cast)
    page = plain(admin.post(URL, {"act": "switch", "why": "convention finie"}, follow=True).content.decode())
    assert "Partenaire arrêté." in page
    assert not opens(secret)
    assert "Arrêtés" in plain(admin.get("/echanges/").content.decode())
    with acting_as(MACHINE):
        assert AuditEntry.objects.get(act="liaison.stop_partner").reason == "convention finie"
    admin.post(URL, {"act": "switch", "why": "nouvelle convention"})
    assert opens(secret)


@pytest.mark.parametrize("part", ["pilot", "analyst", "adviser", "intruder"])
def test_who_does_not_configure_exchanges_finds_no_settings(cast: Cast, agora: Partner, part: str) -> None:
    assert client(cast, part).get(URL).status_code == 404
