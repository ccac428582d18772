"""Requeues e-mails whose worker died: found from the notifications themselves, whatever the state of the queue."""

from __future__ import annotations

from datetime import timedelta

from pacte.infra.stalled_jobs import WORKER_TIMEOUT, delete_dead_jobs, without_live_job
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.notifications.models import Notification
from pacte.notifications.records import EmailState
from pacte.notifications.services.email_delivery import SEND_TASK, queue_emails

REQUEUE_TASK = "notices.revive_mails"
_MOST_AT_ONCE = 5000


def requeue_lost_emails(*, actor: Actor, older_than: timedelta = WORKER_TIMEOUT) -> int:
    """Requeues pending e-mails that have no queued job and no live worker. Must run as the system."""
    waiting = Notification.objects.filter(mail_state=EmailState.WAITING, created_at__lt=now() - older_than)
    lost = without_live_job(waiting, task_name=SEND_TASK, argument="notice_id").order_by("pk")
    lost_ids = list(lost.values_list("pk", flat=True)[:_MOST_AT_ONCE])
    delete_dead_jobs(SEND_TASK, REQUEUE_TASK)
    queue_emails(actor=actor, notification_ids=lost_ids)
    return len(lost_ids)
