"""External input can neither break a log line nor forge one."""

from __future__ import annotations

import logging
import re

from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from pacte.config.json_log import JsonFormatter
from pacte.config.redacting import RedactingFormatter
from pacte.infra.network import parse_networks
from pacte.web.request_log import REQUEST_ID_HEADER, RequestLogMiddleware
from tests.log_lines import written_lines
from tests.web.hostile import RAW, VALUES

TYPED = "Zqnomcanari"
# Forged lines begin like ours: no external input may begin a line.
LINE = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+\+\d\d:\d\d INFO pacte\.requests \[[0-9a-f]{16}\] [A-Z…]+ /[!-~…]* \d{3} .*")


_FORGED = f"\r\n2026-01-01 INFO pacte.requests {TYPED}"
_TEXTS = st.one_of(st.sampled_from(VALUES), st.text(max_size=30), st.just(_FORGED))
_BYTES = st.one_of(_TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=30))


@given(
    before=st.sampled_from(["/", "/mon-parcours/", "/mes-personnes/", "/connexion/lien/", "/statique/", "/api/"]),
    part=_BYTES,
    query=st.one_of(_BYTES, st.sampled_from(RAW).map(str.encode)),
    method=st.one_of(st.sampled_from(["GET", "POST"]), _TEXTS),
)
def test_a_hostile_address_cannot_break_its_line(before: str, part: bytes, query: bytes, method: str) -> None:
    environ = RequestFactory()._base_environ(
        PATH_INFO=before + part.decode("latin-1"), QUERY_STRING=query.decode("latin-1"), REQUEST_METHOD=method
    )
    with written_lines(RedactingFormatter()) as stream:
        _answered(WSGIRequest(dict(environ)))
    line = stream.getvalue()
    assert line.endswith("\n")
    assert LINE.fullmatch(line[:-1]), line
    assert TYPED not in line
    with written_lines(JsonFormatter()) as stream:
        _answered(WSGIRequest(dict(environ)))
    assert stream.getvalue().isascii()
    assert stream.getvalue().count("\n") == 1


@given(text=_TEXTS)
def test_no_logger_lets_a_message_break_its_line(text: str) -> None:
    with written_lines(RedactingFormatter()) as stream:
        logging.getLogger("pacte.somewhere").warning("read %s of %s", text, TYPED)
    assert stream.getvalue().rstrip("\n").splitlines() == [stream.getvalue()[:-1]]


def test_a_client_without_address_gets_an_identifier_too(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = parse_networks("test", ["127.0.0.0/8"])
    answer = _answered(RequestFactory(REMOTE_ADDR="").get("/", headers={"x-request-id": "0" * 32}))
    assert len(answer.headers[REQUEST_ID_HEADER]) == 16


def _answered(request: HttpRequest) -> HttpResponse:
    answer = RequestLogMiddleware(lambda _: HttpResponse(status=200))(request)
    assert isinstance(answer, HttpResponse)
    return answer
