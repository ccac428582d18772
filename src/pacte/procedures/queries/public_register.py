"""The public page of a procedure: which are shown, and the register of the cases that took its public transition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pacte.accounts.row_context import system_elevation
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.errors import NotFound
from pacte.plan.models import Plan
from pacte.procedures.models import CaseEvent
from pacte.procedures.queries.offered import actions_of_procedures
from pacte.procedures.queries.reference_names import ReferenceNames, reference_names
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import CaseStage, Procedure
from pacte.procedures.records.form import FormField
from pacte.procedures.rules.catalogue import open_procedures, procedure_edition
from pacte.procedures.rules.form_answers import asked_answers


@dataclass(frozen=True, slots=True)
class PublicCase:
    """One line of the register: its public answers only, and since when it is there."""

    number: int
    since: date
    stage: CaseStage
    answers: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PublicProcedure:
    """A procedure that the public may read about. ``actions``: those of the plan that it serves."""

    procedure: Procedure
    actions: tuple[ActionCode, ...]


def public_procedures(*, actor: Actor, plan: Plan, on: date) -> list[PublicProcedure]:
    """Returns the procedures of the plan to which somebody may apply, or which have a public register. Public."""
    actions = actions_of_procedures(actor=actor, plan=plan, on=on)
    return [
        PublicProcedure(each, actions.get(each.code, ()))
        for each in open_procedures(on)
        if (each.applicants or each.public_from) and (each.is_for_any_action or actions.get(each.code))
    ]


def public_procedure(*, actor: Actor, plan: Plan, code: str, on: date) -> PublicProcedure:
    """Returns one of them. Raises ``NotFound``."""
    for each in public_procedures(actor=actor, plan=plan, on=on):
        if each.procedure.code == code:
            return each
    raise NotFound


def public_register(*, actor: Actor, plan: Plan, procedure: Procedure) -> list[PublicCase]:
    """Returns the public answers of the cases that took the public transition, the newest first. Public.

    Read as the machine: nothing but public fields, a number, a stage and a day leaves this function.
    """
    with system_elevation():
        moves = (
            CaseEvent.objects.filter(
                kind=CaseEventKind.MOVED, case__plan=plan, case__procedure_code=procedure.code
            )
            .order_by("pk")
            .values_list(
                "code", "happened_on", "case_id", "case__number", "case__edition", "case__stage", "case__values"
            )
        )  # fmt: skip
        lines: dict[int, PublicCase] = {}
        for code, on, case_id, number, edition, stage, values in moves:
            under = procedure_edition(procedure.code, edition)
            if code == under.public_from and case_id not in lines:
                answers = asked_answers(under.form, values)
                public = {each.code: answers[each.code] for each in public_fields(under) if each.code in answers}
                lines[case_id] = PublicCase(number, on, under.stage(stage), public)
    return sorted(lines.values(), key=lambda each: (each.since, each.number), reverse=True)


def register_names(procedure: Procedure, cases: list[PublicCase]) -> ReferenceNames:
    """Returns the names of what the register refers to."""
    return reference_names(public_fields(procedure), [each.answers for each in cases])


def public_fields(procedure: Procedure) -> tuple[FormField, ...]:
    """Returns the fields of the public register. What is about a person is never one of them."""
    return tuple(each for each in procedure.fields if each.is_public and not each.is_personal)
