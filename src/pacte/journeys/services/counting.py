"""Counts all journeys again, whole: for the machine, at night, after a load and on demand."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from pacte.journeys.models import ActionCount, SessionTally
from pacte.journeys.queries.funnel import action_tables
from pacte.journeys.queries.kept import forget_kept
from pacte.journeys.rules.counts import public_sums
from pacte.journeys.services.counting_sql import KINDS, STATEMENTS
from pacte.journeys.services.publishing_results import publish_results
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now, today
from pacte.kernel.errors import Refused


def count_journeys(*, actor: Actor) -> int:
    """Replaces the tallies in one transaction. Gives the number of sessions counted. Raises ``Refused``."""
    if not actor.is_system:
        raise Refused("journeys_count", "Seule la machine compte les parcours.")
    at = now()
    with transaction.atomic(), connection.cursor() as cursor:
        # Two counts at once would each write every line. Millions of steps are put in order: in memory, not on disk.
        cursor.execute("select pg_advisory_xact_lock(hashtext('journeys_count')), set_config('work_mem', '64MB', true)")
        for statement in STATEMENTS:
            cursor.execute(statement, {"kinds": list(KINDS), "today": today(), "at": at})
        _publish_actions(actor, at)
        publish_results(actor=actor, on=today(), at=at)
        forget_kept()
        return SessionTally.objects.count()


def _publish_actions(actor: Actor, at: datetime) -> None:
    ActionCount.objects.all().delete()
    fresh = []
    for (host_id, plan_id), by_year in action_tables(actor=actor).items():
        for key in sorted({ActionCode(each.key) for table in by_year.values() for each in table.lines if each.key}):
            summed = public_sums(by_year, key)
            shown = {name: count for name, count in summed.values.items() if name not in summed.hidden}
            fresh.append(
                ActionCount(
                    organisation_id=host_id, plan_id=plan_id, action_number=key, values=shown,
                    hidden=sorted(summed.hidden), counted_at=at,
                    sessions=SessionTally.objects.filter(plan_id=plan_id, action_number=key).count(),
                )
            )  # fmt: skip
    ActionCount.objects.bulk_create(fresh)
