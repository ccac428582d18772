"""Lifecycle of a version as data: draft, voted, signed, in force, and the requirements of each transition.

A version is never modified when another one follows: it is superseded by date, and remains the plan of its own period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from pacte.plan.records import VersionState


class Version(Protocol):
    """Attributes of a version that these rules read."""

    @property
    def number(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def in_force_from(self) -> date | None: ...


V = TypeVar("V", bound=Version)


@dataclass(frozen=True, slots=True)
class Need:
    """Field required by a transition, with its French name."""

    field: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """Transition of a version. ``act`` is the permission that it requires (``plan.permissions``)."""

    act: str
    label: str
    before: VersionState
    after: VersionState
    needs: tuple[Need, ...]


STEPS: tuple[Step, ...] = (
    Step(
        "plan.vote",
        "voter",
        VersionState.DRAFT,
        VersionState.VOTED,
        (
            Need("vote_body", "l’assemblée qui a voté"),
            Need("vote_number", "le numéro de la délibération"),
            Need("voted_on", "la date du vote"),
        ),
    ),
    Step(
        "plan.sign",
        "signer",
        VersionState.VOTED,
        VersionState.SIGNED,
        (Need("signed_on", "la date de signature"),),
    ),
    Step(
        "plan.put_in_force",
        "mettre en vigueur",
        VersionState.SIGNED,
        VersionState.IN_FORCE,
        (Need("in_force_from", "la date d’effet"),),
    ),
)


def next_step(state: str) -> Step | None:
    """Return the only transition from this state, or None for the final state."""
    return next((step for step in STEPS if step.before == state), None)


def is_frozen(state: str) -> bool:
    """Return whether the version is immutable, from the vote on."""
    return state != VersionState.DRAFT


def lacking(step: Step, given: Mapping[str, object]) -> tuple[Need, ...]:
    """Return the required fields that are missing or blank."""
    return tuple(need for need in step.needs if not str(given.get(need.field) or "").strip())


def version_in_force(versions: Iterable[V], on: date) -> V | None:
    """Return the version in force on that date: the latest to come into force by then."""
    begun = [each for each in _dated(versions) if each[0] <= on]
    return max(begun, key=_rank)[1] if begun else None


def superseded_on(version: V, versions: Iterable[V]) -> date | None:
    """Return the date on which another version replaces this one.

    None when none does, or when this version is not in force.
    """
    mine = _dated([version])
    later = [each for each in _dated(versions) if mine and _rank(each) > _rank(mine[0])]
    return min(later, key=_rank)[0] if later else None


def _dated(versions: Iterable[V]) -> list[tuple[date, V]]:
    return [
        (each.in_force_from, each)
        for each in versions
        if each.state == VersionState.IN_FORCE and each.in_force_from is not None
    ]


def _rank(dated: tuple[date, V]) -> tuple[date, int]:
    return (dated[0], dated[1].number)
