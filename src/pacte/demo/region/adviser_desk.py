"""Desk of the demonstration adviser: people of the invented region at every stage, none added."""

from __future__ import annotations

from datetime import timedelta

from pacte.demo.region.setting import Setting
from pacte.demo.stories.adviser_desks import adviser_desk_stories
from pacte.journeys.records.adviser_desk import SILENT_DAYS
from pacte.journeys.services.bulk_assignment import assign_in_bulk, backfill_last_seen, silence_in_bulk
from pacte.journeys.services.obligations import backfill_region_obligations
from pacte.kernel.actor import Actor

_STILL_OWED = timedelta(days=14)


def load_adviser_desk(*, actor: Actor, setting: Setting) -> int:
    """Return how many people are added to the desk. Must run after the journeys are written, as the system actor."""
    backfill_last_seen(actor=actor)
    # The Region's obligations after the entries, interruptions and ends of the last two weeks: none is settled yet.
    backfill_region_obligations(actor=actor, since=setting.today - _STILL_OWED)
    desk = adviser_desk_stories().first
    near = [body for (_, department), body in setting.networks.items() if department == desk.department]
    body_id = setting.networks[desk.network, desk.department]
    assigned = assign_in_bulk(
        actor=actor, body_id=body_id, person_id=setting.adviser_id, count_by_state=desk.learners, near=near
    )
    silence_in_bulk(
        actor=actor, body_id=body_id, person_id=setting.adviser_id, count_by_state=desk.silent,
        before=setting.today - timedelta(days=SILENT_DAYS),
    )  # fmt: skip
    return assigned
