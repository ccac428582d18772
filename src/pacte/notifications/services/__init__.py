"""Creates notifications, marks them as read, sends their e-mails; writes to guests."""

from pacte.notifications.services.creation import notify
from pacte.notifications.services.email_delivery import deliver_email
from pacte.notifications.services.email_requeue import requeue_lost_emails
from pacte.notifications.services.guest_letters import queue_guest_letter, request_guest_link
from pacte.notifications.services.read_marks import mark_all_notifications_read, mark_notification_read

__all__ = [
    "deliver_email",
    "mark_all_notifications_read",
    "mark_notification_read",
    "notify",
    "queue_guest_letter",
    "request_guest_link",
    "requeue_lost_emails",
]
