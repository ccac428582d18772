"""The clock of the database follows that of the program: both are shifted as the installation stores it."""

from __future__ import annotations

from django.db import connection as site_connection
from psycopg import Connection

from pacte.kernel.clock import day_offset
from pacte.kernel.errors import ConfigurationError

_TABLE_SQL = "select to_regclass('pacte_private.clock') is not null"
# A restored database has the table without its row.
_SHIFT_SQL = """
insert into pacte_private.clock as c (day_offset) values (%s)
on conflict (only_row) do update set day_offset = excluded.day_offset where c.day_offset <> excluded.day_offset
"""
_SHIFTED_SQL = "select round(extract(epoch from pacte_now() - clock_timestamp()) / 86400)"


def write_database_clock(owner: Connection) -> None:
    """Write the shift of this program, as the owner of the tables; nothing before the migration of the clock."""
    (has_clock,) = owner.execute(_TABLE_SQL).fetchone() or (False,)
    if has_clock:
        owner.execute(_SHIFT_SQL, [day_offset()])


def verify_database_clock() -> None:
    """Raises ``ConfigurationError`` when the database and the program do not have the same day."""
    with site_connection.cursor() as cursor:
        cursor.execute(_SHIFTED_SQL)
        (days,) = cursor.fetchone()
    if days != day_offset():
        raise ConfigurationError(
            "database_clock",
            f"La base est décalée de {days} jours, et le programme de {day_offset()}.",
            "La base vient d’une autre installation, ou le jour a été changé sans elle.",
            "Relancez la commande avec DATABASE_OWNER_URL, qui règle la base sur le programme.",
        )
