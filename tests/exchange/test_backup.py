"""A restored database is one that the installation can go on with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from pacte.exchange.backup import back_up, restore
from pacte.kernel import embedded_postgres
from pacte.kernel.embedded_postgres import APPLICATION, OWNER, SUPERUSER, Cluster
from pacte.kernel.errors import Misconfigured
from pacte.kernel.instance import Instance

BASE = f"pacte_backup_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
pytestmark = pytest.mark.skipif(
    "PACTE_TEST_DATABASE_URL" in os.environ, reason="makes a database on the embedded server"
)


@pytest.fixture
def cluster(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    """The test server, with a base of one table, and a backup that may read it."""
    running = embedded_postgres.start(Instance("test"))
    monkeypatch.setenv("PACTE_POSTGRES_BIN", str(running.binaries))
    settings.DATABASE_BACKUP_URL = running.url(SUPERUSER, BASE)
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(BASE))
    with psycopg.connect(running.url(SUPERUSER, "postgres"), autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("create database {} owner {}").format(sql.Identifier(BASE), sql.Identifier(OWNER)))
        with psycopg.connect(running.url(OWNER, BASE)) as owner:
            owner.execute("create table kept as select generate_series(1, 3) as n")
        yield running
        server.execute(drop)


def test_after_a_restore_the_owner_of_the_tables_can_make_the_next_ones(cluster: Cluster, tmp_path: Path) -> None:
    path = tmp_path / "sauvegarde.pacte"
    assert back_up(path) == {"kept": 3}
    assert restore(path) == {"kept": 3}
    with psycopg.connect(cluster.url(OWNER, BASE)) as owner:
        owner.execute("create table next (n int)")


def test_a_role_that_may_not_make_a_database_is_told_so_in_french(
    cluster: Cluster, settings: Any, tmp_path: Path
) -> None:
    path = tmp_path / "sauvegarde.pacte"
    back_up(path)
    settings.DATABASE_BACKUP_URL = cluster.url(APPLICATION, BASE)
    with pytest.raises(Misconfigured, match="« Base de données » du guide"):
        restore(path)
