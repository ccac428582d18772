"""The tables as all migrations leave them, written down once: an empty database takes them in a second.

``schema.sql`` is made by ``scripts/schema.sh`` and begins with the names of the migrations that it holds. It only
serves a server of the version that wrote it, and only while the program has these migrations; whatever came since is
migrated as usual. A test compares it with what the migrations do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

FILE = Path(__file__).parent / "schema.sql"
_SERVER, _MIGRATION = "-- server ", "-- migration "
# Two commands may meet an empty database at once.
_LOCK = "select pg_advisory_xact_lock(hashtext('pacte.schema'))"
_IS_EMPTY = "select count(*) = 0 from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """``server``: major version of PostgreSQL; ``migrations``: « app.name »; ``text``: the statements."""

    server: int
    migrations: frozenset[str]
    text: str


def take_snapshot(connection: BaseDatabaseWrapper, loader: MigrationLoader, path: Path = FILE) -> bool:
    """Fills an empty database. False when it is not empty, or when the snapshot is of another server or program."""
    with connection.cursor() as cursor:
        cursor.execute(_IS_EMPTY)
        if not cursor.fetchone()[0] or not path.is_file():
            return False
    snapshot = read_snapshot(path)
    server: int = connection.connection.info.server_version // 10_000
    if server != snapshot.server or not snapshot.migrations <= names(loader):
        return False
    with connection.connection.transaction(), connection.connection.cursor() as cursor:
        cursor.execute(_LOCK)
        if not cursor.execute(_IS_EMPTY).fetchone()[0]:
            return False
        # Functions speak of tables and of each other, whatever the order in which they are written down.
        cursor.execute("set local check_function_bodies = false")
        cursor.execute(snapshot.text)
    return True


def read_snapshot(path: Path = FILE) -> Snapshot:
    text = path.read_text(encoding="utf-8")
    head = text.split("\n\n", 1)[0].splitlines()
    server = next((int(line.removeprefix(_SERVER)) for line in head if line.startswith(_SERVER)), 0)
    named = frozenset(line.removeprefix(_MIGRATION) for line in head if line.startswith(_MIGRATION))
    return Snapshot(server, named, text)


def heading(server: int, loader: MigrationLoader) -> str:
    """The first lines of a snapshot of the present program."""
    return "\n".join([f"{_SERVER}{server}", *(f"{_MIGRATION}{name}" for name in sorted(names(loader)))]) + "\n\n"


def names(loader: MigrationLoader) -> frozenset[str]:
    """Of all migrations, those of the libraries too."""
    return frozenset(f"{app}.{name}" for app, name in loader.disk_migrations)
