"""The keys by which PostgreSQL checks who acts: derived from the secret key of the instance, written by the owner.

They travel by COPY: neither the text of a query nor its parameters, which a server may log, ever hold a key.
"""

from __future__ import annotations

import psycopg
from django.conf import settings

from pacte.kernel.signed_context import pads

_TABLE = "pacte_private.context_key"
_OWNER = "select pg_get_userbyid(relowner) from pg_class where oid = to_regclass(%s)"
_READ = "select role, inner_pad, outer_pad, is_jobs from pacte_private.context_key order by role"
_WRITE = "copy pacte_private.context_key (role, inner_pad, outer_pad, is_jobs) from stdin"


def keep_keys(connection: psycopg.Connection, *, site: str, jobs: str) -> bool:
    """Writes the keys of the roles when they are not those of this instance. True when it wrote.

    Of the owner of the tables too: a command may load a demonstration as the owner. False on a base that is older than
    these keys: migrations come first.
    """
    with connection.transaction(), connection.cursor() as cursor:
        owner = cursor.execute(_OWNER, [_TABLE]).fetchone()
        if owner is None:
            return False
        roles = {site: False, owner[0]: True, jobs: True}
        wanted = [(role, *pads(settings.SECRET_KEY, role), roles[role]) for role in sorted(roles) if role]
        found = cursor.execute(_READ).fetchall()
        if [(role, bytes(inner), bytes(outer), is_jobs) for role, inner, outer, is_jobs in found] == wanted:
            return False
        cursor.execute("delete from pacte_private.context_key")
        with cursor.copy(_WRITE) as copy:
            for row in wanted:
                copy.write_row(row)
    return True
