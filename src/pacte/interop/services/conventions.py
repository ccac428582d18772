"""Providers with a Kairos convention, imported from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pacte.interop.models import ActFile, ConventionedBody
from pacte.interop.permissions import LiaisonScope, may
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied


@dataclass(frozen=True, slots=True)
class ConventionGiven:
    siret: str
    name: str
    convention: str
    old_region: str = ""
    region: str = ""
    manager_name: str = ""
    manager_email: str = ""
    manager_phone: str = ""
    office: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


def write_conventions(*, actor: Actor, received: ActFile, given: Iterable[ConventionGiven]) -> dict[str, int]:
    """Create new conventions and update changed ones, by SIRET and convention number. Return counts by outcome."""
    if not may(actor, "liaison.import_bodies", LiaisonScope(received.organisation_id)):
        raise PermissionDenied("liaison_conventions", "Ce fichier est à déposer par la Région.")
    counts = {"new": 0, "changed": 0, "same": 0}
    for each in given:
        values = {name: getattr(each, name) for name in each.__slots__ if name not in ("siret", "convention")}
        row, is_new = ConventionedBody.objects.get_or_create(
            organisation_id=received.organisation_id, siret=each.siret, convention=each.convention[:40],
            defaults=values | {"file": received, "changed_at": now()},
        )  # fmt: skip
        moved = [name for name, value in values.items() if getattr(row, name) != value]
        if moved and not is_new:
            for name in moved:
                setattr(row, name, values[name])
            row.file, row.changed_at = received, now()
            row.save()
        counts["new" if is_new else "changed" if moved else "same"] += 1
    return counts
