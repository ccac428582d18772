"""Brings the database to the present program: tables, rights of its two roles, history triggers, keys, proof.

Runs as the owner of the tables. Grants come last, because a grant on all tables would reopen the journal.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.conf import settings
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg import sql

from pacte.audit.database_clock import verify_database_clock, write_database_clock
from pacte.audit.table_rules import History, Rights, TableRules, rules_of
from pacte.kernel.errors import ConfigurationError
from pacte.workflows.context_keys import write_context_keys
from pacte.workflows.migrate_database import migrate_database
from pacte.workflows.verify_database import verify_application_role

OWNER = "owner"


def prepare_database() -> bool:
    """Migrates when needed, then sets rights, triggers and keys. True when something was migrated.

    Raises ``ConfigurationError`` when something is to migrate without the owner's address, when a role is too powerful,
    or when the base was made by migrations that this program does not have.
    A command on a base that is up to date needs no owner.
    """
    owned = OWNER in connections.databases
    owner = connections[OWNER if owned else "default"]
    executor = MigrationExecutor(owner)
    _refuse_earlier_schema(executor.loader)
    pending = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if pending and not owned:
        raise ConfigurationError(
            "owner_url",
            "La base n’est pas à jour, et ne peut pas être préparée.",
            "DATABASE_OWNER_URL n’est pas donnée.",
            "Donnez l’adresse du propriétaire des tables, pour cette commande seulement.",
        )
    roles = sorted({settings.SITE_ROLE, settings.JOBS_ROLE} - {""})
    if pending:
        migrate_database(executor)
    # Also after a crash between the tables and their rights.
    if owned and (pending or any(_unfinished(owner, role) for role in roles)):
        for role in roles:
            _grant(owner, role)
        _keep_history(owner)
    if owned:
        owner.ensure_connection()
        write_context_keys(owner.connection, site=settings.SITE_ROLE, jobs=settings.JOBS_ROLE)
        write_database_clock(owner.connection)
    verify_application_role()
    verify_database_clock()
    if owned:
        owner.close()
    return pending


def _refuse_earlier_schema(loader: MigrationLoader) -> None:
    """A base or a backup made before the migrations were squashed for the first release, or by a later program."""
    if any(migration not in loader.disk_migrations for migration in loader.applied_migrations):
        raise ConfigurationError(
            "unknown_schema",
            "Cette base vient d’une autre version de pacte, que ce programme ne sait pas lire.",
            "Ses tables ont été faites par des migrations qu’il n’a pas.",
            "Employez la version de pacte qui l’a faite, ou partez d’une base vide.",
        )


def tables(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"
        )
        return [name for (name,) in cursor.fetchall()]


def _published_views(connection: BaseDatabaseWrapper) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select viewname from pg_views where schemaname = 'public' order by 1")
        return [name for (name,) in cursor.fetchall()]


def _unfinished(owner: BaseDatabaseWrapper, role: str) -> bool:
    """True when a table or a view has no right for the role, or one of our tables no history."""
    with owner.cursor() as cursor:
        cursor.execute(
            "select c.relname, has_table_privilege(%s, c.oid, 'select'),"
            " exists (select 1 from pg_trigger t where t.tgrelid = c.oid and t.tgname = 'zz_history')"
            " from pg_class c where c.relkind in ('r', 'v') and c.relnamespace = 'public'::regnamespace",
            [role],
        )
        by_row = {name for name, rules in _rules().items() if rules.history is History.BY_ROW}
        return any(
            not readable or (name in by_row and not has_trigger) for name, readable, has_trigger in cursor.fetchall()
        )


def _rules() -> dict[str, TableRules]:
    """Of every table of a model, by its name. Django and the job queue declare nothing: their rows may be written."""
    models = {model._meta.db_table: rules_of(model) for model in apps.get_models(include_auto_created=True)}
    # The migrations that were applied are written by the owner.
    return {**models, MigrationRecorder.Migration._meta.db_table: TableRules(rights=Rights.READ)}


def _grant(owner: BaseDatabaseWrapper, granted: str) -> None:
    role = sql.Identifier(granted)
    statements = [
        sql.SQL("grant usage on schema public to {}").format(role),
        sql.SQL("grant usage on all sequences in schema public to {}").format(role),
        sql.SQL("grant execute on function pacte_analyse(text) to {}").format(role),
    ]
    rules = _rules()
    for table in tables(owner):
        name = sql.Identifier(table)
        rights = sql.SQL(rules.get(table, TableRules()).rights.value)
        statements.append(sql.SQL("revoke all on {} from {}").format(name, role))
        statements.append(sql.SQL("grant {} on {} to {}").format(rights, name, role))
    for view in _published_views(owner):
        statements.append(sql.SQL("grant select on {} to {}").format(sql.Identifier(view), role))
    _run_all(owner, statements)


def _keep_history(owner: BaseDatabaseWrapper) -> None:
    trigger = sql.SQL(
        "create or replace trigger zz_history after insert or update or delete on {} "
        "for each row execute function pacte_keep_history()"
    )
    by_row = sorted(name for name, rules in _rules().items() if rules.history is History.BY_ROW)
    _run_all(owner, [trigger.format(sql.Identifier(table)) for table in by_row])


def _run_all(owner: BaseDatabaseWrapper, statements: Sequence[sql.Composable]) -> None:
    """In one round trip, and all or none."""
    with owner.cursor() as cursor:
        cursor.execute(";".join(each.as_string() for each in statements))
