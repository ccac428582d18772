"""Loaded before Django (``-p tests.stage``): starts the database and sets its addresses.

The embedded PostgreSQL by default; a server named by PACTE_TEST_DATABASE_URL, PACTE_TEST_DATABASE_JOBS_URL and
PACTE_TEST_DATABASE_OWNER_URL otherwise. Each worker has its own database. The suite makes its world as the machine: it
connects as the role of the jobs, and ``tests/row_access`` tries that of the pages.
"""

from __future__ import annotations

import os

from pacte.infra import embedded_postgres
from pacte.infra.instance import Instance

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
DATABASE = f"pacte_test_{WORKER}"

_ROLES = {
    "DATABASE_URL": embedded_postgres.APPLICATION,
    "DATABASE_JOBS_URL": embedded_postgres.JOBS,
    "DATABASE_OWNER_URL": embedded_postgres.OWNER,
}


def _addresses() -> dict[str, str]:
    """For the role of the pages, that of the jobs, and the owner."""
    named = {name: os.environ.get(f"PACTE_TEST_{name}", "") for name in _ROLES}
    if all(named.values()):
        return named
    cluster = embedded_postgres.start_server(Instance("test"))
    return {name: cluster.url(role, DATABASE) for name, role in _ROLES.items()}


os.environ["PACTE_INSTANCE"] = "test"
os.environ.update(_addresses())
# Processes that tests start must sign as the suite does.
os.environ["PACTE_SECRET_KEY"] = "a-secret-of-the-tests-that-signs-nothing-elsewhere-0123456789"
# The browser's driver keeps an event loop in its worker's thread: Django would take what follows for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
