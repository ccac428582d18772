"""Action 6: worksites that opened, in the commune that their case names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

from pacte.indicators.queries.procedure_moves import case_moves
from pacte.indicators.records.coverage import CoverageSource, LocatedItem
from pacte.indicators.records.grades import EvidenceGrade, ProofScope
from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.plan.models import Plan
from pacte.plan.queries.territory import plan_region_code
from pacte.reference.queries import places_of_kind
from pacte.reference.records import ZoneKind

SOURCE = CoverageSource(
    code="training_worksites",
    what="chantiers ouverts",
    unit="chantiers",
    one="chantier",
    source="dossiers de chantier : ceux qui ont ouvert, convention signée, dans la commune écrite au dossier",
    target="training_worksites",
    zone_kind=ZoneKind.DEPARTMENT,
    note="Un dossier dont la commune n’est pas celle d’un seul endroit de la région n’est pas sur la carte.",
    grade=EvidenceGrade.RESULT,
    scope=ProofScope.ACTION,
)


def located_items(*, actor: Actor, plan: Plan, by: date, known: datetime) -> Iterator[LocatedItem]:
    moves = case_moves(actor=actor, plan=plan, procedure="training_worksite", transition="open", known=known, on=by)
    communes = _communes_by_name(plan) if moves else {}
    for each in moves:
        if code := communes.get(fold_text(each.commune)):
            yield LocatedItem(code, each.first_on, str(each.case_id))


def _communes_by_name(plan: Plan) -> dict[str, str]:
    """Code of each commune of the region, by name; without names that two communes share."""
    places = places_of_kind(ZoneKind.COMMUNE, region_code=plan_region_code(plan) or None)
    shared = Counter(fold_text(each.name) for each in places)
    return {name: each.code for each in places if shared[name := fold_text(each.name)] == 1}
