"""What a peer is asked to answer, and what a body gained from one grid to the next.

A peer has no right on the case: row-level security gives them the row that names them, and the machine reads for them
the section that they answer, no other. A body reads its own grids; who instructs reads them all; nobody else any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pacte.accounts.models import Membership, Person
from pacte.accounts.queries.authentication import valid_on
from pacte.accounts.row_context import system_elevation
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import ensure_found, hide_unless
from pacte.kernel.french import fold_text
from pacte.plan.models import Plan
from pacte.procedures.models import Case, CasePeer
from pacte.procedures.permissions import may, may_apply
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.form import FormSection
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.grades import GradeChange, grade_changes, grade_pairs, points_gained
from pacte.procedures.rules.peer_sections import open_peer_sections

_PEER_ROLES = (Role.PROVIDER, Role.REGION_PILOT, Role.ACTION_LEAD)


@dataclass(frozen=True, slots=True)
class PeerTask:
    """A section that a peer answers now. ``values``: the answers to that section, and to no other."""

    plan_code: str
    number: int
    title: str
    applicant_name: str
    section: FormSection
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseProgress:
    """A grid before and after, of one case. ``gained``: points, None until each criterion is graded twice."""

    plan_code: str
    number: int
    title: str
    applicant_name: str
    before: FormSection
    after: FormSection
    changes: tuple[GradeChange, ...]
    gained: int | None
    stage_label: str


def peer_tasks(*, actor: Actor) -> list[PeerTask]:
    """Returns what the actor is asked to answer as a peer, in all plans."""
    case_ids = list(
        CasePeer.objects.filter(person_id=actor.person_id, ended_at=None).values_list("case_id", flat=True)
        if actor.person_id
        else ()
    )
    if not case_ids:
        return []
    with system_elevation():
        cases = list(Case.objects.filter(pk__in=case_ids).select_related("plan").order_by("plan_id", "number"))
    return [
        PeerTask(
            plan_code=case.plan.code,
            number=case.number,
            title=case.title,
            applicant_name=case.applicant_name,
            section=section,
            values={each.code: case.values[each.code] for each in section.fields if each.code in case.values},
        )
        for case in cases
        if case.body_id is None or case.body_id not in actor.organisation_ids
        for section in open_peer_sections(procedure_edition(case.procedure_code, case.edition), case.stage)
    ]


def peer_task(*, actor: Actor, plan: Plan, number: int, section: str) -> PeerTask:
    """Returns one of them. Raises ``NotFound`` for whoever is not the peer of that case now."""
    wanted = (plan.code, number, section)
    tasks = peer_tasks(actor=actor)
    return ensure_found(
        next((each for each in tasks if (each.plan_code, each.number, each.section.code) == wanted), None)
    )


def peer_candidates(*, actor: Actor, case: Case, on: date) -> list[Person]:
    """Returns who may be named peer: people of providers and of the Region, except those of the body of the case."""
    if not may(actor, "procedures.write", scope_of_case(actor=actor, case=case, on=on)):
        return []
    rows = Membership.objects.filter(
        valid_on(on), host_id=case.organisation_id, person__is_active=True, role__in=_PEER_ROLES
    )
    inside = set(rows.filter(organisation_id=case.body_id).values_list("person_id", flat=True))
    people = {each.person_id: each.person for each in rows.select_related("person") if each.person_id not in inside}
    return sorted(people.values(), key=lambda person: fold_text(f"{person.last_name} {person.first_name}"))


def own_progress(*, actor: Actor) -> list[CaseProgress]:
    """Returns the grids of the bodies for which the actor applies."""
    cases = Case.objects.filter(body_id__in=actor.organisation_ids).select_related("plan").order_by("plan_id", "number")
    return _progress_of(each for each in cases if _is_of_body(actor, each))


def case_progress(*, actor: Actor, plan: Plan, number: int, on: date) -> list[CaseProgress]:
    """Returns the grids of one case. Raises ``NotFound`` for the case of another body, or without grid."""
    case = ensure_found(Case.objects.select_related("plan", "plan_action").filter(plan=plan, number=number).first())
    hide_unless(
        _is_of_body(actor, case)
        or may(actor, "procedures.read_documents", scope_of_case(actor=actor, case=case, on=on))
    )
    found = _progress_of([case])
    hide_unless(found)
    return found


def _is_of_body(actor: Actor, case: Case) -> bool:
    procedure = procedure_edition(case.procedure_code, case.edition)
    return case.body_id is not None and may_apply(actor, procedure, case.body_id)


def _progress_of(cases: Iterable[Case]) -> list[CaseProgress]:
    found = []
    for case in cases:
        procedure = procedure_edition(case.procedure_code, case.edition)
        sections = {each.code: each for each in procedure.form}
        for gain in (each.gain for each in procedure.counts if each.gain):
            pairs = grade_pairs(procedure, gain)
            found.append(
                CaseProgress(
                    plan_code=case.plan.code,
                    number=case.number,
                    title=case.title,
                    applicant_name=case.applicant_name,
                    before=sections[gain.before],
                    after=sections[gain.after],
                    changes=grade_changes(pairs, case.values),
                    gained=points_gained(pairs, case.values),
                    stage_label=procedure.stage(case.stage).shown or procedure.stage(case.stage).label,
                )
            )
    return found
