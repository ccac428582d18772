"""Writes an amendment's changes to a draft: added and removed rows, titles, calendar, statuses and lineage."""

from __future__ import annotations

from pacte.plan.models import ActionLine, PlanVersion, RowLine
from pacte.plan.records import PlanContent
from pacte.plan.services.storing import Bodies, bodies_of, plan_actions, row_line, store_life, store_parts


def apply(version: PlanVersion, before: PlanContent, after: PlanContent, bodies: Bodies) -> None:
    """Write the differences between ``before`` and ``after``.

    Rows present in both are assumed equal: amendments add and remove rows, ``edit_row`` changes them.
    """
    if (before.periods, before.first_year, before.last_year) != (after.periods, after.first_year, after.last_year):
        version.periods = [period.code for period in after.periods]
        version.first_year, version.last_year = after.first_year, after.last_year
        version.save(update_fields=["periods", "first_year", "last_year"])
    actions = plan_actions(version, after)
    known = {**bodies_of(version), **bodies}
    if before.rows != after.rows:
        kept = {row.key for row in after.rows}
        version.rows.exclude(key__in=kept).delete()
        lines = {line.key: line for line in version.rows.all()}
        moved = []
        for rank, row in enumerate(after.rows):
            line = lines.get(row.key)
            if line is None:
                line = row_line(version, rank, row, actions[row.number])
                line.save()
                store_parts(version, line, row, known)
            elif line.rank != rank:
                line.rank = rank
                moved.append(line)
        RowLine.objects.bulk_update(moved, ["rank"])
    if before.actions != after.actions:
        numbers = {each.number for each in after.actions}
        version.action_lines.exclude(plan_action__number__in=numbers).delete()
        had = {each.number for each in before.actions}
        ActionLine.objects.bulk_create(
            ActionLine(
                version=version, plan_action=actions[each.number], title=each.title, short_title=each.short_title
            )
            for each in after.actions
            if each.number not in had
        )
    if before.amounts != after.amounts:
        version.amounts.exclude(plan_action__number__in={each.number for each in after.amounts}).delete()
    if (before.standings, before.lineage) != (after.standings, after.lineage):
        version.standings.all().delete()
        version.lineage.all().delete()
        store_life(version, after, actions)
