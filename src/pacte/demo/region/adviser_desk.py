"""Desk of the demonstration adviser: people of the invented region at every stage, none added."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pacte.journeys.records import JourneyState as S
from pacte.journeys.services.bulk_assignment import assign_in_bulk, backfill_last_seen
from pacte.journeys.services.obligations import backfill_region_obligations

if TYPE_CHECKING:
    from pacte.demo.region.setting import Setting
    from pacte.kernel.actor import Actor

# People waiting on the desk, by state: the adviser's other people are those of Vierzon.
_LEARNERS_BY_STATE = {
    S.TO_RESEAT: 1, S.NOT_KEPT: 3, S.DECLINED: 2, S.OPEN: 4, S.MISSED: 2, S.PROPOSED: 4, S.INVITED: 4,
    S.SLOT_CHOSEN: 3, S.INFORMED: 3, S.TESTED: 1, S.WAITING: 2, S.ADMITTED: 3, S.IN_TRAINING: 10, S.ENDED: 20,
}  # fmt: skip
_STILL_OWED = timedelta(days=14)
_NETWORK, _DEPARTMENT = "mission-locale", "18"


def load_adviser_desk(*, actor: Actor, setting: Setting) -> int:
    """Return how many people are added to the desk. Must run after the journeys are written, as the system actor."""
    backfill_last_seen(actor=actor)
    # The Region's obligations after the entries, interruptions and ends of the last two weeks: none is settled yet.
    backfill_region_obligations(actor=actor, since=setting.today - _STILL_OWED)
    near = [body for (_, department), body in setting.networks.items() if department == _DEPARTMENT]
    return assign_in_bulk(
        actor=actor,
        body_id=setting.networks[_NETWORK, _DEPARTMENT],
        person_id=setting.adviser_id,
        count_by_state=_LEARNERS_BY_STATE,
        near=near,
    )
