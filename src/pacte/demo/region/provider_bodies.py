"""Organisations of the invented providers: four in five have joined, the others have no account here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pacte.accounts.queries import organisation_by_name, organisation_names
from pacte.accounts.records import OrganisationKind
from pacte.accounts.services import create_organisation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from pacte.demo.region.training_supply import InventedProvider
    from pacte.kernel.actor import Actor

_ONE_IN, _ABSENT = 5, 3


def names_with_a_body(names: Sequence[str]) -> list[str]:
    """Those of the providers that have joined. ``names``: of all providers, in their order."""
    return [name for rank, name in enumerate(names) if rank % _ONE_IN != _ABSENT]


def create_provider_bodies(*, actor: Actor, names: Sequence[str]) -> None:
    """Create those that the directory does not hold. ``names``: of all providers, in their order."""
    for name in names_with_a_body(names):
        if organisation_by_name(name) is None:
            create_organisation(actor=actor, name=name, kind=OrganisationKind.TRAINING_PROVIDER, synthetic=True)


def bodies_of_providers(provider_list: Sequence[InventedProvider], *, on: date) -> dict[int, int]:
    """Key of the organisation of each provider that has joined, by the rank of the provider."""
    by_name = {name: key for key, name in organisation_names(on=on).items()}
    return {each.rank: by_name[each.name] for each in provider_list if each.name in by_name}
