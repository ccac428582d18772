"""What a case asks of the next purchases: a requirement that buyers then carry into their lots."""

from __future__ import annotations

from datetime import date

from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor, system_actor
from pacte.offer.records.requirements import RequirementTerms
from pacte.offer.services import write_requirement
from pacte.procedures.models import Case
from pacte.procedures.records.description import Procedure


def write_purchase_clause(*, actor: Actor, case: Case, procedure: Procedure, transition: str, on: date) -> None:
    """Writes the requirement of the transition, if it has one; taken again, the same text is the same requirement.

    Whoever may take the transition may ask it: the act is signed with their name.
    """
    clause = procedure.purchase_clause
    if clause is None or clause.transition != transition:
        return
    with system_elevation():  # A lead may take the transition, and writes no purchase otherwise.
        write_requirement(
            actor=system_actor(actor.name),
            host_id=case.organisation_id,
            terms=RequirementTerms(
                text=str(case.values[clause.text]),
                certification_code=str(case.values[clause.certification]),
                origin_label=f"Dossier {case.number} : {case.title}"[:200],
                origin_reference=_reference(case),
                since=on,
            ),
        )


def _reference(case: Case) -> str:
    """Under which the offer knows the requirement of a case."""
    return f"procedures.case:{case.pk}"
