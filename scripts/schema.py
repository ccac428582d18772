"""Writes the snapshot of the tables: migrates an empty database of its own, then keeps what pg_dump says of it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import django
import psycopg
from psycopg import sql

from pacte.kernel import embedded_postgres
from pacte.kernel.instance import Instance

BASE = "pacte_schema"
# What a session of pg_dump sets for itself, and lines for psql alone.
_NOISE = re.compile(r"^(SET |SELECT pg_catalog\.set_config|\\|--)")


def main(target: Path) -> None:
    os.environ["PACTE_INSTANCE"] = "test"
    cluster = embedded_postgres.start(Instance("test"))
    owner = cluster.url(embedded_postgres.OWNER, BASE)
    os.environ["DATABASE_OWNER_URL"] = owner
    os.environ["DATABASE_URL"] = cluster.url(embedded_postgres.APPLICATION, BASE)
    with psycopg.connect(cluster.url(embedded_postgres.OWNER, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(BASE)))
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(BASE)))
        server = connection.info.server_version // 10_000
    migrate()
    # The owner itself is under the policies of its tables: only the superuser reads all that migrations wrote.
    written = dump(cluster.binaries / "pg_dump", cluster.url(embedded_postgres.SUPERUSER, BASE))
    target.write_text(heading_of(server) + written, encoding="utf-8")
    cluster.leave()


def migrate() -> None:
    """By the migrations themselves, never by the snapshot that is being replaced."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "pacte.config.settings"
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 — settings first
    from django.db import connections  # noqa: PLC0415

    call_command("migrate", database="owner", verbosity=0, interactive=False)
    connections.close_all()


def heading_of(server: int) -> str:
    from django.db import connections  # noqa: PLC0415 — settings first
    from django.db.migrations.loader import MigrationLoader  # noqa: PLC0415

    from pacte.workflows.schema_snapshot import heading  # noqa: PLC0415

    return heading(server, MigrationLoader(connections["owner"]))


def dump(program: Path, url: str) -> str:
    words = ["--no-owner", "--no-comments", "--rows-per-insert=500"]
    done = subprocess.run([str(program), *words, url], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(done.stderr)
    kept = [line for line in done.stdout.splitlines() if not _NOISE.match(line)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip() + "\n"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="pacte-schema-") as home:
        Path(home).chmod(0o755)
        os.environ["PACTE_HOME"] = home
        main(Path(sys.argv[1]))
