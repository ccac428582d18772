"""The amendment that is being prepared while the real plan runs: a draft with a few edits, each on its day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pacte.accounts.queries import actor_of, person_by_email
from pacte.accounts.row_context import acting_as
from pacte.demo.stories.amendment import amendment_story
from pacte.kernel.clock import clock_stopped_on
from pacte.plan.queries import content_of_version, draft_version
from pacte.plan.services import edit_row

if TYPE_CHECKING:
    from pacte.kernel.actor import Actor
    from pacte.plan.models import PlanVersion


def load_amendment(*, actor: Actor, version: PlanVersion, on: date) -> None:
    """Once, and only while the plan runs. Must run as the system actor."""
    story = amendment_story(on)
    pilot = person_by_email(story.pilot)
    runs = version.first_year <= on.year <= version.last_year
    if pilot is None or not runs or draft_version(actor=actor, plan=version.plan):
        return
    rows = {row.key: row for row in content_of_version(version).rows}
    present = version
    with acting_as(actor_of(pilot, on=on)) as writer:
        for edit in story.edits:
            comment = "\n".join(filter(None, (rows[edit.row].comment, edit.comment)))
            with clock_stopped_on(edit.on):
                present = edit_row(
                    actor=writer, version=present, row_key=edit.row, changes={"comment": comment},
                    lead_organisations={}, reason=edit.reason,
                )  # fmt: skip
