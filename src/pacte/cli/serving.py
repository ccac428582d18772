"""Runs the web server and the worker that sends its mails, without the owner's address in their environment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from types import FrameType

from pacte.kernel.errors import Misconfigured

WORKERS = 2
# A worker that dies is replaced, but not in a mad circle when it cannot start.
_PATIENCE = 5.0
_STOP_SECONDS = 20.0
NOT_FOR_SERVERS = ("DATABASE_OWNER_URL", "DATABASE_BACKUP_URL")


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


def web_server(listen: str, port: int, *, most_requests: int = 400) -> list[str]:
    """The command of the web server. A worker that made many PDF keeps their cache: it is replaced now and then."""
    options = {
        "bind": f"{listen}:{port}",
        "workers": WORKERS,
        "worker-class": "sync",
        "umask": "0o077",
        "logger-class": "pacte.config.server_log.ServerLog",
        "log-level": "warning",
        "timeout": 60,
        "max-requests": most_requests,
        "max-requests-jitter": most_requests // 8,
    }
    words = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "gunicorn", "pacte.config.wsgi:application", *words]


def environment_of(port: int) -> dict[str, str]:
    """What the servers are told. Without a public address, links in messages and letters lead to the port served."""
    told = {name: value for name, value in os.environ.items() if name not in NOT_FOR_SERVERS}
    return {"PACTE_URL": f"http://localhost:{port}"} | told


def serve(*, listen: str, port: int) -> int:
    """Serves until it is told to stop; a stop asked by a person is a success."""
    environment = environment_of(port)
    server = subprocess.Popen(web_server(listen, port), env=environment)  # noqa: S603
    worker = _Worker(environment)
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        asked = True
        server.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while True:
        try:
            code = server.wait(timeout=1)
            break
        except subprocess.TimeoutExpired:
            worker.keep_alive()
    worker.stop()
    return 0 if asked else code


class _Worker:
    """The process that runs the jobs, started again when it dies."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._start()

    def keep_alive(self) -> None:
        if self._process.poll() is not None and time.monotonic() - self._started > _PATIENCE:
            self._start()

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> None:
        self._started = time.monotonic()
        # A session of its own: Ctrl-C is ours to pass on, once the pages are closed.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "pacte", "jobs", "run", "--beside", str(os.getpid())],
            env=self._environment,
            start_new_session=True,
        )
