"""The real server writes one line per request on standard error, and nothing on standard output."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

import pytest

from pacte.cli.site_server import HIDDEN_FROM_WEB_SERVER, web_server_command
from tests.stage import DATABASE

pytestmark = pytest.mark.xdist_group("served")
SECRET = "Zqjeton-0123456789abcdefghij"
ASKED = ("/sante", "/nulle-part/", f"/r/{SECRET}/?q={SECRET}", "/statique/pacte/logo.svg", "/mon-compte/")


def test_a_served_site_writes_one_line_a_request(django_db_setup: None, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {name: value for name, value in os.environ.items() if name not in HIDDEN_FROM_WEB_SERVER}
    there = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{DATABASE}")
    environment |= {"PYTHONPATH": "src", "DATABASE_URL": urlunsplit(there), "PACTE_LOG": "json"}
    with (tmp_path / "out").open("w") as out, (tmp_path / "err").open("w") as err:
        server = subprocess.Popen(
            [*web_server_command("127.0.0.1", port), "--workers=1"], env=environment, stdout=out, stderr=err
        )
        try:
            _wait_for_port(port)
            identifiers = [_identifier(f"http://127.0.0.1:{port}{path}") for path in ASKED]
        finally:
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) == 0
    told = (tmp_path / "err").read_text()
    requests = [each for each in map(json.loads, told.splitlines()) if each["logger"] == "pacte.requests"]
    # The last one is the login page, after the redirection.
    assert [each["status"] for each in requests] == [200, 404, 410, 200, 302, 200]
    assert [each["address"] for each in requests][:3] == ["/sante", "/…/", "/r/<str:secret>/?q"]
    assert [*(each["request_id"] for each in requests[:4]), requests[-1]["request_id"]] == identifiers
    assert SECRET not in told
    assert told.count("GET /sante") == 1, "the server has an access log of its own"
    assert (tmp_path / "out").read_text() == ""


def _wait_for_port(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server does not listen")


def _identifier(address: str) -> str:
    request = Request(address, headers={"Connection": "close"})
    try:
        with urlopen(request, timeout=60) as answer:
            return str(answer.headers["X-Request-ID"])
    except HTTPError as refusal:
        with refusal:
            return str(refusal.headers["X-Request-ID"])
    except URLError as error:
        raise AssertionError(f"{address} is not answered") from error
