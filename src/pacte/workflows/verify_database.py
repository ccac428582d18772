"""Refuses to serve when row-level security would protect nothing."""

from __future__ import annotations

from django.db import connection

from pacte.kernel.errors import Misconfigured

_TODO = "Voyez la page « Base de données » du guide d’installation, puis relancez."


def verify_application_role() -> None:
    """Raises ``Misconfigured`` when the application's role is superuser, BYPASSRLS or owner, or a policy is missing."""
    with connection.cursor() as cursor:
        cursor.execute("select rolsuper, rolbypassrls, current_user from pg_roles where rolname = current_user")
        is_super, bypasses, role = cursor.fetchone()
        if is_super or bypasses:
            raise Misconfigured(
                "role_too_powerful",
                f"Le rôle « {role} » de l’application passe outre les droits par ligne.",
                "Il est superutilisateur ou BYPASSRLS.",
                _TODO,
            )
        cursor.execute(
            "select count(*) from pg_class c where c.relnamespace = 'public'::regnamespace"
            " and c.relkind = 'r' and pg_has_role(current_user, c.relowner, 'member')"
        )
        if cursor.fetchone()[0]:
            raise Misconfigured(
                "role_owns_tables",
                f"Le rôle « {role} » de l’application possède des tables.",
                "Un propriétaire peut retirer les droits par ligne.",
                _TODO,
            )
        unprotected = unprotected_tables()
    if unprotected:
        raise Misconfigured(
            "table_without_policy",
            f"Des tables d’organismes sont sans droits par ligne : {', '.join(unprotected)}.",
            todo=_TODO,
        )


def unprotected_tables() -> list[str]:
    """Tables with an ``organisation_id`` where row-level security is not on and forced, from the catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid"
            " where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attname = 'organisation_id'"
            " and not a.attisdropped and not (c.relrowsecurity and c.relforcerowsecurity) order by 1"
        )
        return [name for (name,) in cursor.fetchall()]
