"""The door of SMS, against a provider on this machine: what leaves, and what each answer means for the text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pacte.infra.texting import json_post
from pacte.infra.texting.gateways.ovh import OvhGateway
from pacte.infra.texting.gateways.simulator import SimulatedGateway
from pacte.infra.texting.opening import open_gateway
from pacte.infra.texting.records import (
    GatewayAccount,
    OutgoingText,
    PhoneUnknownError,
    TextInDoubtError,
    TextRefusedError,
)
from pacte.kernel.errors import ConfigurationError

TEXT = OutgoingText("+33612345678", "Bonjour Ines, votre conseiller vous propose un rendez-vous.", "pacte-7")
ACCOUNT = GatewayAccount({"account": "sms-ab1-1", "key": "k", "secret": "s", "consumer": "c"})


@dataclass
class Provider:
    """Answers each request with ``status`` and ``answer``; None: it closes the connection without a word."""

    status: int = 200
    answer: bytes | None = b'{"ids": [27814656], "invalidReceivers": [], "validReceivers": ["+33612345678"]}'
    location: str = ""
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    port: int = 0

    def gateway(self) -> OvhGateway:
        return OvhGateway(
            "sms-ab1-1", "PACTE", "k", "s", "c",
            connect=lambda host: HTTPConnection("127.0.0.1", self.port, timeout=2),
        )  # fmt: skip


@pytest.fixture
def provider() -> Iterator[Provider]:
    there = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            there.asked.append((self.path, dict(self.headers), body))
            if there.answer is None:
                self.close_connection = True
                return
            self.send_response(there.status)
            if there.location:
                self.send_header("Location", there.location)
            self.send_header("Content-Length", str(len(there.answer)))
            self.end_headers()
            self.wfile.write(there.answer)

        def log_message(self, *arguments: Any) -> None:
            """Says nothing on standard error."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield there
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_text_is_one_signed_request(provider: Provider) -> None:
    assert provider.gateway().send(TEXT).reference == "27814656"
    ((path, headers, body),) = provider.asked
    assert path == "/1.0/sms/sms-ab1-1/jobs"
    sent = json.loads(body)
    assert (sent["receivers"], sent["message"], sent["tag"]) == ([TEXT.phone], TEXT.words, TEXT.reference)
    assert (sent["sender"], sent["noStopClause"]) == ("PACTE", True)
    at = headers["X-Ovh-Timestamp"]
    signed = f"s+c+POST+https://eu.api.ovh.com{path}+{body.decode()}+{at}"
    assert headers["X-Ovh-Signature"] == "$1$" + hashlib.sha1(signed.encode(), usedforsecurity=False).hexdigest()
    assert "s" not in (headers["X-Ovh-Application"], headers["X-Ovh-Consumer"]), "the secret never leaves"


def test_a_number_that_the_provider_does_not_know_is_said_so(provider: Provider) -> None:
    provider.answer = b'{"ids": [], "invalidReceivers": ["+33612345678"]}'
    with pytest.raises(PhoneUnknownError):
        provider.gateway().send(TEXT)


@pytest.mark.parametrize("status", [400, 401, 403, 429, 503])
def test_a_refusal_is_surely_not_sent(provider: Provider, status: int) -> None:
    provider.status, provider.answer = status, b'{"message": "no, +33612345678"}'
    with pytest.raises(TextRefusedError) as refused:
        provider.gateway().send(TEXT)
    assert "612345678" not in str(refused.value), "an error is logged: it names no number"


def test_a_provider_that_cannot_be_reached_surely_got_nothing(provider: Provider) -> None:
    gateway = OvhGateway("sms-ab1-1", "", "k", "s", "c", connect=lambda host: HTTPConnection("127.0.0.1", 1, timeout=2))
    with pytest.raises(TextRefusedError):
        gateway.send(TEXT)


def test_a_redirection_is_not_followed(provider: Provider) -> None:
    provider.status, provider.answer, provider.location = 302, b"", f"http://127.0.0.1:{provider.port}/elsewhere"
    with pytest.raises(TextRefusedError):
        provider.gateway().send(TEXT)
    assert [path for path, _, _ in provider.asked] == ["/1.0/sms/sms-ab1-1/jobs"]


@pytest.mark.parametrize(
    ("status", "answer"),
    [(500, b"{}"), (502, b""), (200, b"<html>"), (200, b"[1]"), (200, b'{"ids": "7"}'), (200, None)],
)
def test_an_unclear_answer_leaves_a_doubt(provider: Provider, status: int, answer: bytes | None) -> None:
    provider.status, provider.answer = status, answer
    with pytest.raises(TextInDoubtError):
        provider.gateway().send(TEXT)


def test_nothing_taken_is_surely_not_sent(provider: Provider) -> None:
    provider.answer = b'{"ids": [], "invalidReceivers": []}'
    with pytest.raises(TextRefusedError):
        provider.gateway().send(TEXT)


def test_the_real_connection_is_encrypted_and_does_not_wait_for_ever() -> None:
    connection = json_post.https_connection("eu.api.ovh.com")
    assert isinstance(connection, HTTPSConnection)
    assert connection.timeout == json_post.TIMEOUT
    assert OvhGateway("a", "", "k", "s", "c").connect is json_post.https_connection


def test_the_simulator_writes_the_same_text_once(tmp_path: Path) -> None:
    gateway = SimulatedGateway(tmp_path / "sms")
    assert gateway.send(TEXT) == gateway.send(TEXT)
    (file,) = (tmp_path / "sms").iterdir()
    assert file.read_text() == f"{TEXT.phone}\n{TEXT.words}\n"
    with pytest.raises(PhoneUnknownError):
        gateway.send(OutgoingText("+33600000000", "x", "pacte-8"))


@pytest.mark.parametrize(("signs", "parts"), [(1, 1), (160, 1), (161, 2), (306, 2), (307, 3)])
def test_the_parts_of_a_text_are_counted_as_operators_do(signs: int, parts: int) -> None:
    assert OutgoingText("+33612345678", "x" * signs, "pacte-1").parts == parts


def test_no_gateway_is_the_default_and_a_wrong_one_says_what_to_give() -> None:
    assert open_gateway("", ACCOUNT, is_real=True) is None
    assert isinstance(open_gateway("ovh", ACCOUNT, is_real=True), OvhGateway)
    for code, account, error in (
        ("nobody", ACCOUNT, "texting_gateway"),
        ("simulator", GatewayAccount({"folder": "/tmp/x"}), "texting_simulated"),
        ("ovh", GatewayAccount({"account": "sms-ab1-1"}), "texting_account"),
    ):
        with pytest.raises(ConfigurationError) as refused:
            open_gateway(code, account, is_real=True)
        assert refused.value.code == error
