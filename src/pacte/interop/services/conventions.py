"""Providers with a Kairos convention, imported from a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pacte.interop.models import KairosConvention
from pacte.interop.permissions import InteropScope, may
from pacte.interop.records import ActOutcome
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.errors import deny_unless


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


def save_conventions(
    *, actor: Actor, host_id: int, file_id: int, conventions: Sequence[ConventionInput]
) -> list[ActOutcome]:
    """Create new conventions and update changed ones, by SIRET and convention number. Return the outcome of each.

    ``file_id``: number of their file in the ledger of received files. Raises ``PermissionDenied``.
    """
    deny_unless(
        may(actor, "liaison.import_bodies", InteropScope(host_id)),
        "interop_conventions",
        "Ce fichier est à déposer par la Région.",
    )
    return [_save_convention(host_id, file_id, each) for each in conventions]


def _save_convention(host_id: int, file_id: int, convention: ConventionInput) -> ActOutcome:
    values = {name: getattr(convention, name) for name in convention.__slots__ if name not in ("siret", "convention")}
    row, is_new = KairosConvention.objects.get_or_create(
        organisation_id=host_id, siret=convention.siret, convention=convention.convention[:40],
        defaults=values | {"file_id": file_id, "changed_at": now()},
    )  # fmt: skip
    changed_names = [name for name, value in values.items() if getattr(row, name) != value]
    if is_new or not changed_names:
        return ActOutcome.NEW if is_new else ActOutcome.SAME
    for name in changed_names:
        setattr(row, name, values[name])
    row.file_id, row.changed_at = file_id, now()
    row.save()
    return ActOutcome.CHANGED
