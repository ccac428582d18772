"""Brings the database to the present program: tables, rights of the application role, history triggers, proof.

Runs as the owner of the tables. Grants come last, because a grant on all tables would reopen the journal.
"""

from __future__ import annotations

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from pacte.kernel.errors import Misconfigured
from pacte.workflows.verify_database import verify_application_role

OWNER = "owner"
_APPEND_ONLY = ("journal_entry",)
_READ_ONLY = ("journal_rowchange", "django_migrations")
# Public facts loaded in bulk keep their edition instead of a history; the rest of our tables keeps both times.
_WITHOUT_HISTORY = ("journal_", "reference_", "accounts_loginlink")
_OURS = ("accounts_", "plan_")


def prepare_database() -> bool:
    """Migrates when needed, then sets rights and triggers. True when something was migrated.

    Raises ``Misconfigured`` when no owner address is given, or when the application role is too powerful.
    """
    if OWNER not in connections.databases:
        raise Misconfigured(
            "owner_url",
            "La base ne peut pas être préparée.",
            "DATABASE_OWNER_URL n’est pas donnée.",
            "Donnez l’adresse du propriétaire des tables, pour cette commande seulement.",
        )
    owner = connections[OWNER]
    executor = MigrationExecutor(owner)
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending:
        call_command("migrate", database=OWNER, verbosity=0, interactive=False)
        application = connections["default"].settings_dict["USER"]
        _grant(owner, application)
        _keep_history(owner)
    verify_application_role()
    owner.close()
    return pending


def tables(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"
        )
        return [name for (name,) in cursor.fetchall()]


def _grant(owner: BaseDatabaseWrapper, application: str) -> None:
    role = sql.Identifier(application)
    with owner.cursor() as cursor:
        cursor.execute(sql.SQL("grant usage on schema public to {}").format(role).as_string())
        cursor.execute(sql.SQL("grant usage on all sequences in schema public to {}").format(role).as_string())
        for table in tables(owner):
            name = sql.Identifier(table)
            rights = "select, insert, update, delete"
            if table in _APPEND_ONLY:
                rights = "select, insert"
            if table in _READ_ONLY:
                rights = "select"
            cursor.execute(sql.SQL("revoke all on {} from {}").format(name, role).as_string())
            cursor.execute(sql.SQL("grant " + rights + " on {} to {}").format(name, role).as_string())


def _keep_history(owner: BaseDatabaseWrapper) -> None:
    with owner.cursor() as cursor:
        for table in tables(owner):
            if table.startswith(_OURS) and not table.startswith(_WITHOUT_HISTORY):
                name = sql.Identifier(table)
                cursor.execute(
                    sql.SQL(
                        "create or replace trigger zz_history after insert or update or delete on {} "
                        "for each row execute function pacte_keep_history()"
                    )
                    .format(name)
                    .as_string()
                )
