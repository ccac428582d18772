"""Sessions that action 25 buys take place in a prison, one in each department that the plan names. Pure.

The prisons are those of the plan; that these sessions took place there is invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pacte.demo.region.training_supply import InventedSession, Town

_ACTION = "25"
# By department: the commune and the name.
_PRISONS = {
    "18": ("18033", "Maison d’arrêt de Bourges (fictif)"),
    "45": ("45302", "Centre pénitentiaire d’Orléans-Saran (fictif)"),
}


@dataclass(frozen=True, slots=True)
class InventedSite:
    """``key``: of the site among those of the region."""

    key: str
    name: str
    town: Town


def is_in_prison(session: InventedSession) -> bool:
    return session.serves(_ACTION) and session.town.department in _PRISONS


def site_of(session: InventedSession, towns: Sequence[Town]) -> InventedSite:
    """The place of trainings of its town, or the prison of its department."""
    town = session.town
    if not is_in_prison(session):
        return InventedSite(f"fictif-{town.code}", f"Lieu de formation de {town.name} (fictif)", town)
    code, name = _PRISONS[town.department]
    return InventedSite(f"fictif-prison-{code}", name, next((each for each in towns if each.code == code), town))
