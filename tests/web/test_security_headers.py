"""Security headers of every answer, on every address of the site, anonymous or logged in."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from pacte.infra.instance import PROJECT_ROOT
from tests.accounts.entering import entered
from tests.cast import PASSWORD, Cast

_SAMPLE = {"int": "1", "str": "x", "slug": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000000"}
_PART = re.compile(r"<(?:(\w+):)?\w+>")
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<[^>]+\s(?:style|on\w+)=|<style|javascript:", re.I)


def addresses(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """One address per route, with plausible values for its parts."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + _PART.sub(lambda part: _SAMPLE.get(part[1] or "str", "x"), str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route


ALL = sorted({*addresses(), "/nulle-part/"})


def test_the_routes_are_found() -> None:
    assert {"/", "/connexion/", "/personnes/1/", "/accessibilite/", "/mentions-legales/"} <= set(ALL)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_is_protected(cast: Cast, method: str) -> None:
    wanting = []
    for who, client in (("nobody", Client()), ("the administrator", entered(cast["administrator"]))):
        client.raise_request_exception = True
        for address in ALL:
            if address.startswith("/deconnexion"):
                continue
            answer = getattr(client, method)(address)
            missing = _missing(dict(answer.headers), logged_in=who != "nobody")
            if missing:
                wanting.append(f"{who} {method} {address}: {missing}")
            if found := INLINE.search(_html(answer)):
                wanting.append(f"{who} {method} {address}: {found}")
    assert wanting == []


@pytest.mark.django_db
def test_leaving_is_protected_too(cast: Cast) -> None:
    answer = entered(cast["administrator"]).post("/deconnexion/")
    assert _missing(dict(answer.headers), logged_in=True) == []


@pytest.mark.django_db
def test_pages_where_one_enters_are_kept_by_no_browser(cast: Cast) -> None:
    for address in ("/connexion/", "/connexion/lien/", "/connexion/lien/x/", "/connexion/code/"):
        assert "no-store" in Client().get(address)["Cache-Control"], address


@pytest.mark.django_db
def test_a_failure_of_ours_is_protected_and_shows_nothing_of_the_program(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**named: object) -> None:
        raise RuntimeError("détail interne")

    monkeypatch.setattr("pacte.web.pages.site.views.organisation_names", fail)
    monkeypatch.setattr("pacte.web.pages.site.views.host_organisation", fail)
    client.raise_request_exception = False
    answer = client.get("/mentions-legales/")
    assert answer.status_code == 500
    assert _missing(dict(answer.headers), logged_in=False) == []
    assert "détail interne" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


@pytest.mark.django_db
def test_an_encrypted_site_says_that_it_stays_encrypted(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 3600
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.SECURE_SSL_REDIRECT = True
    client = Client()
    assert client.get("/connexion/", secure=True)["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    plain = client.get("/connexion/")
    assert (plain.status_code, plain["Location"][:8]) == (301, "https://")


@pytest.mark.django_db
def test_the_cookies_are_out_of_reach_of_scripts_and_of_other_sites(cast: Cast, settings: Settings) -> None:
    client = Client()
    client.get("/connexion/")
    client.post("/connexion/", {"email": "lead@exemple.fr", "password": PASSWORD})
    client.get("/mon-compte/")
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} <= client.cookies.keys()
    assert [cookie for cookie in client.cookies.values() if not cookie["httponly"]] == []
    assert {cookie["samesite"] for cookie in client.cookies.values()} == {"Lax"}


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_not_answered(client: Client) -> None:
    assert client.get("/", HTTP_HOST="mechant.example").status_code == 400


def test_a_deployment_passes_django_own_checks_without_a_warning() -> None:
    done = _python("-m", "django", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("SESSION_COOKIE_SECURE", "True"), ("CSRF_COOKIE_SECURE", "True"), ("SECURE_SSL_REDIRECT", "True"),
        ("SECURE_HSTS_SECONDS", "31536000"), ("DEBUG", "False"), ("TOTP_REQUIRED", "True"), ("OIDC_OPEN", "False"),
        ("SYNTHETIC_ALLOWED", "False"),
    ],
)  # fmt: skip
def test_a_real_site_is_strict(name: str, wanted: str) -> None:
    done = _python("-c", f"from django.conf import settings; print(settings.{name})")
    assert done.stdout.strip() == wanted, done.stderr


def _python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs Python as a service manager would: a real instance, a public address and a secret key."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(PROJECT_ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "pacte.config.settings",
        "PACTE_INSTANCE": "real",
        "PACTE_URL": "https://pacte.exemple.fr",
        "PACTE_SECRET_KEY": secrets.token_urlsafe(48),
    }
    return subprocess.run(
        [sys.executable, *arguments], env=environment, cwd="/", capture_output=True, text=True, check=False
    )


def _missing(headers: dict[str, str], *, logged_in: bool) -> list[str]:
    policy = headers.get("Content-Security-Policy", "")
    held = {
        "default-src 'none'": "default-src 'none'" in policy,
        "own scripts only": "script-src 'self'" in policy,
        "own styles only": "style-src 'self'" in policy,
        "no frame": "frame-ancestors 'none'" in policy,
        "nothing inline": "unsafe" not in policy and policy != "",
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "frames refused": headers.get("X-Frame-Options") == "DENY",
        "referrer": headers.get("Referrer-Policy") in ("same-origin", "no-referrer"),
        "devices": "camera=()" in headers.get("Permissions-Policy", ""),
        "no-store": not logged_in or "no-store" in headers.get("Cache-Control", ""),
    }
    return [name for name, is_held in held.items() if not is_held]


def _html(answer: object) -> str:
    """A file is read to its end: half read it holds a turn, for which the next heavy pages wait."""
    body: bytes = answer.getvalue()  # type: ignore[attr-defined]
    return body.decode() if str(answer.headers.get("Content-Type", "")).startswith("text/html") else ""  # type: ignore[attr-defined]
