"""Conditions of a procedure: data, never code, so that a page, an export and a check read the same one. Pure.

A condition names fields by code. Inside repeated lines it names the columns of its own line first.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Is:
    """The field has that value."""

    field: str
    value: str | bool | int


@dataclass(frozen=True, slots=True)
class Among:
    """The field has one of those values; a field of several choices shares one with them."""

    field: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Filled:
    """The field has an answer."""

    field: str


@dataclass(frozen=True, slots=True)
class AtLeast:
    """The number, the amount (in cents) or the day of the field is at least that."""

    field: str
    least: int | str


@dataclass(frozen=True, slots=True)
class AllOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    condition: Condition


Condition = Is | Among | Filled | AtLeast | AllOf | AnyOf | Not
