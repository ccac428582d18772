"""Save a reconciliation with the partner's list: close settled differences, open new ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pacte.interop.models import Comparison, Difference, Partner
from pacte.interop.records import DifferenceKind
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied


@dataclass(frozen=True, slots=True)
class Differing:
    """One record that differs between both sides."""

    key: str
    kind: DifferenceKind
    delivery_id: int | None = None
    ours: str = ""
    theirs: str = ""


def write_comparison(*, actor: Actor, partner: Partner, compared: int, found: Collection[Differing]) -> Comparison:
    """Open new differences, leave open ones, settle those no longer found. Must run as the system actor."""
    if not actor.is_system:
        raise PermissionDenied("liaison_compare", "Seule la machine compare les listes.")
    at = now()
    still = {(each.key, str(each.kind)): each for each in found}
    open_ones = list(Difference.objects.select_for_update().filter(partner=partner, settled_at=None))
    for row in open_ones:
        if (row.key, row.kind) not in still:
            row.settled_at = at
            row.save(update_fields=["settled_at"])
    known = {(row.key, row.kind) for row in open_ones}
    Difference.objects.bulk_create(
        Difference(
            organisation_id=partner.organisation_id, partner=partner, delivery_id=each.delivery_id, key=each.key[:120],
            kind=each.kind, ours=each.ours[:120], theirs=each.theirs[:120], found_at=at,
        )
        for place, each in still.items()
        if place not in known
    )  # fmt: skip
    return Comparison.objects.create(
        organisation_id=partner.organisation_id, partner=partner, at=at, compared=compared, differing=len(still)
    )
