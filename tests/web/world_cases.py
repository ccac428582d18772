"""World of access: a sheet and a file on action 1 of each Region's plan."""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import acting_as
from pacte.evaluation.services import open_experiment
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.clock import now, today
from pacte.plan.models import Plan, PlanAction
from pacte.procedures.models import Case, CasePeer
from pacte.procedures.services import (
    add_document,
    expect_deliverable,
    open_case,
    save_criterion,
    save_option,
)
from tests.cast import MACHINE, Cast

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
    graded = _graded_case(cast)
    return names | {"graded file": graded, "file to read as a peer": graded}


def _graded_case(cast: Cast) -> int:
    """A case of the provider on action 1, whose peer is the lead. Its number.

    Written without the services: no plan of the world has the figure for which they would open it.
    """
    with acting_as(MACHINE):
        action = PlanAction.objects.get(plan__code="our-plan", number=ActionCode(1))
        signed = {"organisation": cast.region, "person_name": "Essai", "recorded_at": now()}
        case = Case.objects.create(
            organisation=cast.region, plan=action.plan, plan_action=action, procedure_code="provider_practices",
            number=900, title="Nos pratiques", stage="peer_review", opened_on=OPENED, body=cast.provider,
            applicant_name=str(cast.provider), values={"first_self_welcome": "some"},
        )  # fmt: skip
        CasePeer.objects.create(case=case, person=cast["lead"].person, **signed)
    return case.number
