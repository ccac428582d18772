"""Words of notices. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailState(StrEnum):
    """Where the mail of a notice stands. The page shows the notice whatever this says."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NOT_WANTED = "not_wanted"


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One message as its reader sees it. ``address`` is the page where one acts; empty when there is nothing to do."""

    notice_id: int
    kind: str
    subject: str
    text: str
    address: str
    created_at: datetime
    read_at: datetime | None
    mail_state: MailState

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
