"""What hides secrets and names in the log. Every form of the site: ``tests/web/access/test_logs.py``."""

from __future__ import annotations

import io

import pytest
from django.urls import get_resolver
from gunicorn.config import Config

from pacte.config.redacting import redact
from pacte.config.server_log import ServerLog
from pacte.web import route_redaction
from pacte.web.route_redaction import redact_path

LAST, TOKEN = "Zqnomcanari", "Zqjeton-0123456789abcdefghij"


@pytest.fixture(autouse=True)
def _addresses_known() -> None:
    """Loads the URL configuration, like a server that has answered; before, every part of an address is hidden."""
    assert get_resolver().url_patterns


def test_the_web_server_writes_its_own_log_in_the_same_way() -> None:
    log = ServerLog(Config())
    handler = log._get_gunicorn_handler(log.error_log)  # pytest may have added its own.
    handler.setStream(written := io.StringIO())
    try:
        raise ValueError(LAST)
    except ValueError:
        log.exception("Error handling request %s %s", "GET", f"/mon-parcours/{TOKEN}/?q={LAST}")
    log.warning(f"Invalid request from ip=127.0.0.1: Invalid HTTP request line: 'GET /r/{TOKEN}/ {LAST}'")
    told = written.getvalue()
    assert "GET /mon-parcours/…/" in told
    assert "Invalid HTTP request line" in told
    assert not [each for each in (LAST, TOKEN) if each in told]


def test_addresses_that_open_something_are_read_in_the_url_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    assert redact("/mon-parcours/abc/x /r/abc/ %2Fconnexion%2Flien%2Fabc") == (
        "/mon-parcours/…/x /r/…/ %2Fconnexion%2Flien%2F…"
    )
    routes = ["nouveau/<int:n>/<str:door_token>/", "a/<slug:code>/"]
    monkeypatch.setattr(route_redaction, "known_routes", lambda: routes)
    assert redact("/nouveau/3/abc/d /a/plan/") == "/nouveau/3/…/d /a/plan/"
    assert redact_path("/nouveau/3/abc/d") == "/nouveau/3/…/…"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("notice 12 was not sent: {'marie@exemple.fr': (550, b'x')}", "notice 12 was not sent: {'…': (550, b'x')}"),
        ("postgresql://pacte:Mot-Secret-42@host/pacte", "postgresql://pacte:…@host/pacte"),
        ('duplicate key\nDETAIL:  Key (a, b)=(Dupont, 3) exists.', "duplicate key\nDETAIL: …"),
        ("/connexion/?suite=/mes-personnes/&etat=1", "/connexion/?suite=…&etat=…"),
        ("in test_what_is_typed_on_any_page_is_in_no_log", "in test_what_is_typed_on_any_page_is_in_no_log"),
        ("token=kT3xq9ZbV0aLmN5pQrStUvWxYz012345", "token=…"),
    ],
)  # fmt: skip
def test_what_is_hidden_and_what_stays(told: str, kept: str) -> None:
    assert redact(told) == kept
