"""Runs the web server beside the embedded database, without the owner's address in its environment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from types import FrameType

from pacte.kernel.errors import Misconfigured

WORKERS = 2
_NOT_FOR_SERVERS = ("DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")


def refuse_taken_port(listen: str, port: int) -> None:
    """Raises ``Misconfigured`` before any long work when another program holds the port."""
    family = socket.AF_INET6 if ":" in listen else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((listen, port))
        except OSError as error:
            raise Misconfigured(
                "port_taken",
                f"Le port {port} de {listen} est déjà pris.",
                error.strerror or "",
                "Arrêtez l’autre programme, ou choisissez --port 8001.",
            ) from error


def serve(*, listen: str, port: int) -> int:
    """Serves until it is told to stop; a stop asked by a person is a success."""
    environment = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_SERVERS}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "pacte.config.wsgi:application",
        "--bind",
        f"{listen}:{port}",
        "--workers",
        str(WORKERS),
        "--worker-class",
        "sync",
        "--log-level",
        "warning",
        "--timeout",
        "60",
        # A worker that made many PDF keeps their cache: it is replaced now and then.
        "--max-requests",
        "400",
        "--max-requests-jitter",
        "50",
    ]
    server = subprocess.Popen(command, env=environment)  # noqa: S603
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        server.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    code = server.wait()
    return 0 if asked else code
