"""One migrated template database, shared by all workers and runs until the migrations or models change.

Its name holds a digest of the migrations, the models and the code that prepares a database. The first worker builds it
under an advisory lock, the others copy it. A template being built has another name, so a crash leaves none half built.
"""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from pacte.infra.instance import PROJECT_ROOT

_MADE, _UNDER_WAY = "pacte_template_", "pacte_template_under_way"
_SOURCES = ("src/pacte/*/migrations/*.py", "src/pacte/*/models.py", "src/pacte/*/models/*.py")
_PREPARING = ("src/pacte/audit/*.py", "src/pacte/workflows/*_database.py", "requirements/dev.txt")
_LOCK = 20_181_001
_PREPARE = (
    "import django; django.setup(); from pacte.workflows.prepare_database import prepare_database; prepare_database()"
)


def prepared(server: psycopg.Connection) -> str:
    """Name of the template, built now if it is missing. ``server``: the owner, on another database, in autocommit."""
    name = _MADE + digest()
    server.execute("select pg_advisory_lock(%s)", [_LOCK])
    try:
        if not server.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            _make(server, name)
    finally:
        server.execute("select pg_advisory_unlock(%s)", [_LOCK])
    return name


def digest() -> str:
    files = sorted({path for pattern in (*_SOURCES, *_PREPARING) for path in PROJECT_ROOT.glob(pattern)})
    parts = [path.relative_to(PROJECT_ROOT).as_posix().encode() + b"\0" + path.read_bytes() for path in files]
    return sha256(b"\0".join(parts)).hexdigest()[:16]


def empty_tables() -> None:
    """Of the database of this worker, by its owner: what tests committed is gone, and numbers start again."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as connection:
        names = connection.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
            " and relname not in ('django_migrations', 'django_content_type', 'auth_permission')"
        ).fetchall()
        tables = sql.SQL(", ").join(sql.Identifier(name) for (name,) in names)
        connection.execute(sql.SQL("truncate {} restart identity cascade").format(tables))


def _make(server: psycopg.Connection, name: str) -> None:
    """Builds it under a temporary name, then renames it. Older templates are dropped."""
    earlier = server.execute("select datname from pg_database where datname like %s", [f"{_MADE}%"]).fetchall()
    for (each,) in earlier:
        server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(each)))
    server.execute(sql.SQL("create database {}").format(sql.Identifier(_UNDER_WAY)))
    # In a process of its own: this one is already connected elsewhere.
    subprocess.run([sys.executable, "-c", _PREPARE], env={**os.environ, **_addresses(_UNDER_WAY)}, check=True)
    server.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(_UNDER_WAY), sql.Identifier(name)))


def _addresses(database: str) -> dict[str, str]:
    named = ("DATABASE_URL", "DATABASE_JOBS_URL", "DATABASE_OWNER_URL")
    moved = {key: urlunsplit(urlsplit(os.environ[key])._replace(path=f"/{database}")) for key in named}
    return {**moved, "PYTHONPATH": str(Path(PROJECT_ROOT, "src")), "DJANGO_SETTINGS_MODULE": "pacte.config.settings"}
