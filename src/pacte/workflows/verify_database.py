"""Refuse to serve and to run jobs when row-level security would not protect anything."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from pacte.accounts.row_context import is_row_context_trusted
from pacte.kernel.errors import ConfigurationError

_HINT = "Voyez la page « Base de données » du guide d’installation, puis relancez."


def verify_application_role() -> None:
    """Raises ``ConfigurationError`` when a role is superuser, BYPASSRLS or owner, a policy is missing, or a key is
    wrong.

    Checks the connected role, and the other one (pages, jobs) when this process knows it.
    """
    known = {role for role in (settings.SITE_ROLE, settings.JOBS_ROLE) if role}
    if settings.JOBS_ROLE and len(known) == 1:
        raise ConfigurationError(
            "roles_are_one",
            f"Les pages et les travaux de fond emploient le même rôle, « {settings.JOBS_ROLE} ».",
            "Le second a des droits que les pages ne doivent pas avoir.",
            _HINT,
        )
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        (current,) = cursor.fetchone()
    for role in sorted(known | {current}):
        _refuse_powerful(role)
    if unprotected := unprotected_tables():
        raise ConfigurationError(
            "table_without_policy",
            f"Des tables d’organismes sont sans droits par ligne : {', '.join(unprotected)}.",
            hint=_HINT,
        )
    if not is_row_context_trusted():
        raise ConfigurationError(
            "context_key",
            "La base n’a pas la clé de cette installation pour vérifier qui agit.",
            "PACTE_SECRET_KEY a changé, ou la base vient d’une autre installation : aucune ligne ne serait montrée.",
            "Relancez la commande avec DATABASE_OWNER_URL, qui écrit la clé, ou redonnez PACTE_SECRET_KEY.",
        )


def _refuse_powerful(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper, rolbypassrls from pg_roles where rolname = %s", [role])
        is_super, bypasses = cursor.fetchone() or (False, False)
        if is_super or bypasses:
            raise ConfigurationError(
                "role_too_powerful",
                f"Le rôle « {role} » de l’application passe outre les droits par ligne.",
                "Il est superutilisateur ou BYPASSRLS.",
                _HINT,
            )
        cursor.execute(
            "select count(*) from pg_class c where c.relnamespace in (to_regnamespace('public'),"
            " to_regnamespace('pacte_private')) and c.relkind = 'r' and exists (select 1 from pg_roles r"
            " where r.rolname = %s and pg_has_role(r.oid, c.relowner, 'member'))",
            [role],
        )
        if cursor.fetchone()[0]:
            raise ConfigurationError(
                "role_owns_tables",
                f"Le rôle « {role} » de l’application possède des tables.",
                "Un propriétaire peut retirer les droits par ligne.",
                _HINT,
            )


def unprotected_tables() -> list[str]:
    """Tables with an ``organisation_id`` without enabled and forced row-level security, from the system catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'organisation_id'"
            " and not a.attisdropped and not (c.relrowsecurity and c.relforcerowsecurity) order by 1"
        )
        return [name for (name,) in cursor.fetchall()]
