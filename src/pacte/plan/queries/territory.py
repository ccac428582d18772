"""The region of a plan in the territory, and the units of its figures promised for each place or period."""

from __future__ import annotations

from datetime import date

from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.plan.models import Plan
from pacte.plan.records import Figure, PlanContent
from pacte.plan.rules.expected_periods import expected_periods
from pacte.plan.rules.expected_places import expected_places
from pacte.plan.rules.per import parse_per
from pacte.plan.rules.progress_by_unit import ExpectedUnit
from pacte.reference.queries import (
    places_of_kind,
    territory_edition_on,
    territory_editions,
    zone_names_of_region,
)
from pacte.reference.records import ZoneKind


def plan_region_code(plan: Plan | None) -> str:
    """The official code of the region of a plan; "" when it is not in the territory."""
    if plan is None or not territory_editions():
        return ""
    return next(
        (each.code for each in places_of_kind(ZoneKind.REGION) if fold_text(each.name) == fold_text(plan.region)), ""
    )


def expected_units(
    *, actor: Actor, plan: Plan, content: PlanContent, figure: Figure, on: date
) -> tuple[ExpectedUnit, ...]:
    """The places or the periods for which a figure is promised. Empty for any other figure.

    The places are those of the region, by name: none before a territory is loaded.
    """
    per = parse_per(figure.per)
    if per.months:
        return expected_periods(figure, first_year=content.first_year, last_year=content.last_year, on=on)
    region = plan_region_code(plan) if per.zone_kind else ""
    if not per.zone_kind or not region:
        return ()
    names = zone_names_of_region(actor=actor, kind=per.zone_kind, region_code=region, edition=territory_edition_on(on))
    return expected_places(names)
