"""Loaded before Django (``-p tests.stage``): starts the database and sets its addresses.

The server is the embedded PostgreSQL, unless PACTE_TEST_DATABASE_URL, PACTE_TEST_DATABASE_JOBS_URL and
PACTE_TEST_DATABASE_OWNER_URL name another one. Each worker has its own database. The suite creates its data as the
machine: it connects with the role of the jobs. ``tests/row_access`` tests the role of the pages.
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
    """Addresses by role: that of the pages, that of the jobs, and the owner."""
    named = {name: os.environ.get(f"PACTE_TEST_{name}", "") for name in _ROLES}
    if all(named.values()):
        return named
    cluster = embedded_postgres.start_server(Instance("test"))
    return {name: cluster.url(role, DATABASE) for name, role in _ROLES.items()}


os.environ["PACTE_INSTANCE"] = "test"
os.environ.update(_addresses())
# Processes that tests start must use the same signing key.
os.environ["PACTE_SECRET_KEY"] = "a-secret-of-the-tests-that-signs-nothing-elsewhere-0123456789"
# The browser's driver keeps an event loop in the thread of its worker: Django would take the code for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
