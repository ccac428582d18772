"""Loaded before Django (``-p tests.stage``): starts the database and says where it is.

The embedded PostgreSQL by default; a server named by PACTE_TEST_DATABASE_URL and PACTE_TEST_DATABASE_OWNER_URL
otherwise. Each worker has its own database.
"""

from __future__ import annotations

import os

from pacte.kernel import embedded_postgres
from pacte.kernel.instance import Instance

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
DATABASE = f"pacte_test_{WORKER}"


def _addresses() -> tuple[str, str]:
    """Addresses for the application role and for the owner."""
    application = os.environ.get("PACTE_TEST_DATABASE_URL")
    owner = os.environ.get("PACTE_TEST_DATABASE_OWNER_URL")
    if application and owner:
        return application, owner
    cluster = embedded_postgres.start(Instance("test"))
    return cluster.url(embedded_postgres.APPLICATION, DATABASE), cluster.url(embedded_postgres.OWNER, DATABASE)


os.environ["PACTE_INSTANCE"] = "test"
os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = _addresses()
# The browser's driver keeps an event loop in its worker's thread: Django would take what follows for asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
