"""An SMTP server that stores what it receives: enough for Django to send mail."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_IDENTIFIER = re.compile(rb"^Message-ID: *(\S+)", re.MULTILINE | re.IGNORECASE)


class MailServer:
    """``slow``: seconds between receiving a mail and acknowledging it, so that a worker can be killed in between."""

    def __init__(self, slow: float) -> None:
        self.received: list[str] = []
        self._slow = slow
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        threading.Thread(target=self._welcome, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _welcome(self) -> None:
        while True:
            try:
                guest, _ = self._door.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(guest,), daemon=True).start()

    def _serve(self, guest: socket.socket) -> None:
        try:
            with guest, guest.makefile("rb") as lines:
                guest.sendall(b"220 here\r\n")
                for line in lines:
                    word = line.strip().upper()
                    if word == b"DATA":
                        guest.sendall(b"354 go on\r\n")
                        self._keep(lines)
                    guest.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
        except OSError:
            return  # The worker was killed during the conversation.

    def _keep(self, lines: Iterator[bytes]) -> None:
        text = b""
        for line in lines:
            if line == b".\r\n":
                found = _IDENTIFIER.search(text)
                self.received.append(found[1].decode() if found else "")
                time.sleep(self._slow)
                return
            text += line


@contextmanager
def mail_server(slow: float = 0.0) -> Iterator[MailServer]:
    server = MailServer(slow)
    try:
        yield server
    finally:
        server.close()
