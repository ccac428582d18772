"""An amendment is prepared while the real plan runs: a draft with its edits, each on its day and with its reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.accounts.row_context import acting_as
from pacte.demo.amendment import load_amendment
from pacte.demo.stories.amendment import amendment_story
from pacte.kernel.clock import paris_date
from pacte.plan.models import PlanVersion
from pacte.plan.queries import content_of_version, draft_version, version_on
from pacte.plan.rules.diff import diff_plans
from tests.cast import MACHINE, gather_cast
from tests.plans_at_hand import shipped_plan, written
from tests.web.plan_stage import IN_FORCE, enforce

pytestmark = pytest.mark.django_db
DAY = date(2020, 11, 24)


@pytest.fixture
def version() -> PlanVersion:
    cast = gather_cast()
    with acting_as(MACHINE):
        made = written(actor=MACHINE, host=cast.region, content=shipped_plan())
        enforce(made, IN_FORCE)
        cast["pilot"].person.__class__.objects.filter(pk=cast["pilot"].person.pk).update(
            email=amendment_story(DAY).pilot
        )
    return made


def test_the_draft_holds_each_edit_and_the_plan_in_force_none(version: PlanVersion) -> None:
    with acting_as(MACHINE):
        for _ in range(2):
            load_amendment(actor=MACHINE, version=version, on=DAY)
        draft = draft_version(actor=MACHINE, plan=version.plan)
        assert draft is not None
        changes = diff_plans(content_of_version(version), content_of_version(draft))
        assert version_on(actor=MACHINE, plan=version.plan, on=DAY) == version
    edits = amendment_story(DAY).edits
    assert len(changes.changes) == len(edits) == 3
    assert (DAY - paris_date(draft.created_at)) == timedelta(days=9)


def test_none_is_prepared_once_the_plan_has_ended(version: PlanVersion) -> None:
    with acting_as(MACHINE):
        load_amendment(actor=MACHINE, version=version, on=date(2024, 3, 15))
        assert draft_version(actor=MACHINE, plan=version.plan) is None
