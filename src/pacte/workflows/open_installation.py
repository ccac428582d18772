"""Initialise an installation: the Region that hosts it, and its first administrator."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from pacte.accounts.queries import host_organisation, organisation_by_name, person_by_email
from pacte.accounts.records import OrganisationKind
from pacte.accounts.services import add_membership, add_name, create_organisation, create_person
from pacte.kernel.actor import Actor, Role
from pacte.kernel.errors import Conflict

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation, Person


def ensure_host(*, actor: Actor, region: str) -> Organisation:
    """Return the Region that steers the pacts, created on first use.

    « Région » is added as a name, as printed in plans.
    """
    existing = host_organisation()
    if existing:
        return existing
    name = f"Région {region}".strip()
    with transaction.atomic():
        organisation = create_organisation(actor=actor, name=name, kind=OrganisationKind.REGION, is_host=True)
        if organisation_by_name("Région") is None:
            add_name(organisation, "Région")
    return organisation


def create_first_administrator(
    *, actor: Actor, email: str, first_name: str, last_name: str, password: str, region: str, on: date
) -> Person:
    """Create the person who opens the other accounts. Raises ``Conflict`` when the e-mail has an account."""
    if person_by_email(email):
        raise Conflict("person_exists", f"{email} a déjà un compte.", hint="Connectez-vous avec ce compte.")
    with transaction.atomic():
        organisation = ensure_host(actor=actor, region=region)
        person = create_person(actor=actor, email=email, first_name=first_name, last_name=last_name, password=password)
        for role in (Role.ADMINISTRATOR, Role.REGION_PILOT):
            add_membership(
                actor=actor, person=person, organisation=organisation, host=organisation, role=role, valid_from=on
            )
    return person
