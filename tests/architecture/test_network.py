"""Tests can connect to this machine only."""

from __future__ import annotations

import socket
import urllib.request

import pytest
from pytest_socket import SocketConnectBlockedError

pytestmark = pytest.mark.filterwarnings("ignore:A test tried to use socket")


def test_no_test_reaches_another_machine() -> None:
    with socket.socket() as outgoing, pytest.raises(SocketConnectBlockedError):
        outgoing.connect(("192.0.2.1", 80))


def test_a_request_to_another_machine_is_an_error_that_no_code_takes_for_a_failed_network() -> None:
    with pytest.raises(SocketConnectBlockedError):
        urllib.request.urlopen("http://192.0.2.1/", timeout=1)


def test_this_machine_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as served:
        port = served.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as arrived:
            assert arrived.getpeername()[1] == port
