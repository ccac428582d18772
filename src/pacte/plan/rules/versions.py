"""Life of a version as data: draft, voted, signed, in force; what each step asks for, and which one holds on a day.

A version that another one follows is not changed: it is superseded by date, and stays the plan of its own days.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from pacte.plan.records import VersionState


class Version(Protocol):
    """What these rules read of a version, wherever it comes from."""

    @property
    def number(self) -> int: ...
    @property
    def state(self) -> str: ...
    @property
    def in_force_from(self) -> date | None: ...


V = TypeVar("V", bound=Version)


@dataclass(frozen=True, slots=True)
class Need:
    """What a step must be given: the field, and its French name."""

    field: str
    label: str


@dataclass(frozen=True, slots=True)
class Step:
    """One way forward. ``act`` is the right that it takes (``plan.permissions``)."""

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
    """The only step that leaves this state; None at the end of the road."""
    return next((step for step in STEPS if step.before == state), None)


def is_frozen(state: str) -> bool:
    """From the vote on, nothing in a version changes."""
    return state != VersionState.DRAFT


def lacking(step: Step, given: Mapping[str, object]) -> tuple[Need, ...]:
    """What the step needs and was not given; blanks are nothing."""
    return tuple(need for need in step.needs if not str(given.get(need.field) or "").strip())


def version_in_force(versions: Iterable[V], on: date) -> V | None:
    """The version that is the plan on that day: of those in force by then, the latest to come."""
    begun = [each for each in _dated(versions) if each[0] <= on]
    return max(begun, key=_rank)[1] if begun else None


def superseded_on(version: V, versions: Iterable[V]) -> date | None:
    """The day on which another version takes its place; None while none does, or when it is not in force."""
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
