"""Keys with which PostgreSQL verifies the actor: derived from the instance's secret key, written by the owner.

Sent with COPY, so that no key appears in the text or parameters of a query, which a server may log.
"""

from __future__ import annotations

import psycopg
from django.conf import settings

from pacte.infra.signed_context import hmac_pads

_TABLE = "pacte_private.context_key"
_TABLE_OWNER_SQL = "select pg_get_userbyid(relowner) from pg_class where oid = to_regclass(%s)"
_READ_SQL = "select role, inner_pad, outer_pad, is_jobs from pacte_private.context_key order by role"
_WRITE_SQL = "copy pacte_private.context_key (role, inner_pad, outer_pad, is_jobs) from stdin"


def write_context_keys(connection: psycopg.Connection, *, site: str, jobs: str) -> bool:
    """Write the keys of the roles when they differ from those of this instance. Return True when written.

    Includes a key for the table owner: a command may load a demonstration as the owner. Return False on a database
    older than these keys: migrations must run first.
    """
    with connection.transaction(), connection.cursor() as cursor:
        owner = cursor.execute(_TABLE_OWNER_SQL, [_TABLE]).fetchone()
        if owner is None:
            return False
        roles = {site: False, owner[0]: True, jobs: True}
        expected_rows = [(role, *hmac_pads(settings.SECRET_KEY, role), roles[role]) for role in sorted(roles) if role]
        stored_rows = cursor.execute(_READ_SQL).fetchall()
        if [
            (role, bytes(inner), bytes(outer), is_jobs) for role, inner, outer, is_jobs in stored_rows
        ] == expected_rows:
            return False
        cursor.execute("delete from pacte_private.context_key")
        with cursor.copy(_WRITE_SQL) as copy:
            for row in expected_rows:
                copy.write_row(row)
    return True
