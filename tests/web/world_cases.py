"""World of access: a sheet and a file on action 1 of each Region's plan."""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.evaluation.services import open_experiment
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import today
from pacte.plan.models import Plan
from pacte.procedures.services import (
    add_document,
    expect_deliverable,
    open_case,
    save_criterion,
    save_option,
)
from tests.cast import Cast

OPENED = date(2026, 1, 5)


def studies_of_the_world(cast: Cast) -> dict[str, int | str]:
    """Names of these objects, for the addresses. Needs the plans of the world."""
    names: dict[str, int | str] = {}
    for whose, part in (("our", "pilot"), ("their", "intruder")):
        actor = cast[part].actor
        plan = Plan.objects.get(code=f"{whose}-plan")
        with acting_as(actor):
            sheet = open_experiment(actor=actor, plan=plan, number=ActionCode(1), title=f"Essai de {whose}", on=OPENED)
            file = open_case(
                actor=actor,
                plan=plan,
                number=ActionCode(1),
                procedure_code="assistance_study",
                title=f"Étude de {whose}",
                on=OPENED,
            )
            expect_deliverable(actor=actor, case=file, title="Rapport", due_on=today(), on=OPENED)
            save_criterion(actor=actor, case=file, label="Effet", points=1)
            save_option(actor=actor, case=file, title="Une option")
            paper = add_document(
                actor=actor, case=file, kind="other", title="Pièce", on=OPENED, name="p.txt", data=b"essai"
            )
        names |= {
            f"{whose} sheet": sheet.number,
            f"{whose} file": file.number,
            f"{whose} file with a deliverable": file.number,
            f"{whose} file with options": file.number,
            f"{whose} paper": paper.pk,
        }
    return names
