"""Around action 28: zones with a public series of hiring needs. It tells nothing of workforce planning there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.indicators.queries.profile import points_as_of
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.indicators.records.operational_counts import CountResult, OperationalCount
from pacte.reference.queries import territory_editions, zone_names_by_kind
from pacte.reference.records import ZONE_KIND_LABELS, ZoneKind

if TYPE_CHECKING:
    from pacte.indicators.queries.operational_count_registry import CountContext

SERVICE = OperationalCount(
    code="zones_with_hiring_needs",
    what="territoires dont une série publique donne les besoins d’embauche",
    unit="%",
    source="séries publiques importées : zones qui ont une valeur, sur celles de la région, avec ou sans GPECT",
    target="workforce_planning_coverage",
    grade=EvidenceGrade.CONTEXT,
    scope=ProofScope.TERRITORY,
)
# Finest zones of the needs source: a basin is more precise than its department.
_KINDS = (ZoneKind.LABOUR_BASIN, ZoneKind.EMPLOYMENT_ZONE, ZoneKind.DEPARTMENT)


def count(context: CountContext) -> CountResult:
    public = points_as_of(context.known).filter(
        series__organisation_id=context.plan.organisation_id, series__is_public=True, series__theme="needs",
        zone_kind__in=_KINDS,
    )  # fmt: skip
    described = set(public.order_by().values_list("zone_kind", "zone_code").distinct())
    kind = next((each for each in _KINDS if any(each == zone_kind for zone_kind, _ in described)), None)
    if kind is None or not (years := territory_editions()):
        return CountResult(0, 0)
    zones = zone_names_by_kind({kind: None}, edition=years[-1])[kind]
    with_values = sum((kind.value, code) in described for code in zones)
    return CountResult(with_values, len(zones), precision=f"comptées par {ZONE_KIND_LABELS[kind][0]}")
