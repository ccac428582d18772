"""Providers with a Kairos convention, imported from a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pacte.interop.models import ActFile, KairosConvention
from pacte.interop.permissions import InteropScope, may
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import PermissionDenied


@dataclass(frozen=True, slots=True)
class ConventionInput:
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


def save_conventions(*, actor: Actor, act_file: ActFile, conventions: Iterable[ConventionInput]) -> dict[str, int]:
    """Create new conventions and update changed ones, by SIRET and convention number. Return counts by outcome."""
    if not may(actor, "liaison.import_bodies", InteropScope(act_file.organisation_id)):
        raise PermissionDenied("interop_conventions", "Ce fichier est à déposer par la Région.")
    counts = {"new": 0, "changed": 0, "same": 0}
    for each in conventions:
        values = {name: getattr(each, name) for name in each.__slots__ if name not in ("siret", "convention")}
        row, is_new = KairosConvention.objects.get_or_create(
            organisation_id=act_file.organisation_id, siret=each.siret, convention=each.convention[:40],
            defaults=values | {"file": act_file, "changed_at": now()},
        )  # fmt: skip
        changed_names = [name for name, value in values.items() if getattr(row, name) != value]
        if changed_names and not is_new:
            for name in changed_names:
                setattr(row, name, values[name])
            row.file, row.changed_at = act_file, now()
            row.save()
        counts["new" if is_new else "changed" if changed_names else "same"] += 1
    return counts
