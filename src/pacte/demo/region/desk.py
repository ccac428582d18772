"""The desk of the adviser who logs in: people of the invented region at every point of the way, none added."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pacte.journeys.records import JourneyState as S
from pacte.journeys.services.entrusting import entrust, see_last_signs
from pacte.journeys.services.owing import owe_region_since

if TYPE_CHECKING:
    from pacte.demo.region.setting import Setting
    from pacte.kernel.actor import Actor

# What one desk holds, of what waits: the rest of her people are those of Vierzon.
_WANTED = {
    S.TO_RESEAT: 1, S.NOT_KEPT: 3, S.DECLINED: 2, S.OPEN: 4, S.MISSED: 2, S.PROPOSED: 4, S.INVITED: 4,
    S.SLOT_CHOSEN: 3, S.INFORMED: 3, S.TESTED: 1, S.WAITING: 2, S.ADMITTED: 3, S.IN_TRAINING: 10, S.ENDED: 20,
}  # fmt: skip
_STILL_OWED = timedelta(days=14)
_NETWORK, _DEPARTMENT = "mission-locale", "18"


def load_desk(*, actor: Actor, setting: Setting) -> int:
    """Gives how many people she follows more. After the lives are written, as the machine."""
    see_last_signs(actor=actor)
    # What people entered, paused or ended this week and the last ask of the Region: nobody has done it yet.
    owe_region_since(actor=actor, since=setting.today - _STILL_OWED)
    near = [body for (_, department), body in setting.networks.items() if department == _DEPARTMENT]
    return entrust(
        actor=actor, body_id=setting.networks[_NETWORK, _DEPARTMENT], person_id=setting.adviser_id, wanted=_WANTED,
        near=near,
    )  # fmt: skip
