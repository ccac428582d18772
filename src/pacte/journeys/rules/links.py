"""Personal links: lifetime, rate limit, addresses. Pure.

The addresses are those of the pages of ``web/pages/learner_portal``; they are repeated here because e-mails leave from
a queue, outside any request. Short, so that one fits in an SMS with its text.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

# 24 bytes: impossible to guess, and an SMS of 160 characters still has room for text.
SECRET_BYTES = 24
JOURNEY_LINK_LIFE = timedelta(days=180)
# A slot may be changed until the meeting begins; afterwards the link shows the choice for a while.
AFTER_THE_MEETING = timedelta(days=7)
LINKS_A_DAY = 20


def slot_path(secret: str) -> str:
    return f"/r/{secret}/"


def journey_path(secret: str) -> str:
    return f"/mon-parcours/{secret}/"


def can_change(starts_at: datetime, *, at: datetime) -> bool:
    """True while the learner may still choose, change or free this slot."""
    return at < starts_at


def slot_link_last_day(expires_on: date, last_meeting: date) -> date:
    """The last day on which the link of an invitation opens its page."""
    return max(expires_on, last_meeting) + AFTER_THE_MEETING
