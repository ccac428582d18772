"""Backfill of the outbox: steps loaded in bulk are queued for partners afterwards, once each."""

from __future__ import annotations

from collections.abc import Collection

from django.db import connection

from pacte.kernel.actor import Actor

_ANNOUNCE = """
insert into journeys_outboxmessage (organisation_id, journey_id, step_id, key, created_at)
select s.organisation_id, s.journey_id, s.id, 'step:' || s.id, s.recorded_at
from journeys_step s
where s.kind = any(%(kinds)s) and s.journey_id in (
    select j.id from journeys_journey j where j.organisation_id = %(host)s and j.entered_on is not null
    order by j.entered_on desc, j.id desc limit %(journeys)s
) and not exists (select 1 from journeys_outboxmessage o where o.step_id = s.id)
order by s.id
"""


def backfill_outbox(*, actor: Actor, host_id: int, kinds: Collection[str], journeys: int) -> int:
    """Queues those of the last ``journeys`` entries into training. Returns how many are new. For the machine only."""
    actor.require_system("journeys_announce", "Seule la machine annonce des étapes reprises en masse.")
    with connection.cursor() as cursor:
        cursor.execute(_ANNOUNCE, {"kinds": list(kinds), "host": host_id, "journeys": journeys})
        return int(cursor.rowcount)
