"""Requeues e-mails whose worker died: found from the notifications themselves, whatever the state of the queue.

The queue's own search misses a job whose dead worker was already pruned (procrastinate#1518), and a search that stalls
never runs again (procrastinate#1408). Here each minute starts a new search, based on our own table.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from procrastinate.contrib.django import app

from pacte.accounts.context import acting_as
from pacte.kernel.actor import Actor, system
from pacte.kernel.clock import now
from pacte.notices.records import MailState
from pacte.notices.services.mailing import MACHINE, QUEUE, queue_mails

# Workers send a heartbeat every ten seconds.
SILENT_SECONDS = 30

# A job counts while it is queued, or while a live worker runs it.
_FORGOTTEN = """
select n.id from notices_notice n
where n.mail_state = %(waiting)s and n.created_at < %(before)s and not exists (
    select 1 from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
    where j.task_name = 'notices.send_mail' and (j.args ->> 'notice_id')::bigint = n.id
    and (j.status = 'todo' or (j.status = 'doing' and w.last_heartbeat > now() - make_interval(secs => %(silent)s)))
) order by n.id limit 5000
"""
_DEAD_JOBS = """
delete from procrastinate_jobs j where j.status = 'doing' and j.queue_name = %(queue)s and not exists (
    select 1 from procrastinate_workers w
    where w.id = j.worker_id and w.last_heartbeat > now() - make_interval(secs => %(silent)s)
)
"""


@app.periodic(cron="* * * * *")
@app.task(name="notices.revive_mails", queue=QUEUE)
def _revive_each_minute(timestamp: int) -> None:
    actor = system(MACHINE)
    with acting_as(actor):
        revive_mails(actor=actor)


def revive_mails(*, actor: Actor, older_than: timedelta = timedelta(seconds=SILENT_SECONDS)) -> int:
    """Requeues pending e-mails that have no queued job and no live worker. Must run as the system."""
    asked: dict[str, str | int | datetime] = {
        "waiting": MailState.WAITING,
        "before": now() - older_than,
        "silent": SILENT_SECONDS,
        "queue": QUEUE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FORGOTTEN, asked)
        forgotten = [identifier for (identifier,) in cursor.fetchall()]
        cursor.execute(_DEAD_JOBS, asked)
    queue_mails(actor=actor, notice_ids=forgotten)
    return len(forgotten)
