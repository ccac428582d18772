"""One log line per request, whatever the answer. It holds no secret and no name."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path
from pytest_django import Settings

from pacte.config.urls import handler404, handler500
from pacte.config.urls import urlpatterns as site
from pacte.infra.network import parse_networks
from pacte.web.request_log import REQUEST_ID_HEADER
from tests.accounts.entering import entered
from tests.cast import gather_cast
from tests.log_lines import written_json, written_lines

__all__ = ["handler404", "handler500"]
SECRET = "Zqjeton-0123456789abcdefghij"
TYPED = "Zqnomcanari"


def _fails(request: HttpRequest) -> HttpResponse:
    password = request.POST["password"]  # A local variable, like those of pages.
    raise RuntimeError(f"{password} is refused")


def _asks(request: HttpRequest, count: int) -> HttpResponse:
    _ask_database(count)
    return HttpResponse("done")


def _warns(request: HttpRequest) -> HttpResponse:
    logging.getLogger("some.library").warning("something happens")
    return HttpResponse("done")


def _streams(request: HttpRequest) -> StreamingHttpResponse:
    def chunks() -> Iterator[bytes]:
        _ask_database(3)
        logging.getLogger("some.library").warning("half of the file")
        yield b"done"

    return StreamingHttpResponse(chunks())


def _ask_database(count: int) -> None:
    for _ in range(count):
        with connection.cursor() as cursor:
            cursor.execute("select 1")


urlpatterns = [
    path("essai/faute/", _fails, name="fails"),
    path("essai/demande/<int:count>/", _asks, name="asks"),
    path("essai/alerte/", _warns, name="warns"),
    path("essai/fichier/", _streams, name="streams"),
    path("essai/secret/<str:door_token>/<int:count>/", _asks, name="opens"),
    *site,
]
pytestmark = [pytest.mark.urls(__name__)]


def requests_in(objects: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in objects if each["logger"] == "pacte.requests"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address", "status", "logged", "view"),
    [
        ("get", "/connexion/", 200, "/connexion/", "accounts:login"),
        ("get", "/mon-compte/", 302, "/mon-compte/", "accounts:me"),
        ("get", "/mes-personnes/Dupont/", 404, "/mes-personnes/…/", None),
        ("post", "/deconnexion/", 302, "/deconnexion/", "accounts:logout"),
        ("put", "/", 405, "/", "desks:home"),
        ("post", "/essai/faute/", 500, "/essai/faute/", "fails"),
        ("get", "/essai/demande/0/", 200, "/essai/demande/0/", "asks"),
        ("get", "/statique/pacte/logo.svg", 200, "/statique/…", None),
    ],
)
def test_each_answer_has_one_line(method: str, address: str, status: int, logged: str, view: str | None) -> None:
    with written_json() as objects:
        answer = getattr(Client(raise_request_exception=False), method)(address, {"password": TYPED})
        b"".join(answer)  # A file is logged once it has been read.
    (line,) = requests_in(objects)
    assert answer.status_code == status
    assert (line["method"], line["status"], line["view"]) == (method.upper(), status, view)
    assert line["address"].partition("?")[0] == logged
    assert line["request_id"] == answer.headers[REQUEST_ID_HEADER]
    assert line["duration_ms"] >= 0
    assert line["actor"] is None
    assert len(objects) == (2 if status == 500 else 1), "only an error of ours adds its traceback"


@pytest.mark.django_db
def test_a_line_for_people_holds_the_same() -> None:
    with written_lines() as stream:
        answer = Client().get("/essai/demande/0/", {"page": TYPED, "tri": "nom"})
    (line,) = stream.getvalue().splitlines()
    assert f"INFO pacte.requests [{answer.headers[REQUEST_ID_HEADER]}] GET /essai/demande/0/?page&tri 200 " in line
    assert line.endswith(" view=asks actor=-")
    assert re.search(r" \d+\.\d ms \d+ queries ", line)


@pytest.mark.django_db
def test_whoever_acts_is_a_number() -> None:
    lead = gather_cast()["lead"]
    client = entered(lead)
    with written_lines() as stream:
        assert client.get("/essai/demande/0/").status_code == 200
    assert stream.getvalue().endswith(f" actor=person:{lead.person.pk}\n")
    names = (lead.person.email, lead.person.first_name, lead.person.last_name)
    assert not [each for each in names if each in stream.getvalue()]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [
        f"/mon-parcours/{SECRET}/",
        f"/mon-parcours/{SECRET}/demander/corriger/",
        f"/mon-parcours/{SECRET}/rien/",
        f"//mon-parcours/{SECRET}/",
        f"/mon-parcour/{SECRET}/",
        f"/r/{SECRET}/",
        "/r/12345678/",
        f"/connexion/lien/{SECRET}/",
        f"/essai/secret/{SECRET}/3/",
        "/essai/secret/12345678/3/",
        f"/formations/{SECRET}/",
    ],
)
def test_a_secret_of_an_address_is_in_no_line(address: str) -> None:
    with written_lines() as stream:
        for method in ("get", "post"):
            getattr(Client(raise_request_exception=False), method)(f"{address}?token={SECRET}&{SECRET}&{TYPED}={TYPED}")
    told = stream.getvalue()
    assert len([each for each in told.splitlines() if " pacte.requests " in each]) == 2
    assert "?token&…" in told
    assert not [each for each in (SECRET, SECRET.lower(), TYPED) if each in told]
    if "secret/12345678" in address or address.startswith("/r/"):
        assert "12345678" not in told
        assert "token>/3/" in told or "/r/<str:secret>/" in told


@pytest.mark.django_db
def test_queries_are_counted_with_debug_off(settings: Settings) -> None:
    assert settings.DEBUG is False
    with written_json() as objects:
        for count in (0, 1, 7):
            Client().get(f"/essai/demande/{count}/")
    none, one, seven = (each["queries"] for each in requests_in(objects))
    assert (one - none, seven - none) == (1, 7)


@pytest.mark.django_db
def test_a_streamed_file_is_logged_when_its_last_part_is_sent() -> None:
    with written_json() as at_first:
        answer = Client().get("/essai/fichier/")
        plain = Client().get("/essai/demande/0/")
    assert [each["view"] for each in requests_in(at_first)] == ["asks"]
    with written_json() as objects:
        assert answer.getvalue() == b"done"
        answer.close()
    (line,) = requests_in(objects)
    assert (line["view"], line["queries"] - requests_in(at_first)[0]["queries"]) == ("streams", 3)
    assert plain.headers[REQUEST_ID_HEADER] != answer.headers[REQUEST_ID_HEADER]
    assert {each["request_id"] for each in objects} == {answer.headers[REQUEST_ID_HEADER]}
    assert len(objects) == 2


@pytest.mark.django_db
def test_all_other_records_show_the_request_meanwhile() -> None:
    library = logging.getLogger("some.library")
    with written_json() as objects:
        library.warning("before")
        first, second = (Client().get("/essai/alerte/").headers[REQUEST_ID_HEADER] for _ in range(2))
        library.warning("after")
    shown = [each["request_id"] for each in objects if each["logger"] == "some.library"]
    assert shown == ["-", first, second, "-"]
    assert first != second


@pytest.mark.django_db
def test_an_error_is_written_with_its_traceback_and_nothing_that_was_typed() -> None:
    with written_json() as objects:
        answer = Client(raise_request_exception=False).post(
            f"/essai/faute/?q={TYPED}", {"password": TYPED}, headers={"cookie": f"suivi={TYPED}"}
        )
    error, line = objects
    assert (error["logger"], error["level"], line["status"]) == ("django.request", "ERROR", 500)
    assert error["request_id"] == line["request_id"] == answer.headers[REQUEST_ID_HEADER]
    assert "test_request_log.py" in error["traceback"]
    assert "RuntimeError: …" in error["traceback"]
    assert TYPED not in str(objects)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trusted", "given", "is_used"),
    [
        ("127.0.0.0/8", "0123456789abcdef0123456789abcdef", True),
        ("127.0.0.0/8", "7b1f7c1e-9f0e-4a0b-8f43-0d1f1f0b3c55", True),
        ("127.0.0.0/8", "abc", False),
        ("127.0.0.0/8", "marie-dupont-0123456789", False),
        ("127.0.0.0/8", "0123456789abcdef\n0123456789abcdef", False),
        ("192.0.2.0/24", "0123456789abcdef0123456789abcdef", False),
    ],
)
def test_the_identifier_of_a_trusted_proxy_is_used(settings: Settings, trusted: str, given: str, is_used: bool) -> None:
    settings.TRUSTED_PROXIES = parse_networks("test", [trusted])
    with written_lines() as stream:
        answer = Client(REMOTE_ADDR="127.0.0.1").get("/essai/demande/0/", headers={"x-request-id": given})
    assert (answer.headers[REQUEST_ID_HEADER] == given) is is_used
    assert f"[{answer.headers[REQUEST_ID_HEADER]}]" in stream.getvalue()
    assert len(stream.getvalue().splitlines()) == 1
