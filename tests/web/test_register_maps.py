"""The public register of a procedure says where nothing is, and what is under the target of the plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pacte.accounts.row_context import acting_as
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now
from pacte.procedures.models import CaseEvent
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.services import open_case
from tests.cast import MACHINE
from tests.indicators.located import small_region
from tests.kept import kept_for_module
from tests.plan.contents import row, small_plan, target
from tests.web.plan_stage import Stage, staged

pytestmark = pytest.mark.django_db
WORKSITES = replace(
    target("chantiers", None, unit="chantiers", per="département", indicator_code="training_worksites"),
    minimum=Decimal(2), maximum=Decimal(4),
)  # fmt: skip
PAGE = "dispositifs/training_worksite/"
OPENED = date(2020, 1, 6)

kept_stage = kept_for_module(lambda: staged(small_plan(row("A01", 1, figures=(WORKSITES,)))))


def open_worksite(stage: Stage, commune: str) -> None:
    with acting_as(MACHINE):
        case = open_case(
            actor=MACHINE,
            plan=stage.plan,
            number=ActionCode(1),
            procedure_code="training_worksite",
            title="Lavoir",
            on=OPENED,
            values={"commune": commune},
        )
        CaseEvent.objects.create(
            organisation=case.organisation,
            case=case,
            kind=CaseEventKind.MOVED,
            code="open",
            happened_on=OPENED,
            recorded_at=now(),
        )


def test_the_register_says_where_nothing_is_and_what_is_under_target(stage: Stage) -> None:
    small_region()
    assert "2 départements sans rien : Loiret et Cher." in stage.get(PAGE)
    open_worksite(stage, "18033")
    page = stage.get(PAGE)
    assert "1 département sans rien : Loiret." in page
    assert "1 département sous la cible de 2 chantiers : Cher (1)." in page
    open_worksite(stage, "18279")
    assert "Aucun département sous la cible de 2 chantiers." in stage.get(PAGE)


def test_without_territory_the_register_has_no_map(stage: Stage) -> None:
    assert "sans rien" not in stage.get(PAGE)
