"""Writes plain values to the tables of a version. Called within an audited act, by this app's services only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from pacte.kernel.action_codes import ActionCode, action_code_sort_key
from pacte.kernel.errors import ValidationError
from pacte.plan.models import (
    PlanAction,
    PlanVersion,
    RowLead,
    VersionActionStatus,
    VersionActionTitle,
    VersionAmount,
    VersionAxis,
    VersionFigure,
    VersionLineageLink,
    VersionObjective,
    VersionRow,
)
from pacte.plan.records import Lead, LineageLink, PlanContent, PlanRow


@dataclass(frozen=True, slots=True)
class LeadOrganisation:
    """Organisation and service that the wording of a lead refers to."""

    organisation_id: int
    service_id: int | None = None


LeadOrganisations = Mapping[tuple[str, str], LeadOrganisation]


def lead_organisations_of_version(version: PlanVersion) -> dict[tuple[str, str], LeadOrganisation]:
    """Return the organisation of each lead of a version, to reuse it when another version has the same wording."""
    return {
        (lead.name, lead.service_name): LeadOrganisation(lead.body_id, lead.service_id)
        for lead in version.leads.order_by("pk")
        if lead.body_id
    }


def store_content(version: PlanVersion, content: PlanContent, lead_organisations: LeadOrganisations) -> None:
    """Write a whole content to an empty draft.

    ``lead_organisations`` gives the organisation that the wording of each lead refers to.
    """
    actions = get_or_create_plan_actions(version, content)
    VersionAxis.objects.bulk_create(
        VersionAxis(
            version=version,
            rank=rank,
            code=axis.code,
            label=axis.label,
            title=axis.title,
            description=axis.description,
            amount_cents=axis.amount_cents,
            amount_as_printed=axis.amount_as_printed,
            publics=list(axis.publics),
            source_lines=axis.source_lines,
            doubts=[asdict(doubt) for doubt in axis.doubts],
        )
        for rank, axis in enumerate(content.axes)
    )
    VersionObjective.objects.bulk_create(
        VersionObjective(
            version=version,
            rank=rank,
            code=each.code,
            label=each.label,
            axis_code=each.axis_code,
            parent_code=each.parent_code,
            code_as_printed=each.code_as_printed,
            doubts=[asdict(doubt) for doubt in each.doubts],
        )
        for rank, each in enumerate(content.objectives)
    )
    VersionActionTitle.objects.bulk_create(
        VersionActionTitle(
            version=version, plan_action=actions[each.number], title=each.title, short_title=each.short_title
        )
        for each in content.actions
    )
    VersionAmount.objects.bulk_create(
        VersionAmount(version=version, plan_action=actions[each.number], year=each.year, cents=each.cents)
        for each in content.amounts
    )
    stored_rows = VersionRow.objects.bulk_create(
        new_version_row(version, rank, row, actions[row.number]) for rank, row in enumerate(content.rows)
    )
    for stored_row, row in zip(stored_rows, content.rows, strict=True):
        store_row_parts(version, stored_row, row, lead_organisations)
    store_lifecycle(version, content, actions)


def store_lifecycle(version: PlanVersion, content: PlanContent, actions: Mapping[ActionCode, PlanAction]) -> None:
    """Write the statuses of the actions and their lineage."""
    VersionActionStatus.objects.bulk_create(
        VersionActionStatus(
            version=version,
            rank=rank,
            plan_action=actions[each.number],
            state=each.state,
            since=each.since,
            reason=each.reason,
        )
        for rank, each in enumerate(content.statuses)
    )
    origins = {
        (each.plan.code, each.number): each
        for each in PlanAction.objects.filter(
            plan__code__in={link.origin_plan for link in content.lineage if link.origin_plan}
        ).select_related("plan")
    }
    VersionLineageLink.objects.bulk_create(
        VersionLineageLink(
            version=version,
            rank=rank,
            plan_action=actions[each.number],
            kind=each.kind,
            origin=_origin(each, actions, origins),
            origin_plan=each.origin_plan,
            origin_number=each.origin_number,
        )
        for rank, each in enumerate(content.lineage)
    )


def _origin(
    link: LineageLink, actions: Mapping[ActionCode, PlanAction], others: Mapping[tuple[str, ActionCode], PlanAction]
) -> PlanAction | None:
    if link.origin_plan:
        return others.get((link.origin_plan, link.origin_number))
    return actions[link.origin_number]


def store_row_parts(
    version: PlanVersion, stored_row: VersionRow, row: PlanRow, lead_organisations: LeadOrganisations
) -> None:
    """Write the leads and figures of one row."""
    RowLead.objects.bulk_create(
        _lead(version, stored_row, rank, lead, lead_organisations) for rank, lead in enumerate(row.leads)
    )
    VersionFigure.objects.bulk_create(
        VersionFigure(version=version, row=stored_row, rank=rank, **asdict(figure))
        for rank, figure in enumerate(row.figures)
    )


def row_column_values(row: PlanRow) -> dict[str, object]:
    """Return the column values of a row's own record."""
    return {
        "key": row.key,
        "kind": row.kind,
        "axis_code": row.axis_code,
        "strategic_code": row.strategic_code,
        "operational_code": row.operational_code,
        "title": row.title,
        "short_title": row.short_title,
        "title_as_printed": row.title_as_printed,
        "description": row.description,
        "leads_as_printed": row.leads_as_printed,
        "expected_result": row.expected_result,
        "priority": row.priority,
        "comment": row.comment,
        "staff": [
            {"organisation": each.organisation, "text": each.text, "etp": None if each.etp is None else str(each.etp)}
            for each in row.staff
        ],
        "expenses": [asdict(expense) for expense in row.expenses],
        "placement": row.schedule.placement,
        "flags": [asdict(flag) for flag in row.schedule.flags],
        "flags_as_printed": row.schedule.as_printed,
        "flag_count": row.schedule.flag_count,
        "schedule_note": row.schedule.note,
        "linked_numbers": list(row.linked_numbers),
        "publics": list(row.publics),
        "sectors": list(row.sectors),
        "territories": list(row.territories),
        "partners": list(row.partners),
        "source_lines": row.source_lines,
        "doubts": [asdict(doubt) for doubt in row.doubts],
    }


def new_version_row(version: PlanVersion, rank: int, row: PlanRow, action: PlanAction) -> VersionRow:
    return VersionRow(version=version, plan_action=action, rank=rank, **row_column_values(row))


def _lead(
    version: PlanVersion, stored_row: VersionRow, rank: int, lead: Lead, lead_organisations: LeadOrganisations
) -> RowLead:
    organisation = lead_organisations.get((lead.organisation, lead.service))
    return RowLead(
        version=version,
        row=stored_row,
        rank=rank,
        name=lead.organisation,
        service_name=lead.service,
        role=lead.role,
        note=lead.note,
        body_id=organisation.organisation_id if organisation else None,
        service_id=organisation.service_id if organisation else None,
    )


def get_or_create_plan_actions(version: PlanVersion, content: PlanContent) -> dict[ActionCode, PlanAction]:
    """Return the ``PlanAction`` records by number. Missing numbers are created; none is ever removed."""
    wanted = {row.number for row in content.rows} | {each.number for each in content.actions}
    wanted |= {each.number for each in content.amounts}
    wanted |= {each.number for each in content.statuses} | {each.number for each in content.lineage}
    wanted |= {each.origin_number for each in content.lineage if not each.origin_plan}
    known = {each.number: each for each in version.plan.plan_actions.all()}
    _refuse_other_spelling(wanted - set(known), known)
    fresh = PlanAction.objects.bulk_create(
        PlanAction(plan=version.plan, number=number) for number in sorted(wanted - set(known))
    )
    return known | {each.number: each for each in fresh}


def _refuse_other_spelling(fresh: Collection[ActionCode], known: Collection[ActionCode]) -> None:
    """Refuse codes that differ from an existing one only by case or zeros, such as « a.1 » and « A.1 ».

    They would be distinct actions that everybody reads as the same.
    """
    written = {action_code_sort_key(code): code for code in known}
    for code in sorted(fresh):
        if other := written.get(action_code_sort_key(code)):
            raise ValidationError(
                "code_written_otherwise",
                f"Ce plan écrit « {other} » l’action que vous écrivez « {code} ».",
                "Majuscules et zéros ne font pas une autre action.",
                f"Écrivez « {other} ».",
            )
