"""Lifecycle of a version as data: draft, voted, signed, in force, and the requirements of each transition.

A version is never modified when another one follows: it is superseded by date, and remains the plan of its own period.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from pacte.plan.records import VersionState


class VersionLike(Protocol):
    """Attributes of a version that these rules read."""

    @property
    def number(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def in_force_from(self) -> date | None: ...


AnyVersion = TypeVar("AnyVersion", bound=VersionLike)


@dataclass(frozen=True, slots=True)
class RequiredField:
    """Field required by a transition, with its French name."""

    field: str
    label: str


@dataclass(frozen=True, slots=True)
class VersionTransition:
    """Transition of a version. ``act`` is the permission that it requires (``plan.permissions``)."""

    act: str
    label: str
    before: VersionState
    after: VersionState
    required_fields: tuple[RequiredField, ...]


VERSION_TRANSITIONS: tuple[VersionTransition, ...] = (
    VersionTransition(
        "plan.vote",
        "voter",
        VersionState.DRAFT,
        VersionState.VOTED,
        (
            RequiredField("vote_body", "l’assemblée qui a voté"),
            RequiredField("vote_number", "le numéro de la délibération"),
            RequiredField("voted_on", "la date du vote"),
        ),
    ),
    VersionTransition(
        "plan.sign",
        "signer",
        VersionState.VOTED,
        VersionState.SIGNED,
        (RequiredField("signed_on", "la date de signature"),),
    ),
    VersionTransition(
        "plan.put_in_force",
        "mettre en vigueur",
        VersionState.SIGNED,
        VersionState.IN_FORCE,
        (RequiredField("in_force_from", "la date d’effet"),),
    ),
)


def next_transition(state: str) -> VersionTransition | None:
    """Return the only transition from this state, or None for the final state."""
    return next((step for step in VERSION_TRANSITIONS if step.before == state), None)


def is_frozen(state: str) -> bool:
    """Return whether the version is immutable, from the vote on."""
    return state != VersionState.DRAFT


def missing_required_fields(transition: VersionTransition, values: Mapping[str, object]) -> tuple[RequiredField, ...]:
    """Return the required fields that are missing or blank."""
    return tuple(need for need in transition.required_fields if not str(values.get(need.field) or "").strip())


def version_in_force(versions: Iterable[AnyVersion], on: date) -> AnyVersion | None:
    """Return the version in force on that date: the latest to come into force by then."""
    started = [each for each in _in_force_with_date(versions) if each[0] <= on]
    return max(started, key=_rank)[1] if started else None


def superseded_on(version: AnyVersion, versions: Iterable[AnyVersion]) -> date | None:
    """Return the date on which another version replaces this one.

    None when none does, or when this version is not in force.
    """
    mine = _in_force_with_date([version])
    later = [each for each in _in_force_with_date(versions) if mine and _rank(each) > _rank(mine[0])]
    return min(later, key=_rank)[0] if later else None


def _in_force_with_date(versions: Iterable[AnyVersion]) -> list[tuple[date, AnyVersion]]:
    return [
        (each.in_force_from, each)
        for each in versions
        if each.state == VersionState.IN_FORCE and each.in_force_from is not None
    ]


def _rank(dated: tuple[date, AnyVersion]) -> tuple[date, int]:
    return (dated[0], dated[1].number)
