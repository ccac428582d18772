"""A full disk or an unavailable database gives a message, and nothing is half written."""

from __future__ import annotations

import errno
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from pacte.config.urls import handler404, handler500
from pacte.config.urls import urlpatterns as site
from tests.web.plan_stage import plain

__all__ = ["handler404", "handler500"]
FAULTS: dict[str, Exception] = {}


def _fails(request: HttpRequest) -> HttpResponse:
    raise FAULTS["now"]


urlpatterns = [path("faute/", _fails), *site]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def _of_the_database(cause: psycopg.Error) -> OperationalError:
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


def _asked(fault: Exception) -> tuple[int, str]:
    FAULTS["now"] = fault
    answer = Client(raise_request_exception=False).get("/faute/")
    return answer.status_code, plain(answer.content.decode())


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        _of_the_database(psycopg.errors.DiskFull("could not extend file")),
    ],
    ids=["disk", "quota", "database"],
)
def test_a_full_disk_is_said_with_what_to_do(fault: Exception) -> None:
    status, page = _asked(fault)
    assert status == 507
    assert "Le disque du serveur est plein" in page
    assert "rien ne l’a été à moitié" in page
    assert "Prévenez l’administrateur" in page


@pytest.mark.parametrize(
    "cause",
    [
        psycopg.OperationalError("connection refused"),
        psycopg.errors.AdminShutdown("x"),
        psycopg.errors.CannotConnectNow("x"),
    ],
)
def test_a_database_that_is_away_is_a_pause_and_not_a_defect(cause: psycopg.Error) -> None:
    status, page = _asked(_of_the_database(cause))
    assert status == 503
    assert "La base de données redémarre" in page


@pytest.mark.parametrize(
    "fault",
    [ZeroDivisionError("x"), OSError(errno.EACCES, "x"), _of_the_database(psycopg.errors.QueryCanceled("x"))],
    ids=["defect", "right", "cancelled"],
)
def test_a_defect_of_ours_stays_a_500(fault: Exception) -> None:
    assert _asked(fault)[0] == 500


@pytest.mark.parametrize(
    "fault",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        _of_the_database(psycopg.OperationalError("connection refused")),
    ],
    ids=["disk", "database"],
)
def test_the_traceback_of_a_failure_is_logged_once(fault: Exception, caplog: pytest.LogCaptureFixture) -> None:
    _asked(fault)
    (line,) = [record for record in caplog.records if record.name == "django.request"]
    assert line.exc_info is not None
    assert line.exc_info[1] is fault
    assert "in _fails" in caplog.text


@pytest.mark.parametrize("address", ["/", "/sante", "/plans/", "/chiffres/tableau-de-bord/"])
def test_every_page_says_so_when_no_connection_can_be_made(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    def refused(*values: Any) -> None:
        raise _of_the_database(psycopg.OperationalError("connection refused"))

    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "x" * 32
    monkeypatch.setattr(connection, "_cursor", refused)
    monkeypatch.setattr(connection, "savepoint", refused)
    answer = client.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert "redémarre" in answer.content.decode()
