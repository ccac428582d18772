"""What tells whether the money of a host has moved since: sums made under one stamp hold as long as it does."""

from __future__ import annotations

from datetime import datetime

from pacte.finance.models import Allocation, Movement

Stamp = tuple[tuple[int, datetime] | None, tuple[int, datetime] | None]


def stamp_of(host_id: int) -> Stamp:
    """The last movement and the last allocation. Both are only ever added, so that nothing changes without them."""
    movement = Movement.objects.filter(organisation_id=host_id).order_by("-pk")
    allocation = Allocation.objects.filter(organisation_id=host_id).order_by("-pk")
    return (
        movement.values_list("pk", "recorded_at").first(),
        allocation.values_list("pk", "recorded_at").first(),
    )
