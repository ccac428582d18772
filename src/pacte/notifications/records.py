"""Enums and read models of notifications. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pacte.accounts.records import GuestScope


class EmailState(StrEnum):
    """State of the e-mail of a notification. The page shows the notification in any state."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    NOT_WANTED = "not_wanted"


@dataclass(frozen=True, slots=True)
class GuestLetterInput:
    """What a letter to a guest says and opens. ``text`` says why it comes, without any address of a page.

    ``subject_id``: the one thing that its link opens; None for all those of the scope. ``tail``: the page under the
    link, « candidatures/12/ », or "" for the first one.
    """

    scope: GuestScope
    title: str
    text: str
    subject_id: int | None = None
    tail: str = ""


@dataclass(frozen=True, slots=True)
class NotificationRow:
    """One notification as shown to its recipient. ``address``: path of the page where to act, or empty."""

    notification_id: int
    kind: str
    subject: str
    text: str
    address: str
    created_at: datetime
    read_at: datetime | None
    mail_state: EmailState

    @property
    def is_read(self) -> bool:
        return self.read_at is not None
