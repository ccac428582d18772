"""Plan files on the road of files: rows counted, what the sender must answer, the first file of an installation."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as
from pacte.intake.catalog import file_kind
from pacte.intake.records import FileContext, FileSender, Outcome, Preview
from pacte.intake.services import preview_content
from pacte.plan.records import PlanContent
from tests.cast import MACHINE, gather_cast
from tests.plan.contents import row, small_plan
from tests.plan.workbooks import tabled, typing, workbook
from tests.plans_at_hand import written
from tests.web.plan_stage import IN_FORCE, enforce

pytestmark = pytest.mark.django_db
KIND = file_kind("plan")
ROWS = (row("A01", 1), row("A02", 2, title="Camion"))


def preview(data: bytes, content: PlanContent | None = None, target: str = "") -> Preview:
    """Of a file dropped by the pilot, when the plan in force is ``content``."""
    cast = gather_cast()
    with acting_as(MACHINE):
        if content:
            enforce(written(actor=MACHINE, host=cast.region, content=content), IN_FORCE)
    actor = cast["pilot"].actor
    with acting_as(actor):
        (sender,) = KIND.senders(actor)
        context = FileContext(actor, sender, "plan.xlsx", {"target": target} if target else {})
        return preview_content(kind=KIND, data=data, context=context)


def counted(seen: Preview) -> tuple[int, int, int]:
    return seen.counts[Outcome.ADDED], seen.counts[Outcome.CHANGED], seen.counts[Outcome.UNCHANGED]


def table(*rows: object, **more: object) -> PlanContent:
    return tabled(small_plan(*rows, **more))  # type: ignore[arg-type]


def test_each_row_of_a_new_plan_is_added() -> None:
    assert counted(preview(workbook(small_plan(*ROWS)), target="nouveau")) == (2, 0, 0)


def test_rows_are_added_changed_or_equal() -> None:
    changed = small_plan(*ROWS, row("A03", 3, title="Tramway"))
    plan = table(*ROWS)
    seen = preview(workbook(changed, typing("Camion", "Autocar")), plan, target=plan.code)
    assert counted(seen) == (1, 1, 1)


def test_a_removed_row_is_a_line_that_changes() -> None:
    seen = preview(workbook(small_plan(ROWS[0])), table(*ROWS))
    assert counted(seen) == (0, 1, 1)


def test_a_change_of_an_axis_alone_can_be_written() -> None:
    content = small_plan(*ROWS)
    axis = replace(content.axes[0], title="Un autre titre d’axe")
    seen = preview(workbook(replace(content, axes=(axis, *content.axes[1:]))), table(*ROWS))
    assert [change.subject for change in seen.changes] == ["Axe 1, intitulé de l’axe"]
    assert counted(seen) == (0, 1, 2)


def test_a_change_without_new_doubts_asks_for_its_reason_only() -> None:
    plain = preview(workbook(small_plan(*ROWS), typing("Camion", "Autocar")), table(*ROWS))
    assert [each.name for each in plain.agreements] == ["reason"]


def test_new_doubts_are_to_be_seen() -> None:
    doubted = small_plan(ROWS[0], row("A02", 2, title="Camion", priority="?"))
    assert [each.name for each in preview(workbook(doubted), table(*ROWS)).agreements] == ["reason", "accept"]


def test_the_same_plan_asks_nothing() -> None:
    assert preview(workbook(small_plan(*ROWS)), table(*ROWS)).agreements == ()


def test_the_first_file_of_an_installation_opens_its_region() -> None:
    with acting_as(MACHINE):
        assert host_organisation() is None
        assert KIND.senders(MACHINE) == ()
        sender = KIND.opening_sender(io.BytesIO(workbook(small_plan(*ROWS))), "plan.xlsx", MACHINE)
        assert sender == FileSender(host_organisation(), host_organisation())  # type: ignore[arg-type]
