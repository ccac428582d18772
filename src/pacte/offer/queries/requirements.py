"""Requirements for the purchases to come and the lots that carry them. For the readers of purchases of the Region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from pacte.infra.lazy_rows import LazyRows
from pacte.kernel.actor import Actor
from pacte.kernel.errors import ensure_found
from pacte.offer.models import Lot, LotRequirement, PurchaseRequirement
from pacte.offer.queries.lots import refuse_purchases
from pacte.offer.records import LotState
from pacte.offer.records.requirements import CarryingLot, RequirementTally
from pacte.offer.rules.requirements import concerns_domain
from pacte.reference.queries import certifications_by_code

_LIVE_STATES = tuple(each for each in LotState if each is not LotState.DROPPED)
_LIVE = Q(lot__state__in=_LIVE_STATES)


@dataclass(frozen=True, slots=True)
class RequirementRow:
    """A requirement with the lots that carry it, the first to do so first; dropped lots apart."""

    requirement: PurchaseRequirement
    lots: tuple[CarryingLot, ...]


@dataclass(frozen=True, slots=True)
class LotRequirementRow:
    """A requirement that concerns a lot. ``carried``: None when the lot does not carry it."""

    requirement: PurchaseRequirement
    carried: LotRequirement | None


def requirements(
    *, actor: Actor, host_id: int, is_carried: bool | None = None, in_force_on: date | None = None
) -> LazyRows[PurchaseRequirement, RequirementRow]:
    """The register of the Region, the latest first. ``is_carried``: by a lot at least, or by none.

    Two queries for a page, whatever its length. Raises ``NotFound``.
    """
    refuse_purchases(actor, host_id)
    rows = PurchaseRequirement.objects.filter(organisation_id=host_id)
    if is_carried is not None:
        rows = rows.filter(_carried() if is_carried else ~_carried())
    if in_force_on is not None:
        rows = _in_force(rows, in_force_on)
    return LazyRows(rows.order_by("-since", "-pk"), _with_lots)


def requirements_total(*, actor: Actor, host_id: int, on: date) -> RequirementTally:
    """Those in force on that day, in numbers. One query. Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    rows = _in_force(PurchaseRequirement.objects.filter(organisation_id=host_id), on)
    return RequirementTally(**rows.aggregate(**_TALLY))


def requirement_by_id(*, actor: Actor, host_id: int, requirement_id: int) -> PurchaseRequirement:
    """Raises ``NotFound``."""
    refuse_purchases(actor, host_id)
    return ensure_found(PurchaseRequirement.objects.filter(pk=requirement_id, organisation_id=host_id).first())


def requirements_of_lot(*, actor: Actor, lot: Lot, on: date) -> list[LotRequirementRow]:
    """Those that the lot carries, then those in force on that day on its domain, or on a certification of its domain.

    Three queries. Raises ``NotFound``.
    """
    refuse_purchases(actor, lot.organisation_id)
    carried = list(LotRequirement.objects.filter(lot=lot).select_related("requirement").order_by("carried_at", "pk"))
    rows = [LotRequirementRow(each.requirement, each) for each in carried]
    others = _in_force(PurchaseRequirement.objects.filter(organisation_id=lot.organisation_id), on)
    others = others.exclude(pk__in=[each.requirement_id for each in carried]).order_by("-since", "-pk")
    waiting = list(others)
    formacodes = {
        code: each.formacodes
        for code, each in certifications_by_code({row.certification_code for row in waiting} - {""}).items()
    }
    for row in waiting:
        if concerns_domain(lot.domain_code, (row.domain_code, *formacodes.get(row.certification_code, ()))):
            rows.append(LotRequirementRow(row, None))
    return rows


def requirements_carried(
    *, actor: Actor, host_id: int, origin_references: Collection[str] | None = None
) -> dict[str, RequirementTally]:
    """How many requirements lots carry, by origin reference; those without a reference are left out.

    ``origin_references``: these only. One query. Raises ``NotFound``.
    """
    refuse_purchases(actor, host_id)
    rows = PurchaseRequirement.objects.filter(organisation_id=host_id).exclude(origin_reference="")
    if origin_references is not None:
        rows = rows.filter(origin_reference__in=origin_references)
    tallies = rows.order_by().values("origin_reference").annotate(**_TALLY).values_list("origin_reference", *_TALLY)
    return {reference: RequirementTally(*counts) for reference, *counts in tallies}


def _carried() -> Exists:
    return Exists(LotRequirement.objects.filter(_LIVE, requirement=OuterRef("pk")))


_OF_A_LIVE_LOT = Q(lot_requirements__lot__state__in=_LIVE_STATES)
# In the order of ``RequirementTally``.
_TALLY = {
    "written": Count("pk", distinct=True),
    "carried": Count("pk", distinct=True, filter=_OF_A_LIVE_LOT),
    "ordered": Count("pk", distinct=True, filter=Q(lot_requirements__lot__state=LotState.AWARDED)),
    "lots": Count("lot_requirements__lot", distinct=True, filter=_OF_A_LIVE_LOT),
}


def _in_force(rows: QuerySet[PurchaseRequirement], on: date) -> QuerySet[PurchaseRequirement]:
    return rows.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


def _with_lots(rows: Iterable[PurchaseRequirement]) -> list[RequirementRow]:
    rows = list(rows)
    carried = LotRequirement.objects.filter(_LIVE, requirement__in=rows).select_related("lot")
    lots: dict[int, list[CarryingLot]] = defaultdict(list)
    for each in carried.order_by("carried_at", "pk"):
        lot = each.lot
        lots[each.requirement_id].append(
            CarryingLot(
                lot.code, lot.title, each.carried_at, each.carried_by_name, is_ordered=lot.state == LotState.AWARDED
            )
        )
    return [RequirementRow(each, tuple(lots[each.pk])) for each in rows]
