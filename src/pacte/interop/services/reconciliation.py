"""Save a reconciliation with the partner's list: close settled differences, open new ones."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pacte.interop.models import MessageDifference, Partner, Reconciliation
from pacte.interop.records import MessageDifferenceKind
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now


@dataclass(frozen=True, slots=True)
class MessageDifferenceInput:
    """One record that differs between both sides."""

    key: str
    kind: MessageDifferenceKind
    delivery_id: int | None = None
    ours: str = ""
    theirs: str = ""


def save_reconciliation(
    *, actor: Actor, partner: Partner, compared: int, differences: Collection[MessageDifferenceInput]
) -> Reconciliation:
    """Open new differences, leave open ones, settle those no longer found. Must run as the system actor."""
    actor.require_system("interop_compare", "Seule la machine compare les listes.")
    at = now()
    current_differences = {(each.key, str(each.kind)): each for each in differences}
    open_rows = list(MessageDifference.objects.select_for_update().filter(partner=partner, settled_at=None))
    for row in open_rows:
        if (row.key, row.kind) not in current_differences:
            row.settled_at = at
            row.save(update_fields=["settled_at"])
    open_keys = {(row.key, row.kind) for row in open_rows}
    MessageDifference.objects.bulk_create(
        MessageDifference(
            organisation_id=partner.organisation_id, partner=partner, delivery_id=each.delivery_id, key=each.key[:120],
            kind=each.kind, ours=each.ours[:120], theirs=each.theirs[:120], found_at=at,
        )
        for record_key, each in current_differences.items()
        if record_key not in open_keys
    )  # fmt: skip
    return Reconciliation.objects.create(
        organisation_id=partner.organisation_id,
        partner=partner,
        at=at,
        compared=compared,
        differing=len(current_differences),
    )
