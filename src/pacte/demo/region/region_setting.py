"""Build the context of the invented region: real communes, organisations of its networks, active certifications."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, person_by_email
from pacte.accounts.records import OrganisationKind
from pacte.accounts.services import create_organisation
from pacte.demo.region import calibration as odds
from pacte.demo.region.setting import LotArea, Setting
from pacte.demo.region.training_families import training_families
from pacte.demo.region.training_supply import Town
from pacte.demo.second_plan import second_plan
from pacte.demo.stories.second_buyer import second_buyer_story
from pacte.kernel.actor import Actor
from pacte.plan.queries import action_ids_by_number
from pacte.reference.queries import (
    certifications_for_occupation,
    loaded_zonings,
    places_of_kind,
    training_domain_labels,
    zone_codes_by_commune,
    zone_names_by_kind,
    zoning_in_use,
)
from pacte.reference.records import ZoneKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pacte.accounts.models import Organisation
    from pacte.kernel.action_codes import ActionCode
    from pacte.plan.models import Plan
    from pacte.reference.records import Certification

_TRAINING_TOWNS = 42
_NETWORKS = (
    ("france-travail", "Pôle emploi", OrganisationKind.PUBLIC_EMPLOYMENT_SERVICE),
    ("mission-locale", "Mission locale", OrganisationKind.NETWORK),
    ("cap-emploi", "Cap emploi", OrganisationKind.DISABILITY_NETWORK),
    ("conseil-departemental", "Conseil départemental", OrganisationKind.DEPARTMENT),
)
# The network of the demonstration adviser.
_KNOWN = {("mission-locale", "18"): "Mission locale de Vierzon (fictive)"}
_ADVISER = "conseil@pacte.example"


def build_region_setting(*, actor: Actor, host: Organisation, plan: Plan, region_code: str, today: date) -> Setting:
    """Create the networks of each department and return the context of the region. Must run as the system actor."""
    towns = _towns(region_code)
    departments = {each.code: each.name for each in places_of_kind(ZoneKind.DEPARTMENT, region_code=region_code)}
    certified = _certifications()
    adviser = person_by_email(_ADVISER)
    second_buyer = organisation_by_name(second_buyer_story().body)
    return Setting(
        host_id=host.pk,
        region_code=region_code,
        plan_ids=_plan_ids(actor, plan),
        buyer_id=host.pk,
        second_buyer_id=second_buyer.pk if second_buyer else host.pk,
        region_area=_region_area(region_code),
        networks=_networks(actor, departments),
        adviser_id=adviser.pk if adviser else None,
        plan_actions=_plan_actions(actor, plan),
        lot_areas=_lot_areas(region_code),
        departments={code: LotArea(ZoneKind.DEPARTMENT, code, name) for code, name in departments.items()},
        domains=training_domain_labels(actor=actor),
        towns=towns,
        training_towns=sorted(towns, key=lambda town: (-town.weight, town.code))[:_TRAINING_TOWNS],
        certifications={rome: each.code for rome, each in certified.items()},
        blocks={rome: [block.code for block in each.blocks] for rome, each in certified.items()},
        today=today,
    )


def _plan_ids(actor: Actor, plan: Plan) -> dict[int, int]:
    by_year = dict.fromkeys(odds.YEARS, plan.pk)
    later = second_plan(actor=actor)
    return by_year | {year: later.pk for year in odds.SECOND_PACT_YEARS if later}


def _plan_actions(actor: Actor, plan: Plan) -> dict[int, Mapping[ActionCode, int]]:
    """Actions of the plan of each year, by number."""
    later = second_plan(actor=actor)
    by_year: dict[int, Mapping[ActionCode, int]] = dict.fromkeys(
        odds.YEARS, action_ids_by_number(actor=actor, plan=plan)
    )
    if later:
        by_year |= dict.fromkeys(odds.SECOND_PACT_YEARS, action_ids_by_number(actor=actor, plan=later))
    return by_year


def _region_area(region_code: str) -> LotArea:
    names = {each.code: each.name for each in places_of_kind(ZoneKind.REGION)}
    return LotArea(ZoneKind.REGION, region_code, names[region_code])


def _lot_areas(region_code: str) -> dict[str, LotArea]:
    """Living area of each commune; the zoning in use for employment stands in while living areas are not loaded."""
    is_loaded = ZoneKind.LIVING_AREA in loaded_zonings()
    kind = ZoneKind.LIVING_AREA if is_loaded else zoning_in_use(region_code=region_code).kind
    zones, names = zone_codes_by_commune([kind])[kind], zone_names_by_kind({kind: None})[kind]
    return {commune: LotArea(kind, code, names[code]) for commune, code in zones.items() if code in names}


def _towns(region_code: str) -> list[Town]:
    return [
        Town(
            code=each.code,
            name=each.name,
            department=each.department_code,
            weight=each.population or 1,
            latitude=each.latitude,
            longitude=each.longitude,
            postal_code=each.postal_codes[0] if each.postal_codes else "",
        )
        for each in places_of_kind(ZoneKind.COMMUNE, region_code=region_code)
        if each.latitude is not None and each.longitude is not None
    ]


def _networks(actor: Actor, departments: dict[str, str]) -> dict[tuple[str, str], int]:
    organisation_ids: dict[tuple[str, str], int] = {}
    for department, label in departments.items():
        for key, name, kind in _NETWORKS:
            body_name = _KNOWN.get((key, department)) or f"{name}, {label} (fictif)"
            body = organisation_by_name(body_name) or create_organisation(
                actor=actor, name=body_name, kind=kind, synthetic=True
            )
            organisation_ids[key, department] = body.pk
    return organisation_ids


def _certifications() -> dict[str, Certification]:
    """Best certification of each occupation taught: active first, then with blocks."""
    by_occupation: dict[str, Certification] = {}
    for family in training_families().qualifying:
        known = certifications_for_occupation(family.rome, active_only=False) if family.rome else []
        if known:
            by_occupation[family.rome] = min(
                known, key=lambda each: (each.is_active is not True, not each.blocks, each.code)
            )
    return by_occupation
