"""Latest changes of state of the sessions that the actor reads the ledger of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pacte.kernel.actor import Actor
from pacte.offer.models import Session, SessionStateChange
from pacte.offer.queries.access import visible_rows
from pacte.offer.records import CAUSE_LABELS, STATE_LABELS, ChangeCause, SessionState

_SESSION = "session__training_action__training__provider"


@dataclass(frozen=True, slots=True)
class RecentSessionChange:
    """``cause``: label of the reason, "" without one."""

    session: Session
    state: SessionState
    happened_on: date
    recorded_at: datetime
    cause: str

    @property
    def label(self) -> str:
        return STATE_LABELS[self.state]


def recent_session_changes(*, actor: Actor, since: datetime, most: int) -> list[RecentSessionChange]:
    """Those recorded since that instant, the latest first: all of the Region, or a provider's own. One query.

    Empty when the actor may read none.
    """
    rows = SessionStateChange.objects.filter(visible_rows(actor=actor, act="offer.read_ledger"), recorded_at__gte=since)
    rows = rows.select_related(_SESSION, "session__site").order_by("-recorded_at", "-pk")
    return [
        RecentSessionChange(
            each.session, SessionState(each.state), each.happened_on, each.recorded_at,
            CAUSE_LABELS[ChangeCause(each.cause)] if each.cause else "",
        )
        for each in rows[:most]
    ]  # fmt: skip
