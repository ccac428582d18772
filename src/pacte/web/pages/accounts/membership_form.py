"""Membership form: its choices, and the membership created from its data within the actor's scope."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pacte.accounts.permissions import hosts_with_account_right
from pacte.accounts.queries import (
    organisation_by_id,
    organisation_choices,
    organisation_names,
    service_by_id,
    service_choices,
)
from pacte.accounts.services import add_membership
from pacte.kernel.actor import Actor, Role
from pacte.kernel.clock import today
from pacte.kernel.errors import NotFound

if TYPE_CHECKING:
    from pacte.accounts.models import Membership, Person

MEMBERSHIP_ERROR_FIELDS = {
    "membership_dates": "valid_until", "service_elsewhere": "service", "membership_exists": "role",
    "email": "email", "zone_unknown": "zone_code",
}  # fmt: skip


def membership_form_choices(actor: Actor) -> dict[str, list[tuple[str, str]]]:
    """Choices of the membership form for this actor."""
    on = today()
    names = organisation_names(on=on)
    return {
        "organisations": organisation_choices(actor=actor, on=on),
        "services": service_choices(actor=actor, on=on),
        "hosts": [
            (str(host), names.get(host, "")) for host in sorted(hosts_with_account_right(actor, "accounts.manage"))
        ],
    }


def add_membership_from_form(actor: Actor, person: Person, data: dict[str, Any]) -> Membership:
    """Creates the membership described by the form. Raises what ``add_membership`` raises."""
    only_host = next(iter(hosts_with_account_right(actor, "accounts.manage")))
    organisation = organisation_by_id(int(data["organisation"]))
    host = organisation_by_id(int(data.get("host") or only_host))
    if organisation is None or host is None:
        raise NotFound
    return add_membership(
        actor=actor,
        person=person,
        organisation=organisation,
        host=host,
        role=Role(data["role"]),
        service=service_by_id(int(data["service"])) if data["service"] else None,
        zone_kind=data["zone_kind"],
        zone_code=data["zone_code"],
        valid_from=data["valid_from"],
        valid_until=data["valid_until"],
    )
