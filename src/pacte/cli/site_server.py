"""Runs the web server and the job worker, without the database owner's URL in their environment.

Both are restarted when they die, and so is the embedded PostgreSQL. Started by root, both run as another user.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from types import FrameType

from pacte.cli.database_watch import DatabaseWatchdog
from pacte.cli.environment import embedded_instance, served_instance
from pacte.cli.listen_address import bracket_ipv6
from pacte.cli.site_user import ProcessIdentity, identity_for
from pacte.infra.web_font import ensure_web_font
from pacte.kernel.errors import ConfigurationError

# Restart a dead worker after a delay, to prevent a crash loop when it cannot start.
_RESTART_DELAY_SECONDS = 5.0
_STOP_SECONDS = 20.0
# The job worker needs its own database URL, which the pages must not have.
# Nor does a served site show its errors in full: only `./pacte dev` sets PACTE_DEBUG.
HIDDEN_FROM_WORKER = ("DATABASE_OWNER_URL", "DATABASE_BACKUP_URL", "PACTE_DEBUG")
HIDDEN_FROM_WEB_SERVER = (*HIDDEN_FROM_WORKER, "DATABASE_JOBS_URL")
# A page uses one database connection, the jobs a few. The embedded server has 60, some of them for commands.
MAX_CONNECTIONS = 48
DEFAULT_WORKERS = 2
_DEFAULT_COUNTS = {"PACTE_WORKERS": DEFAULT_WORKERS, "PACTE_THREADS": 6}
_REQUEST_TIMEOUT_SECONDS = 60


def web_server_command(listen: str, port: int, *, max_requests: int = 400) -> list[str]:
    """Return the command of the web server. Workers are recycled, as one that made many PDFs keeps their caches."""
    workers, threads = workers_and_threads(os.environ)
    options = {
        "bind": f"{bracket_ipv6(listen)}:{port}",
        "workers": workers,
        "threads": threads,
        "worker-class": "pacte.cli.buffered_worker.BufferedWorker",
        "umask": "0o077",
        "logger-class": "pacte.config.server_log.ServerLog",
        "log-level": "warning",
        "timeout": _REQUEST_TIMEOUT_SECONDS,
        "max-requests": max_requests,
        "max-requests-jitter": max_requests // 8,
    }
    option_arguments = ["--no-control-socket", *(f"--{name}={value}" for name, value in options.items())]
    return [sys.executable, "-m", "gunicorn", "pacte.config.wsgi:application", *option_arguments]


def workers_and_threads(environment: Mapping[str, str]) -> tuple[int, int]:
    """Return the number of page processes and of threads per process. Raise ``ConfigurationError``."""
    counts = []
    for name, default in _DEFAULT_COUNTS.items():
        text = environment.get(name, "").strip() or str(default)
        if not (text.isascii() and text.isdigit() and 0 < int(text[:3]) <= 64):
            raise ConfigurationError(
                "worker_count", f"{name} vaut « {text[:20]} ».", hint="Donnez un nombre entier de 1 à 64, ou rien."
            )
        counts.append(int(text))
    workers, threads = counts
    if workers * threads > MAX_CONNECTIONS and embedded_instance():
        raise ConfigurationError(
            "too_many_connections",
            f"{workers} processus de {threads} pages demandent {workers * threads} connexions à la base.",
            f"La base embarquée en donne {MAX_CONNECTIONS} au site.",
            "Baissez PACTE_WORKERS ou PACTE_THREADS.",
        )
    return workers, threads


def server_environment(port: int, hidden_names: Collection[str] = HIDDEN_FROM_WEB_SERVER) -> dict[str, str]:
    """Return the environment of the servers.

    Without a public URL, links in messages and letters use the served port.
    """
    variables = {name: value for name, value in os.environ.items() if name not in hidden_names}
    return {"PACTE_URL": f"http://localhost:{port}"} | variables


def serve_site(*, listen: str, port: int) -> int:
    """Serve until a stop signal. A stop requested by a person returns 0."""
    ensure_web_font(served_instance().ensure_folder() / "static")
    identity = identity_for(served_instance())
    # The site user has no home folder and cannot read root's.
    home = {"HOME": "/"} if identity else {}
    server = subprocess.Popen(  # noqa: S603
        web_server_command(listen, port),
        env=server_environment(port) | home,
        **(identity.popen_options if identity else {}),
    )
    worker, database = _JobWorker(server_environment(port, HIDDEN_FROM_WORKER) | home, identity), DatabaseWatchdog()
    is_stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal is_stopping
        is_stopping = True
        server.terminate()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while True:
        try:
            code = server.wait(timeout=1)
            break
        except subprocess.TimeoutExpired:
            worker.keep_alive()
            database.keep_alive()
    worker.stop()
    return 0 if is_stopping else code


class _JobWorker:
    """The job worker process, restarted when it dies."""

    def __init__(self, environment: dict[str, str], identity: ProcessIdentity | None) -> None:
        self._environment = environment
        self._identity = identity
        self._start()

    def keep_alive(self) -> None:
        if self._process.poll() is not None and time.monotonic() - self._started > _RESTART_DELAY_SECONDS:
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
        # In its own process session: we forward Ctrl-C once the pages are closed.
        self._process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "pacte", "jobs", "run", "--beside", str(os.getpid())],
            env=self._environment,
            start_new_session=True,
            **(self._identity.popen_options if self._identity else {}),
        )
