"""Rebuilds all tallies of journeys: by the machine, at night, after a load and on demand."""

from __future__ import annotations

from django.db import connection, transaction

from pacte.journeys.models import SessionTally
from pacte.journeys.queries.cached_counts import clear_cached_counts
from pacte.journeys.queries.count_units import hosts_counted
from pacte.journeys.services.count_publication import publish_counts
from pacte.journeys.services.result_publication import publish_results
from pacte.journeys.services.tallies_sql import KINDS, STATEMENTS
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today


def rebuild_tallies(*, actor: Actor) -> int:
    """Replaces the tallies in one transaction. Returns the number of sessions counted. Raises ``PermissionDenied``."""
    actor.require_system("journeys_count", "Seule la machine compte les parcours.")
    at = now()
    with transaction.atomic(), connection.cursor() as cursor:
        # The lock prevents two concurrent counts. Millions of steps are sorted: in memory, not on disk.
        cursor.execute("select pg_advisory_xact_lock(hashtext('journeys_count')), set_config('work_mem', '64MB', true)")
        for statement in STATEMENTS:
            cursor.execute(statement, {"kinds": list(KINDS), "today": today(), "at": at})
        for host_id in hosts_counted(actor=actor):
            night = publish_counts(actor=actor, host_id=host_id, on=today(), at=at)
            publish_results(actor=actor, host_id=host_id, on=today(), at=at, decision=night)
        clear_cached_counts()
        return SessionTally.objects.count()
