"""Creates notifications, marks them as read, sends their e-mails."""

from pacte.notices.services.mailing import deliver
from pacte.notices.services.reading import mark_all_read, mark_read
from pacte.notices.services.reviving import revive_mails
from pacte.notices.services.telling import tell

__all__ = ["deliver", "mark_all_read", "mark_read", "revive_mails", "tell"]
