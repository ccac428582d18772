"""Restarts the embedded PostgreSQL if it is killed while the site is served."""

from __future__ import annotations

import sys
import threading
import time

from pacte.cli.environment import embedded_instance
from pacte.infra import embedded_postgres
from pacte.infra.instance import Instance
from pacte.kernel.errors import PacteError

_RETRY_DELAY_SECONDS = 5.0


class DatabaseWatchdog:
    """Watchdog of the embedded database; does nothing for an external one.

    ``keep_alive`` never blocks: a start may be slow after a crash.
    """

    def __init__(self) -> None:
        self._instance: Instance | None = embedded_instance()
        self._starting: threading.Thread | None = None
        self._last_try = -_RETRY_DELAY_SECONDS

    def keep_alive(self) -> None:
        if self._instance is None or (self._starting is not None and self._starting.is_alive()):
            return
        if time.monotonic() - self._last_try < _RETRY_DELAY_SECONDS or embedded_postgres.is_server_running(
            self._instance
        ):
            return
        self._last_try = time.monotonic()
        print("pacte : la base s’est arrêtée ; elle est relancée.", file=sys.stderr, flush=True)
        self._starting = threading.Thread(target=self._start, args=(self._instance,), daemon=True)
        self._starting.start()

    @staticmethod
    def _start(instance: Instance) -> None:
        try:
            embedded_postgres.restart_if_dead(instance)
        except PacteError as error:
            print(f"pacte : {error}", file=sys.stderr, flush=True)
