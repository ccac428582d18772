"""Version of a host's ledger, a cache key: sums stay valid as long as it is unchanged."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Value

from pacte.finance.models import Allocation, Movement

_MOVEMENT, _ALLOCATION = 1, 2
_WHEN = ("pk", "recorded_at")

LedgerVersion = tuple[tuple[int, datetime] | None, tuple[int, datetime] | None]


def ledger_version_of_host(host_id: int) -> LedgerVersion:
    """Return the last movement and the last allocation.

    Both tables are append-only, so every change alters this value.
    """
    movement = (
        Movement.objects.filter(organisation_id=host_id).order_by("-pk").values_list(Value(_MOVEMENT), *_WHEN)[:1]
    )
    allocation = (
        Allocation.objects.filter(organisation_id=host_id).order_by("-pk").values_list(Value(_ALLOCATION), *_WHEN)
    )
    latest = {kind: (identifier, at) for kind, identifier, at in movement.union(allocation[:1], all=True)}
    return latest.get(_MOVEMENT), latest.get(_ALLOCATION)
