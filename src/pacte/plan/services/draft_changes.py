"""Writes an amendment's changes to a draft: added and removed rows, titles, calendar, statuses and lineage."""

from __future__ import annotations

from pacte.plan.models import PlanVersion, VersionActionTitle, VersionRow
from pacte.plan.records import PlanContent
from pacte.plan.services.version_storage import (
    LeadOrganisations,
    get_or_create_plan_actions,
    lead_organisations_of_version,
    new_version_row,
    store_lifecycle,
    store_row_parts,
)


def write_draft_changes(
    version: PlanVersion, before: PlanContent, after: PlanContent, lead_organisations: LeadOrganisations
) -> None:
    """Write the differences between ``before`` and ``after``.

    Rows present in both are assumed equal: amendments add and remove rows, ``edit_row`` changes them.
    """
    if (before.periods, before.first_year, before.last_year) != (after.periods, after.first_year, after.last_year):
        version.periods = [period.code for period in after.periods]
        version.first_year, version.last_year = after.first_year, after.last_year
        version.save(update_fields=["periods", "first_year", "last_year"])
    actions = get_or_create_plan_actions(version, after)
    all_lead_organisations = {**lead_organisations_of_version(version), **lead_organisations}
    if before.rows != after.rows:
        row_keys = {row.key for row in after.rows}
        version.rows.exclude(key__in=row_keys).delete()
        stored_rows = {stored_row.key: stored_row for stored_row in version.rows.all()}
        moved = []
        for rank, row in enumerate(after.rows):
            stored_row = stored_rows.get(row.key)
            if stored_row is None:
                stored_row = new_version_row(version, rank, row, actions[row.number])
                stored_row.save()
                store_row_parts(version, stored_row, row, all_lead_organisations)
            elif stored_row.rank != rank:
                stored_row.rank = rank
                moved.append(stored_row)
        VersionRow.objects.bulk_update(moved, ["rank"])
    if before.actions != after.actions:
        numbers = {each.number for each in after.actions}
        version.action_lines.exclude(plan_action__number__in=numbers).delete()
        numbers_before = {each.number for each in before.actions}
        VersionActionTitle.objects.bulk_create(
            VersionActionTitle(
                version=version, plan_action=actions[each.number], title=each.title, short_title=each.short_title
            )
            for each in after.actions
            if each.number not in numbers_before
        )
    if before.amounts != after.amounts:
        version.amounts.exclude(plan_action__number__in={each.number for each in after.amounts}).delete()
    if (before.statuses, before.lineage) != (after.statuses, after.lineage):
        version.standings.all().delete()
        version.lineage.all().delete()
        store_lifecycle(version, after, actions)
