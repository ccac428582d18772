"""SQL of the views that a room publishes for the rooms above it, for migrations.

The SQL of a room names its own tables, and the views of the rooms below it: a column may then be renamed in a table
while the view keeps its name. Row-level security applies to whoever reads the view, as on the tables behind it.
PostgreSQL refuses to change a column that a view reads: a migration drops the view first and publishes it anew.
"""

from __future__ import annotations

from django.db import migrations


def publish_view(name: str, select: str) -> migrations.RunSQL:
    """Publishes ``name``, which begins with the name of the room. Its roles may read it, and never write through it."""
    return migrations.RunSQL(_create(name, select), f"drop view {name}")


def drop_view(name: str, select: str) -> migrations.RunSQL:
    """Drops a view that nothing reads any more. ``select``: what it was, to undo the migration."""
    return migrations.RunSQL(f"drop view {name}", _create(name, select))


def _create(name: str, select: str) -> str:
    return f"create view {name} with (security_invoker = true) as {select}"
