"""Who is on the other side of a shared notebook, when nobody there will read what is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pacte.accounts.models import Membership, Organisation
from pacte.accounts.queries import organisation_names, valid_on
from pacte.journeys.models import Journey
from pacte.journeys.queries.notebook import Notebook
from pacte.kernel.actor import Actor, Role
from pacte.notifications.services.system_access import as_system


@dataclass(frozen=True, slots=True)
class MissingReader:
    """The side that will not read. ``name``: empty when no provider is chosen; ``phone``: empty when unknown."""

    name: str = ""
    phone: str = ""


def missing_reader(*, actor: Actor, notebook: Notebook, on: date) -> MissingReader | None:
    """The other side of a notebook that the actor reads, when it has no account to read it; None when it has one.

    Accounts of another organisation are looked up as the system: only their existence is said.
    """
    journey = notebook.journey
    if not notebook.is_referrer:
        is_read = _has_account(actor, journey, journey.referrer_id, Role.ADVISER, on)
        return None if is_read else MissingReader(notebook.referrer, _shown_phone(notebook, on))
    if journey.session is None:
        return MissingReader()
    body_id = journey.provider_body_id
    if body_id is not None and _has_account(actor, journey, body_id, Role.PROVIDER, on):
        return None
    provider, site = journey.session.provider, journey.session.site
    return MissingReader(provider.name, provider.phone or (site.phone if site else ""))


def _shown_phone(notebook: Notebook, on: date) -> str:
    """The telephone of the network, empty when its name is masked: a number would tell it."""
    referrer_id = notebook.journey.referrer_id
    if organisation_names(on=on).get(referrer_id, "") != notebook.referrer:
        return ""
    return Organisation.objects.filter(pk=referrer_id).values_list("phone", flat=True).first() or ""


def _has_account(actor: Actor, journey: Journey, body_id: int, role: Role, on: date) -> bool:
    posts = Membership.objects.filter(
        valid_on(on), host_id=journey.organisation_id, organisation_id=body_id, role=role, person__is_active=True
    )
    with as_system(actor):
        return posts.exists()
