"""The scanner of ClamAV, by its command INSTREAM. https://docs.clamav.net/manual/Usage/Scanning.html#clamd"""

from __future__ import annotations

import re
import socket
import struct
from contextlib import closing
from dataclasses import dataclass

from pacte.infra.antivirus.records import ScannerRefusalError, ScannerSilentError, ScanVerdict

TIMEOUT = 15  # seconds, for each exchange
_COMMAND = b"zINSTREAM\0"
_BLOCK = 64 * 1024
_MOST_ANSWER = 4096
_LENGTH = struct.Struct(">I")
_INFECTED = re.compile(r"stream: (.{1,150}) FOUND")


@dataclass(frozen=True, slots=True)
class ClamdScanner:
    """``path`` of its Unix socket, or ``host`` and ``port``: never on a network that others can read."""

    path: str = ""
    host: str = ""
    port: int = 0

    def scan(self, data: bytes) -> ScanVerdict:
        try:
            with closing(self._connected()) as connection:
                connection.sendall(_COMMAND)
                for start in range(0, len(data), _BLOCK):
                    block = data[start : start + _BLOCK]
                    connection.sendall(_LENGTH.pack(len(block)) + block)
                connection.sendall(_LENGTH.pack(0))
                answer = _answer(connection)
        except OSError as error:
            raise ScannerSilentError(f"antivirus injoignable : {type(error).__name__}") from error
        if answer == "stream: OK":
            return ScanVerdict()
        if not answer:
            raise ScannerSilentError("l’antivirus n’a rien répondu")
        infection = _INFECTED.fullmatch(answer)
        if infection is None:
            raise ScannerRefusalError(f"réponse inattendue de l’antivirus : {answer[:80]!r}")
        return ScanVerdict(infection[1])

    def _connected(self) -> socket.socket:
        if not self.path:
            return socket.create_connection((self.host, self.port), timeout=TIMEOUT)
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT)
        try:
            connection.connect(self.path)
        except OSError:
            connection.close()
            raise
        return connection


def _answer(connection: socket.socket) -> str:
    answer = bytearray()
    while not answer.endswith(b"\0") and len(answer) < _MOST_ANSWER:
        block = connection.recv(_MOST_ANSWER)
        if not block:
            break
        answer += block
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
