"""The cases about journeys, for whoever follows the person, and the procedures that may be begun about a journey."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from pacte.journeys.queries.followed_journeys import followed_journeys
from pacte.kernel.actor import Actor
from pacte.plan.models import Plan
from pacte.procedures.models import Case
from pacte.procedures.permissions import may_apply
from pacte.procedures.queries.public_register import public_procedures
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.description import CaseStage, Procedure
from pacte.procedures.records.form import FormSection, SectionAuthor
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.form_answers import journey_field, sections_by


@dataclass(frozen=True, slots=True)
class JourneyCase:
    """One case about a journey, as those who follow the person read it.

    ``since``: the day of its stage. ``applicant``: the body that asked, "" for a person or an instructor.
    ``application_id``: for those of that body, who may open it. ``sections`` and ``values``: what the Region answered.
    """

    procedure: Procedure
    number: int
    host_id: int
    plan_code: str
    stage: CaseStage
    since: date
    applicant: str
    application_id: int | None
    sections: tuple[FormSection, ...]
    values: Mapping[str, Any]


def cases_of_journeys(*, actor: Actor, keys: Collection[UUID]) -> dict[UUID, list[JourneyCase]]:
    """Returns, by journey, the cases about it, the last opened first. Two queries.

    Only about the journeys that the actor follows: what is asked for a person is read by nobody else of the pact.
    """
    followed = followed_journeys(actor=actor, keys=keys)
    if not followed:
        return {}
    rows = (
        Case.objects.filter(journey_key__in=followed)
        .select_related("plan", "application")
        .annotate(moved_on=Max("steps__happened_on", filter=Q(steps__kind=CaseEventKind.MOVED)))
        .order_by("-opened_on", "-pk")
    )
    by_journey: defaultdict[UUID, list[JourneyCase]] = defaultdict(list)
    for case in rows:
        if case.journey_key is not None:
            by_journey[case.journey_key].append(_journey_case(actor, case, case.moved_on or case.opened_on))
    return dict(by_journey)


def procedures_about_journeys(*, actor: Actor, plan: Plan, on: date) -> list[Procedure]:
    """Returns the procedures of the plan that anybody may begin about a journey: their form names one. Public."""
    return [
        each.procedure
        for each in public_procedures(actor=actor, plan=plan, on=on)
        if each.procedure.applicants
        and journey_field(sections_by(each.procedure.form, SectionAuthor.APPLICANT)) is not None
    ]


def bodies_that_apply(*, actor: Actor, procedure: Procedure, followers: Collection[int | None]) -> list[int]:
    """Returns the bodies of the actor that apply to the procedure, among those that follow the person."""
    return [body for body in sorted(actor.organisation_ids) if body in followers and may_apply(actor, procedure, body)]


def _journey_case(actor: Actor, case: Case, since: date) -> JourneyCase:
    procedure = procedure_edition(case.procedure_code, case.edition)
    is_own = case.body_id is not None and case.body_id in actor.organisation_ids
    application = getattr(case, "application", None)
    return JourneyCase(
        procedure=procedure,
        number=case.number,
        host_id=case.organisation_id,
        plan_code=case.plan.code,
        stage=procedure.stage(case.stage),
        since=since,
        applicant=case.applicant_name if case.body_id else "",
        application_id=application.pk if is_own and application else None,
        sections=sections_by(procedure.form, SectionAuthor.INSTRUCTOR),
        values=case.values,
    )
