"""A plan whose actions ask for validations of experience, and a certification of two blocks."""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.plan.records import Lead, PlanRow
from pacte.reference.models import CertificationVersion
from tests.cast import MACHINE
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, staged

FLAT, PIPES = "RNCP34502BC01", "RNCP34502BC02"
FULL, COHORT = "full_validation_of_experience", "cohort_validation_of_experience"


def asking_row(key: str, number: int, indicator: str, amount: int) -> PlanRow:
    """An action led by the Region, whose target is counted by that indicator."""
    return row(key, number, leads=(Lead("Région"),), figures=(target(indicator, amount, indicator_code=indicator),))


def validation_stage() -> Stage:
    """Action 7 counts full validations, action 11 the cohort."""
    stage = staged(small_plan(asking_row("A07", 7, FULL, 60), asking_row("A11", 11, COHORT, 40)))
    with acting_as(MACHINE):
        CertificationVersion.objects.create(
            code="RNCP34502", edition=date(2020, 1, 1), register="RNCP", title="Soudeur", plain_title="soudeur",
            blocks=[{"code": FLAT, "label": "Souder à plat"}, {"code": PIPES, "label": "Souder des tubes"}],
        )  # fmt: skip
    return stage
