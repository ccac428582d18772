"""Requeues e-mails whose worker died: found from the notifications themselves, whatever the state of the queue.

The queue's own search misses a job whose dead worker was already pruned (procrastinate#1518), and a search that stalls
never runs again (procrastinate#1408). Here each minute starts a new search, based on our own table.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.notifications.records import EmailState
from pacte.notifications.services.email_delivery import QUEUE, queue_emails

# Workers send a heartbeat every ten seconds.
WORKER_TIMEOUT_SECONDS = 30

# A job counts while it is queued, or while a live worker runs it.
_LOST_EMAILS_SQL = """
select n.id from notifications_notification n
where n.mail_state = %(waiting)s and n.created_at < %(before)s and not exists (
    select 1 from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
    where j.task_name = 'notices.send_mail' and (j.args ->> 'notice_id')::bigint = n.id
    and (j.status = 'todo' or (j.status = 'doing' and w.last_heartbeat > now() - make_interval(secs => %(silent)s)))
) order by n.id limit 5000
"""
_DELETE_DEAD_JOBS_SQL = """
delete from procrastinate_jobs j where j.status = 'doing' and j.queue_name = %(queue)s and not exists (
    select 1 from procrastinate_workers w
    where w.id = j.worker_id and w.last_heartbeat > now() - make_interval(secs => %(silent)s)
)
"""


def requeue_lost_emails(*, actor: Actor, older_than: timedelta = timedelta(seconds=WORKER_TIMEOUT_SECONDS)) -> int:
    """Requeues pending e-mails that have no queued job and no live worker. Must run as the system."""
    sql_parameters: dict[str, str | int | datetime] = {
        "waiting": EmailState.WAITING,
        "before": now() - older_than,
        "silent": WORKER_TIMEOUT_SECONDS,
        "queue": QUEUE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LOST_EMAILS_SQL, sql_parameters)
        lost_ids = [identifier for (identifier,) in cursor.fetchall()]
        cursor.execute(_DELETE_DEAD_JOBS_SQL, sql_parameters)
    queue_emails(actor=actor, notification_ids=lost_ids)
    return len(lost_ids)
