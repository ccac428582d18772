"""The sheet for the judge: the only document that speaks of detention. Each edition is audited."""

from __future__ import annotations

from datetime import date

from pacte.audit.services import audit_event
from pacte.journeys.models import Learner
from pacte.journeys.queries.bridges import BridgeStage, stages
from pacte.journeys.services.custody import refuse_unless_authority
from pacte.journeys.services.releases import read_releases
from pacte.kernel.actor import Actor


def edit_judge_sheet(*, actor: Actor, learner: Learner, body_id: int, on: date) -> list[BridgeStage]:
    """Trainings of the learner, with their side.

    For the prison service that follows the learner. Raises ``NotFound`` for anybody else.
    """
    refuse_unless_authority(actor, learner, body_id)
    with audit_event(
        actor=actor, name="journeys.edit_judge_sheet", subject_kind="learner", subject_id=learner.key,
        subject_label="Fiche pour le juge", organisation_id=body_id,
    ):  # fmt: skip
        releases = [each.left_on for each in read_releases(actor=actor, learner=learner, body_id=body_id)]
        return stages(actor=actor, learner=learner, releases=releases, on=on)
